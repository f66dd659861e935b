"""A newer version of an open audit's questionnaire: what differs, and what a return would keep of its answers."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import return_seat, seat
from maap.domain.audit import Stage
from maap.domain.fieldwork import OPEN_FOR_ANSWERS
from maap.domain.form_difference import Change, difference
from maap.domain.moving import Moving, refuse_incomparable
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.storage.answers import read_pad, still_open
from maap.storage.composed import newer_version
from maap.storage.forms import digest_of, form, is_newest
from maap.storage.moved import planned, token
from maap.storage.tables import Agency, Case, Return


@dataclass(frozen=True)
class Newer:
    """A version that was published since the fieldwork opened. ``in_the_way``: why the audit cannot take it."""

    version: int
    digest: str
    changes: tuple[Change, ...]
    in_the_way: str


@dataclass(frozen=True)
class Versions:
    """The version that an audit gives, a newer one if there is one, and the draft returns that stand on one before."""

    version: int
    newer: Newer | None
    behind: tuple[tuple[str, int], ...]
    """Agency → how many of its returns."""


@dataclass(frozen=True)
class Upgrade:
    """What happens when a return goes over to the audit's present version. ``seen`` names what was looked at."""

    audit_id: int
    before: int
    version: int
    changes: tuple[Change, ...]
    moving: Moving
    seen: str


def versions(session: Session, actor: Actor, audit_id: int) -> Versions | None:
    """Where an audit in fieldwork stands with its questionnaire; None at any other stage."""
    place = seat(session, actor, audit_id, Permission.WRITE_QUESTIONNAIRES)
    if place.audit.stage != Stage.FIELDWORK or place.audit.questionnaire is None:
        return None
    now = form(place.audit)
    behind = session.execute(
        sa.select(col(Agency.short_name), sa.func.count())
        .join(Return, col(Return.agency_id) == Agency.id)
        .join(Case, col(Case.id) == Return.case_id)
        .where(
            col(Return.audit_id) == audit_id,
            col(Return.form_digest) > "",
            col(Return.state).in_(OPEN_FOR_ANSWERS),
            col(Case.status) == "drawn",
        )
        .group_by(col(Agency.id))
        .order_by(col(Agency.position), col(Agency.id))
    )
    try:
        newest, faults = newer_version(session, place.audit), ""
    except Problem as problem:
        newest, faults = None, str(problem)
    newer = None
    if newest is not None:
        newer = Newer(newest.version, digest_of(newest), difference(now, newest), _in_the_way(now, newest))
    elif faults:
        newer = Newer(now.version, "", (), faults)
    return Versions(now.version, newer, tuple((name, int(n)) for name, n in behind))


def _in_the_way(now: Questionnaire, newest: Questionnaire) -> str:
    try:
        refuse_incomparable(now, newest)
    except Problem as problem:
        return str(problem)
    return ""


def upgrade(session: Session, actor: Actor, return_id: int) -> Upgrade | None:
    """What moves when a draft return is upgraded; None when it is on the present version, or takes no answers now."""
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    audit = place.seat.audit
    if is_newest(audit, place.row):
        return None
    try:
        still_open(audit, place.case, place.row)
    except Problem:
        return None
    pad = read_pad(session, audit, place.row)
    agency = session.get_one(Agency, place.row.agency_id)
    newest = form(audit, agency.key)
    return Upgrade(
        audit_id=place.seat.id,
        before=pad.sheet.version,
        version=newest.version,
        changes=difference(pad.sheet, newest),
        moving=planned(session, actor, audit, pad),
        seen=token(audit, pad),
    )
