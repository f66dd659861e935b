"""One finding after the other, with the themes that may fit it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.learning import WRITTEN_AT, NoFinding
from maap.domain.people import Actor, Permission
from maap.domain.rightness import Rightness
from maap.domain.suggesting import SHOWN, Suggester
from maap.outside.meaning import likeness
from maap.storage.findings import standing
from maap.storage.tables import Finding, FindingTheme, Person, Theme, ThemeSuggestion
from maap.storage.taught import described, in_use, rightness
from maap.views.findings import FindingRow, rows
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Suggested:
    """A theme that may fit. ``shared``: words of the finding by which it was found."""

    theme_id: int
    theme: str
    definition: str
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """A theme that the finding is coded to: who named it first, and who of the team confirmed it."""

    theme_id: int
    theme: str
    suggested: bool
    coded_by: str
    coded_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """A theme that may be chosen: its group and its name."""

    theme_id: int
    theme: str
    group: str


@dataclass(frozen=True)
class Coding:
    """A finding to code. ``number`` of ``of`` in the order of the list; ``left``: findings nobody has decided on."""

    head: Head
    finding: FindingRow | None
    number: int
    of: int
    left: int
    previous_id: int | None
    next_id: int | None
    next_uncoded_id: int | None
    suggestions: tuple[Suggested, ...]
    chosen: tuple[Chosen, ...]
    offers: tuple[Offer, ...]
    rightness: Rightness
    may_code: bool


def coding(session: Session, actor: Actor, audit_id: int, finding_id: int | None = None) -> Coding:
    """A finding with suggestions; without an id, the first that nobody has coded. Raises NoFinding."""
    place = seat(session, actor, audit_id, Permission.CODE_FINDINGS)
    order, uncoded = _order(session, place)
    if finding_id is None:
        finding_id = uncoded[0] if uncoded else order[0] if order else None
    elif finding_id not in order:
        raise NoFinding
    at = order.index(finding_id) if finding_id is not None else 0
    later = [one for one in (*order[at + 1 :], *order[:at]) if one in set(uncoded)]
    found = rows(session, place, col(Finding.id) == finding_id) if finding_id is not None else ()
    return Coding(
        head=head(place),
        finding=found[0] if found else None,
        number=at + 1 if order else 0,
        of=len(order),
        left=len(uncoded),
        previous_id=order[at - 1] if at > 0 else None,
        next_id=order[at + 1] if at + 1 < len(order) else None,
        next_uncoded_id=later[0] if later else None,
        suggestions=_suggestions(session, place, found[0]) if found else (),
        chosen=chosen(session, place, finding_id) if finding_id is not None else (),
        offers=_offers(session, place),
        rightness=rightness(session),
        may_code=place.audit.stage in WRITTEN_AT,
    )


def _order(session: Session, place: Seat) -> tuple[list[int], list[int]]:
    """Every finding in the order of the list, and those that nobody of the team has decided on, in the same order.

    That none of the suggested themes fits is a decision, too.
    """
    beside = sa.select(col(ThemeSuggestion.id)).where(col(ThemeSuggestion.finding_id) == Finding.id).exists()
    confirmed = (
        sa.select(col(FindingTheme.id))
        .where(col(FindingTheme.finding_id) == Finding.id, col(FindingTheme.confirmed_by).is_not(None))
        .exists()
    )
    found = session.execute(
        sa.select(col(Finding.id), sa.or_(confirmed, beside))
        .where(standing(place.id))
        .order_by(col(Finding.polarity).desc(), col(Finding.domain), col(Finding.id))
    ).all()
    return [row[0] for row in found], [row[0] for row in found if not row[1]]


def _suggestions(session: Session, place: Seat, finding: FindingRow) -> tuple[Suggested, ...]:
    themes = described(session, place.audit, without=finding.finding_id)
    by_id = {theme.theme_id: theme for theme in themes}
    (best,) = Suggester(themes, likeness).suggest([finding.text])
    return tuple(
        Suggested(one.theme_id, by_id[one.theme_id].name, by_id[one.theme_id].definition, one.shared)
        for one in best[:SHOWN]
    )


def chosen(session: Session, place: Seat, finding_id: int) -> tuple[Chosen, ...]:
    """The themes of a finding of this audit, with who chose and who confirmed them."""
    confirming = aliased(Person)
    found = session.execute(
        sa.select(FindingTheme, col(Theme.name), col(Person.name), col(confirming.name))
        .join(Theme, col(Theme.id) == FindingTheme.theme_id)
        .join(Person, col(Person.id) == FindingTheme.coded_by)
        .join(confirming, col(confirming.id) == FindingTheme.confirmed_by, isouter=True)
        .join(Finding, col(Finding.id) == FindingTheme.finding_id)
        .where(col(FindingTheme.finding_id) == finding_id, standing(place.id))
        .order_by(col(Theme.position), col(Theme.id))
    )
    return tuple(
        Chosen(row.theme_id, theme, row.suggested, by, row.coded_at, confirmed or "", row.confirmed_at)
        for row, theme, by, confirmed in found
    )


def _offers(session: Session, place: Seat) -> tuple[Offer, ...]:
    group = aliased(Theme)
    found = session.execute(
        sa.select(col(Theme.id), col(Theme.name), col(group.name))
        .join(group, col(group.id) == Theme.group_id)
        .where(in_use(place.audit))
        .order_by(col(group.position), col(Theme.position), col(Theme.id))
    )
    return tuple(Offer(*row) for row in found)
