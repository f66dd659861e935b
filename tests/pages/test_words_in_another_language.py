"""A coordinator sees how far a draft is translated, and where its list of words is."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.db import work
from tests import factories as make
from tests.domain.test_designing import form as example

Browser = Callable[[t.Person | None], AppTest]


def drafted(form: Questionnaire) -> tuple[t.Person, int]:
    """A coordinator and a draft."""
    with work() as session:
        coordinator = make.person(session, Role.COORDINATOR)
        facts = {"title": form.title, "audience": form.audience, "body": form.model_dump(mode="json")}
        row = t.QuestionnaireVersion(key=form.key, version=form.version, **facts)
        session.add(row)
        session.flush()
        return coordinator, row.id or 0


def test_the_draft_says_how_much_is_in_welsh_and_takes_no_list_before_one_is_chosen(
    set_up: None, signed_in: Browser
) -> None:
    coordinator, draft = drafted(example())
    page = signed_in(coordinator)
    page.run()
    page.query_params["questionnaire"] = str(draft)
    page.switch_page("pages/questionnaires/design.py").run()
    assert any(text.value.endswith("are in Welsh so far.") and text.value.startswith("0 of") for text in page.text)
    next(button for button in page.button if str(button.key).startswith("words-take/")).click().run()
    assert [error.value.replace("\\", "") for error in page.error] == ["Choose the filled list first."]
