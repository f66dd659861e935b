"""A draft while it is checked: its parts, what is said about them, and what still stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain import accuracy
from maap.domain.library import EditionPart, parts_of
from maap.domain.people import Actor, Permission
from maap.storage.tables import AccuracyCheck, AccuracyComment, AccuracyReply, Agency, Edition, Participation
from maap.views.heads import Head, head


@dataclass(frozen=True)
class CommentLine:
    """A comment on a part, and its answer (empty while there is none)."""

    comment_id: int
    part: str
    agency: str
    text: str
    made_at: datetime
    answer: str
    reason: str
    revision: int


@dataclass(frozen=True)
class Draft:
    """A draft edition. ``until`` is None while it is not opened to anybody. ``checked``: agencies that are done.

    For an agency's people ``comments`` and ``checked`` hold their own agency's alone.
    """

    edition_id: int
    title: str
    kind: str
    number: int
    parts: tuple[EditionPart, ...]
    until: date | None
    open: bool
    comments: tuple[CommentLine, ...]
    checked: tuple[str, ...]
    waited_for: tuple[str, ...]

    def about(self, part: str) -> tuple[CommentLine, ...]:
        """What is said about one part."""
        return tuple(one for one in self.comments if one.part == part)

    @property
    def unanswered(self) -> int:
        """Comments without an answer."""
        return sum(not one.answer for one in self.comments)


@dataclass(frozen=True)
class Accuracy:
    """The drafts of an audit, newest first. ``agency``: the reader's own, when they check for one."""

    head: Head
    drafts: tuple[Draft, ...]
    may_answer: bool
    agency: str


@dataclass(frozen=True)
class OpenComment:
    """A comment that has no answer."""

    comment_id: int
    agency: str
    part: str


def checks(session: Session, actor: Actor, audit_id: int) -> Accuracy:
    """The coordinator's view: every draft, every agency's comments, and who has not finished."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    agencies = _taking_part(session, place)
    return Accuracy(head(place), _drafts(session, place, agencies, None), may_answer=True, agency="")


def own_check(session: Session, actor: Actor, audit_id: int) -> Accuracy:
    """An agency's view: the drafts that were opened to it, and its own comments. Of the others not even a number."""
    place = seat(session, actor, audit_id, Permission.CHECK_ACCURACY)
    own = {key: name for key, name in _taking_part(session, place).items() if key == actor.agency_id}
    drafts = _drafts(session, place, own, actor.agency_id or 0) if own else ()
    shown = tuple(draft for draft in drafts if draft.until is not None)
    return Accuracy(head(place), shown, may_answer=False, agency=next(iter(own.values()), ""))


def open_comments(session: Session, actor: Actor, audit_id: int, edition_id: int) -> tuple[OpenComment, ...]:
    """The comments on an edition that still need an answer, oldest first."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    rows = session.execute(
        sa.select(col(AccuracyComment.id), col(Agency.short_name), col(AccuracyComment.part))
        .join(AccuracyCheck, col(AccuracyCheck.id) == AccuracyComment.check_id)
        .join(Edition, col(Edition.id) == AccuracyCheck.edition_id)
        .join(Agency, col(Agency.id) == AccuracyComment.agency_id)
        .where(col(Edition.audit_id) == place.id, col(Edition.id) == edition_id, col(AccuracyComment.answer) == "")
        .order_by(col(AccuracyComment.id))
    )
    return tuple(OpenComment(*row) for row in rows)


def in_the_way(session: Session, actor: Actor, audit_id: int, edition_id: int) -> str:
    """Why an edition cannot be published yet for the sake of accuracy, in a sentence; empty when nothing is."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    check = session.exec(
        select(AccuracyCheck)
        .join(Edition, col(Edition.id) == AccuracyCheck.edition_id)
        .where(Edition.audit_id == place.id, AccuracyCheck.edition_id == edition_id)
    ).first()
    if check is None:
        return ""
    said = [one.agency for one in open_comments(session, actor, audit_id, edition_id)]
    return accuracy.in_the_way(said, check.until if check.ended_at is None else None, actor.today)


def _taking_part(session: Session, place: Seat) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Agency.id), col(Agency.short_name))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id, col(Participation.answer) != "declined")
        .order_by(col(Agency.position), col(Agency.id))
    )
    return {row[0]: row[1] for row in rows}


def _drafts(session: Session, place: Seat, agencies: dict[int, str], own: int | None) -> tuple[Draft, ...]:
    rows = session.execute(
        sa.select(Edition, AccuracyCheck)
        .join(AccuracyCheck, col(AccuracyCheck.edition_id) == Edition.id, isouter=True)
        .where(col(Edition.audit_id) == place.id, col(Edition.state) == "draft", col(Edition.agency_id).is_(None))
        .order_by(col(Edition.id).desc())
    ).all()
    ids = [check.id for _, check in rows if check is not None]
    comments, checked = _comments(session, ids, own), _checked(session, ids, own)
    return tuple(_draft(place, edition, check, comments, (checked, agencies)) for edition, check in rows)


def _draft(
    place: Seat,
    edition: Edition,
    check: AccuracyCheck | None,
    comments: dict[int, tuple[CommentLine, ...]],
    reading: tuple[dict[int, set[int]], dict[int, str]],
) -> Draft:
    checked, agencies = reading
    check_id = check.id or 0 if check else 0
    done = checked.get(check_id, set())
    return Draft(
        edition_id=edition.id or 0,
        title=edition.title,
        kind=edition.kind,
        number=edition.number,
        parts=parts_of(edition.body),
        until=check.until if check else None,
        open=check is not None and accuracy.is_open(check.until, check.ended_at is not None, place.actor.today),
        comments=comments.get(check_id, ()),
        checked=tuple(name for agency_id, name in agencies.items() if agency_id in done),
        waited_for=tuple(name for agency_id, name in agencies.items() if agency_id not in done),
    )


def _comments(session: Session, ids: Sequence[int | None], own: int | None) -> dict[int, tuple[CommentLine, ...]]:
    """By check. ``own``: only those of this agency; None: of all."""
    asked = (
        sa.select(AccuracyComment, col(Agency.short_name))
        .join(Agency, col(Agency.id) == AccuracyComment.agency_id)
        .where(col(AccuracyComment.check_id).in_(ids))
        .order_by(col(AccuracyComment.id))
    )
    if own is not None:
        asked = asked.where(col(AccuracyComment.agency_id) == own)
    found: dict[int, tuple[CommentLine, ...]] = {}
    for row, agency in session.execute(asked):
        line = CommentLine(row.id or 0, row.part, agency, row.text, row.made_at, row.answer, row.reason, row.revision)
        found[row.check_id] = (*found.get(row.check_id, ()), line)
    return found


def _checked(session: Session, ids: Sequence[int | None], own: int | None) -> dict[int, set[int]]:
    asked = sa.select(col(AccuracyReply.check_id), col(AccuracyReply.agency_id)).where(
        col(AccuracyReply.check_id).in_(ids)
    )
    if own is not None:
        asked = asked.where(col(AccuracyReply.agency_id) == own)
    found: dict[int, set[int]] = {}
    for check_id, agency_id in session.execute(asked):
        found.setdefault(check_id, set()).add(agency_id)
    return found
