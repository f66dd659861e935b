"""What an audit established, for its documents: gathered through the views whose charts and pages show the same."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.agreement import agreement
from maap.domain.audit import Stage, has_reached
from maap.domain.facts import AgencyReturns, Facts, Found, ThemeFact, Trend
from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.domain.ladders import Ladder, Tally, ladders, tally
from maap.domain.learning import Polarity
from maap.domain.panels import scales
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.terms import Terms
from maap.storage.forms import form
from maap.storage.grades import grades_beside
from maap.storage.tables import Agency, Case, Cohort, FindingSource, Partnership, RecommendationFinding
from maap.views import findings, results
from maap.views.facts_of_change import counted, heard, recommended
from maap.views.grid import Cell, grid
from maap.views.trends import theme_trends


def facts(session: Session, actor: Actor, audit_id: int) -> Facts:
    """Everything that the documents of an audit say. Raises Problem before the panel."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    if not has_reached(Stage(place.audit.stage), Stage.PANEL) or place.audit.questionnaire is None:
        raise Problem("Documents are written from the panel on. Until then the answers are still being given.")
    terms, drawn = ladders(form(place.audit)), _drawn(session, place)
    if not drawn:
        raise Problem("The results of this audit were brought in from elsewhere: there are no returns to write about.")
    graded = results.grades(session, actor, audit_id)
    agreed = results.panel_grades(session, actor, audit_id)
    named, cells = results.themes(session, actor, audit_id), grid(session, actor, audit_id).cells
    voices, quotes = heard(session, place)
    partnership = session.get(Partnership, 1)
    earlier_year, trends = _trends(session, place)
    wording = Terms.model_validate(place.audit.terms)
    return Facts(
        audit_id=place.id,
        reference=place.audit.reference,
        title=place.audit.title,
        year=place.audit.year,
        partnership=partnership.name if partnership else "",
        as_at=place.audit.closed_at or actor.now,
        terms=wording,
        lines={line.key: line.question for line in wording.lines},
        population=_eligible(session, place),
        cases=tuple(row.reference for row in drawn),
        strata=Counter(row.stratum for row in drawn if row.stratum),
        returns=_returns(cells),
        grid={(cell.case, cell.agency): cell.state for cell in cells},
        ladders=terms,
        own=_tallies(terms, graded.together),
        panel=_tallies(terms, agreed),
        by_agency=tuple((row.agency_id or 0, row.agency, _tallies(terms, row.rows)) for row in graded.by_agency),
        contributing=Counter(domain for row in graded.by_agency for domain in row.rows),
        agreement=_agreement(session, place),
        findings=_findings(session, place),
        themes=tuple(ThemeFact(row.theme, row.strengths, row.areas) for row in named.rows),
        theme_returns=int(named.returns),
        voices=voices,
        quotes=quotes,
        counted=counted(session, place),
        recommendations=recommended(session, place),
        earlier_year=earlier_year,
        trends=trends,
    )


def _drawn(session: Session, place: Seat) -> Sequence[Case]:
    wanted = select(Case).where(Case.audit_id == place.id, Case.status == "drawn").order_by(col(Case.number))
    return session.exec(wanted).all()


def _eligible(session: Session, place: Seat) -> int:
    """How many cases of the newest cohort were eligible; 0 without one."""
    newest = select(Cohort.summary).where(Cohort.audit_id == place.id).order_by(col(Cohort.id).desc())
    summary = session.exec(newest).first()
    return int(summary["eligible"]) if summary else 0


def _returns(cells: tuple[Cell, ...]) -> tuple[AgencyReturns, ...]:
    names = {cell.agency_id: cell.agency for cell in cells}
    due = Counter(cell.agency_id for cell in cells)
    handed_in = Counter(cell.agency_id for cell in cells if cell.state in HANDED_IN)
    not_known = Counter(cell.agency_id for cell in cells if cell.state is ReturnState.NOT_KNOWN)
    return tuple(AgencyReturns(one, name, due[one], handed_in[one], not_known[one]) for one, name in names.items())


def _tallies(found: tuple[Ladder, ...], rows: results.Rows) -> tuple[Tally, ...]:
    return tuple(tally(ladder, domain, rows.get(domain.key, {})) for ladder in found for domain in ladder.domains)


def _agreement(session: Session, place: Seat) -> str:
    graded = scales(form(place.audit))
    pairs = grades_beside(session, [place.id])[place.id]
    return agreement((scale, *pair) for key, scale in graded.items() for pair in pairs.get(key, ())).sentence


def _findings(session: Session, place: Seat) -> tuple[Found, ...]:
    rows = findings.rows(session, place)
    ids = [row.finding_id for row in rows]
    agencies: dict[int, set[int]] = {}
    statement = sa.select(col(FindingSource.finding_id), col(FindingSource.agency_id))
    for finding_id, agency_id in session.execute(
        statement.join(Agency, col(Agency.id) == FindingSource.agency_id).where(col(FindingSource.finding_id).in_(ids))
    ):
        agencies.setdefault(finding_id, set()).add(agency_id)
    behind = set(
        session.scalars(
            sa.select(col(RecommendationFinding.finding_id)).where(col(RecommendationFinding.finding_id).in_(ids))
        )
    )
    return tuple(
        Found(
            finding_id=row.finding_id,
            strength=row.polarity is Polarity.STRENGTH,
            text=row.text,
            domain=row.domain_name,
            line=row.line,
            themes=tuple(theme.theme for theme in row.themes),
            cases=len(row.cases),
            agency_ids=frozenset(agencies.get(row.finding_id, ())),
            source=row.source,
            recommended=row.finding_id in behind,
        )
        for row in rows
    )


def _trends(session: Session, place: Seat) -> tuple[str, tuple[Trend, ...]]:
    """Themes against the year before, once this year's figures are frozen; else between the two latest years."""
    found = theme_trends(session, place.actor)
    if found is None or not found.then:
        return "", ()
    rows = tuple(Trend(row.theme, row.then.said, row.now.said, str(row.direction)) for row in found.rows)
    return f"{found.then} and {found.now}", rows
