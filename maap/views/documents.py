"""Documents as they would be today: what the data say, with people's edits in them."""

from collections.abc import Sequence

from sqlmodel import Session, select

from maap.access import Seat, audits_of, desk, seat
from maap.domain.audit import Stage, has_reached
from maap.domain.disclosure import Audience
from maap.domain.documents import Document, Kind
from maap.domain.drafting import Drafted, Edit, drafted
from maap.domain.facts import Facts
from maap.domain.people import LONDON, Actor, Permission
from maap.domain.problems import Problem
from maap.domain.writing.annual import annual
from maap.domain.writing.briefing import briefing, slides
from maap.domain.writing.pack import pack
from maap.domain.writing.report import report
from maap.domain.writing.terms_paper import Said, terms_paper
from maap.domain.written_dates import spoken
from maap.storage.tables import AnnualPart, Audit, Case, DraftPart, Partnership
from maap.views.facts import facts
from maap.views.facts_of_agency import facts_of_agencies
from maap.views.terms.document import document as terms_in_words


def draft(session: Session, actor: Actor, audit_id: int, kind: Kind) -> Drafted:
    """A report, a briefing or slides with the edits of its parts. Raises Problem before the panel."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    return drafted(written(facts(session, actor, audit_id), kind), _edits(session, place, kind))


def written(found: Facts, kind: Kind) -> Document:
    """What the data say, as a document of this kind."""
    match kind:
        case Kind.REPORT:
            return report(found, Audience.PARTNERSHIP)
        case Kind.TEAM:
            return report(found, Audience.INSIDE)
        case Kind.BRIEFING:
            return briefing(found)
        case Kind.SLIDES:
            return slides(found)
    raise Problem("This kind of document is not written from one audit's findings.")


def _edits(session: Session, place: Seat, kind: Kind) -> dict[str, Edit]:
    """A team's report takes over what was written for the report: it is the same text with more figures."""
    of = Kind.REPORT if kind is Kind.TEAM else kind
    rows = session.exec(select(DraftPart).where(DraftPart.audit_id == place.id, DraftPart.kind == of))
    return {row.part: Edit(row.text, row.basis, row.revision, row.written_at) for row in rows}


def packs(session: Session, actor: Actor, audit_id: int) -> dict[int, Document]:
    """A pack for each agency that takes part, by its id."""
    seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    found = facts(session, actor, audit_id)
    return {one.agency_id: pack(found, one) for one in facts_of_agencies(session, actor, audit_id)}


def terms_document(session: Session, actor: Actor, audit_id: int) -> Document:
    """The terms of reference as the reader may read them now."""
    seat(session, actor, audit_id, Permission.READ_AUDIT)
    told = terms_in_words(session, actor, audit_id)
    partnership = session.get(Partnership, 1)
    steps = [
        (part.title, [Said(one.label, tuple((item.name, item.words) for item in one.items)) for one in part.paragraphs])
        for part in told.parts
    ]
    signed = [
        (one.name, one.capacity, spoken(one.at.astimezone(LONDON).date()) if one.at else "Not yet")
        for one in told.signatures
    ]
    head = (partnership.name if partnership else "", told.reference, told.title, told.year)
    return terms_paper(head, told.version, actor.now, steps, signed)


def years(session: Session, actor: Actor) -> tuple[str, ...]:
    """The years for which an annual briefing can be written, the latest first."""
    desk(actor, Permission.WRITE_DOCUMENTS)
    return tuple(sorted({audit.year for audit in _with_results(session, actor)}, reverse=True))


def _with_results(session: Session, actor: Actor) -> list[Audit]:
    """Audits whose panel has finished, the first first. What was brought in from elsewhere has no returns here."""
    found = audits_of(session, actor, Permission.WRITE_DOCUMENTS)
    drawn = set(session.exec(select(Case.audit_id).where(Case.status == "drawn").distinct()))
    return [one for one in reversed(found) if one.id in drawn and has_reached(Stage(one.stage), Stage.REPORTING)]


def annual_draft(session: Session, actor: Actor, year: str) -> Drafted:
    """The annual briefing over the audits of a year whose panel has finished, with the edits of its parts.

    Raises Problem when there is no such audit.
    """
    desk(actor, Permission.WRITE_DOCUMENTS)
    found = [facts(session, actor, audit.id or 0) for audit in _with_results(session, actor) if audit.year == year]
    rows = session.exec(select(AnnualPart).where(AnnualPart.year == year))
    edits = {row.part: Edit(row.text, row.basis, row.revision, row.written_at) for row in rows}
    return drafted(_over(year, found), edits)


def annual_document(session: Session, actor: Actor, year: str) -> Document:
    """The annual briefing as it would be printed today. Raises Problem when no audit of the year has results."""
    desk(actor, Permission.WRITE_DOCUMENTS)
    return annual_draft(session, actor, year).document


def _over(year: str, found: Sequence[Facts]) -> Document:
    if not found:
        raise Problem(f"No audit of {year} has come to its report yet, so there is nothing to write about.")
    return annual(year, found)
