"""One case before its panel, with every agency's answers side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.domain.panels import READ_OUT, domain_names, gap, refuse_too_early, scales
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.questionnaire import Scale
from maap.domain.read_out import HandedIn, Part, read_out
from maap.storage.forms import form, return_form
from maap.storage.tables import Agency, Answer, Case, PanelGrade, Person, Return, Theme
from maap.views.heads import Head, head


@dataclass(frozen=True)
class NextCase:
    """The case after this one."""

    case_id: int
    reference: str


@dataclass(frozen=True)
class Standing:
    """Where one agency's return about the case is; ``checked_by`` is the role that looked and found nothing."""

    agency: str
    state: ReturnState
    checked_by: str


@dataclass(frozen=True)
class Agreed:
    """What the panel recorded, who wrote it down and when. ``how``: consensus, or chair."""

    grade: str
    reason: str
    dissent: str
    how: str
    by: str
    at: datetime
    revision: int


@dataclass(frozen=True)
class PanelDomain:
    """One domain of a case: what each agency said, and what the panel agreed. Without a scale nothing is graded."""

    key: str
    name: str
    scale: Scale | None
    parts: tuple[Part, ...]
    agreed: Agreed | None

    @property
    def own(self) -> tuple[str, ...]:
        """The grades that agencies gave themselves."""
        return tuple(grade.level for part in self.parts for grade in part.grades)

    @property
    def gap(self) -> int:
        """How many grades lie between the best and the worst of them."""
        return gap(self.scale, self.own) if self.scale else 0


@dataclass(frozen=True)
class PanelCase:
    """One case before its panel: graded domains with the largest gap first, then what is only described."""

    head: Head
    case_id: int
    reference: str
    standings: tuple[Standing, ...]
    domains: tuple[PanelDomain, ...]
    following: NextCase | None
    may_record: bool

    @property
    def graded(self) -> tuple[PanelDomain, ...]:
        """The domains that get a grade."""
        return tuple(domain for domain in self.domains if domain.scale)

    @property
    def agreed(self) -> int:
        """In how many of them the panel has agreed one."""
        return sum(domain.agreed is not None for domain in self.graded)


def panel_case(session: Session, actor: Actor, audit_id: int, case_id: int) -> PanelCase:
    """One case, for somebody who may read it now.

    Raises WrongStage before the panel may read, and Problem while the reader's own agency still owes its return.
    """
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    refuse_too_early(Stage(place.audit.stage), place.roles)
    reference, following = _this_and_next(session, place, case_id)
    returns = _returns(session, case_id)
    _blind_until_in(place, [row for row, _ in returns])
    return PanelCase(
        head=head(place),
        case_id=case_id,
        reference=reference,
        standings=tuple(Standing(agency.name, ReturnState(row.state), row.checked_by) for row, agency in returns),
        domains=_domains(session, place, case_id, returns),
        following=following,
        may_record=place.may(Permission.GRADE_CASE) and place.audit.stage == Stage.PANEL,
    )


def _this_and_next(session: Session, place: Seat, case_id: int) -> tuple[str, NextCase | None]:
    drawn: Sequence[tuple[int | None, str]] = session.exec(
        select(Case.id, Case.reference)
        .where(Case.audit_id == place.id, Case.status == "drawn")
        .order_by(col(Case.number))
    ).all()
    at = next((n for n, (found, _) in enumerate(drawn) if found == case_id), None)
    if at is None:
        raise NotYours("case")
    after = [NextCase(found or 0, reference) for found, reference in drawn[at + 1 : at + 2]]
    return drawn[at][1], after[0] if after else None


def _blind_until_in(place: Seat, returns: Iterable[Return]) -> None:
    """During the fieldwork nobody of an agency sees what others wrote before their own return is in."""
    own = [row for row in returns if row.agency_id == place.actor.agency_id]
    if place.audit.stage == Stage.FIELDWORK and any(row.state not in HANDED_IN for row in own):
        raise Problem(
            "Your own agency has not handed in its return about this case. Once it has, you can read what the others "
            "wrote."
        )


def _returns(session: Session, case_id: int) -> list[tuple[Return, Agency]]:
    rows = session.execute(
        sa.select(Return, Agency)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(col(Return.case_id) == case_id)
        .order_by(col(Agency.position), col(Agency.id))
    )
    return [(row, agency) for row, agency in rows]


def _domains(
    session: Session, place: Seat, case_id: int, returns: list[tuple[Return, Agency]]
) -> tuple[PanelDomain, ...]:
    whole, today = form(place.audit), place.actor.today
    graded, agreed = scales(whole), _agreed(session, case_id)
    answers, themes = _answers(session, case_id), _themes(session)
    handed_in = [
        HandedIn(agency.short_name, return_form(session, place.audit, row, agency.key), answers.get(row.id or 0, {}))
        for row, agency in returns
        if row.state in READ_OUT
    ]
    names = domain_names(whole) | {"": "About this case"}
    found = [
        PanelDomain(
            key=key,
            name=name,
            scale=graded.get(key),
            parts=tuple(read_out(given, key, themes, today) for given in handed_in),
            agreed=agreed.get(key),
        )
        for key, name in names.items()
    ]
    worth_reading = [one for one in found if one.scale or any(not part.empty for part in one.parts)]
    return tuple(sorted(worth_reading, key=lambda one: (one.scale is None, -one.gap)))


def _answers(session: Session, case_id: int) -> dict[int, dict[str, object]]:
    """The counted answers of every return that the panel reads, by return and question."""
    rows = session.execute(
        sa.select(col(Answer.return_id), col(Answer.question_id), col(Answer.value))
        .join(Return, col(Return.id) == Answer.return_id)
        .where(col(Return.case_id) == case_id, col(Return.state).in_(READ_OUT), col(Answer.counted))
    )
    found: dict[int, dict[str, object]] = {}
    for return_id, question_id, value in rows:
        found.setdefault(return_id, {})[question_id] = value
    return found


def _agreed(session: Session, case_id: int) -> dict[str, Agreed]:
    rows = session.execute(
        sa.select(PanelGrade, col(Person.name))
        .join(Person, col(Person.id) == PanelGrade.agreed_by)
        .where(col(PanelGrade.case_id) == case_id)
    )
    return {
        row.domain: Agreed(row.grade, row.reason, row.dissent, row.how, name, row.agreed_at, row.revision)
        for row, name in rows
    }


def _themes(session: Session) -> dict[str, str]:
    return {row.key: row.name for row in session.execute(sa.select(col(Theme.key), col(Theme.name)))}
