"""Who can see what, tried on the house's own data: every view asked as every agency's people, for others' words."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

import maap.views
from maap.domain.people import AGENCY_ROLES, Actor, Role
from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.storage.db import reading
from maap.storage.tables import AgencyIssue, Answer, Audit, Case, Return
from maap.usecases.reminding import everybody

SHORTEST = 24
"""Shorter texts are not hunted: two agencies may well write the same few words."""
WIDE = frozenset(Role) - AGENCY_ROLES
"""Whoever holds one of these reads more than their own agency, and is not asked."""
Ids = Mapping[str, int]


@dataclass(frozen=True)
class Leak:
    """Words of one agency that somebody of another was shown."""

    person: int
    view: str
    agency: int

    def __str__(self) -> str:
        return f"Person {self.person} was shown words of agency {self.agency} by {self.view}."


@dataclass(frozen=True)
class Visit:
    """What came of it. ``asked``: how many views were asked; ``left_out`` those that need more than ids."""

    asked: int
    people: int
    texts: int
    leaks: tuple[Leak, ...]
    left_out: tuple[str, ...]


def views() -> Iterator[Callable[..., Any]]:
    """Every public view that takes a session and an actor."""
    for found in pkgutil.walk_packages(maap.views.__path__, "maap.views."):
        module = importlib.import_module(found.name)
        for name, view in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(view).parameters
            if view.__module__ == found.name and not name.startswith("_") and {"session", "actor"} <= set(parameters):
                yield view


def arguments(view: Callable[..., Any], ids: Ids) -> dict[str, Any] | None:
    """What to ask a view with; None when it needs something that ids do not give."""
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(view).parameters.items():
        if name in ("session", "actor"):
            continue
        if name in ids:
            given[name] = ids[name]
        elif parameter.default is inspect.Parameter.empty:
            try:
                made = parameter.annotation()
            except (TypeError, ValueError):
                return None
            given[name] = made
    return given


def shown(session: Session, actor: Actor, view: Callable[..., Any], ids: Ids) -> str | None:
    """What a view answers, refusals included, as text; None when it cannot be asked."""
    given = arguments(view, ids)
    if given is None:
        return None
    try:
        return repr(view(session=session, actor=actor, **given))
    except Problem as problem:
        return repr(vars(problem)) + str(problem)


def look() -> Visit:
    """Ask every view as everybody who belongs to one agency alone, about each audit, case and return there is."""
    leaks: set[Leak] = set()
    asked, left_out = 0, set[str]()
    with reading() as session:
        texts, places, known = _texts(session), _places(session), _asked_of_everybody(session)
        people = [one for one in everybody(session, now()) if one.agency_id and not one.roles & WIDE]
        for actor in people:
            foreign = {agency: words for agency, words in texts.items() if agency != actor.agency_id}
            own = known + "\n".join(texts.get(actor.agency_id or 0, ()))
            foreign = {
                agency: frozenset(word for word in words if word not in own) for agency, words in foreign.items()
            }
            for view in views():
                name = f"{view.__module__}.{view.__name__}"
                for ids in _that_matter(view, places):
                    answer = shown(session, actor, view, ids)
                    if answer is None:
                        left_out.add(name)
                        break
                    asked += 1
                    leaks |= {
                        Leak(actor.person_id, name, agency)
                        for agency, words in foreign.items()
                        if any(word in answer for word in words)
                    }
    found = tuple(sorted(leaks, key=str))
    return Visit(asked, len(people), sum(map(len, texts.values())), found, tuple(sorted(left_out)))


def _that_matter(view: Callable[..., Any], places: list[Ids]) -> list[Ids]:
    """Each different set of the ids that a view asks for."""
    wanted = [name for name in inspect.signature(view).parameters if name in places[0]] if places else []
    different = {tuple(ids[name] for name in wanted): ids for ids in places}
    return list(different.values())


def _places(session: Session) -> list[Ids]:
    rows = session.execute(
        select(Return.audit_id, Return.case_id, Return.id).join(Case, col(Case.id) == Return.case_id)
    ).all()
    return [{"audit_id": audit, "case_id": case, "return_id": row or 0} for audit, case, row in rows]


def _texts(session: Session) -> dict[int, frozenset[str]]:
    """Each agency's longer words: free answers before anything is published, and what its own issues say."""
    found: dict[int, set[str]] = {}
    answers = select(Return.agency_id, Answer.value).join(Return, col(Return.id) == Answer.return_id)
    issues = select(AgencyIssue.agency_id, AgencyIssue.text).join(Audit, col(Audit.id) == AgencyIssue.audit_id)
    for agency, value in [*session.execute(answers), *session.execute(issues)]:
        if isinstance(value, str) and len(value) >= SHORTEST:
            found.setdefault(agency, set()).add(repr(value)[1:-1])
    return {agency: frozenset(words) for agency, words in found.items()}


def _asked_of_everybody(session: Session) -> str:
    """The questionnaires: an answer that only repeats their words belongs to nobody."""
    return "\n".join(repr(form) for form in session.exec(select(Audit.questionnaire)))
