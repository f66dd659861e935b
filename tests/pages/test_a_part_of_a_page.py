"""An answer draws its part of the page; where the rest must change as well, the whole page follows."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from tests.pages.test_answering import Browser, Scene

Asking = Callable[[AppTest], None]


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


@pytest.fixture
def in_its_part(monkeypatch: pytest.MonkeyPatch) -> Asking:
    """From now on the next runs of a page ask for its parts, as a browser does; its list of pages is kept, as by a server."""
    pages: dict[Any, PagesManager] = {}
    asked: list[str] = []
    request = local_script_runner.RerunData

    def known(path: Any, cache: Any, setup_watcher: bool) -> PagesManager:
        return pages.setdefault(path, PagesManager(path, cache, setup_watcher=setup_watcher))

    monkeypatch.setattr(app_test, "PagesManager", known)
    monkeypatch.setattr(
        local_script_runner, "RerunData", lambda **given: request(**given, fragment_id_queue=list(asked))
    )

    def begin(page: AppTest) -> None:
        asked[:] = list(page._fragment_storage._fragments)

    return begin


def test_the_first_answer_draws_the_whole_page_because_the_return_is_in_progress_now(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    in_its_part(page)
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    assert not page.exception
    assert scene.stored("siblings") == "yes"
    assert page.title


def test_the_next_answer_draws_its_section_and_the_progress_but_not_the_page(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    in_its_part(page)
    page.radio(key=scene.key("siblings")).set_value("no").run()
    assert not page.exception
    assert scene.stored("siblings") == "no"
    assert not page.title
    assert [radio.key for radio in page.radio] == [scene.key("siblings")]
    assert any(caption.value.startswith("Saved ") for caption in page.caption)
    assert page.get("progress")
