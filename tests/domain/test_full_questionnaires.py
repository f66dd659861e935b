"""Three questionnaires as a partnership would write them: each runs, is checked, and survives a spreadsheet."""

from datetime import date
from typing import Any

import pytest

from maap.domain.engine import BadAnswer, Route, check, route
from maap.domain.questionnaire import Questionnaire
from maap.outside.questionnaires import xlsform_in, xlsform_out, yaml_form
from tests.domain.test_questionnaire_examples import FOLDER

TODAY = date(2026, 3, 3)
NAMES = sorted(path.stem for path in (FOLDER / "full").glob("*.yaml"))
PAGES = {"advice": "advice_page", "early_help": "early_help_page", "assessment": "assessment_page"}


def full(name: str) -> Questionnaire:
    return yaml_form.read((FOLDER / "full" / f"{name}.yaml").read_text(encoding="utf-8")).whole()


def taken(name: str, answers: dict[str, Any], agency: str = "police") -> Route:
    return route(full(name).for_agency(agency), answers, TODAY)


def sections(found: Route) -> list[str]:
    return [part.section.id for part in found.sections if part.asked]


def test_there_are_three() -> None:
    assert NAMES == ["front_door_contact_audit", "neglect_deep_dive", "self_neglect_audit"]


@pytest.mark.parametrize("name", NAMES)
def test_a_full_questionnaire_needs_no_advice_and_comes_back_equal_from_a_spreadsheet(name: str) -> None:
    form = yaml_form.read((FOLDER / "full" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert form.problems() == ()
    back = xlsform_in.read(xlsform_out.write(form.whole()))
    assert (back.problems(), back.questionnaire) == ((), form.questionnaire)


@pytest.mark.parametrize(("decision", "page"), [*PAGES.items(), ("strategy", "strategy_page")])
def test_the_decision_of_the_front_door_opens_its_own_page_and_no_other(decision: str, page: str) -> None:
    opened = sections(taken("front_door_contact_audit", {"decision": decision}))
    assert {part for part in opened if part.endswith("_page")} == {page}


def test_a_decision_cannot_come_before_its_contact_and_its_days_are_counted() -> None:
    form = full("front_door_contact_audit")
    with pytest.raises(BadAnswer, match="cannot come before"):
        check(form, {"received": "2026-02-10"}, "decided_on", "2026-02-09", TODAY)
    counted = taken("front_door_contact_audit", {"received": "2026-02-10", "decided_on": "2026-02-12"})
    assert counted.values["days"] == 2


def test_each_child_of_the_household_has_a_section_of_its_own() -> None:
    assert sections(taken("neglect_deep_dive", {"children": 3})).count("each_child") == 0
    asked = [question.id for question in taken("neglect_deep_dive", {"children": 3}).asked]
    assert sum(one.startswith("day") for one in asked) == 3
    assert not any(one.startswith("day") for one in (q.id for q in taken("neglect_deep_dive", {"children": 0}).asked))


def test_parts_that_the_auditor_did_not_pick_are_not_asked() -> None:
    name = "neglect_deep_dive"
    assert "home" not in sections(taken(name, {}))
    picked = full(name).sections
    home = next(section for section in picked if section.id == "home")
    assert "home" in sections(taken(name, {home.pick_id: "yes"}))
    assert all(section.id != "school" for section in full(name).for_agency("police").sections)


def test_a_row_of_the_matrix_opens_a_section_and_a_question() -> None:
    name = "self_neglect_audit"
    opened = taken(name, {"areas": {"capacity": "met", "risk": "partly"}})
    assert "capacity" in sections(opened)
    assert "risk_why" in [question.id for question in opened.asked]
    assert "capacity" not in sections(taken(name, {"areas": {"capacity": "not_seen"}}))


def test_agencies_never_see_what_the_panel_alone_answers() -> None:
    assert "panel_learning" not in [question.id for question in taken("self_neglect_audit", {}).asked]


def test_a_section_for_each_of_several_survives_a_spreadsheet_also_when_the_auditor_says_how_many() -> None:
    asked = {"id": "day", "kind": "text", "label": "What is a day like?"}
    sections = [{"id": "child", "title": "Each child", "each": "child", "roll_up": "mean", "questions": [asked]}]
    form = Questionnaire.model_validate(
        {"key": "k", "title": "T", "audience": "both", "roll_up": "mean", "sections": sections}
    )
    back = xlsform_in.read(xlsform_out.write(form))
    assert back.questionnaire == form
    assert not [finding for finding in back.problems() if "Other XLSForm tools" in finding.message]
