"""The end of an action: one person asks, another confirms and says what difference it made; or it is opened again."""

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.actions import LIVED_AT, Closing, Deed, Reason, Status, closed_as, move
from maap.domain.audit import Stage, must_be
from maap.domain.giving import guard
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.smart import refuse_closing, refuse_silent
from maap.outside.words import lexicon
from maap.storage.actions import Told, action_of, went_on, where
from maap.storage.tables import Action, ActionUpdate
from maap.usecases.actions.reporting import refuse_another_agencys


class OwnRequest(Problem):
    """Somebody confirming what they asked for themselves."""

    def __init__(self) -> None:
        super().__init__(
            "You asked to close this action yourself, so somebody else confirms it. Ask the chair or the coordinator."
        )


def ask_to_close(session: Session, actor: Actor, audit_id: int, action_id: int, asking: Reason, seen: int) -> None:
    """Say that the action is done, and ask for another person to confirm it.

    Raises NotOurs, NotNow, Overtaken, Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.REPORT_ACTION)
    row = _row(session, place, action_id)
    refuse_another_agencys(place, row)
    move(where(row), Deed.ASKED)
    told = _told(actor, Deed.ASKED, asking, "Say what was done, so that another person can confirm it.")
    went_on(session, actor, row, seen, told, asked_to_close_by=actor.person_id, asked_to_close_at=actor.now)


def send_back(session: Session, actor: Actor, audit_id: int, action_id: int, reason: Reason, seen: int) -> None:
    """Say what is missing before the action can be called done. It is open again.

    Raises NotNow, Overtaken, Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CLOSE_ACTION)
    row = _row(session, place, action_id)
    move(where(row), Deed.SENT_BACK)
    told = _told(actor, Deed.SENT_BACK, reason, "Say what is still missing, so that the agency knows what to do.")
    went_on(session, actor, row, seen, told, asked_to_close_by=None, asked_to_close_at=None)


def close_action(session: Session, actor: Actor, audit_id: int, action_id: int, closing: Closing, seen: int) -> None:
    """Confirm that the action is done, and say what difference it made.

    Raises OwnRequest for whoever asked, NotNow, Overtaken, Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CLOSE_ACTION)
    row = _row(session, place, action_id)
    move(where(row), Deed.CLOSED)
    if row.asked_to_close_by == actor.person_id:
        raise OwnRequest
    values = _judged(session, actor, row, closing)
    told = Told(Deed.CLOSED, closing.difference, kept_because=closing.kept_because, numbers=_numbers(closing))
    went_on(session, actor, row, seen, told, closed_by=actor.person_id, closed_at=actor.now, **values)


def say_difference(session: Session, actor: Actor, audit_id: int, action_id: int, closing: Closing, seen: int) -> None:
    """Say, later, what difference a done action made: when figures are in, or after a re-audit.

    Raises NotNow, Overtaken, Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CLOSE_ACTION)
    row = _row(session, place, action_id)
    move(where(row), Deed.JUDGED)
    values = _judged(session, actor, row, closing)
    told = Told(Deed.JUDGED, closing.difference, kept_because=closing.kept_because, numbers=_numbers(closing))
    went_on(session, actor, row, seen, told, **values)


def close_without(session: Session, actor: Actor, audit_id: int, action_id: int, reason: Reason, seen: int) -> None:
    """Close an action that will not be done, with the reason. What it was about stays open.

    Raises OwnRequest for whoever asked for it to be closed as done, NotNow, Overtaken, Identifiers, MayIdentify.
    """
    place = seat(session, actor, audit_id, Permission.CLOSE_ACTION)
    row = _row(session, place, action_id)
    move(where(row), Deed.CLOSED_WITHOUT)
    if row.asked_to_close_by == actor.person_id:
        raise OwnRequest
    told = _told(actor, Deed.CLOSED_WITHOUT, reason, "Say why it will not be done, and what happens instead.")
    ended = {"closed_by": actor.person_id, "closed_at": actor.now, "still_open": True}
    asked = {"asked_to_close_by": None, "asked_to_close_at": None}
    went_on(session, actor, row, seen, told, status=Status.CLOSED_WITHOUT.value, **ended, **asked)


def reopen_action(session: Session, actor: Actor, audit_id: int, action_id: int, reason: Reason, seen: int) -> None:
    """Open a closed action again: what it was about has come back, or it was closed too early.

    Raises NotNow, Overtaken, Identifiers, MayIdentify and WrongStage.
    """
    place = seat(session, actor, audit_id, Permission.CLOSE_ACTION)
    row = _row(session, place, action_id)
    move(where(row), Deed.REOPENED)
    told = _told(actor, Deed.REOPENED, reason, "Say why it is opened again. The agency that leads reads it.")
    anew = {"closed_by": None, "closed_at": None, "asked_to_close_by": None, "asked_to_close_at": None}
    status = {"status": Status.ON_TRACK.value, "still_open": True, "reminded": "", "reminded_on": None}
    went_on(session, actor, row, seen, told, **status, **anew)


def _row(session: Session, place: Seat, action_id: int) -> Action:
    must_be(Stage(place.audit.stage), *LIVED_AT)
    return action_of(session, place.id, action_id)


def _told(actor: Actor, deed: Deed, reason: Reason, otherwise: str) -> Told:
    refuse_silent(reason, otherwise)
    guard(reason.text, reason.kept_because, lexicon(), actor.today)
    return Told(deed, reason.text, kept_because=reason.kept_because)


def _judged(session: Session, actor: Actor, row: Action, closing: Closing) -> dict[str, object]:
    refuse_closing(closing)
    guard(closing.difference, closing.kept_because, lexicon(), actor.today)
    with_evidence = sa.select(sa.func.count()).where(
        col(ActionUpdate.action_id) == row.id, col(ActionUpdate.evidence_kind) > ""
    )
    status = closed_as(closing.direction, bool(session.execute(with_evidence).scalar_one()))
    return {
        "status": status.value,
        "direction": closing.direction.value,
        "difference": closing.difference,
        "still_open": closing.still_open,
    }


def _numbers(closing: Closing) -> dict[str, object]:
    return {"direction": closing.direction.value, "still_open": closing.still_open}
