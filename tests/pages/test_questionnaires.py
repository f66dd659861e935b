"""A coordinator writes a questionnaire on the pages alone."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.questionnaires import begin, save_draft
from maap.views.questionnaires import design
from tests import factories as make
from tests.pages.conftest import a_person

Browser = Callable[[t.Person | None], AppTest]
DESIGN, ALL, PREVIEW = (f"pages/questionnaires/{name}.py" for name in ("design", "all", "preview"))


class Desk:
    """A coordinator in front of an empty draft."""

    def __init__(self, browser: Browser) -> None:
        self.coordinator = a_person(Role.COORDINATOR)
        self.actor = make.actor(self.coordinator, Role.COORDINATOR)
        with work() as session:
            make.agency(session, "police")
            make.agency(session, "health_visiting")
            self.id = begin(session, self.actor, {"title": "Front door", "audience": "both"})
        self.page = browser(self.coordinator)
        self.page.run()
        self.page.query_params["questionnaire"] = str(self.id)
        self.page.switch_page(DESIGN).run()

    @property
    def form(self) -> Questionnaire:
        """The draft as it is stored."""
        with reading() as session:
            return design(session, self.actor, self.id).form

    def press(self, key: str) -> None:
        self.page.button(key=key).click().run()
        assert not self.page.exception

    def add_section(self, title: str) -> None:
        self.page.text_input(key="design-title").input(title)
        self.press("design-add-section")

    def add_question(self, label: str, kind: str, beside: str) -> None:
        self.page.text_input(key="design-label").input(label)
        self.page.selectbox(key="design-kind").select(kind)
        self.press(f"design-add/{beside}")

    def field(self, part: str, name: str) -> str:
        return f"sheet/{self.id}/{part}/{name}"

    def said(self) -> str:
        return " ".join(error.value for error in self.page.error).replace("\\", "")


@pytest.fixture
def desk(signed_in: Browser) -> Desk:
    return Desk(signed_in)


def _colleague_retitles(desk: Desk, title: str) -> None:
    with work() as session:
        page = design(session, desk.actor, desk.id)
        first = page.form.sections[0].model_copy(update={"title": title})
        form = Questionnaire(**(dict(page.form) | {"sections": (first, *page.form.sections[1:])}))
        save_draft(session, desk.actor, desk.id, form, page.revision)


def test_a_form_with_a_routed_question_is_written_and_published(desk: Desk) -> None:
    desk.add_section("The contact")
    desk.add_question("Was the contact about neglect?", "yes_no", "the_contact")
    desk.add_question("What was done?", "long_text", "was_the_contact_about_neglect")
    part = "what_was_done"
    desk.page.selectbox(key=f"when/{part}/name").select("was_the_contact_about_neglect").run()
    desk.page.selectbox(key=f"when/{part}/value/was_the_contact_about_neglect").select("yes").run()
    desk.press(f"when-add/{part}")
    assert desk.form.question(part).relevant == "${was_the_contact_about_neglect} = 'yes'"
    publish = next(button.key for button in desk.page.button if str(button.key).startswith("publish/"))
    desk.press(publish)
    with reading() as session:
        row = session.exec(select(t.QuestionnaireVersion).where(t.QuestionnaireVersion.id == desk.id)).one()
    assert row.published


def test_what_is_typed_is_saved_before_another_part_opens(desk: Desk) -> None:
    desk.add_section("The contact")
    desk.page.text_area(key=desk.field("the_contact", "guidance")).input("Read the whole file first.")
    desk.press("design-go/whole")
    assert desk.form.sections[0].guidance == "Read the whole file first."


def test_a_refused_wording_stays_on_the_page(desk: Desk) -> None:
    desk.add_section("The contact")
    key = desk.field("the_contact", "title")
    desk.page.text_input(key=key).input(" ").run()
    assert "Title" in desk.said()
    assert desk.page.text_input(key=key).value == " "
    assert desk.form.sections[0].title == "The contact"


def test_a_colleagues_change_of_the_same_field_is_not_overwritten(desk: Desk) -> None:
    desk.add_section("The contact")
    _colleague_retitles(desk, "Theirs")
    desk.page.text_input(key=desk.field("the_contact", "title")).input("Mine").run()
    assert "colleague" in desk.said()
    assert desk.form.sections[0].title == "Theirs"


def test_a_colleagues_change_of_another_field_is_kept_beside_mine(desk: Desk) -> None:
    desk.add_section("The contact")
    _colleague_retitles(desk, "Theirs")
    desk.page.text_area(key=desk.field("the_contact", "guidance")).input("Mine").run()
    assert (desk.form.sections[0].title, desk.form.sections[0].guidance) == ("Theirs", "Mine")


def test_undo_brings_a_removed_question_back(desk: Desk) -> None:
    desk.add_section("The contact")
    desk.add_question("What was done?", "long_text", "the_contact")
    before = desk.form
    desk.press("design-remove/what_was_done")
    assert not desk.form.sections[0].questions
    desk.press("design-undo")
    assert desk.form == before
    desk.press("design-undo")
    assert not desk.form.sections[0].questions


def test_another_kind_of_answer_keeps_the_wording(desk: Desk) -> None:
    desk.add_section("The contact")
    desk.add_question("What was done?", "long_text", "the_contact")
    desk.page.selectbox(key="design-is/what_was_done/long_text").select("choice").run()
    question = desk.form.question("what_was_done")
    assert (question.kind, question.label) == ("choice", "What was done?")


def test_an_id_is_changed_with_the_conditions_that_name_it(desk: Desk) -> None:
    desk.add_section("The contact")
    desk.add_question("Was it neglect?", "yes_no", "the_contact")
    desk.add_question("What was done?", "long_text", "was_it_neglect")
    desk.page.text_input(key=desk.field("what_was_done", "relevant")).input("${was_it_neglect} = 'yes'").run()
    desk.press("design-go/was_it_neglect")
    desk.page.text_input(key=desk.field("was_it_neglect", "id")).input("neglect").run()
    assert desk.form.question("what_was_done").relevant == "${neglect} = 'yes'"
    assert desk.page.query_params["part"] == "neglect"


def test_pasted_questions_become_a_draft_that_opens(desk: Desk) -> None:
    page = desk.page.switch_page(ALL).run()
    page.segmented_control(key="begin-way").set_value("pasted").run()
    page.text_input(key="begin/title").input("Visits")
    page.text_area(key="begin/text").input("Was the child seen? (Yes / No / N/A)\nHow many visits were there?")
    page.button(key="begin-pasted").click().run()
    assert not page.exception
    with reading() as session:
        made = session.exec(select(t.QuestionnaireVersion).where(t.QuestionnaireVersion.title == "Visits")).one()
    assert page.query_params["questionnaire"] == str(made.id)
    assert "2 questions in 1 section." in [text.value for text in page.text]


def test_a_draft_without_a_title_is_refused_and_the_pasted_text_stays(desk: Desk) -> None:
    page = desk.page.switch_page(ALL).run()
    page.segmented_control(key="begin-way").set_value("pasted").run()
    page.text_area(key="begin/text").input("Was the child seen?")
    page.button(key="begin-pasted").click().run()
    assert "Title" in page.error[0].value
    assert page.text_area(key="begin/text").value == "Was the child seen?"


def test_the_preview_asks_an_agency_what_its_answers_open(desk: Desk) -> None:
    desk.add_section("The contact")
    desk.add_question("Was it neglect?", "yes_no", "the_contact")
    desk.add_question("What was done?", "long_text", "was_it_neglect")
    desk.page.text_input(key=desk.field("what_was_done", "relevant")).input("${was_it_neglect} = 'yes'").run()
    page = desk.page.switch_page(PREVIEW).run()
    assert [header.value for header in page.header] == ["What if…", "1 of 2 questions are asked"]
    page.selectbox(key=f"preview/{desk.id}/agency").select("police").run()
    page.selectbox(key="what-if/was_it_neglect").select("yes").run()
    assert page.header[1].value == "2 of 2 questions are asked"
    assert not page.exception


def test_somebody_of_an_agency_sees_none_of_it(signed_in: Browser, desk: Desk) -> None:
    with work() as session:
        police = make.agency(session, "police")
    page = signed_in(a_person(Role.AUDITOR, agency=police))
    page.run()
    page.query_params["questionnaire"] = str(desk.id)
    for script in (DESIGN, ALL, PREVIEW):
        page.switch_page(script).run()
        assert "you may not write questionnaires" in page.error[0].value.replace("\\", "")


def test_a_section_is_answered_once_for_each_child_and_its_scores_are_rolled_up(desk: Desk) -> None:
    desk.add_section("The child")
    desk.add_question("Was the child seen?", "yes_no", "the_child")
    desk.press("design-go/the_child")
    desk.page.text_input(key=desk.field("the_child", "each")).input("child").run()
    desk.page.selectbox(key=desk.field("the_child", "roll_up")).select("mean").run()
    desk.press("design-go/whole")
    desk.page.selectbox(key=desk.field("", "roll_up")).select("lowest").run()
    section = desk.form.sections[0]
    assert (section.each, section.roll_up, desk.form.roll_up) == ("child", "mean", "lowest")


def test_the_outline_says_a_brought_in_answer_without_its_id(desk: Desk) -> None:
    desk.add_section("The contact")
    desk.add_question("What was decided?", "yes_no", "the_contact")
    desk.add_question("Why “${what_was_decided}”?", "long_text", "what_was_decided")
    outline = [button.label for button in desk.page.button if str(button.key).startswith("design-go/")]
    assert any("Why “…”?" in label for label in outline)
