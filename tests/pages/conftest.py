"""Pages run as the application runs them; the cookie of a browser is the only thing that is put in place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from maap.domain.people import Role
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.signin import sign_in
from tests import factories as make
from tests.looked_once import looked_once as looked_once

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def set_up(database: Path) -> None:
    """A house that is set up, and nothing in it."""
    with work() as session:
        make.partnership(session, name="Dudley Safeguarding People Partnership", short_name="DSPP")


@pytest.fixture
def signed_in(set_up: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[t.Person | None], AppTest]:
    """A browser in which somebody is signed in; nobody when there is no person."""

    def browser(person: t.Person | None) -> AppTest:
        token = ""
        if person is not None:
            with work() as session:
                token = sign_in(session, person, now())
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {settings().cookie: token}))
        return AppTest.from_file(str(APP), default_timeout=20)

    return browser


@pytest.fixture
def parts_asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is put in here is the part of the page that its next runs ask for, as a browser does; the list of pages is
    kept, as by a server."""
    pages: dict[Any, PagesManager] = {}
    asked: list[str] = []
    request = local_script_runner.RerunData

    def known(path: Any, cache: Any, setup_watcher: bool) -> PagesManager:
        return pages.setdefault(path, PagesManager(path, cache, setup_watcher=setup_watcher))

    monkeypatch.setattr(app_test, "PagesManager", known)
    monkeypatch.setattr(
        local_script_runner, "RerunData", lambda **given: request(**given, fragment_id_queue=list(asked))
    )
    return asked


def opened(browser: AppTest, page: str, **asked: object) -> AppTest:
    """Somebody comes in and goes to a page, such as ``actions/plan``, with this in its address."""
    browser.run()
    for name, value in asked.items():
        browser.query_params[name] = str(value)
    return browser.switch_page(f"pages/{page}.py").run()


def everything(page: AppTest) -> str:
    """All words of a page that are not in a table, a field or a chart."""
    parts = (page.text, page.caption, page.markdown, page.title, page.header, page.info, page.error, page.warning)
    return "\n".join(str(each.value) for part in parts for each in part)


def refusals(page: AppTest) -> str:
    """What a page refused, in the letters that people read."""
    return " ".join(error.value for error in page.error).replace("\\", "").replace("\u2060", "")


def a_person(*roles: Role, agency: t.Agency | None = None) -> t.Person:
    """Somebody with roles, stored."""
    with work() as session:
        return make.person(session, *roles, agency=agency)
