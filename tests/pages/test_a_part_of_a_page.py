"""An answer draws the places of its page in which something else stands by now; where the head changes, the whole page."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage.db import work
from maap.usecases.answering import Given, save_answer
from tests import factories as make
from tests.pages.test_answering import Browser, Scene

Asking = Callable[[AppTest, str], None]


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


@pytest.fixture
def in_its_part(parts_asked: list[str]) -> Asking:
    """From now on a run of the page asks for the part of one question."""

    def begin(page: AppTest, question: str) -> None:
        parts_asked[:] = page._fragment_storage.resolve_target(f"answer/{question}")

    return begin


def test_the_first_answer_draws_the_whole_page_because_the_return_is_in_progress_now(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    in_its_part(page, "siblings")
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    assert not page.exception
    assert scene.stored("siblings") == "yes"
    assert page.title


def test_an_answer_that_closes_a_question_leaves_its_place_empty_and_draws_no_other(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    in_its_part(page, "siblings")
    page.radio(key=scene.key("siblings")).set_value("no").run()
    assert not page.exception
    assert scene.stored("siblings") == "no"
    assert not page.title
    assert [radio.key for radio in page.radio] == [scene.key("siblings")]
    assert any(caption.value.startswith("Saved ") for caption in page.caption)
    assert page.get("progress")
    assert not page.text_area


def test_an_answer_that_opens_a_question_draws_it_in_its_place_and_no_other(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.radio(key=scene.key("siblings")).set_value("no").run()
    in_its_part(page, "siblings")
    page.radio(key=scene.key("siblings")).set_value("yes").run()
    assert [radio.key for radio in page.radio] == [scene.key("siblings"), scene.key("siblings_seen")]
    assert not page.title
    assert not page.text_area
    page.radio(key=scene.key("siblings_seen")).set_value("good").run()
    assert scene.stored("siblings_seen") == "good"


def test_a_note_that_is_begun_closes_the_box_of_the_one_begun_before(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    begin, box = "note-begin/{}/{}", "note-text/{}/{}"
    page = scene.opened(signed_in(scene.ann))
    page.button(key=begin.format(scene.row.id, "siblings")).click().run()
    assert [area.key for area in page.text_area if "note-" in str(area.key)] == [box.format(scene.row.id, "siblings")]
    in_its_part(page, "notes")
    page.button(key=begin.format(scene.row.id, "notes")).click().run()
    assert not page.title
    assert [area.key for area in page.text_area if "note-" in str(area.key)] == [box.format(scene.row.id, "notes")]
    assert page.button(key=begin.format(scene.row.id, "siblings"))


def test_an_answer_that_changes_nothing_else_draws_its_question_alone(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.").run()
    in_its_part(page, "notes")
    page.text_area(key=scene.key("notes")).set_value("The plan was clear to all.").run()
    assert not page.exception
    assert scene.stored("notes") == "The plan was clear to all."
    assert [box.key for box in page.text_area] == [scene.key("notes")]
    assert any(caption.value.startswith("Saved ") for caption in page.caption)
    assert not page.radio
    assert not page.get("progress")


def test_a_first_answer_draws_its_question_and_how_the_return_stands_now(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.").run()
    to_go = page.get("progress")[0].proto.text
    in_its_part(page, "siblings")
    page.radio(key=scene.key("siblings")).set_value("no").run()
    assert scene.stored("siblings") == "no"
    assert page.get("progress")[0].proto.text != to_go
    assert [radio.key for radio in page.radio] == [scene.key("siblings")]
    assert not page.text_area


def test_one_question_knows_what_another_drew(scene: Scene, signed_in: Browser, in_its_part: Asking) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.").run()
    page.text_input(key=scene.key("police_only")).set_value("Well led.").run()
    whole = page._tree
    in_its_part(page, "notes")
    page.text_area(key=scene.key("notes")).set_value("The plan was clear to all.").run()
    assert not page.radio
    page._tree = whole
    in_its_part(page, "police_only")
    page.text_input(key=scene.key("police_only")).set_value("Well led and warm.").run()
    assert scene.stored("police_only") == "Well led and warm."
    assert [box.key for box in page.text_input] == [scene.key("police_only")]
    assert not page.text_area


def test_what_a_colleague_answered_meanwhile_is_drawn_with_ones_own_answer(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.").run()
    with work() as session:
        save_answer(session, make.actor(scene.bob, Role.AUDITOR), scene.row.id or 0, Given("siblings", "no", 0))
    in_its_part(page, "notes")
    page.text_area(key=scene.key("notes")).set_value("The plan was clear to all.").run()
    assert scene.stored("notes") == "The plan was clear to all."
    assert page.radio(key=scene.key("siblings")).value == "no"


def test_a_refused_answer_stays_beside_its_question_and_the_section_says_that_it_waits(
    scene: Scene, signed_in: Browser, in_its_part: Asking
) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.").run()
    in_its_part(page, "notes")
    page.text_area(key=scene.key("notes")).set_value("The child has NHS number 943 476 5919.").run()
    assert scene.stored("notes") == "The plan was clear."
    assert any("Not saved" in error.value for error in page.error)
    assert any("1 answer is not saved yet" in warning.value for warning in page.warning)
