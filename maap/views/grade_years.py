"""Grades across the years: closed audits from their frozen figures, earlier ones as they were published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from maap.access import desk
from maap.domain import ladders as scale
from maap.domain.earlier import Grades, level_key
from maap.domain.ladders import OFSTED, Ladder, Tally, in_words, ladders, tally
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.domain.questionnaire import CARE_ACT_PRINCIPLES, CORE_DOMAINS, Grade
from maap.storage.earlier import Kept, earlier_audits
from maap.storage.forms import form
from maap.storage.tables import Audit, Figure
from maap.views.figures_shown import closed_audits, shown

_Number = TypeVar("_Number", int, float)
Whose = Literal["agencies", "panel"]
_KNOWN = {domain.key: domain.name for domain in (*CORE_DOMAINS, *CARE_ACT_PRINCIPLES)}
_WHOSE: dict[str, Whose] = {Measure.GRADES: "agencies", Measure.PANEL: "panel"}


@dataclass(frozen=True)
class GradedAudit:
    """How one audit was graded in one domain. ``row`` is named by year and title.

    ``cases``: those drawn, None when that was never published. ``asked``: the question behind the grade, empty when it
    is not known. ``audit_id`` is 0 for an audit from before this house.
    """

    audit_id: int
    year: str
    title: str
    domain: scale.Named
    whose: Whose
    ladder: Ladder
    row: Tally
    cases: int | None
    asked: str = ""


@dataclass(frozen=True)
class SharesOnly:
    """A domain of which only percentages were published, in the order of the ladder's rungs. Never added to counts."""

    year: str
    title: str
    source: str
    domain: scale.Named
    whose: Whose
    ladder: Ladder
    shares: tuple[float | None, ...]


def graded_audits(session: Session, actor: Actor) -> tuple[GradedAudit, ...]:
    """Grades of every audit within reach, the earliest first, by domain: the agencies' own, and the panel's.

    For the partnership an audit's domain is there when enough agencies besides the reader's own graded it.
    """
    desk(actor, Permission.SEE_RESULTS)
    audits = closed_audits(session, actor)
    rows = [*_closed(session, actor, audits)] if audits else []
    rows.sort(key=_place)
    rows += [row for kept in earlier_audits(session) for row in _earlier(kept)]
    return tuple(sorted(rows, key=lambda row: (row.year, row.audit_id, row.row.key)))


def _place(row: GradedAudit) -> tuple[Whose, int, str]:
    """Within an audit: the agencies' grades, then the panel's, each in the order of the questionnaire's domains."""
    keys = [domain.key for domain in row.ladder.domains]
    return row.whose, keys.index(row.domain.key) if row.domain.key in keys else len(keys), row.domain.key


def domains_first(rows: Sequence[GradedAudit]) -> tuple[str, ...]:
    """The names of the domains that were graded, each once: «Overall» first, if it is there."""
    return tuple(dict.fromkeys(row.domain.name for row in sorted(rows, key=lambda row: row.domain.key != "overall")))


def shares_only(session: Session, actor: Actor) -> tuple[SharesOnly, ...]:
    """Domains of earlier audits of which percentages without their number were published, the earliest first."""
    desk(actor, Permission.SEE_RESULTS)
    return tuple(
        SharesOnly(
            year=kept.audit.year,
            title=kept.audit.title,
            source=kept.audit.source,
            domain=_domain(grades),
            whose=grades.by,
            ladder=kept.audit.ladder,
            shares=tuple(_by_level(grades.percentages).get(rung.key) for rung in kept.audit.ladder.rungs),
        )
        for kept in earlier_audits(session)
        for grades in kept.audit.grades
        if grades.percentages
    )


def _closed(session: Session, actor: Actor, audits: dict[int, Audit]) -> Iterator[GradedAudit]:
    measure, cases = col(Figure.measure), col(Figure.measure) == Measure.CASES
    graded = (measure == Measure.GRADES) & shown(session, actor, Measure.GRADES, audits)
    key = (col(Figure.audit_id), measure, col(Figure.domain), col(Figure.grade))
    cases_drawn = func.sum(func.sum(case((cases, col(Figure.n)), else_=0))).over(partition_by=key[0])
    found = session.execute(
        select(*key, func.sum(Figure.n), cases_drawn)
        .where(key[0].in_(audits), cases | graded | (measure == Measure.PANEL))
        .group_by(*key)
    )
    gathered: dict[tuple[int, Whose, str], dict[str, int]] = {}
    drawn: dict[int, int] = {}
    for audit_id, of_measure, domain, grade, n, of_audit in found:
        drawn[audit_id] = int(of_audit)
        if grade:
            gathered.setdefault((audit_id, _WHOSE[of_measure], domain), {})[grade] = int(n)
    known: dict[tuple[str, str], _Graded] = {}
    for (audit_id, whose, domain), counts in gathered.items():
        audit = audits[audit_id]
        if (version := (audit.form_digest, domain)) not in known:
            known[version] = _of_form(audit, domain)
        yield _graded(audit, whose, known[version], counts, drawn)


@dataclass(frozen=True)
class _Graded:
    """A domain as a questionnaire grades it: worked out once for all audits that froze the same one."""

    ladder: Ladder
    domain: scale.Named
    asked: str


def _of_form(audit: Audit, domain: str) -> _Graded:
    scales = ladders(form(audit)) if audit.form_digest else (OFSTED,)
    ladder = next((each for each in scales if domain in {named.key for named in each.domains}), scales[0])
    names = _KNOWN | {named.key: named.name for named in ladder.domains}
    return _Graded(ladder, scale.Named(domain, names.get(domain, in_words(domain))), _asked(audit, domain))


def _graded(audit: Audit, whose: Whose, of: _Graded, counts: dict[str, int], drawn: dict[int, int]) -> GradedAudit:
    return GradedAudit(
        audit_id=audit.id or 0,
        year=audit.year,
        title=audit.title,
        domain=of.domain,
        whose=whose,
        ladder=of.ladder,
        row=tally(of.ladder, scale.Named(str(audit.id), f"{audit.year} {audit.title}"), counts),
        cases=drawn.get(audit.id or 0, 0),
        asked=of.asked if whose == "agencies" else "",
    )


def _asked(audit: Audit, domain: str) -> str:
    """The questions that agencies graded the domain with."""
    if not audit.form_digest:
        return ""
    whole = form(audit)
    graded = [one for one in whole.questions if isinstance(one, Grade) and not one.panel_only]
    return " / ".join(one.label for one in graded if whole.domain_of(one.id) == domain)


def _earlier(kept: Kept) -> Iterator[GradedAudit]:
    audit = kept.audit
    for grades in audit.grades:
        if grades.counts:
            yield GradedAudit(
                audit_id=0,
                year=audit.year,
                title=audit.title,
                domain=_domain(grades),
                whose=grades.by,
                ladder=audit.ladder,
                row=tally(
                    audit.ladder,
                    scale.Named(f"earlier-{kept.earlier_id}", f"{audit.year} {audit.title}"),
                    _by_level(grades.counts),
                ),
                cases=audit.cases,
                asked=grades.question,
            )


def _domain(grades: Grades) -> scale.Named:
    known = grades.domain in _KNOWN or grades.domain == "overall"
    return scale.Named(grades.domain, _KNOWN.get(grades.domain, in_words(grades.domain)) if known else grades.domain)


def _by_level(counts: dict[str, _Number]) -> dict[str, _Number]:
    return {level_key(level): n for level, n in counts.items()}
