"""Terms of reference through the pages: nothing typed is lost, and only those asked sign."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.domain.terms import Terms
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.terms import ask_for_signatures, save_terms, start_audit
from tests import factories as make
from tests.pages.conftest import a_person
from tests.usecases.furnished import Household, household, written_audit

Browser = Callable[[t.Person | None], AppTest]


@dataclass(frozen=True)
class Scene:
    """A household, an audit of it, and a way to open a page as one of its people."""

    home: Household
    audit_id: int
    browser: Browser

    def opens(self, who: str, page: str, **query: str) -> AppTest:
        with reading() as session:
            person = session.get(t.Person, getattr(self.home, who).person_id)
        app = self.browser(person).run()
        app.query_params.update({"audit": str(self.audit_id), **query})
        return app.switch_page(page).run()

    def terms(self) -> Terms:
        with reading() as session:
            audit = session.get(t.Audit, self.audit_id)
            assert audit is not None
            return Terms.model_validate(audit.terms)

    def stage(self) -> str:
        with reading() as session:
            audit = session.get(t.Audit, self.audit_id)
            assert audit is not None
            return audit.stage


@pytest.fixture
def scene(signed_in: Browser) -> Scene:
    with work() as session:
        home = household(session, now())
        audit = written_audit(session, home)
    return Scene(home, audit.id or 0, signed_in)


WRITE, AGREE, AUDITS = "pages/terms/write.py", "pages/terms/agree.py", "pages/audits/all.py"


def key(scene: Scene, step: str, field: str) -> str:
    return f"terms/{scene.audit_id}/{step}/{field}"


def press(app: AppTest, scene: Scene, step: str, button: str) -> AppTest:
    return app.button(key=f"terms-do/{scene.audit_id}/{step}/{button}").click().run()


def said(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.error, *app.text, *app.info, *app.success)).replace("\\", "")


def test_a_saved_step_is_stored_and_the_next_one_opens(scene: Scene) -> None:
    app = scene.opens("coordinator", WRITE, step="focus")
    app.text_area(key=key(scene, "focus", "purpose")).set_value("Is help early enough?")
    press(app, scene, "focus", "next")
    assert scene.terms().purpose == "Is help early enough?"
    assert [header.value for header in app.header] == ["Scope and audited period"]


def test_a_refused_step_keeps_what_was_typed_and_says_what_is_wrong_beside_the_field(scene: Scene) -> None:
    app = scene.opens("coordinator", WRITE, step="sample")
    app.text_area(key=key(scene, "sample", "inclusion")).set_value("Such as 943 476 5919")
    app.text_area(key=key(scene, "sample", "exclusion")).set_value("Cases under review")
    press(app, scene, "sample", "save")
    assert "Cases that belong to the cohort: this contains an NHS number" in said(app)
    assert app.text_area(key=key(scene, "sample", "exclusion")).value == "Cases under review"
    assert scene.terms().exclusion == ""
    app.text_area(key=key(scene, "sample", "inclusion")).set_value("Plans for neglect")
    press(app, scene, "sample", "save")
    assert (scene.terms().exclusion, scene.terms().inclusion) == ("Cases under review", "Plans for neglect")


def test_a_quota_without_a_number_is_pointed_out_by_its_line(scene: Scene) -> None:
    app = scene.opens("coordinator", WRITE, step="sample")
    app.text_area(key=key(scene, "sample", "quotas")).set_value("Child protection plan = 3\n\nChild in need: two")
    press(app, scene, "sample", "save")
    assert "line 3 has no number" in said(app)
    app.text_area(key=key(scene, "sample", "quotas")).set_value("Child protection plan = 3\nChild in need: 2")
    press(app, scene, "sample", "save")
    assert [(q.stratum, q.cases) for q in scene.terms().quotas] == [("Child protection plan", 3), ("Child in need", 2)]


def test_a_colleague_who_saved_first_is_not_overwritten_and_their_words_are_shown(scene: Scene) -> None:
    app = scene.opens("coordinator", WRITE, step="focus")
    with work() as session:
        save_terms(session, scene.home.coordinator, scene.audit_id, {"purpose": "Theirs."}, seen=2)
    app.text_area(key=key(scene, "focus", "purpose")).set_value("Mine.")
    press(app, scene, "focus", "save")
    assert scene.terms().purpose == "Theirs."
    assert "They saved: Theirs." in said(app)
    assert app.text_area(key=key(scene, "focus", "purpose")).value == "Mine."
    press(app, scene, "focus", "save")
    assert scene.terms().purpose == "Mine."


def test_lines_of_enquiry_are_added_moved_and_taken_out(scene: Scene) -> None:
    app = scene.opens("coordinator", WRITE, step="focus")
    press(app, scene, "focus", "add")
    app.text_area(key=key(scene, "focus", "lines/line_2/question")).set_value("What helps?")
    press(app, scene, "focus", "up/line_2")
    assert [line.question for line in scene.terms().lines] == ["What helps?", "Is neglect seen early?"]
    press(app, scene, "focus", "out/line_1")
    assert [line.key for line in scene.terms().lines] == ["line_2"]


def test_an_agency_that_is_added_gets_its_usual_remit_and_one_taken_out_goes(scene: Scene) -> None:
    app = scene.opens("coordinator", WRITE, step="agencies")
    app.multiselect(key=key(scene, "agencies", "agencies")).set_value(["police", "early_years"])
    press(app, scene, "agencies", "save")
    nursery, police = scene.terms().agencies
    assert (police.remit, police.lead) == ("Incidents and referrals.", scene.home.police.person_id)
    assert nursery.remit.startswith("Daily care")
    assert "This agency has no lead here yet" in " ".join(caption.value for caption in app.caption)


def test_a_changed_date_is_saved_at_once_and_the_later_ones_follow(scene: Scene) -> None:
    before = {m.key: m.on for m in scene.terms().timetable}
    app = scene.opens("coordinator", WRITE, step="timetable")
    later = before["sample"]
    app.date_input(key=key(scene, "timetable", "dates/cohort")).set_value(later).run()
    after = {m.key: m.on for m in scene.terms().timetable}
    assert after["cohort"] == later
    assert after["panel"] > before["panel"]
    assert app.date_input(key=key(scene, "timetable", "dates/panel")).value == after["panel"]
    app.text_area(key=key(scene, "timetable", "risks")).set_value("Leave in August")
    press(app, scene, "timetable", "save")
    assert scene.terms().risks == "Leave in August"


def test_complete_terms_are_put_up_for_signature_from_the_task_list(scene: Scene) -> None:
    app = scene.opens("coordinator", WRITE)
    assert "8 of 8 steps are complete" in said(app)
    app.button(key="terms-ask").click().run()
    assert "0 of 2 have signed" in said(app)


def test_an_unfinished_audit_has_no_button_and_lists_what_is_missing(scene: Scene) -> None:
    with work() as session:
        save_terms(session, scene.home.coordinator, scene.audit_id, {"purpose": ""}, seen=2)
    app = scene.opens("coordinator", WRITE)
    assert "• Write the purpose: the question this audit answers." in said(app)
    assert "terms-ask" not in [button.key for button in app.button]


def test_the_last_signature_on_the_page_agrees_the_audit(scene: Scene) -> None:
    with work() as session:
        ask_for_signatures(session, scene.home.coordinator, scene.audit_id)
    for who in ("chair", "police"):
        app = scene.opens(who, AGREE)
        app.button(key="terms-sign").click().run()
        assert "terms-sign" not in [button.key for button in app.button]
    assert scene.stage() == "agreed"
    assert "signed by everybody named" in said(app)


def test_signed_terms_say_whether_they_can_still_be_taken_back(scene: Scene) -> None:
    for stage, words in (("agreed", "they can be taken back"), ("fieldwork", "they no longer change")):
        with work() as session:
            audit = session.get(t.Audit, scene.audit_id)
            assert audit is not None
            audit.stage = stage
            session.add(audit)
        app = scene.opens("coordinator", WRITE)
        assert words in said(app) and not app.toggle


@pytest.mark.parametrize("who", ["coordinator", "health", "observer"])
def test_nobody_else_gets_the_button(scene: Scene, who: str) -> None:
    with work() as session:
        ask_for_signatures(session, scene.home.coordinator, scene.audit_id)
    app = scene.opens(who, AGREE)
    assert "0 of 2 have signed" in said(app)
    assert "terms-sign" not in [button.key for button in app.button]


def test_terms_are_taken_back_with_a_reason_only(scene: Scene) -> None:
    with work() as session:
        ask_for_signatures(session, scene.home.coordinator, scene.audit_id)
    app = scene.opens("coordinator", AGREE)
    app.button(key="terms-take-back").click().run()
    assert "Say what has to change" in said(app)
    app.text_area(key=f"terms-take-back-why/{scene.audit_id}").set_value("One more agency.")
    app.button(key="terms-take-back").click().run()
    assert "Version 2 is still being written" in said(app)


def test_a_draft_cannot_be_opened_by_its_address_by_an_agency(scene: Scene) -> None:
    for page in (AGREE, WRITE):
        app = scene.opens("police", page)
        assert "There is no such audit here" in said(app)


def test_what_people_typed_is_never_read_as_markup(scene: Scene) -> None:
    nasty = "<img src=x onerror=alert(1)> **bold**"
    with work() as session:
        save_terms(session, scene.home.coordinator, scene.audit_id, {"purpose": nasty, "title": nasty}, seen=2)
    app = scene.opens("chair", AGREE)
    drawn = " ".join(str(element.proto) for element in app.get("html"))
    assert "&lt;img" in drawn
    assert "<img src=x" not in drawn
    assert not any("<img" in element.value for element in app.markdown)


def test_an_audit_is_started_on_the_list_and_its_task_list_opens(scene: Scene) -> None:
    app = scene.opens("coordinator", AUDITS)
    app.text_input(key="audit-start/title").set_value("Early help")
    app.button(key="audit-start-do").click().run()
    with reading() as session:
        made = session.get(t.Audit, scene.audit_id + 1)
    assert made is not None
    assert made.title == "Early help"
    assert [title.value for title in app.title] == ["Terms of reference"]


def test_the_form_for_the_first_audit_stands_open(set_up: None, signed_in: Browser) -> None:
    def stands_open() -> bool:
        app = signed_in(a_person(Role.COORDINATOR)).run()
        app.switch_page(AUDITS).run()
        return next(one.proto.expanded for one in app.expander if one.label == "Start an audit")

    assert stands_open()
    with work() as session:
        make.audit(session)
    assert not stands_open()


def test_a_reaudit_without_an_earlier_audit_is_refused_in_a_sentence(scene: Scene) -> None:
    app = scene.opens("coordinator", AUDITS)
    app.button(key="audit-again-do").click().run()
    assert "Choose the audit that you look at again." in said(app)
    app.selectbox(key="audit-again/earlier_id").set_value(scene.audit_id)
    app.checkbox(key="audit-again-keep/sample").set_value(False)
    app.button(key="audit-again-do").click().run()
    with reading() as session:
        made = session.get(t.Audit, scene.audit_id + 1)
    assert made is not None
    assert (made.earlier_id, made.terms["purpose"]) == (scene.audit_id, "Do families get help in time?")
    assert made.terms["sample_size"] is None


def test_who_may_not_start_an_audit_has_no_form_for_it(scene: Scene) -> None:
    app = scene.opens("chair", AUDITS)
    assert "audit-start-do" not in [button.key for button in app.button]


def test_two_audits_in_one_browser_do_not_share_what_is_typed(scene: Scene) -> None:
    with work() as session:
        other = start_audit(session, scene.home.coordinator, "Other", "2025/26").id
    app = scene.opens("coordinator", WRITE, step="focus")
    app.text_area(key=key(scene, "focus", "purpose")).set_value("For the first.").run()
    app.query_params["audit"] = str(other)
    app.run()
    assert app.text_area(key=f"terms/{other}/focus/purpose").value == ""
