"""A draft is opened to the agencies that took part; they comment on its parts, and each comment gets an answer."""

from datetime import date

from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain import accuracy
from maap.domain.accuracy import Comment, Reply
from maap.domain.fitting import Overtaken
from maap.domain.giving import guard
from maap.domain.library import parts_of
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.outside.words import lexicon
from maap.storage.revisions import changed
from maap.storage.tables import AccuracyCheck, AccuracyComment, AccuracyReply, Edition, Participation
from maap.storage.trail import record
from maap.storage.twins import twin

_SHUT = "This check is closed, so nothing more can be said about the draft. Ask your coordinator to open it again."


def open_check(session: Session, actor: Actor, audit_id: int, edition_id: int, until: date) -> None:
    """Open a draft edition to the agencies of its audit until a day, or change the day. Raises Problem."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    accuracy.refuse_until(until, actor.today)
    edition = _draft(session, place, edition_id)
    if not parts_of(edition.body):
        raise Problem("This draft has no text yet. Write it first, then open it to the agencies.")
    row = session.exec(select(AccuracyCheck).where(AccuracyCheck.edition_id == edition_id)).first()
    if row is None:
        session.add(AccuracyCheck(edition_id=edition_id, until=until, opened_by=actor.person_id, opened_at=actor.now))
    elif not changed(session, AccuracyCheck, row.id or 0, row.revision, until=until, ended_at=None):
        raise Overtaken
    record(
        session,
        actor,
        "opened a draft to the agencies" if row is None else "changed until when a draft may be checked",
        audit_id=place.id,
        about=f"edition {edition_id}",
        until=until.isoformat(),
    )


def end_check(session: Session, actor: Actor, audit_id: int, edition_id: int) -> None:
    """Close a check before its day. What was said stays, and still needs its answers."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    check = _check(session, place, edition_id)
    if not changed(session, AccuracyCheck, check.id or 0, check.revision, ended_at=actor.now):
        raise Overtaken
    record(session, actor, "ended the check of a draft", audit_id=place.id, about=f"edition {edition_id}")


def comment(session: Session, actor: Actor, audit_id: int, edition_id: int, said: Comment) -> None:
    """An agency says what is wrong in a part of the draft, and why; pressed twice it is said once.

    Raises Problem (the check is closed, no such part), Identifiers and MayIdentify.
    """
    place = seat(session, actor, audit_id, Permission.CHECK_ACCURACY)
    check, agency_id = _open_for(session, place, edition_id)
    edition = _draft(session, place, edition_id)
    if said.part not in {part.key for part in parts_of(edition.body)}:
        raise Problem("This part is not in the draft any more. Reload the page to see what it says now.")
    guard(said.text, said.kept_because, lexicon(), actor.today)
    row = AccuracyComment(
        check_id=check.id or 0,
        agency_id=agency_id,
        part=said.part,
        text=said.text,
        made_by=actor.person_id,
        made_at=actor.now,
    )
    if twin(session, row, "made_at") is not None:
        return
    session.add(row)
    session.flush()
    kept = {"kept_because": said.kept_because} if said.kept_because else {}
    record(session, actor, "commented on a draft", audit_id=place.id, about=f"comment {row.id}", part=said.part, **kept)


def take_back(session: Session, actor: Actor, audit_id: int, comment_id: int) -> None:
    """An agency takes a comment back while it has no answer."""
    place = seat(session, actor, audit_id, Permission.CHECK_ACCURACY)
    row, edition_id = _comment(session, place, comment_id)
    if row.agency_id != actor.agency_id:
        raise NotYours("comment")
    _open_for(session, place, edition_id)
    if row.answer:
        raise Problem("This comment has its answer, so it stays. Write another one if there is more to say.")
    session.delete(row)
    record(session, actor, "took a comment on a draft back", audit_id=place.id, about=f"comment {comment_id}")


def say_checked(session: Session, actor: Actor, audit_id: int, edition_id: int) -> None:
    """An agency says that it has read the draft to its end. Saying it twice changes nothing."""
    place = seat(session, actor, audit_id, Permission.CHECK_ACCURACY)
    check, agency_id = _open_for(session, place, edition_id)
    said = select(AccuracyReply.id).where(AccuracyReply.check_id == check.id, AccuracyReply.agency_id == agency_id)
    if session.exec(said).first() is None:
        session.add(
            AccuracyReply(check_id=check.id or 0, agency_id=agency_id, made_by=actor.person_id, made_at=actor.now)
        )
        record(session, actor, "finished checking a draft", audit_id=place.id, about=f"edition {edition_id}")


def answer(session: Session, actor: Actor, audit_id: int, comment_id: int, reply: Reply, seen: int) -> None:
    """The coordinator accepts a comment or does not, and says why. Raises Overtaken, Identifiers and MayIdentify."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    row, edition_id = _comment(session, place, comment_id)
    _draft(session, place, edition_id)
    guard(reply.reason, reply.kept_because, lexicon(), actor.today)
    values = {"answer": reply.answer, "reason": reply.reason}
    if not changed(
        session, AccuracyComment, row.id or 0, seen, answered_by=actor.person_id, answered_at=actor.now, **values
    ):
        raise Overtaken
    kept = {"kept_because": reply.kept_because} if reply.kept_because else {}
    record(
        session,
        actor,
        "answered a comment on a draft",
        audit_id=place.id,
        about=f"comment {comment_id}",
        answer=reply.answer,
        **kept,
    )


def _draft(session: Session, place: Seat, edition_id: int) -> Edition:
    found = session.exec(
        select(Edition).where(Edition.id == edition_id, Edition.audit_id == place.id, col(Edition.agency_id).is_(None))
    ).first()
    if found is None:
        raise NotYours("draft")
    if found.state != "draft":
        raise Problem(
            "This edition is published already, so its text no longer changes. A correction is a new edition."
        )
    return found


def _check(session: Session, place: Seat, edition_id: int) -> AccuracyCheck:
    _draft(session, place, edition_id)
    found = session.exec(select(AccuracyCheck).where(AccuracyCheck.edition_id == edition_id)).first()
    if found is None:
        raise NotYours("draft")
    return found


def _open_for(session: Session, place: Seat, edition_id: int) -> tuple[AccuracyCheck, int]:
    """The check, and the agency that may speak in it: one that takes part and did not decline."""
    check, agency_id = _check(session, place, edition_id), place.actor.agency_id
    takes_part = select(Participation.id).where(
        Participation.audit_id == place.id, Participation.agency_id == agency_id, Participation.answer != "declined"
    )
    if agency_id is None or session.exec(takes_part).first() is None:
        raise NotYours("draft")
    if not accuracy.is_open(check.until, check.ended_at is not None, place.actor.today):
        raise Problem(_SHUT)
    return check, agency_id


def _comment(session: Session, place: Seat, comment_id: int) -> tuple[AccuracyComment, int]:
    found = session.execute(
        select(AccuracyComment, col(AccuracyCheck.edition_id))
        .join(AccuracyCheck, col(AccuracyCheck.id) == AccuracyComment.check_id)
        .join(Edition, col(Edition.id) == AccuracyCheck.edition_id)
        .where(col(AccuracyComment.id) == comment_id, col(Edition.audit_id) == place.id)
    ).first()
    if found is None:
        raise NotYours("comment")
    return found[0], found[1]
