"""Documents are edited part by part, frozen as an edition, published with their files, and withdrawn."""

import hashlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, desk, seat
from maap.domain import accuracy
from maap.domain.audit import Stage, has_reached
from maap.domain.documents import WRITTEN, Document, Kind
from maap.domain.drafting import Written, refuse_text
from maap.domain.fitting import Overtaken
from maap.domain.giving import guard
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.outside.words import lexicon
from maap.storage.editions import READABLE, replace_earlier
from maap.storage.revisions import changed
from maap.storage.tables import AccuracyCheck, AccuracyComment, Agency, DraftPart, Edition, EditionFile
from maap.storage.trail import mark, record


def write_part(session: Session, actor: Actor, audit_id: int, given: Written) -> None:
    """Keep what a person wrote for a part. Raises Problem, Overtaken, Identifiers and MayIdentify."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    refuse_text(given.text)
    guard(given.text, given.kept_because, lexicon(), actor.today)
    row = _part(session, place, given.kind, given.part)
    values: dict[str, Any] = {"text": given.text.strip(), "basis": given.basis}
    values |= {"written_by": actor.person_id, "written_at": actor.now}
    if row is None and given.seen:
        raise Overtaken
    if row is None:
        session.add(DraftPart(audit_id=place.id, kind=given.kind, part=given.part, **values))
    elif not changed(session, DraftPart, row.id or 0, given.seen, **values):
        raise Overtaken
    kept = {"kept_because": given.kept_because} if given.kept_because else {}
    record(session, actor, "wrote a part of a document", audit_id=place.id, about=f"{given.kind} {given.part}", **kept)


def drop_part(session: Session, actor: Actor, audit_id: int, kind: Kind, part: str) -> None:
    """Go back to what the data say."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    row = _part(session, place, kind, part)
    if row is None:
        raise NotYours("edit")
    session.delete(row)
    record(session, actor, "went back to what the data say", audit_id=place.id, about=f"{kind} {part}")


def keep_draft(session: Session, actor: Actor, audit_id: int, document: Document) -> int:
    """Freeze a draft, so that agencies can check it and the chair can publish it. An older draft of it gives way.

    Returns the edition's id. Raises Problem before the report's stage.
    """
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    if document.kind not in WRITTEN:
        raise Problem("Only a report, a briefing or slides are published.")
    _refuse_too_early(place)
    document = document.model_copy(update={"mark": mark(session)})
    row = session.exec(
        select(Edition).where(Edition.audit_id == place.id, Edition.kind == document.kind, Edition.state == "draft")
    ).first()
    if row is None:
        row = _new(session, actor, document, audit_id=place.id)
    else:
        held = {"title": document.title, "body": document.body, "made_by": actor.person_id, "made_at": actor.now}
        if not changed(session, Edition, row.id or 0, row.revision, **held):
            raise Overtaken
    record(session, actor, "froze a draft", audit_id=place.id, about=f"edition {row.id}", kind=document.kind)
    return row.id or 0


def publish(
    session: Session, actor: Actor, audit_id: int, edition_id: int, files: Mapping[str, bytes], seen: int
) -> None:
    """Publish a draft with the files made from it, in the place of the edition that was out before.

    Raises Problem while its check for accuracy stands in the way.
    """
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    _refuse_too_early(place)
    row = session.exec(
        select(Edition).where(Edition.id == edition_id, Edition.audit_id == place.id, Edition.state == "draft")
    ).first()
    if row is None:
        raise NotYours("draft")
    if reason := _in_the_way(session, actor, edition_id):
        raise Problem(reason)
    values = {"state": "published", "published_by": actor.person_id, "published_at": actor.now}
    if not changed(session, Edition, edition_id, seen, **values):
        raise Overtaken
    _keep(session, edition_id, files)
    facts = {"kind": row.kind} | _replaced(session, row)
    record(session, actor, "published a document", audit_id=place.id, about=f"edition {edition_id}", **facts)


def publish_pack(
    session: Session, actor: Actor, audit_id: int, agency_id: int, document: Document, files: Mapping[str, bytes]
) -> int:
    """Give one agency its pack. It takes the place of the one that it had before."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    _refuse_too_early(place)
    row, facts = _published(session, actor, document, files, audit_id=place.id, agency_id=agency_id)
    facts |= {"agency": agency_id}
    record(session, actor, "gave an agency its pack", audit_id=place.id, about=f"edition {row}", **facts)
    return row


def publish_annual(session: Session, actor: Actor, document: Document, files: Mapping[str, bytes]) -> int:
    """Publish the annual briefing of a year. It takes the place of one that was published before."""
    desk(actor, Permission.PUBLISH)
    if document.kind is not Kind.ANNUAL:
        raise Problem("Only an annual briefing stands beside the audits.")
    row, facts = _published(session, actor, document, files)
    record(session, actor, "published an annual briefing", about=f"edition {row}", year=document.year, **facts)
    return row


def withdraw(session: Session, actor: Actor, audit_id: int, edition_id: int, seen: int) -> None:
    """Take an edition back, be it out or replaced. It stays in the records; nobody can download it any more."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    row = session.exec(
        select(Edition).where(Edition.id == edition_id, Edition.audit_id == place.id, col(Edition.state).in_(READABLE))
    ).first()
    if row is None:
        raise NotYours("document")
    if not changed(session, Edition, edition_id, seen, state="withdrawn", withdrawn_at=actor.now):
        raise Overtaken
    record(session, actor, "withdrew a document", audit_id=place.id, about=f"edition {edition_id}")


def took_edition(session: Session, actor: Actor, edition_id: int, ending: str) -> None:
    """Somebody downloaded a published document."""
    desk(actor, Permission.READ_PUBLISHED)
    record(session, actor, "downloaded a document", about=f"edition {edition_id}", form=ending)


def took_draft(session: Session, actor: Actor, audit_id: int, kind: Kind, ending: str) -> None:
    """Somebody of the audit's team downloaded a document as it is now."""
    place = seat(session, actor, audit_id, Permission.WRITE_DOCUMENTS)
    record(session, actor, "downloaded a draft", audit_id=place.id, kind=kind, form=ending)


def took_frozen(session: Session, actor: Actor, audit_id: int, edition_id: int, ending: str) -> None:
    """Somebody who publishes read a draft as it is frozen."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    record(session, actor, "read a frozen draft", audit_id=place.id, about=f"edition {edition_id}", form=ending)


def took_terms(session: Session, actor: Actor, audit_id: int, ending: str) -> None:
    """Somebody downloaded the terms of reference."""
    place = seat(session, actor, audit_id, Permission.READ_AUDIT)
    record(session, actor, "downloaded the terms", audit_id=place.id, form=ending)


def took_annual(session: Session, actor: Actor, year: str, ending: str) -> None:
    """Somebody downloaded the annual briefing as it is now."""
    desk(actor, Permission.WRITE_DOCUMENTS)
    record(session, actor, "downloaded an annual briefing", year=year, form=ending)


def _refuse_too_early(place: Seat) -> None:
    if not has_reached(Stage(place.audit.stage), Stage.REPORTING):
        raise Problem("Documents are published once the panel has finished: move the audit to “reporting” first.")


def _part(session: Session, place: Seat, kind: Kind, part: str) -> DraftPart | None:
    return session.exec(
        select(DraftPart).where(DraftPart.audit_id == place.id, DraftPart.kind == kind, DraftPart.part == part)
    ).first()


def _in_the_way(session: Session, actor: Actor, edition_id: int) -> str:
    check = session.exec(select(AccuracyCheck).where(AccuracyCheck.edition_id == edition_id)).first()
    if check is None:
        return ""
    said = session.exec(
        select(Agency.short_name)
        .join(AccuracyComment, col(AccuracyComment.agency_id) == Agency.id)
        .where(AccuracyComment.check_id == check.id, AccuracyComment.answer == "")
        .order_by(col(AccuracyComment.id))
    ).all()
    return accuracy.in_the_way(said, check.until if check.ended_at is None else None, actor.today)


def _new(
    session: Session, actor: Actor, document: Document, audit_id: int | None = None, agency_id: int | None = None
) -> Edition:
    same = select(sa.func.max(Edition.number)).where(
        Edition.kind == document.kind,
        col(Edition.audit_id) == audit_id,
        col(Edition.agency_id) == agency_id,
        Edition.year == document.year,
    )
    row = Edition(
        kind=document.kind,
        year=document.year,
        number=(session.exec(same).one() or 0) + 1,
        title=document.title,
        body=document.body,
        made_by=actor.person_id,
        made_at=actor.now,
        audit_id=audit_id,
        agency_id=agency_id,
    )
    session.add(row)
    session.flush()
    return row


def _published(
    session: Session,
    actor: Actor,
    document: Document,
    files: Mapping[str, bytes],
    audit_id: int | None = None,
    agency_id: int | None = None,
) -> tuple[int, dict[str, Any]]:
    """The new edition's id, and what the trail says of it besides."""
    row = _new(session, actor, document, audit_id, agency_id)
    row.state, row.published_by, row.published_at = "published", actor.person_id, actor.now
    session.add(row)
    _keep(session, row.id or 0, files)
    return row.id or 0, _replaced(session, row)


def _replaced(session: Session, row: Edition) -> dict[str, Any]:
    """Whose place it takes, for the trail."""
    earlier = replace_earlier(session, row)
    return {"replaces": ", ".join(f"edition {one}" for one in earlier)} if earlier else {}


def _keep(session: Session, edition_id: int, files: Mapping[str, bytes]) -> None:
    for ending, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        session.add(EditionFile(edition_id=edition_id, ending=ending, content=content, sha256=digest))
    session.flush()
