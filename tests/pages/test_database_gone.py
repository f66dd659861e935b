"""The database does not answer while somebody is on a page: a sentence says so, what was typed stays, and it goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from tests.database_gone import gone
from tests.pages.conftest import everything
from tests.pages.test_a_part_of_a_page import Asking, in_its_part, scene  # noqa: F401  (fixtures)
from tests.pages.test_accuracy import Room, room  # noqa: F401  (a fixture)
from tests.pages.test_answering import Scene

Browser = Callable[[t.Person | None], AppTest]
WORDS, BOX, SEND = "We met in time.", "comment/1/summary/text", "send-comment/1/summary"


def _said(page: AppTest) -> str:
    """A page's words without the strokes that keep signs from being read as Markdown."""
    return everything(page).replace("\\", "")


@pytest.fixture
def commenting(room: Room, signed_in: Browser) -> AppTest:  # noqa: F811
    """A lead of an agency who has typed into a field of a page."""
    room.opened(signed_in(room.coordinator)).button(key="open-check/1").click().run()
    page = room.opened(signed_in(room.lead))
    page.text_area(key=BOX).set_value(WORDS)
    return page


def test_a_page_that_cannot_be_loaded_goes_on_by_itself_with_what_was_typed(commenting: AppTest) -> None:
    with gone():
        page = commenting.button(key=SEND).click().run()
        assert not page.exception and not page.text_area
        assert "The database did not answer." in _said(page) and "What you typed is kept" in _said(page)
        assert [one.value for one in page.title] == ["Sorry, this page cannot be shown yet"]
        page.run()
    page = page.run()
    assert page.text_area(key=BOX).value == WORDS and not page.error
    assert [one.value for one in page.title] == ["Accuracy check"]
    assert WORDS in [one.value for one in page.button(key=SEND).click().run().text]


def test_a_comment_that_cannot_be_stored_stays_in_its_field(commenting: AppTest) -> None:
    with gone(only_writing=True):
        page = commenting.button(key=SEND).click().run()
        assert "so nothing was saved" in _said(page)
        assert page.text_area(key=BOX).value == WORDS
    assert WORDS in [one.value for one in page.button(key=SEND).click().run().text]


@pytest.fixture
def answering(
    scene: Scene,  # noqa: F811
    signed_in: Browser,
    in_its_part: Asking,  # noqa: F811
) -> AppTest:
    """A return with one answer, at whose box somebody goes on."""
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.").run()
    in_its_part(page, "notes")
    return page


def test_an_answer_stays_in_its_box_and_is_saved_later(
    scene: Scene,  # noqa: F811
    answering: AppTest,
) -> None:
    page = answering
    with gone():
        page.text_area(key=scene.key("notes")).set_value("The plan was clear to all.").run()
        assert not page.exception
        assert page.text_area(key=scene.key("notes")).value == "The plan was clear to all."
        assert "so nothing was saved" in _said(page)
    assert scene.stored("notes") == "The plan was clear."
    page.button(key=f"again/{scene.key('notes')}").click().run()
    assert scene.stored("notes") == "The plan was clear to all."


def test_somebody_whose_last_step_is_a_while_ago_keeps_their_words_too(
    scene: Scene,  # noqa: F811
    answering: AppTest,
) -> None:
    """Their step and their place are noted first: that this cannot be stored keeps nobody from their answer."""
    page = answering
    with work() as session:
        session.execute(update(t.SignIn).values(seen_at=now() - timedelta(minutes=5)))
    with gone(only_writing=True):
        page.text_area(key=scene.key("notes")).set_value("The plan was clear to all.").run()
        assert page.text_area(key=scene.key("notes")).value == "The plan was clear to all."
        assert "so nothing was saved" in _said(page)
