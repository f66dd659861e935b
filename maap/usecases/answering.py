"""Answering a return: one answer at a time, each durable before the page says so."""

from sqlmodel import Session

from maap.access import return_seat
from maap.domain.giving import Given, MayIdentify
from maap.domain.people import Actor, Permission
from maap.outside.words import lexicon
from maap.storage.answers import open_pad, write

__all__ = ["Given", "MayIdentify", "save_answer"]


def save_answer(session: Session, actor: Actor, return_id: int, given: Given) -> int:
    """Store one answer, with its history, and what it opens or closes. Returns its new revision.

    Raises BadAnswer (does not fit), Identifiers (must not be stored), MayIdentify (needs a reason), Overtaken (a
    colleague saved first; carries both values), ReturnClosed.
    """
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    return write(session, actor, open_pad(session, place.seat.audit, place.case, place.row), given, lexicon())
