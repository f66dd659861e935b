"""An open audit takes a newer version of its questionnaire, and draft returns go over to it one by one."""

from sqlalchemy import update
from sqlmodel import Session, col

from maap.access import return_seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.fieldwork import ReturnState
from maap.domain.moving import refuse_incomparable
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.storage.answers import open_pad
from maap.storage.composed import newer_version
from maap.storage.forms import digest_of, form, freeze_newer, is_newest
from maap.storage.moved import move, token
from maap.storage.pulse import beat
from maap.storage.tables import Audit, Return
from maap.storage.trail import record
from maap.storage.version_letters import tell_of_newer_version

_WITHOUT_ANSWERS = (ReturnState.NOT_STARTED, ReturnState.NOT_KNOWN)


def give_newer_version(session: Session, actor: Actor, audit_id: int, seen: str) -> int:
    """Give an audit in fieldwork the newest published version, as the coordinator read what differs (``seen``).

    Returns that hold answers stay on the version before until their agency moves them; all others take the newer one.
    Whoever answers those returns, and their agencies' leads, are written to. Returns how many stay.
    Raises WrongStage, and Problem when there is none, or its grades could not be counted with those given already.
    """
    place = seat(session, actor, audit_id, Permission.WRITE_QUESTIONNAIRES)
    must_be(Stage(place.audit.stage), Stage.FIELDWORK)
    newest, before = newer_version(session, place.audit), place.audit.form_digest
    if newest is None:
        raise Problem("This audit has the newest published version already. Reload the page.")
    if digest_of(newest) != seen:
        raise Problem("Another version was published since. Read what differs now, then do it again.")
    refuse_incomparable(form(place.audit), newest)
    freeze_newer(session, place.audit, newest, actor.now)
    stay = session.execute(
        update(Return)
        .where(
            col(Return.audit_id) == audit_id,
            col(Return.form_digest) == "",
            col(Return.state).not_in(_WITHOUT_ANSWERS),
        )
        .values(form_digest=before)
    )
    beat(session, audit_id)
    staying = int(stay.rowcount)  # type: ignore[attr-defined]
    letters = tell_of_newer_version(session, place.audit, before, actor.now)
    record(
        session,
        actor,
        "gave the audit a newer version of its questionnaire",
        audit_id=audit_id,
        before=before,
        after=place.audit.form_digest,
        version=newest.version,
        returns=staying,
        letters=letters,
    )
    return staying


def upgrade_return(session: Session, actor: Actor, return_id: int, seen: str) -> int:
    """Move a draft return to the audit's present questionnaire, as its agency read what moves (``seen``).

    Answers that no longer fit leave it and stay in its history: how many. Raises ReturnClosed for one that is in, and
    Problem when somebody answered meanwhile or there is nothing to move.
    """
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    audit: Audit = place.seat.audit
    pad = open_pad(session, audit, place.case, place.row)
    if is_newest(audit, pad.row):
        raise Problem("This return is on the newest version already. Reload the page.")
    if token(audit, pad) != seen:
        raise Problem("A colleague has just changed this return. Look at what moves now, then do it again.")
    before = pad.row.form_digest
    plan = move(session, actor, audit, pad)
    beat(session, place.seat.id)
    record(
        session,
        actor,
        "moved a return to the newer version of its questionnaire",
        audit_id=place.seat.id,
        about=f"return {return_id}",
        before=before,
        after=audit.form_digest,
        kept=len(plan.kept),
        set_aside=[one.question_id for one in plan.unfit],
    )
    return len(plan.unfit)
