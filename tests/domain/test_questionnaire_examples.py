"""The ten example questionnaires, one behaviour each."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maap.domain.engine import BadAnswer, Route, check, route, said, wording
from maap.domain.questionnaire import Questionnaire
from maap.outside.questionnaires import xlsform_in, xlsform_out, yaml_form

FOLDER = Path(__file__).parent.parent / "questionnaires"
TODAY = date(2026, 3, 3)
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def example(name: str) -> Questionnaire:
    return yaml_form.read((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")).whole()


def taken(name: str, answers: dict[str, Any]) -> Route:
    return route(example(name), answers, TODAY)


def asked(name: str, answers: dict[str, Any]) -> list[str]:
    return [question.id for question in taken(name, answers).asked]


def test_there_are_ten() -> None:
    assert len(NAMES) == 10


@pytest.mark.parametrize("name", NAMES)
def test_an_example_needs_no_advice_and_survives_the_journey_to_a_spreadsheet(name: str) -> None:
    form = yaml_form.read((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert form.problems() == ()
    back = xlsform_in.read(xlsform_out.write(form.whole()))
    assert (back.problems(), back.questionnaire) == ((), form.questionnaire)


def test_an_answer_opens_a_question_and_its_change_hides_what_was_written() -> None:
    name = "opened_by_an_answer"
    assert asked(name, {}) == ["seen_alone"]
    assert asked(name, {"seen_alone": "yes"}) == ["seen_alone", "what_was_said"]
    changed = taken(name, {"seen_alone": "no", "what_was_said": "She wants to see her nan."})
    assert changed.hidden == {"what_was_said"}
    assert "what_was_said" not in changed.answers
    assert [question.id for question in changed.unanswered] == ["what_instead"]


@pytest.mark.parametrize("opener", ["strategy_discussion", "core_groups"])
def test_either_answer_opens_the_next_question(opener: str) -> None:
    assert "our_agency_came" in asked("either_of_two_answers", {opener: "yes"})


def test_a_chain_closes_from_where_it_is_cut() -> None:
    name = "either_of_two_answers"
    chain = {"core_groups": "yes", "our_agency_came": "no", "why_not": ["other"], "why_not_other": "Leave"}
    assert asked(name, chain)[-1] == "why_not_other"
    cut = taken(name, chain | {"core_groups": "no"})
    assert cut.hidden == {"our_agency_came", "why_not", "why_not_other"}


def test_a_decision_opens_its_own_page() -> None:
    route_ = taken("pages_opened_by_a_decision", {"decision": "early_help"})
    assert [part.section.id for part in route_.sections] == ["contact", "early_help", "learning"]
    assert [part.state for part in route_.sections] == ["complete", "not started", "not started"]


def test_a_picked_section_must_be_answered_and_an_unpicked_one_need_not() -> None:
    name = "sections_the_auditor_picks"
    nothing = taken(name, {"summary": "A settled year."})
    assert nothing.complete
    assert [(part.section.id, part.picked) for part in nothing.sections][1:] == [("health", False), ("school", False)]
    picked = taken(name, {"summary": "A settled year.", "school__picked": "yes"})
    assert [question.id for question in picked.unanswered] == ["attendance"]
    assert check(example(name), {}, "school__picked", "yes", TODAY) == "yes"


def test_one_block_is_asked_for_each_domain_before_the_last_section() -> None:
    questionnaire = example("one_block_for_each_domain")
    assert [section.id for section in questionnaire.sections][0::6] == ["start", "close"]
    assert questionnaire.domain_of("timeliness_grade") == "timeliness"
    grade = {"timeliness_grade": "3"}
    assert "timeliness_why" in asked("one_block_for_each_domain", grade)
    assert "timeliness_why" not in asked("one_block_for_each_domain", {"timeliness_grade": "not_known"})


def test_an_agency_sees_its_own_parts_and_never_the_panels() -> None:
    questionnaire = example("parts_for_some_agencies")
    assert [q.id for q in questionnaire.for_agency("police").questions] == ["shared", "police_log"]
    assert [q.id for q in questionnaire.for_agency("health_visiting").questions] == ["shared", "visits"]
    assert [q.id for q in questionnaire.for_agency("housing").questions] == ["shared"]


def test_a_rule_speaks_its_own_message_and_a_value_is_worked_out() -> None:
    questionnaire = example("numbers_and_rules")
    with pytest.raises(BadAnswer, match="More visits were made than planned"):
        check(questionnaire, {"planned": 4}, "made", 5, TODAY)
    answers = {"planned": 4, "made": check(questionnaire, {"planned": 4}, "made", "3", TODAY)}
    counted = route(questionnaire, answers, TODAY)
    assert counted.values == {"missed": 1}
    assert wording(questionnaire.question("why_missed").label, questionnaire, counted) == "Why were 1 visits missed?"
    with pytest.raises(BadAnswer, match="cannot be in the future"):
        check(questionnaire, answers, "first_visit", "4/3/2026", TODAY)


def test_recommendations_repeat_up_to_their_limit_and_are_counted() -> None:
    questionnaire = example("several_recommendations")
    rows = [{"what": "Share minutes", "for_whom": "all_agencies"}, {"what": "Train", "for_whom": "one_agency"}]
    half = route(questionnaire, {"recommendation": rows}, TODAY)
    assert [question.id for question in half.unanswered] == ["recommendation", "most_urgent"]
    rows[1]["which_agency"] = "Housing"
    done = route(questionnaire, {"recommendation": rows, "most_urgent": 2}, TODAY)
    assert done.complete
    with pytest.raises(BadAnswer, match="no recommendation with that number"):
        check(questionnaire, {"recommendation": rows}, "most_urgent", 3, TODAY)
    with pytest.raises(BadAnswer, match="at most 3 entries"):
        check(questionnaire, {}, "recommendation", [{"what": str(n)} for n in range(4)], TODAY)


def test_a_matrix_counts_when_every_row_is_answered_and_a_row_opens_a_question() -> None:
    name = "practice_area_matrix"
    part = taken(name, {"areas": {"capacity": "not_met"}})
    assert [question.id for question in part.unanswered] == ["areas", "capacity_why"]
    whole = {"risk": "met", "capacity": "not_met", "wishes": "not_seen"}
    assert [question.id for question in taken(name, {"areas": whole}).unanswered] == ["capacity_why"]
    questionnaire = example(name)
    words = "Risk assessment: Met; Mental capacity: Not met; The person's own wishes: Not seen in file"
    assert said(questionnaire.question("areas"), whole, questionnaire) == words


def test_a_wanted_question_is_asked_for_and_does_not_block() -> None:
    name = "wanted_evidence_and_welsh"
    done = taken(name, {"who_took_part": ["mother", "father"], "strengths": ["fathers"]})
    assert done.complete
    assert [question.id for question in done.wanted] == ["difference"]
    label = example(name).question("difference").label
    assert wording(label, example(name), done).endswith("these took part: Mother, Father?")


def test_an_evidence_box_is_stored_beside_its_answer_and_hidden_with_it() -> None:
    questionnaire = example("wanted_evidence_and_welsh")
    kept = check(questionnaire, {}, "who_took_part__evidence", "  Minutes of 2 May.  ", TODAY)
    assert kept == "Minutes of 2 May."
    assert route(questionnaire, {"who_took_part__evidence": kept}, TODAY).hidden == frozenset()
    with pytest.raises(BadAnswer, match="not part of your questionnaire"):
        check(questionnaire, {}, "difference__evidence", "x", TODAY)
