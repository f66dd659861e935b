"""One return: its questionnaire, its answers, and what was said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Executable, bindparam
from sqlmodel import Session, col, select

from maap.access import ReturnSeat, return_seat
from maap.domain.audit import Stage
from maap.domain.engine import Route, route, said
from maap.domain.fieldwork import OPEN_FOR_ANSWERS, ReturnState
from maap.domain.people import Actor, Permission, Role
from maap.domain.questionnaire import Question, Questionnaire, Themes
from maap.storage.forms import is_newest, return_form
from maap.storage.tables import (
    Agency,
    Answer,
    Person,
    Theme,
)
from maap.views.remarks import Remark, Request, remarks, requests, side_of

_ANSWERS = Answer.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Stored:
    """An answer as it is stored. ``colleague``: somebody else saved it last."""

    value: object
    revision: int
    saved_at: datetime
    colleague: bool


@dataclass(frozen=True)
class ThemeChoice:
    """A theme to pick from, under its group."""

    key: str
    name: str
    group: str
    definition: str


@dataclass(frozen=True)
class Sheet:
    """One return, with everything its pages draw."""

    place: ReturnSeat
    agency: str
    auditor: str
    form: Questionnaire
    route: Route
    stored: Mapping[str, Stored]
    themes: tuple[ThemeChoice, ...]
    requests: tuple[Request, ...]
    remarks: Mapping[str, tuple[Remark, ...]]
    """Notes beside questions, by question: empty for all but the return's agency and the coordinator."""

    @property
    def return_id(self) -> int:
        """The return's id."""
        return self.place.row.id or 0

    @property
    def state(self) -> ReturnState:
        """Where the return is."""
        return ReturnState(self.place.row.state)

    @property
    def open_for_me(self) -> bool:
        """Whether the actor may answer now."""
        fieldwork = self.place.seat.audit.stage == Stage.FIELDWORK
        own = self.place.row.agency_id == self.place.seat.actor.agency_id
        return fieldwork and own and self.state in OPEN_FOR_ANSWERS and self.place.seat.may(Permission.ANSWER_RETURN)

    @property
    def behind(self) -> bool:
        """Whether the audit took a newer version of the questionnaire, to which the actor may move this return."""
        return self.open_for_me and not is_newest(self.place.seat.audit, self.place.row)

    @property
    def for_me_to_check(self) -> bool:
        """Whether the actor may accept the return, ask for changes, or reopen it."""
        place = self.place.seat
        return place.audit.stage == Stage.FIELDWORK and place.may(Permission.CHECK_RETURN)

    @property
    def for_me_to_accept(self) -> bool:
        """Whether the actor is the lead of this return's agency, and it waits for them."""
        place = self.place.seat
        leads = Role.AGENCY_LEAD in place.roles and self.place.row.agency_id == place.actor.agency_id
        return self.for_me_to_check and leads and self.state is ReturnState.SUBMITTED

    @property
    def may_discuss(self) -> bool:
        """Whether the actor may write notes beside questions."""
        return self.place.seat.audit.stage == Stage.FIELDWORK and side_of(self.place) is not None

    @property
    def discussed(self) -> tuple[str, ...]:
        """The questions that have open notes."""
        return tuple(key for key, said in self.remarks.items() if any(remark.still_open for remark in said))

    def saying(self, question: Question) -> str:
        """The answer to a question, in words."""
        value = self.route.values.get(question.id, self.route.answers.get(question.id))
        if isinstance(question, Themes) and isinstance(value, list):
            names = {theme.key: theme.name for theme in self.themes}
            return ", ".join(names.get(str(key), str(key)) for key in value)
        return said(question, value, self.form)


def sheet(
    session: Session, actor: Actor, return_id: int, language: str = "", themes: tuple[ThemeChoice, ...] = ()
) -> Sheet:
    """A return, for somebody who may read it. ``language``: a code, to read its questions in another than English.

    ``themes``: those to pick from, if they were loaded with the page already.
    """
    place = return_seat(session, actor, return_id, Permission.READ_RETURN)
    agency = session.get_one(Agency, place.row.agency_id)
    auditor = session.get(Person, place.row.auditor_id) if place.row.auditor_id else None
    definition = return_form(session, place.seat.audit, place.row, agency.key, language)
    rows = session.execute(_answers(), {"return": return_id})
    stored = {key: Stored(value, revision, at, by != actor.person_id) for key, value, revision, at, by in rows}
    return Sheet(
        place=place,
        agency=agency.name,
        auditor=auditor.name if auditor else "",
        form=definition,
        route=route(definition, {key: each.value for key, each in stored.items()}, actor.today),
        stored=stored,
        themes=themes or _themes(session, definition.audience),
        requests=requests(session, place),
        remarks=remarks(session, place),
    )


@lru_cache(maxsize=1)
def _answers() -> Executable:
    """The answers of a return, loaded with every answer that is given: built once."""
    its = _ANSWERS.c
    asked = sa.select(its.question_id, its.value, its.revision, its.saved_at, its.saved_by)
    return asked.where(its.return_id == bindparam("return"))


def _themes(session: Session, audience: str) -> tuple[ThemeChoice, ...]:
    return tuple(ThemeChoice(*row) for row in session.execute(_themes_for(audience)))


@lru_cache(maxsize=8)
def _themes_for(audience: str) -> Executable:
    """The statement behind `_themes`: it is asked with every answer, and built once."""
    audiences = ["children", "adults", "both"] if audience == "both" else [audience, "both"]
    group = select(Theme.id, Theme.name).where(col(Theme.group_id).is_(None)).subquery()
    return (
        select(Theme.key, Theme.name, group.c.name, Theme.definition)
        .join(group, group.c.id == Theme.group_id)
        .where(
            col(Theme.active),
            col(Theme.audience).in_(audiences),
        )
        .order_by(col(Theme.position))
    )
