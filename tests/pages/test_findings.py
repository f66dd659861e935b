"""Findings are taken, written, coded and traced on their pages, and the codebook is changed on its own."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from maap.domain.learning import Polarity
from maap.domain.people import Role
from maap.outside.qdc import QdcCode, write
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.usecases.test_findings import SAID, Team

Browser = Callable[[t.Person | None], AppTest]


class Desk:
    """The coordinator before an audit's findings, in a browser."""

    def __init__(self, browser: Browser) -> None:
        with work() as session:
            self.team = Team(session)
            person = session.get_one(t.Person, self.team.coordinator.person_id)
            self.themes = [theme.id or 0 for theme in self.team.themes]
        self.browser = browser(person).run()

    def open(self, page: str, **query: int | str) -> AppTest:
        """One of the pages."""
        for name, value in {"audit": self.team.id, **query}.items():
            self.browser.query_params[name] = str(value)
        return self.browser.switch_page(f"pages/themes/{page}.py").run()

    def finding(self, text: str = "Notices came late.", *places: int) -> int:
        """A finding, coded to themes."""
        with work() as session:
            made = self.team.write(session, text=text)
            if places:
                self.team.code(session, made, *places)
            return made

    def coded(self, finding_id: int) -> set[int]:
        """The themes of a finding."""
        with reading() as session:
            rows = select(t.FindingTheme.theme_id).where(t.FindingTheme.finding_id == finding_id)
            return set(session.exec(rows))


@pytest.fixture
def desk(set_up: None, signed_in: Browser) -> Desk:
    return Desk(signed_in)


def _said(page: AppTest) -> str:
    return " ".join(one.value for one in (*page.text, *page.caption, *page.markdown, *page.error, *page.info))


def test_marked_answers_are_taken_with_one_button(desk: Desk) -> None:
    page = desk.open("findings")
    page.button("take-answers").click().run()
    assert not page.exception
    assert SAID in _said(page)
    assert "1 strength, 0 areas for development" in _said(page)


def test_a_finding_is_written_and_a_refusal_keeps_what_was_typed(desk: Desk) -> None:
    page = desk.open("findings")
    page.button("open-new-finding").click().run()
    page.text_area("new-finding/text").input("").run()
    page.button("save-finding").click().run()
    assert "Say in a sentence or two" in _said(page)
    page.text_area("new-finding/text").input("Agencies met early.").run()
    page.button("save-finding").click().run()
    assert "Agencies met early." in _said(page)


def test_one_finding_without_a_theme_is_said_in_the_singular(desk: Desk) -> None:
    desk.finding()
    assert "1 has no theme yet." in _said(desk.open("findings"))


def test_before_the_panel_an_empty_page_promises_no_buttons_that_it_has_not(desk: Desk) -> None:
    with work() as session:
        audit = session.get_one(t.Audit, desk.team.id)
        audit.stage = "fieldwork"
        session.add(audit)
    page = desk.open("findings")
    assert [one.value for one in page.info] == [
        "No findings yet. They are made while the panel reads the cases and the report is written."
    ]


def test_what_happened_to_a_finding_leads_back_to_it(desk: Desk) -> None:
    found = desk.finding()
    desk.open("findings")
    desk.browser.query_params.update({"of": "finding", "id": str(found)})
    page = desk.browser.switch_page("pages/audits/record.py").run()
    assert not page.exception
    assert "Back to this finding" in [link.proto.label for link in page.get("page_link")]


def test_the_filter_leaves_what_fits(desk: Desk) -> None:
    desk.finding("Notices came late.", 0)
    desk.finding("Doors stayed shut.")
    page = desk.open("findings")
    page.selectbox("finding-filter/coded").select("without").run()
    assert "Doors stayed shut." in _said(page)
    assert "Notices came late." not in _said(page)


def test_a_theme_in_the_address_is_the_filter(desk: Desk) -> None:
    desk.finding("Notices came late.", 0)
    desk.finding("Doors stayed shut.")
    page = desk.open("findings", theme=desk.themes[0])
    assert "Notices came late." in _said(page)
    assert "Doors stayed shut." not in _said(page)


def test_another_audits_findings_begin_without_the_filter(desk: Desk) -> None:
    desk.finding("Notices came late.", 0)
    page = desk.open("findings")
    page.selectbox("finding-filter/coded").select("with").run()
    with work() as session:
        other = Team(session)
        other.write(session, text="Of another audit.")
    assert "Of another audit." in _said(desk.open("findings", audit=other.id))


def test_a_suggestion_is_taken_and_saving_goes_on_to_the_next_finding(desk: Desk) -> None:
    one, other = desk.finding("Consent was not recorded."), desk.finding("Timeliness was good.")
    page = desk.open("coding", finding=one)
    page.button(f"take/{one}/{desk.themes[1]}").click().run()
    page.button(f"save/{one}").click().run()
    assert not page.exception
    assert desk.coded(one) == {desk.themes[1]}
    assert page.query_params["finding"] == str(other)
    assert "Timeliness was good." in _said(page)


def test_nothing_is_coded_until_a_person_saves(desk: Desk) -> None:
    one = desk.finding("Consent was not recorded.")
    page = desk.open("coding", finding=one)
    page.button(f"take/{one}/{desk.themes[1]}").click().run()
    assert desk.coded(one) == set()


def test_none_of_the_themes_fits_is_kept_for_a_new_theme(desk: Desk) -> None:
    one = desk.finding("The computer system lost old notes.")
    page = desk.open("coding", finding=one)
    page.button(f"none-fits/{one}").click().run()
    with reading() as session:
        decided = session.exec(select(t.ThemeSuggestion).where(t.ThemeSuggestion.finding_id == one)).all()
    assert decided
    assert not any(row.taken for row in decided)
    assert "The computer system lost old notes." in _said(desk.open("groups"))


@pytest.mark.parametrize(
    "stage, said",
    [
        ("fieldwork", "once the panel has begun"),
        ("panel", "Take them from the answers first."),
        ("closed", "its stage takes no new ones"),
    ],
)
def test_where_there_is_nothing_to_code_the_page_says_what_this_stage_allows(desk: Desk, stage: str, said: str) -> None:
    with work() as session:
        session.get_one(t.Audit, desk.team.id).stage = stage
    page = desk.open("coding")
    assert said in _said(page)
    assert ("Take them" in _said(page)) is (stage == "panel")


def test_a_colleagues_coding_is_shown_and_not_overwritten(desk: Desk) -> None:
    one = desk.finding()
    page = desk.open("coding", finding=one)
    with work() as session:
        desk.team.code(session, one, 2)
    page.button(f"take/{one}/{desk.themes[0]}").click().run()
    with work() as session:
        desk.team.code(session, one, 1, seen=2)
    page.button(f"save/{one}").click().run()
    assert "A colleague has just coded this finding" in _said(page)
    assert desk.coded(one) == {desk.themes[1]}


def test_sentences_of_an_answer_become_a_finding_that_quotes_them(desk: Desk) -> None:
    answer = desk.team.said.id
    page = desk.open("passages")
    page.button(f"open-answer/{answer}").click().run()
    page.button_group(f"passage-form-{answer}/sentences").set_value([0]).run()
    page.button(f"save-passage/{answer}").click().run()
    assert not page.exception
    with reading() as session:
        source = session.exec(select(t.FindingSource)).one()
    assert (source.passage, source.answer_id) == (SAID, answer)


def test_findings_stand_under_the_line_of_enquiry_that_they_answer(desk: Desk) -> None:
    asked = [{"key": "early", "question": "Were agencies early?"}, {"key": "heard", "question": "Was the child heard?"}]
    with work() as session:
        session.get_one(t.Audit, desk.team.id).terms = {"lines": asked}
        desk.team.write(session, text="Notices came late.", line="early")
        desk.team.write(session, text="Visits were early.", line="early", polarity=Polarity.STRENGTH)
        desk.team.write(session, text="Something else.")
    page = desk.open("findings")
    assert [head.value for head in page.header] == ["Strengths", "Areas for development"]
    page.button_group("findings/by").set_value("Line of enquiry").run()
    assert not page.exception
    assert [head.value for head in page.header] == ["Were agencies early?", "No line of enquiry"]
    assert "1 strength, 1 area for development" in _said(page)
    page.button_group("findings/by").set_value("Part of practice").run()
    assert [head.value for head in page.header] == ["No part of practice"]


def test_words_of_a_practitioner_become_a_finding_and_lead_back_to_it(desk: Desk) -> None:
    with work() as session:
        voice = make.voice(session, desk.team.case, "Nobody rang us back.").id
    page = desk.open("passages")
    assert "What practitioners and families said" in [head.value for head in page.header]
    page.button(f"open-answer/voice-{voice}-0").click().run()
    page.button_group(f"passage-form-voice-{voice}-0/sentences").set_value([0]).run()
    page.text_area(f"passage-form-voice-{voice}-0/text").input("Agencies do not ring back.").run()
    page.button(f"save-passage/voice-{voice}-0").click().run()
    assert not page.exception
    with reading() as session:
        source = session.exec(select(t.FindingSource)).one()
    assert (source.passage, source.voice_id, source.agency_id) == ("Nobody rang us back.", voice, None)
    page = desk.open("finding", finding=source.finding_id)
    assert "Nobody rang us back." in _said(page)
    assert "Nobody rang us back." in _said(desk.open("trace", **{"from": f"voice-{voice}"}))


def test_a_finding_is_changed_merged_and_taken_back(desk: Desk) -> None:
    one, other = desk.finding("One."), desk.finding("Two.")
    page = desk.open("finding", finding=one)
    page.button("open-change").click().run()
    page.text_area("change-finding/text").input("One and a half.").run()
    page.button("save-finding-change").click().run()
    assert "One and a half." in _said(page)
    page.button("open-merge").click().run()
    page.multiselect("merge-form/others").select(other).run()
    page.button("merge-findings").click().run()
    with reading() as session:
        assert session.get_one(t.Finding, other).merged_into_id == one
    page.button("withdraw-finding").click().run()
    assert [title.value for title in page.title] == ["Taken back"]


def test_the_trace_names_each_step(desk: Desk) -> None:
    one = desk.finding("Notices came late.", 0)
    page = desk.open("trace", **{"from": f"finding-{one}"})
    assert not page.exception
    assert [head.value for head in page.header][:3] == [
        "Answers (0)",
        "What practitioners and families said (0)",
        "Findings (1)",
    ]
    assert "Choose where to begin" in _said(desk.open("trace", **{"from": "nonsense"}))


def test_a_theme_is_renamed_merged_and_split_on_the_codebooks_page(desk: Desk) -> None:
    for number in range(3):
        desk.finding(f"Finding {number}.", 0)
    desk.finding("Another.", 1)
    first, second = desk.themes[:2]
    page = desk.open("codebook", theme=first)
    page.text_input(f"code:{first}/name").input("In good time")
    for field in ("definition", "use_when", "not_when"):
        page.text_area(f"code:{first}/{field}").input("Said.")
    page.button(f"code-save/{first}").click().run()
    assert not page.exception
    assert "Name: from “Timeliness” to “In good time”" in _said(page)
    with reading() as session:
        other = session.get_one(t.Theme, second)
    page.selectbox("merge-code/other").select((second, other.revision)).run()
    page.button(f"merge-code-save/{first}").click().run()
    assert not page.exception
    with reading() as session:
        assert session.get_one(t.Theme, second).merged_into_id == first
        moved = session.exec(select(t.FindingTheme).where(t.FindingTheme.theme_id == first)).all()
    assert len(moved) == 4
    page.multiselect("split-code/findings").set_value([moved[0].finding_id]).run()
    page.text_input("split-code:new/name").input("Letters")
    for field in ("definition", "use_when", "not_when"):
        page.text_area(f"split-code:new/{field}").input("Said.")
    page.button("split-code-save/new").click().run()
    assert not page.exception
    with reading() as session:
        letters = session.exec(select(t.Theme).where(t.Theme.name == "Letters")).one()
    assert desk.coded(moved[0].finding_id) == {letters.id}


def test_a_panel_member_reads_the_codebook_and_changes_nothing(desk: Desk, signed_in: Browser) -> None:
    with work() as session:
        member = make.person(session, Role.PANEL_MEMBER)
        session.add(t.PanelMember(audit_id=desk.team.id, person_id=member.id))
    page = signed_in(member).run()
    page.query_params["theme"] = str(desk.themes[0])
    page.switch_page("pages/themes/codebook.py").run()
    assert not page.exception
    assert not page.text_area
    assert not [button for button in page.button if "save" in str(button.key)]


def test_a_group_of_findings_becomes_a_theme(desk: Desk) -> None:
    made = [desk.finding("The computer lost old notes."), desk.finding("Old notes were lost by the computer.")]
    page = desk.open("groups")
    page.button(f"make-theme/{max(made)}").click().run()
    page.text_input("group-theme:new/name").input("Lost notes")
    for field in ("definition", "use_when", "not_when"):
        page.text_area(f"group-theme:new/{field}").input("Said.")
    page.button("group-theme-save/new").click().run()
    assert not page.exception
    with reading() as session:
        newest = session.exec(select(t.Theme).order_by(col(t.Theme.id).desc())).first()
    assert newest is not None
    assert desk.coded(made[0]) == desk.coded(made[1]) == {newest.id}


def test_a_codebook_is_brought_in_and_what_is_none_is_refused(desk: Desk) -> None:
    file = write([QdcCode(key="trust", name="Trust", group="Working together", definition="People trust each other.")])
    page = desk.open("codebook")
    page.file_uploader("codebook/file").upload("other.qdc", file, "application/xml").run()
    page.button("take-codebook").click().run()
    assert not page.exception
    with reading() as session:
        assert session.exec(select(t.Theme).where(t.Theme.key == "trust")).one().name == "Trust"
    page.file_uploader("codebook/file").upload("other.qdc", b"<nothing/>", "application/xml").run()
    page.button("take-codebook").click().run()
    assert "This file is not a REFI" in _said(page)


def test_a_case_in_the_panel_leads_to_its_answers(desk: Desk) -> None:
    page = desk.open("passages", case=desk.team.case.id or 0)
    assert page.selectbox("passages/case").value == desk.team.case.id
    assert SAID in _said(page)
