"""What practitioners and families said, and the links with which they are asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.invitations import Wording
from maap.domain.panels import refuse_too_early
from maap.domain.people import Actor, Permission
from maap.domain.voice import HEARD_AT, Kind, LinkState, NewLink, VoiceForm, state
from maap.domain.voice_letters import asks
from maap.outside.voice_forms import shipped
from maap.storage.letter_texts import partnership_name, worded
from maap.storage.tables import Agency, Case, Participation, Voice, VoiceLink
from maap.storage.voices import voice_forms
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Heard:
    """What somebody said about a case. ``said``: pairs of question and answer. ``agency``: empty when not told.

    ``by_link``: they wrote it themselves. ``kept``: words stayed that may tell who somebody is.
    """

    id: int
    case_id: int
    reference: str
    kind: Kind
    agency: str
    said: tuple[tuple[str, str], ...]
    may_quote: bool
    by_link: bool
    kept: bool
    set_aside: str
    received_at: datetime
    revision: int

    @property
    def whose(self) -> str:
        """Whose voice it is: «Practitioner, Police»."""
        return f"{self.kind.label}, {self.agency}" if self.agency else self.kind.label


@dataclass(frozen=True)
class LinkLine:
    """A link that was made; where it leads is not kept."""

    id: int
    reference: str
    kind: Kind
    agency: str
    state: LinkState
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class VoicePage:
    """What the coordinator's page shows. ``forms``: each form with its revision."""

    head: Head
    cases: dict[int, str]
    agencies: dict[int, str]
    links: tuple[LinkLine, ...]
    heard: tuple[Heard, ...]
    forms: dict[Kind, tuple[VoiceForm, int]]

    @property
    def may_ask(self) -> bool:
        """Whether views may be asked for now."""
        return self.head.stage in HEARD_AT and bool(self.cases)


def voices(session: Session, actor: Actor, audit_id: int, case_id: int | None = None) -> tuple[Heard, ...]:
    """What the panel reads of an audit, or of one case: without what was set aside.

    Raises WrongStage before the panel may read.
    """
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    refuse_too_early(Stage(place.audit.stage), place.roles)
    return tuple(one for one in _heard(session, place, case_id) if not one.set_aside)


def voice_letter(session: Session, actor: Actor, audit_id: int, link: NewLink, address: str) -> Wording:
    """The letter that goes with a link that was just made."""
    place = seat(session, actor, audit_id, Permission.GATHER_VOICE)
    ends = place.actor.now + timedelta(days=link.days)
    return worded(session, asks(link.kind), partnership=partnership_name(session), address=address, ends=ends)


def voice_page(session: Session, actor: Actor, audit_id: int) -> VoicePage:
    """All there is to gathering views about an audit's cases, for whoever gathers them."""
    place = seat(session, actor, audit_id, Permission.GATHER_VOICE)
    drawn = select(Case.id, Case.reference).where(Case.audit_id == place.id, Case.status == "drawn")
    return VoicePage(
        head=head(place),
        cases={case_id or 0: reference for case_id, reference in session.exec(drawn.order_by(col(Case.number)))},
        agencies=_agencies(session, place),
        links=_links(session, place),
        heard=_heard(session, place),
        forms=voice_forms(session, shipped()),
    )


def _agencies(session: Session, place: Seat) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Agency.id), col(Agency.short_name))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id)
        .order_by(col(Agency.position), col(Agency.id))
    )
    return {int(agency_id): str(name) for agency_id, name in rows}


def _links(session: Session, place: Seat) -> tuple[LinkLine, ...]:
    rows = session.execute(
        sa.select(VoiceLink, col(Case.reference), sa.func.coalesce(Agency.short_name, ""))
        .join(Case, col(Case.id) == VoiceLink.case_id)
        .join(Agency, col(Agency.id) == VoiceLink.agency_id, isouter=True)
        .where(col(VoiceLink.audit_id) == place.id)
        .order_by(col(VoiceLink.made_at).desc(), col(VoiceLink.id).desc())
    )
    return tuple(
        LinkLine(
            row.id or 0,
            reference,
            Kind(row.kind),
            agency,
            state(row.used_at, row.revoked_at, row.expires_at, place.actor.now),
            row.made_at,
            row.expires_at,
            row.used_at,
        )
        for row, reference, agency in rows
    )


def _heard(session: Session, place: Seat, case_id: int | None = None) -> tuple[Heard, ...]:
    statement = (
        sa.select(Voice, col(Case.reference), sa.func.coalesce(Agency.short_name, ""))
        .join(Case, col(Case.id) == Voice.case_id)
        .join(Agency, col(Agency.id) == Voice.agency_id, isouter=True)
        .where(col(Voice.audit_id) == place.id)
        .order_by(col(Case.number), col(Voice.received_at), col(Voice.id))
    )
    if case_id is not None:
        statement = statement.where(col(Voice.case_id) == case_id)
    return tuple(
        Heard(
            id=row.id or 0,
            case_id=row.case_id,
            reference=reference,
            kind=Kind(row.kind),
            agency=agency,
            said=tuple((question, answer) for question, answer in row.said),
            may_quote=row.may_quote,
            by_link=row.entered_by is None,
            kept=row.kept,
            set_aside=row.set_aside,
            received_at=row.received_at,
            revision=row.revision,
        )
        for row, reference, agency in session.execute(statement)
    )
