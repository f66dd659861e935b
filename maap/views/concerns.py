"""Immediate concerns: whom to telephone, who recorded what, and how long it took. There is no story to read."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, audits_of, seat
from maap.domain.audit import Stage
from maap.domain.concerns import HIDDEN, Concerns, Outcome, ToldBy, ToldWhom, hours, summed_up
from maap.domain.disclosure import FEWEST_OTHERS, Audience, audience
from maap.domain.partnership import SafeguardingContact
from maap.domain.people import Actor, Permission, Role
from maap.domain.terms import Terms
from maap.storage.tables import Agency, Case, ImmediateConcern, Partnership
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Contact:
    """A team to telephone. ``when``: out of hours, or empty."""

    name: str
    phone: str
    when: str = ""


@dataclass(frozen=True)
class Route:
    """Whom to telephone, the terms' own contact first. ``recorded``: the reader's own concerns about the case.

    ``within``: hours until a concern has to be acknowledged; None when the terms give none.
    """

    contacts: tuple[Contact, ...]
    within: int | None
    recorded: tuple[datetime, ...]


@dataclass(frozen=True)
class ConcernLine:
    """A concern, as far as anybody may know of it. ``audit``: its reference. ``agency``: whose people recorded it.

    ``taken``: hours until it was acknowledged.
    """

    concern_id: int
    audit_id: int
    audit: str
    case: str
    agency: str
    raised_as: str
    raised_at: datetime
    told_at: datetime
    told_whom: ToldWhom
    told_by: ToldBy
    due_at: datetime
    late: bool
    escalated: bool
    acknowledged_at: datetime | None
    outcome: Outcome | None
    taken: float | None
    mine: bool
    revision: int


@dataclass(frozen=True)
class ConcernRoom:
    """The concerns of an audit that a reader may know of: those that wait first, the soonest due on top."""

    head: Head
    lines: tuple[ConcernLine, ...]
    may_acknowledge: bool

    @property
    def waiting(self) -> tuple[ConcernLine, ...]:
        """Those that nobody has acknowledged."""
        return tuple(line for line in self.lines if line.acknowledged_at is None)


def route(session: Session, actor: Actor, audit_id: int, case_id: int | None) -> Route:
    """The safeguarding route of an audit, for somebody who reads one of its cases."""
    place = seat(session, actor, audit_id, Permission.RAISE_CONCERN)
    terms = Terms.model_validate(place.audit.terms)
    own = session.exec(
        select(ImmediateConcern.raised_at)
        .where(
            ImmediateConcern.audit_id == audit_id,
            ImmediateConcern.case_id == case_id,
            ImmediateConcern.raised_by == actor.person_id,
        )
        .order_by(col(ImmediateConcern.raised_at).desc())
    )
    return Route(_contacts(session, terms), terms.concern_hours, tuple(own))


def room(session: Session, actor: Actor, audit_id: int) -> ConcernRoom:
    """What the reader may know: all for coordinator and chair, a lead their own agency's, anybody else their own."""
    place = seat(session, actor, audit_id, Permission.RAISE_CONCERN)
    statement = _statement().where(col(ImmediateConcern.audit_id) == audit_id, _visible(place))
    return ConcernRoom(
        head=head(place),
        lines=tuple(
            _line(row, (place.audit.reference, agency or "", case or ""), actor)
            for row, agency, case in session.execute(statement)
        ),
        may_acknowledge=place.may(Permission.WATCH_CONCERNS),
    )


def waiting(session: Session, actor: Actor) -> tuple[ConcernLine, ...]:
    """Concerns of all audits that nobody has acknowledged, for those who do; the soonest due first."""
    audits = audits_of(session, actor)
    if not actor.may(Permission.WATCH_CONCERNS):
        return ()
    reached = {audit.id or 0: audit.reference for audit in audits}
    statement = _statement().where(
        col(ImmediateConcern.audit_id).in_(reached), col(ImmediateConcern.acknowledged_at).is_(None)
    )
    return tuple(
        _line(row, (reached[row.audit_id], agency or "", case or ""), actor)
        for row, agency, case in session.execute(statement)
    )


def summary(session: Session, actor: Actor, audit_id: int) -> Concerns:
    """How many concerns there were and how long they took: all that a report says of them.

    For readers outside the audit's own team few concerns are kept back, so that no case can be told.
    """
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    rows = session.execute(
        sa.select(col(ImmediateConcern.raised_at), col(ImmediateConcern.acknowledged_at)).where(
            col(ImmediateConcern.audit_id) == audit_id
        )
    ).all()
    if audience(place.roles, Stage(place.audit.stage)) is not Audience.INSIDE and len(rows) < FEWEST_OTHERS:
        return HIDDEN
    return summed_up(len(rows), [hours(raised, taken) for raised, taken in rows if taken is not None])


def _contacts(session: Session, terms: Terms) -> tuple[Contact, ...]:
    """Every number there is, each once."""
    found = [Contact(terms.concern_contact or "Safeguarding contact of this audit", terms.concern_phone)]
    row = session.get(Partnership, 1)
    for key in ("safeguarding_children", "safeguarding_adults") if row else ():
        team = SafeguardingContact.model_validate(row.choices.get(key) or {}) if row else SafeguardingContact()
        found += [Contact(team.name, team.phone), Contact(team.name, team.out_of_hours_phone, "out of hours")]
    by_phone: dict[str, Contact] = {}
    for one in found:
        if one.phone.strip():
            by_phone.setdefault("".join(one.phone.split()), one)
    return tuple(by_phone.values())


def _visible(place: Seat) -> sa.ColumnElement[bool]:
    if place.may(Permission.WATCH_CONCERNS):
        return sa.true()
    own = col(ImmediateConcern.raised_by) == place.actor.person_id
    if Role.AGENCY_LEAD in place.roles:
        return own | (col(ImmediateConcern.agency_id) == place.actor.agency_id)
    return own


def _statement() -> sa.Select[ImmediateConcern, str, str]:
    return (
        sa.select(ImmediateConcern, col(Agency.short_name), col(Case.reference))
        .join(Agency, col(Agency.id) == ImmediateConcern.agency_id, isouter=True)
        .join(Case, col(Case.id) == ImmediateConcern.case_id, isouter=True)
        .order_by(
            sa.case((col(ImmediateConcern.acknowledged_at).is_(None), 0), else_=1),
            col(ImmediateConcern.due_at),
            col(ImmediateConcern.id),
        )
    )


def _line(row: ImmediateConcern, names: tuple[str, str, str], actor: Actor) -> ConcernLine:
    taken, (audit, agency, case) = row.acknowledged_at, names
    return ConcernLine(
        concern_id=row.id or 0,
        audit_id=row.audit_id,
        audit=audit,
        case=case,
        agency=agency,
        raised_as=row.raised_as,
        raised_at=row.raised_at,
        told_at=row.told_at,
        told_whom=ToldWhom[row.told_whom],
        told_by=ToldBy[row.told_by],
        due_at=row.due_at,
        late=(taken or actor.now) > row.due_at,
        escalated=row.escalated_at is not None,
        acknowledged_at=taken,
        outcome=Outcome[row.outcome] if row.outcome else None,
        taken=hours(row.raised_at, taken) if taken else None,
        mine=row.raised_by == actor.person_id,
        revision=row.revision,
    )
