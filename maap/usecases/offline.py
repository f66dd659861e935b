"""A return filled in without a network: taken out as a workbook, compared when it comes back, and taken in."""

from collections.abc import Sequence

from sqlmodel import Session, col, or_, select

from maap.access import ReturnSeat, return_seat
from maap.domain.engine import route
from maap.domain.giving import Given
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.domain.workbook import Brought, Code, Page, ReturnWorkbook, lines, sheets
from maap.domain.workbook_return import Difference, must_fit, seen
from maap.domain.workbook_return import compare as compared
from maap.domain.written_dates import spoken
from maap.outside.words import lexicon
from maap.storage.answers import Pad, open_pad, read_pad, still_open, write
from maap.storage.forms import return_digest
from maap.storage.tables import Agency, Theme
from maap.storage.trail import record


def taken_out(session: Session, actor: Actor, return_id: int) -> ReturnWorkbook:
    """A return's workbook with the answers so far, for those who may answer it. Raises ReturnClosed."""
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    pad = open_pad(session, place.seat.audit, place.case, place.row)
    page = _page(session, actor, pad)
    made = sheets(page)
    agency = session.get_one(Agency, place.row.agency_id)
    record(session, actor, "took a return out as a workbook", audit_id=place.seat.id, about=f"return {return_id}")
    code = Code(
        audit=place.seat.audit.reference,
        case=place.case.reference,
        return_id=return_id,
        form=return_digest(place.seat.audit, place.row),
        seen=seen(page, _revisions(pad)),
        sheets=tuple(lines(sheet) for sheet in made),
    )
    return ReturnWorkbook(f"Return for case {place.case.reference}: {agency.name}", _notes(place, code), made, code)


def compare(session: Session, actor: Actor, return_id: int, brought: Brought) -> tuple[Difference, ...]:
    """What differs between a workbook and what is stored, in printed order. Nothing is stored.

    Raises NotThisReturn for another return or another version of the questionnaire, and ReturnClosed.
    """
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    must_fit(brought.code, return_id, place.case.reference, return_digest(place.seat.audit, place.row))
    still_open(place.seat.audit, place.case, place.row)
    pad = read_pad(session, place.seat.audit, place.row)
    return compared(_page(session, actor, pad), _revisions(pad), brought, lexicon(), actor.today)


def take_in(session: Session, actor: Actor, return_id: int, chosen: Sequence[Given]) -> int:
    """Store the chosen answers of a workbook, each as if it was given on the page; all of them or none.

    Returns how many were stored. Raises Problem, naming the question, as `save_answer` would.
    """
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    if not chosen:
        raise Problem("Choose at least one answer to take from the workbook.")
    pad = open_pad(session, place.seat.audit, place.case, place.row)
    for given in chosen:
        try:
            write(session, actor, pad, given, lexicon())
        except Problem as refused:
            label = _label(pad.sheet, given.question_id)
            raise Problem(f"Nothing was taken from the workbook, because of “{label}”. {refused}") from refused
    record(
        session,
        actor,
        "took answers in from a workbook",
        audit_id=place.seat.id,
        about=f"return {return_id}",
        answers=len(chosen),
    )
    return len(chosen)


def _label(sheet: Questionnaire, question_id: str) -> str:
    try:
        return sheet.question(question_id).label
    except KeyError:
        return "a question that is not asked here"


def _page(session: Session, actor: Actor, pad: Pad) -> Page:
    answers = {key: row.value for key, row in pad.stored.items() if row.value is not None}
    taken = route(pad.sheet, answers, actor.today)
    return Page(pad.sheet, taken, answers, _themes(session, pad))


def _revisions(pad: Pad) -> dict[str, int]:
    return {key: row.revision for key, row in pad.stored.items()}


def _themes(session: Session, pad: Pad) -> dict[str, str]:
    """The names of the themes that may be chosen, and of those that were."""
    audience = pad.sheet.audience
    audiences = ["children", "adults", "both"] if audience == "both" else [audience, "both"]
    chosen = {str(key) for row in pad.stored.values() if isinstance(row.value, list) for key in row.value}
    group = select(Theme.id, Theme.name).where(col(Theme.group_id).is_(None)).subquery()
    offered = col(Theme.active) & col(Theme.audience).in_(audiences)
    rows = session.execute(
        select(Theme.key, Theme.name, group.c.name)
        .join(group, group.c.id == Theme.group_id)
        .where(or_(offered, col(Theme.key).in_(chosen)))
        .order_by(col(Theme.position))
    )
    return {key: f"{name} ({of})" for key, name, of in rows}


def _notes(place: ReturnSeat, code: Code) -> tuple[str, ...]:
    return (
        f"{place.seat.audit.title}. This return is due on {spoken(place.row.due)}.",
        "Fill in the yellow cells. There is a sheet for each section; the other cells are locked.",
        "Where a cell offers a list, choose from it. Where several answers may apply, choose “Yes” beside each.",
        "Write no names, initials, dates of birth, addresses, schools or other details that could show who somebody "
        "is. Write “the child”, “the mother”, “the school”, or a role.",
        "When you are back on the network, upload this file on the page from which you downloaded it. "
        "You will see what has changed, and choose what is taken, before anything is saved.",
        "Keep this file as safe as the case file, and delete it when it is uploaded.",
        f"Return code: {code.audit}, return {code.return_id}, questionnaire {code.form[:8]}.",
    )
