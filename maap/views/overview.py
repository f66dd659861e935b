"""An audit at one glance: where it stands, what is next and who must do it, its dates, its returns, its agencies."""

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.commitment import Commitment
from maap.domain.fieldwork import HANDED_IN
from maap.domain.next_step import NextStep, agencys_step, next_step
from maap.domain.people import Actor, Permission
from maap.domain.standing import BACK, FORWARD, GoingBack, Standing, in_the_way, worth_knowing
from maap.domain.terms import Terms
from maap.domain.timeline import Dated, timeline
from maap.outside.bank_holidays import around
from maap.storage.counted_rows import how_many
from maap.storage.standing import standing
from maap.storage.tables import Agency, Case, Participation, Person, Return, Signature
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Counted:
    """Returns as far as the reader may know of them: of all agencies, or of their own."""

    returns: int
    handed_in: int
    late: int
    own_only: bool


@dataclass(frozen=True)
class Outstanding:
    """A return that is not in."""

    agency: str
    case: str
    state: str
    due: date
    late: bool


@dataclass(frozen=True)
class Moves:
    """What the coordinator may do with the stage. ``outstanding``: to be accepted before the panel opens."""

    onward: Stage | None
    in_the_way: tuple[str, ...]
    worth_knowing: tuple[str, ...]
    outstanding: tuple[Outstanding, ...]
    back: Stage | None
    reasons: tuple[GoingBack, ...]


@dataclass(frozen=True)
class Overview:
    """``standing``: for those who see which agencies have committed. ``own_answer``: for an agency's people.

    ``waiting_for``: names of people whose signature is asked for and missing.
    """

    head: Head
    next: NextStep
    waiting_for: tuple[str, ...]
    dates: tuple[Dated, ...]
    returns: Counted | None
    standing: Standing | None
    own_answer: Commitment | None
    moves: Moves | None


def overview(session: Session, actor: Actor, audit_id: int) -> Overview:
    """What anybody who reaches an audit may know of how it stands. An agency's people see their own counts only."""
    place = seat(session, actor, audit_id, Permission.READ_AUDIT)
    counts = standing(session, place.audit, actor.today)
    own = place.participation if place.own_agency_only(Permission.READ_AUDIT) else None
    answer = Commitment(own.answer) if own else None
    seen = _of_one_agency(session, counts, own, actor.today) if own else counts
    timetable = Terms.model_validate(place.audit.terms).timetable
    return Overview(
        head=head(place),
        next=agencys_step(seen, answer) if answer else next_step(seen),
        waiting_for=_unsigned(session, place) if counts.stage is Stage.DRAFT else (),
        dates=timeline(timetable, seen, actor.today, around(actor.today)),
        returns=Counted(seen.returns, seen.returns_in, seen.returns_late, own is not None) if seen.returns else None,
        standing=counts if place.may(Permission.CHASE_AGENCIES) else None,
        own_answer=answer,
        moves=_moves(session, place, counts) if place.may(Permission.MOVE_STAGE) else None,
    )


def _of_one_agency(session: Session, counts: Standing, own: Participation, today: date) -> Standing:
    """The standing with the returns of one agency in place of everybody's."""
    is_in = col(Return.state).in_(HANDED_IN)
    late = ~is_in & (col(Return.due) < today)
    returns, handed_in, overdue = session.execute(
        sa.select(sa.func.count(), how_many(is_in), how_many(late))
        .join(Case, col(Case.id) == Return.case_id)
        .where(
            col(Return.audit_id) == own.audit_id,
            col(Return.agency_id) == own.agency_id,
            col(Case.status) == "drawn",
        )
    ).one()
    return replace(counts, returns=returns, returns_in=handed_in, returns_late=overdue)


def _unsigned(session: Session, place: Seat) -> tuple[str, ...]:
    rows = session.exec(
        select(Person.name)
        .join(Signature, col(Signature.person_id) == Person.id)
        .where(
            Signature.audit_id == place.id,
            Signature.version == place.audit.terms_version,
            col(Signature.signed_at).is_(None),
        )
        .order_by(col(Person.name))
    )
    return tuple(rows)


def _moves(session: Session, place: Seat, counts: Standing) -> Moves:
    back, reasons = BACK.get(counts.stage, (None, ()))
    return Moves(
        onward=Stage.CLOSED if counts.stage is Stage.PUBLISHED else FORWARD.get(counts.stage),
        in_the_way=in_the_way(counts, despite_outstanding=True),
        worth_knowing=worth_knowing(counts),
        outstanding=_outstanding(session, place) if counts.stage is Stage.FIELDWORK and counts.outstanding else (),
        back=back,
        reasons=reasons,
    )


def _outstanding(session: Session, place: Seat) -> tuple[Outstanding, ...]:
    rows = session.execute(
        sa.select(col(Agency.short_name), col(Case.reference), col(Return.state), col(Return.due))
        .join(Agency, col(Agency.id) == Return.agency_id)
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.audit_id) == place.id, col(Return.state).not_in(HANDED_IN), col(Case.status) == "drawn")
        .order_by(col(Agency.position), col(Agency.name), col(Case.number))
    )
    return tuple(Outstanding(agency, case, state, due, due < place.actor.today) for agency, case, state, due in rows)
