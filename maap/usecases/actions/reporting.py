"""The agency that leads says how far an action is, and what shows that it helps."""

from sqlmodel import Session

from maap.access import Seat, seat
from maap.domain.actions import LIVED_AT, OPEN, Deed, NewUpdate, Step, move
from maap.domain.audit import Stage, must_be
from maap.domain.giving import guard
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.smart import refuse_empty_update
from maap.outside.words import lexicon
from maap.storage.actions import Told, action_of, went_on, where
from maap.storage.tables import Action


class NotOurs(Problem):
    """Somebody of one agency acting on another agency's action."""

    def __init__(self) -> None:
        super().__init__(
            "Another agency leads this action, so its own people and the coordinator report on it. "
            "Tell the coordinator if your agency should lead instead."
        )


def report(session: Session, actor: Actor, audit_id: int, action_id: int, update: NewUpdate, seen: int) -> None:
    """Say what has been done. An action that is done keeps its status and takes further evidence.

    Raises NotOurs, NotNow, Overtaken, Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.REPORT_ACTION)
    must_be(Stage(place.audit.stage), *LIVED_AT)
    row = action_of(session, place.id, action_id)
    refuse_another_agencys(place, row)
    step = where(row)
    move(step, Deed.REPORTED)
    refuse_empty_update(update)
    if step is not Step.DONE and update.status not in OPEN:
        raise Problem("Choose “not started”, “on track” or “at risk”. To say that it is done, ask for it to be closed.")
    guard(list(update.words), update.kept_because, lexicon(), actor.today)
    kind = update.evidence_kind or ""
    told = Told(Deed.REPORTED, update.text, kind, update.evidence, update.kept_because)
    status = row.status if step is Step.DONE else update.status
    went_on(session, actor, row, seen, told, status=str(status))


def refuse_another_agencys(place: Seat, row: Action) -> None:
    """Refuse somebody who acts for one agency when another one leads. Raises NotOurs."""
    if place.own_agency_only(Permission.REPORT_ACTION) and row.lead_agency_id != place.actor.agency_id:
        raise NotOurs
