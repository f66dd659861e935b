"""An action is written, or written anew while it is open."""

from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from maap.access import Seat, seat
from maap.domain.actions import Deed, NewAction, move
from maap.domain.audit import Stage, must_be
from maap.domain.before_after import yardstick
from maap.domain.giving import guard
from maap.domain.panels import domain_names
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.recommendations import WRITTEN_AT
from maap.domain.smart import refuse_unfit
from maap.domain.written_dates import spoken
from maap.outside.bank_holidays import around
from maap.outside.words import lexicon
from maap.storage.actions import Told, action_of, went_on, where
from maap.storage.forms import form
from maap.storage.pulse import beat
from maap.storage.tables import Action, Participation, Recommendation
from maap.storage.trail import record
from maap.storage.twins import twin


def add_action(session: Session, actor: Actor, audit_id: int, given: NewAction) -> int:
    """Write an action; it gets the audit's next number. Returns its id; pressed twice it is one.

    Raises Problem (a sentence for each thing it lacks), Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.RECOMMEND)
    must_be(Stage(place.audit.stage), *WRITTEN_AT)
    due = _refuse(session, actor, place, given, None)
    highest = session.exec(select(func.max(Action.number)).where(Action.audit_id == place.id)).one()
    kept = given.model_dump(exclude={"kept_because", "due"})
    row = Action(
        audit_id=place.id, number=(highest or 0) + 1, due=due, made_by=actor.person_id, made_at=actor.now, **kept
    )
    if (there := twin(session, row, "made_at")) is not None:
        return there.id or 0
    session.add(row)
    session.flush()
    beat(session, place.id)
    record(
        session,
        actor,
        "wrote an action",
        audit_id=place.id,
        about=f"action {row.number}",
        agency=given.lead_agency_id,
        due=due.isoformat(),
        question=given.question_id,
        **({"kept_because": given.kept_because} if given.kept_because else {}),
    )
    return row.id or 0


def change_action(session: Session, actor: Actor, audit_id: int, action_id: int, given: NewAction, seen: int) -> None:
    """Put other words, another agency or another date in place of what was written, while the action is open.

    A new date or agency stays in its history. Raises NotNow, Overtaken, and what `add_action` raises.
    """
    place = seat(session, actor, audit_id, Permission.RECOMMEND)
    row = action_of(session, place.id, action_id)
    move(where(row), Deed.CHANGED)
    due = _refuse(session, actor, place, given, row)
    moved = f"Due {spoken(due)} instead of {spoken(row.due)}." if due != row.due else ""
    handed = "Another agency leads from now on." if given.lead_agency_id != row.lead_agency_id else ""
    said = " ".join(part for part in (moved, handed) if part) or "The wording was changed."
    told = Told(Deed.CHANGED, said, kept_because=given.kept_because, numbers={"due": due.isoformat()})
    anew = {"reminded": "", "reminded_on": None} if moved or handed else {}
    kept = given.model_dump(exclude={"kept_because", "due"})
    went_on(session, actor, row, seen, told, due=due, **kept, **anew)


def _refuse(session: Session, actor: Actor, place: Seat, given: NewAction, row: Action | None) -> date:
    """Check everything, and return the due date. A date and words that stood before are not judged again."""
    unchanged = row is not None and given.due == row.due
    today = row.due - timedelta(days=1) if row is not None and unchanged else actor.today
    refuse_unfit(given, today, around(today), lexicon())
    _refuse_foreign(session, place, given)
    stored = {row.text, row.owner_role, row.measure} if row else set[str]()
    guard([text for text in given.words if text not in stored], given.kept_because, lexicon(), actor.today)
    if given.due is None:
        raise Problem("Give the day by which it is done.")
    return given.due


def _refuse_foreign(session: Session, place: Seat, given: NewAction) -> None:
    """Everything an action names has to be this audit's own."""
    of_this_audit = select(Recommendation.id).where(
        Recommendation.id == given.recommendation_id, Recommendation.audit_id == place.id
    )
    if session.exec(of_this_audit).first() is None:
        raise NotYours("recommendation")
    takes_part = select(Participation.id).where(
        Participation.audit_id == place.id, col(Participation.agency_id) == given.lead_agency_id
    )
    if session.exec(takes_part).first() is None:
        raise Problem("An agency that takes part in this audit leads an action. Choose one of those shown.")
    if given.question_id and yardstick(form(place.audit), given.question_id) is None:
        raise Problem("That question cannot show a change. Choose one of those shown, or a part of practice.")
    if given.domain and given.domain not in domain_names(form(place.audit)):
        raise Problem("The questionnaire has no such part of practice. Choose one of those shown.")
