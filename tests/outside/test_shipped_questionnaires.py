"""The questionnaires a partnership starts with: what they promise about strengths, domains, length and conditions."""

from datetime import date
from pathlib import Path

import pytest

from maap.domain.checking import problems
from maap.domain.engine import route
from maap.domain.questionnaire import CARE_ACT_PRINCIPLES, CORE_DOMAINS, Questionnaire
from maap.outside.configuration import Configuration, load

CORES = ("maap_core_children", "maap_core_adults")
MODULES = ("module_neglect", "module_child_exploitation")
TODAY = date(2026, 3, 3)


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return load(Path(__file__).parents[2] / "config")


@pytest.fixture(scope="module")
def shelf(shipped: Configuration) -> dict[str, Questionnaire]:
    return {questionnaire.key: questionnaire for questionnaire in shipped.questionnaires}


def asked(questionnaire: Questionnaire, agency: str, **answers: object) -> set[str]:
    return {question.id for question in route(questionnaire.for_agency(agency), answers, TODAY).asked}


def test_two_cores_and_two_modules_are_shipped(shelf: dict[str, Questionnaire]) -> None:
    assert set(shelf) == {*CORES, *MODULES}


@pytest.mark.parametrize("key", [*CORES, *MODULES])
def test_the_form_check_has_nothing_to_say(shelf: dict[str, Questionnaire], key: str) -> None:
    assert problems(shelf[key]) == ()


@pytest.mark.parametrize("key", MODULES)
def test_a_core_with_a_module_passes_the_form_check_too(shelf: dict[str, Questionnaire], key: str) -> None:
    whole = shelf["maap_core_children"].with_module(shelf[key])
    assert problems(whole) == ()
    assert [section.id for section in whole.sections][-2:] == ["overall", "concerns"]


@pytest.mark.parametrize("key", CORES)
def test_no_agency_is_asked_fewer_than_30_or_more_than_60_questions(
    shelf: dict[str, Questionnaire], shipped: Configuration, key: str
) -> None:
    for agency in shipped.agencies:
        assert 30 <= len(list(shelf[key].for_agency(agency.key).questions)) <= 60


@pytest.mark.parametrize("key", MODULES)
def test_a_module_adds_about_ten_questions(shelf: dict[str, Questionnaire], key: str) -> None:
    assert 8 <= len(list(shelf[key].questions)) <= 12


@pytest.mark.parametrize(
    ("key", "domains"), [("maap_core_children", CORE_DOMAINS), ("maap_core_adults", CARE_ACT_PRINCIPLES)]
)
def test_every_domain_and_the_whole_are_graded_on_four_grades(
    shelf: dict[str, Questionnaire], key: str, domains: tuple[object, ...]
) -> None:
    grades = {question.id: question for question in shelf[key].questions if question.kind == "grade"}
    expected = [f"grade_{domain.key}" for domain in shelf[key].domains]
    assert list(grades) == expected
    assert len(expected) == len(domains) + 1
    assert {question.scale for question in grades.values()} == {"grade4"}
    assert [shelf[key].domain_of(grade) for grade in grades] == [domain.key for domain in shelf[key].domains]


@pytest.mark.parametrize("key", [*CORES, *MODULES])
def test_strengths_come_before_areas_with_equal_room_and_both_before_the_grade(
    shelf: dict[str, Questionnaire], key: str
) -> None:
    for section in shelf[key].sections:
        sides = [question for question in section.questions if question.polarity]
        strengths = [question for question in sides if question.polarity == "strength"]
        areas = [question for question in sides if question.polarity == "area"]
        assert sides == strengths + areas or [q.polarity for q in sides] == ["strength", "area"] * len(areas)
        assert [type(question) for question in strengths] == [type(question) for question in areas]
        limits = [getattr(question, "max_words", getattr(question, "at_most", None)) for question in strengths]
        assert limits == [getattr(q, "max_words", getattr(q, "at_most", None)) for q in areas]
        graded = [number for number, q in enumerate(section.questions) if q.kind == "grade"]
        if graded and sides:
            assert graded[0] > section.questions.index(sides[-1])


def test_other_children_are_asked_about_only_where_there_may_be_some(shelf: dict[str, Questionnaire]) -> None:
    core = shelf["maap_core_children"]
    siblings = {"others_considered", "worked_other_children", "grade_other_children"}
    assert siblings <= asked(core, "police", has_other_children="yes")
    assert siblings <= asked(core, "police", has_other_children="not_seen")
    assert not siblings & asked(core, "police", has_other_children="no")
    assert "grade_timeliness" in asked(core, "police", has_other_children="no")


def test_details_of_a_strategy_discussion_are_asked_only_when_one_was_held(shelf: dict[str, Questionnaire]) -> None:
    core, details = shelf["maap_core_children"], {"strategy_in_time", "strategy_agencies"}
    assert details <= asked(core, "gp", strategy_held="yes")
    assert not details & asked(core, "gp", strategy_held="no")


def test_repeated_referrals_are_asked_about_when_there_were_several(shelf: dict[str, Questionnaire]) -> None:
    core = shelf["maap_core_children"]
    assert "referrals_pattern" in asked(core, "childrens_social_care", referrals=2)
    assert "referrals_pattern" not in asked(core, "childrens_social_care", referrals=1)


def test_each_agency_has_its_own_part(shelf: dict[str, Questionnaire]) -> None:
    core = shelf["maap_core_children"]
    own = {"police_notified", "health_needs_met", "school_noticed", "plan_clear", "age_band"}
    assert asked(core, "police") & own == {"police_notified"}
    assert asked(core, "health_visiting") & own == {"health_needs_met"}
    assert asked(core, "early_years") & own == {"school_noticed"}
    assert asked(core, "childrens_social_care") & own == {"plan_clear", "age_band"}
    assert asked(core, "housing") & own == set()


@pytest.mark.parametrize("key", CORES)
def test_an_immediate_concern_tells_people_to_telephone_first(shelf: dict[str, Questionnaire], key: str) -> None:
    opened = {"immediate_concern_note", "immediate_concern_phoned"}
    assert opened <= asked(shelf[key], "gp", immediate_concern="yes")
    assert not opened & asked(shelf[key], "gp", immediate_concern="no")
    assert "telephone first" in shelf[key].section_of("immediate_concern").guidance
    assert shelf[key].question("immediate_concern_note").label.startswith("Telephone now")


def test_return_interviews_are_asked_about_when_a_child_was_missing(shelf: dict[str, Questionnaire]) -> None:
    module = shelf["module_child_exploitation"]
    assert "return_interviews" in asked(module, "police", missing_known="yes", missing_episodes=3)
    assert "return_interviews" not in asked(module, "police", missing_known="yes", missing_episodes=0)
    assert "return_interviews" not in asked(module, "police", missing_known="no", missing_episodes=3)
