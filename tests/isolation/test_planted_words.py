"""Words of one agency are hunted in everything that another can reach: views, files, pages, refusals."""

from inspect import signature

import pytest
from sqlmodel import Session
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from maap.commands.visibility import arguments, shown, views
from maap.domain.people import Role
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.ui.rooms import ROOMS
from maap.usecases.signin import sign_in
from tests.isolation.conftest import member
from tests.isolation.planted import KINDS, planted, words
from tests.isolation.scene import CANARY, Scene
from tests.pages.conftest import APP

OTHERS = (Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR)
"""Whoever must not find what the police wrote: people of health, and those who only watch or run the house."""
STAGES = ("fieldwork", "panel", "reporting", "published", "closed")


def _shown(session: Session, where: Scene, role: Role, agency: t.Agency) -> dict[str, str]:
    """What each view shows to somebody where it holds the canary's words."""
    actor, told = where.actor(session, role, agency), dict[str, str]()
    for view in views():
        name = f"{view.__module__}.{view.__name__}"
        for ids in where.places if set(signature(view).parameters) & where.named else [where.ids]:
            told[name] = told.get(name, "") + (shown(session, actor, view, ids) or "")
    return {view: text for view, text in told.items() if CANARY in text}


def _found(session: Session, where: Scene, role: Role, agency: t.Agency) -> list[str]:
    """The views that show the canary's words to somebody."""
    return list(_shown(session, where, role, agency))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", OTHERS)
def test_no_view_shows_another_agencys_words_or_refuses_with_them(session: Session, role: Role, stage: str) -> None:
    where = planted(session, stage)
    assert _found(session, where, role, where.health) == []


def test_the_same_hunt_finds_them_for_those_who_may_read_them(session: Session) -> None:
    """The control: the hunt sees what is there to be seen."""
    where = planted(session, "reporting")
    theirs = _shown(session, where, Role.AGENCY_LEAD, where.police)
    teams = _shown(session, where, Role.COORDINATOR, where.police)
    assert "maap.views.returns.sheet" in theirs
    assert {"maap.views.returns.sheet", "maap.views.issues.issue"} <= set(teams)


def test_every_kind_of_words_is_found_by_the_hunt_for_somebody_who_may_read_it(session: Session) -> None:
    """The control for each kind that was planted: what nobody can be shown would prove nothing."""
    where = planted(session, "reporting")
    somebody = [_shown(session, where, role, where.police) for role in (Role.AGENCY_LEAD, Role.COORDINATOR)]
    told = "".join(text for views_that_show in somebody for text in views_that_show.values())
    assert [kind for kind in KINDS if words(kind) not in told] == []


def test_most_views_can_be_asked_with_ids_alone(session: Session) -> None:
    where = planted(session)
    asked = [view for view in views() if arguments(view, where.ids) is not None]
    assert len(asked) > 50 and len(asked) / len(list(views())) > 0.7


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
def test_no_page_shows_another_agencys_words(served: Scene, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    person = member(served, role, served.health)
    browser = _browser(monkeypatch, person)
    seen = [room.script for room in ROOMS if CANARY in _drawn(browser, room.path, served)]
    assert seen == []


def test_the_same_walk_through_the_pages_finds_them_for_the_police(
    served: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    person = member(served, Role.AGENCY_LEAD, served.police)
    browser = _browser(monkeypatch, person)
    assert [room.script for room in ROOMS if CANARY in _drawn(browser, room.path, served)]


def _browser(monkeypatch: pytest.MonkeyPatch, person: t.Person) -> AppTest:
    with work() as session:
        token = sign_in(session, person, now())
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {settings().cookie: token}))
    return AppTest.from_file(str(APP), default_timeout=30).run()


def _drawn(browser: AppTest, path: str, where: Scene) -> str:
    """Everything that a page sends to the browser, as text."""
    ids = {name: value for other in where.places for name, value in other.items() if name.endswith("_id")}
    for name, value in ids.items():
        browser.query_params[name.removesuffix("_id")] = str(value)
    page = browser.switch_page(path).run()
    return " ".join(str(element.proto) for element in page if hasattr(element, "proto"))
