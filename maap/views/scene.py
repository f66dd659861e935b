"""What a dashboard is about and for whom: the audit, the reader's audience, its scales, and its pulse."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.disclosure import SHOWN, Audience, audience
from maap.domain.ladders import Ladder, Named, ladders
from maap.domain.people import GRANTS, Actor, Permission
from maap.storage.forms import form
from maap.storage.tables import Agency, Participation
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Chosen:
    """The part of the results that a reader chose to look at; None and empty mean all of it."""

    agency_id: int | None = None
    domain: str = ""


@dataclass(frozen=True)
class AgencyName:
    """An agency that takes part. ``key`` never changes, so an address may hold it."""

    id: int
    key: str
    name: str


@dataclass(frozen=True)
class Scene:
    """What every chart of an audit needs to know. ``pulse``: the state of the audit that was looked at.

    ``agencies``: those the reader may see by name. ``own``: the reader's own agency, when it takes part.
    """

    head: Head
    audience: Audience
    agencies: tuple[AgencyName, ...]
    own: AgencyName | None
    ladders: tuple[Ladder, ...]
    pulse: int
    as_at: datetime

    @property
    def may_see_behind(self) -> bool:
        """Whether a click on a bar leads to the returns behind it."""
        return SHOWN[self.audience].behind and self.head.may(Permission.SEE_BEHIND)

    @property
    def domains(self) -> tuple[Named, ...]:
        """Every domain that is graded, in the questionnaire's order."""
        return tuple(domain for ladder in self.ladders for domain in ladder.domains)


def audience_of(place: Seat) -> Audience:
    """To whom somebody belongs who sits here; only roles that carry the charts count."""
    seeing = [role for role in place.roles if Permission.SEE_RESULTS in GRANTS[role]]
    return audience(seeing, Stage(place.audit.stage))


def scene(session: Session, actor: Actor, audit_id: int) -> Scene:
    """What the dashboard is about, and for whom."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    rows = session.execute(
        select(Agency.id, Agency.key, Agency.short_name)
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(Participation.audit_id == audit_id, col(Participation.answer) == "committed")
        .order_by(col(Agency.position), col(Agency.id))
    )
    taking_part = tuple(AgencyName(*row) for row in rows)
    seen_by = audience_of(place)
    return Scene(
        head=head(place),
        audience=seen_by,
        agencies=taking_part if SHOWN[seen_by].agencies else (),
        own=next((agency for agency in taking_part if agency.id == actor.agency_id), None),
        ladders=ladders(form(place.audit)) if place.audit.form_digest else (),
        pulse=place.audit.pulse,
        as_at=place.audit.closed_at or actor.now,
    )
