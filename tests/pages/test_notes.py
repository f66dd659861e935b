"""Notes beside questions, the count of words, and finishing later, on the pages of a return."""

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import freeze
from maap.usecases.notes import note
from tests import factories as make
from tests.pages.conftest import a_person
from tests.pages.test_answering import Browser, Scene
from tests.usecases.test_answering import FORM


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


def texts(page: AppTest) -> list[str]:
    """What is shown letter for letter."""
    return [text.value for text in page.text]


def test_an_auditor_asks_and_the_coordinator_answers_beside_the_question(scene: Scene, signed_in: Browser) -> None:
    at = f"{scene.row.id}/siblings"
    ann = scene.opened(signed_in(scene.ann))
    ann.button(key=f"note-begin/{at}").click().run()
    ann.text_area(key=f"note-text/{at}").set_value("Do cousins count?")
    ann.button(key=f"note-send/{at}").click().run()
    assert "Do cousins count?" in texts(ann)
    assert ann.text_area(key=f"note-text/{at}").value == ""
    coordinator = scene.opened(signed_in(a_person(Role.COORDINATOR)), "check")
    assert "Do cousins count?" in texts(coordinator)
    assert any("1 question with an open note" in each.value for each in coordinator.markdown)
    coordinator.text_area(key=f"note-text/{at}").set_value("Yes, when they often stay.")
    coordinator.button(key=f"note-send/{at}").click().run()
    again = scene.opened(signed_in(scene.ann))
    assert "Yes, when they often stay." in texts(again)
    again.button(key=f"note-close/{at}").click().run()
    assert not [each for each in again.markdown if "Note, " in each.value]


def test_a_refused_note_stays_in_its_box_and_may_be_kept_with_a_reason(scene: Scene, signed_in: Browser) -> None:
    at = f"{scene.row.id}/siblings"
    page = scene.opened(signed_in(scene.ann))
    page.button(key=f"note-begin/{at}").click().run()
    page.text_area(key=f"note-text/{at}").set_value("Mum said that Connor was asleep.")
    page.button(key=f"note-send/{at}").click().run()
    assert "Not sent" in page.error[0].value
    assert page.text_area(key=f"note-text/{at}").value == "Mum said that Connor was asleep."
    page.text_input(key=f"note-because/{at}").set_value("the name of a dog")
    page.button(key=f"note-send/{at}").click().run()
    assert not page.error
    assert "Mum said that Connor was asleep." in texts(page)


def test_markdown_in_a_note_is_shown_as_it_was_typed(scene: Scene, signed_in: Browser) -> None:
    with work() as session:
        note(session, make.actor(scene.ann, Role.AUDITOR), scene.row.id or 0, "siblings", "**Look** <b>here</b>")
    assert "**Look** <b>here</b>" in texts(scene.opened(signed_in(scene.bob)))


def test_words_are_counted_where_there_is_a_limit(scene: Scene, signed_in: Browser) -> None:
    body = FORM.model_dump(mode="json")
    body["sections"][0]["questions"][3]["max_words"] = 3
    with work() as session:
        audit = session.get_one(t.Audit, scene.audit.id)
        freeze(audit, Questionnaire.model_validate(body))
        session.add(audit)
    page = scene.opened(signed_in(scene.ann))
    assert "0 of at most 3 words" in [caption.value for caption in page.caption]
    page.text_area(key=scene.key("notes")).set_value("One two three four").run()
    assert "4 of at most 3 words: 1 too many" in [caption.value for caption in page.caption]
    assert page.text_area(key=scene.key("notes")).value == "One two three four"


def test_finishing_later_saves_the_last_words_and_goes_to_my_work(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    assert any(caption.value.startswith("This return ") and "due on" in caption.value for caption in page.caption)
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.")
    page.button(key="later").click().run()
    assert page.title[0].value == "My work"
    assert scene.stored("notes") == "The plan was clear."


def test_finishing_later_stays_while_something_is_not_saved(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("Ring 07700 900123.")
    page.button(key="later").click().run()
    assert page.title[0].value.startswith("Return")
    assert "not saved yet" in page.warning[0].value


def test_words_typed_just_before_checking_are_saved(scene: Scene, signed_in: Browser) -> None:
    page = scene.opened(signed_in(scene.ann))
    page.text_area(key=scene.key("notes")).set_value("The plan was clear.")
    page.switch_page("pages/fieldwork/check.py").run()
    assert scene.stored("notes") == "The plan was clear."
