"""A questionnaire is put together piece by piece, and what refers to a piece goes on referring to it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maap.domain.checking import problems
from maap.domain.copying import copied, copied_for, dependants, renamed_part
from maap.domain.designing import (
    NoSuchPart,
    id_for,
    ids,
    line_of,
    moved,
    moved_to,
    outline,
    put_inside,
    put_section,
    without,
)
from maap.domain.fitting import BadForm, Overtaken
from maap.domain.new_parts import KINDS, add, blank, bring, of_kind
from maap.domain.part_fields import refuse_overtaken, tables, values, with_values
from maap.domain.problems import Problem
from maap.domain.questionnaire import CORE_DOMAINS, Choice, Questionnaire, Repeat, Scale
from maap.domain.quick_list import quick_rows, with_quick_rows
from tests.domain.made_questionnaires import questionnaires

SCALE = Scale.model_validate(
    {
        "key": "grade4",
        "name": "Four grades",
        "direction": "higher_is_better",
        "levels": [{"value": "good", "label": "Good", "rank": 2}, {"value": "poor", "label": "Poor", "rank": 1}],
    }
)


def form(**more: Any) -> Questionnaire:
    """Two sections: a decision, and what it opens, with a repeated group."""
    sections = [
        {
            "id": "contact",
            "title": "The contact",
            "questions": [
                {"id": "decision", "kind": "choice", "label": "Decision?", "options": [
                    {"value": "help", "label": "Early help"}, {"value": "none", "label": "Nothing"}]},
                {"id": "why", "kind": "text", "label": "Why ${decision}?", "relevant": "${decision} = 'none'"},
            ],
        },
        {
            "id": "learning",
            "title": "Learning",
            "relevant": "${decision} != ''",
            "questions": [
                {"id": "actions", "kind": "repeat", "label": "Actions", "questions": [
                    {"id": "what", "kind": "text", "label": "What?"}, {"id": "owner", "kind": "text", "label": "Role?",
                     "relevant": "${what} != ''"}]},
                {"id": "last", "kind": "text", "label": "Anything else?", "need": "optional"},
            ],
        },
    ]  # fmt: skip
    return Questionnaire.model_validate({"key": "k", "title": "T", "audience": "both", "sections": sections, **more})


def order(questionnaire: Questionnaire) -> list[str]:
    return [line.part.id for line in outline(questionnaire)]


def test_the_outline_numbers_sections_questions_and_what_is_repeated() -> None:
    assert [(line.number, line.part.id) for line in outline(form())] == [
        ("1", "contact"), ("1.1", "decision"), ("1.2", "why"),
        ("2", "learning"), ("2.1", "actions"), ("2.1.1", "what"), ("2.1.2", "owner"), ("2.2", "last"),
    ]  # fmt: skip


def test_a_new_section_stands_after_the_one_named() -> None:
    made, new = put_section(form(), "The contact", after="contact")
    assert (new, order(made)[3]) == ("the_contact", "the_contact")


def test_an_id_is_made_of_whole_words_and_is_not_taken() -> None:
    assert (
        id_for("Was the child seen alone, where that was the right thing?", ())
        == "was_the_child_seen_alone_where_that_was"
    )
    assert id_for("Why", {"why"}) == "why_2"
    assert id_for("2 visits", ()) == "x_2_visits"


def test_a_new_question_stands_after_the_one_that_is_open() -> None:
    made, new = add(form(), "grade", "Overall grade", "decision", [SCALE])
    assert order(made)[2] == new == "overall_grade"
    assert made.scale("grade4") == SCALE


def test_a_new_question_beside_a_repeated_one_is_repeated_too() -> None:
    made, new = add(form(), "text", "By when?", "what", [])
    assert line_of(made, new).within == "actions"


def test_a_matrix_cannot_be_repeated() -> None:
    with pytest.raises(Problem, match="single questions only"):
        put_inside(form(), blank("matrix", "Areas", "areas", "grade4"), "actions")


def test_a_question_without_words_is_refused() -> None:
    with pytest.raises(Problem, match="Write the question first"):
        add(form(), "text", "  ", "contact", [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_question_of_every_kind_passes_the_check(kind: str) -> None:
    made, _ = add(form(), kind, "Something new", "learning", [SCALE])
    assert [found.message for found in problems(made) if found.severity == "error"] == []


def test_a_question_moves_within_its_section_and_on_into_the_next() -> None:
    assert order(moved(form(), "why", -1))[1:3] == ["why", "decision"]
    over = moved(form(), "why", 1)
    assert line_of(over, "why").number == "2.1"
    back = moved(over, "why", -1)
    assert back == form()


def test_nothing_moves_beyond_the_ends() -> None:
    assert moved(form(), "contact", -1) == form()
    assert moved(form(), "decision", -1) == form()
    assert moved(form(), "owner", 1) == form()


def test_a_question_goes_to_the_end_of_the_section_that_is_chosen() -> None:
    assert line_of(moved_to(form(), "decision", "learning"), "decision").number == "2.3"


def test_a_copied_section_refers_to_its_own_questions() -> None:
    made, new = copied(form(), "contact")
    copy = line_of(made, new).part
    assert new == "contact_2"
    assert copy.questions[1].relevant == "${decision_2} = 'none'"  # type: ignore[union-attr]
    assert copy.questions[1].label == "Why ${decision_2}?"  # type: ignore[union-attr]
    assert len(ids(made)) == len(order(made)) + 1  # with the reserved one: no id twice


def test_a_copied_question_still_depends_on_the_same_answer() -> None:
    made, new = copied(form(), "why")
    assert made.question(new).relevant == "${decision} = 'none'"


def test_a_block_for_one_domain_serves_others() -> None:
    start = form(domains=CORE_DOMAINS)
    start = with_values(start, "learning", {"domain": "timeliness", "title": "Learning about timeliness"})
    made = copied_for(start, "learning", {"communication": "Communication and information sharing"})
    copy = made.sections[2]
    assert (copy.id, copy.title, copy.domain) == (
        "learning_communication", "Learning about communication and information sharing", "communication",
    )  # fmt: skip
    assert line_of(made, "owner_communication").part.relevant == "${what_communication} != ''"


def test_a_new_id_is_followed_by_conditions_and_labels() -> None:
    made = renamed_part(form(), "decision", "outcome")
    assert made.question("why").relevant == "${outcome} = 'none'"
    assert made.question("why").label == "Why ${outcome}?"
    assert made.sections[1].relevant == "${outcome} != ''"


def test_a_new_id_of_a_matrix_or_section_is_followed_to_rows_and_picks() -> None:
    rows = {
        "id": "areas",
        "kind": "matrix",
        "label": "Areas",
        "scale": "s",
        "rows": [{"value": "plan", "label": "Plan"}],
    }
    sections = [
        {"id": "a", "title": "A", "optional": True, "questions": [rows]},
        {"id": "b", "title": "B", "questions": [
            {"id": "q", "kind": "text", "label": "Q", "relevant": "${areas__plan} = 'x' and ${a__picked} = 'yes'"}]},
    ]  # fmt: skip
    made = renamed_part(renamed_part(form(sections=sections), "areas", "parts"), "a", "first")
    assert made.question("q").relevant == "${parts__plan} = 'x' and ${first__picked} = 'yes'"


@pytest.mark.parametrize("new", ["why", "Two words", "double__underscore", "1st", "meta", ""])
def test_an_id_that_is_taken_or_cannot_be_one_is_refused(new: str) -> None:
    with pytest.raises(Problem):
        renamed_part(form(), "decision", new)


def test_before_a_part_goes_its_dependants_are_known() -> None:
    assert [part.id for part in dependants(form(), "decision")] == ["why", "learning"]
    assert [part.id for part in dependants(form(), "contact")] == ["learning"]
    assert dependants(form(), "last") == ()


def test_a_removed_question_takes_what_is_inside_it_along() -> None:
    assert order(without(form(), "actions")) == ["contact", "decision", "why", "learning", "last"]


def test_the_last_question_of_a_repeated_group_stays() -> None:
    with pytest.raises(Problem, match="Remove the whole group"):
        without(without(form(), "owner"), "what")


def test_a_part_that_is_gone_is_said_to_be_gone() -> None:
    for edit in (lambda: moved(form(), "x", 1), lambda: without(form(), "x"), lambda: copied(form(), "x")):
        with pytest.raises(NoSuchPart):
            edit()


def test_another_kind_keeps_wording_condition_and_answers() -> None:
    made = of_kind(form().question("decision"), "choices", "grade4")
    assert (made.kind, made.label, [option.value for option in made.options]) == (
        "choices",
        "Decision?",
        ["help", "none"],
    )  # type: ignore[union-attr]
    assert of_kind(form().question("why"), "number", "grade4").relevant == "${decision} = 'none'"


@pytest.mark.parametrize("start", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_turns_into_any_other_and_is_still_valid(start: str, kind: str) -> None:
    made = of_kind(blank(start, "A question", "a_question", "grade4"), kind, "grade4")
    assert type(made).model_validate(made.model_dump()) == made


def test_a_question_from_the_bank_brings_its_scale_and_domain() -> None:
    graded = {"id": "grade", "kind": "grade", "label": "Grade", "scale": "grade4"}
    source = form(
        sections=[{"id": "s", "title": "S", "domain": "own", "questions": [graded]}],
        domains=[{"key": "own", "name": "Our own"}], scales=[SCALE],
    )  # fmt: skip
    made, new, notes = bring(form(), source.question("grade"), source, "decision")
    assert (new, line_of(made, new).number, made.question(new).domain, notes) == ("grade", "1.2", "own", ())
    assert (made.scales, made.domains[0].name) == ((SCALE,), "Our own")


def test_a_question_from_the_bank_loses_a_condition_on_what_is_not_here() -> None:
    source = form(sections=[{"id": "s", "title": "S", "questions": [
        {"id": "q", "kind": "text", "label": "Q", "relevant": "${elsewhere} = 'x'"}]}])  # fmt: skip
    made, new, notes = bring(form(), source.question("q"), source, "learning")
    assert made.question(new).relevant == ""
    assert notes == ("Its condition looks at questions that are not here, so it was left out.",)


def test_fields_are_changed_one_by_one() -> None:
    made = with_values(
        form(), "why", {"label": " Why  not? ", "need": "wanted", "agencies": ["police"], "welsh": "Pam?"}
    )
    question = made.question("why")
    assert (question.label, question.need, question.agencies) == ("Why  not?", "wanted", ("police",))
    assert question.translations == {"cy": "Pam?"}
    assert question.relevant == "${decision} = 'none'"


def test_an_answer_keeps_its_value_when_it_is_reworded_and_a_new_one_gets_its_own() -> None:
    rows = tables(form().question("decision"))["options"]
    rows[0]["label"] = "Help early"
    made = with_values(
        form(), "decision", {"options": [*rows, {"label": "A strategy meeting", "score": 3}, {"label": None}]}
    )
    question = made.question("decision")
    assert isinstance(question, Choice)
    assert [(option.value, option.label) for option in question.options] == [
        ("help", "Help early"), ("none", "Nothing"), ("a_strategy_meeting", "A strategy meeting"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "changes", "sentence"),
    [
        ("why", {"label": " "}, "Wording: write something here."),
        ("contact", {"title": ""}, "Title: write something here."),
        ("decision", {"options": [{"label": ""}]}, "Answers: write at least one."),
        ("", {"title": ""}, "Title: write something here."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(part: str, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadForm) as refused:
        with_values(form(), part, changes)
    assert str(refused.value) == sentence


def test_a_chosen_scale_and_domain_come_into_the_questionnaire() -> None:
    made, new = add(form(audience="children"), "grade", "Grade", "contact", [SCALE])
    other = SCALE.model_copy(update={"key": "other"})
    made = with_values(made, new, {"scale": "other", "domain": "timeliness"}, [SCALE, other])
    assert [scale.key for scale in made.scales] == ["grade4", "other"]
    assert [domain.key for domain in made.domains] == ["timeliness"]


def test_only_a_field_that_a_colleague_changed_too_is_refused() -> None:
    shown = values(form().question("why"))
    theirs = with_values(form(), "why", {"label": "Theirs"}).question("why")
    refuse_overtaken(theirs, {"guidance": "Mine"}, shown, {})
    refuse_overtaken(theirs, {"label": "Theirs"}, shown, {})
    with pytest.raises(Overtaken):
        refuse_overtaken(theirs, {"label": "Mine"}, shown, {})


def test_a_section_is_typed_as_a_list() -> None:
    rows = quick_rows(form().sections[0])
    assert rows[0]["answers"] == "Early help; Nothing"
    rows = [
        {**rows[0], "answers": "Early help; A visit", "label": "What was decided?"},
        {
            "label": "Was it timely?",
            "kind": "Yes or no",
            "answers": "Partly; Not seen in file",
            "need": "Must be answered",
        },
        {"label": None},
    ]
    made = with_quick_rows(form(), "contact", rows)
    decided, timely = made.sections[0].questions
    assert [option.value for option in decided.options] == ["help", "a_visit"]  # type: ignore[union-attr]
    assert (timely.id, timely.extra) == ("was_it_timely", ("partly", "not_seen"))  # type: ignore[union-attr]


def test_a_list_that_nobody_changed_changes_nothing() -> None:
    for section in form().sections:
        assert with_quick_rows(form(), section.id, quick_rows(section)) == form()


def test_a_line_that_cannot_be_kept_is_named() -> None:
    rows = [*quick_rows(form().sections[0]), {"label": "Seen?", "kind": "Yes or no", "answers": "Perhaps"}]
    with pytest.raises(BadForm, match="Line 3: “Perhaps” is not an answer of a yes-or-no question"):
        with_quick_rows(form(), "contact", rows)


@settings(max_examples=40, deadline=None)
@given(questionnaires(), st.data())
def test_any_part_of_any_questionnaire_can_be_moved_and_copied_without_losing_another(
    made: Questionnaire, data: Any
) -> None:
    lines = outline(made)
    chosen = data.draw(st.sampled_from(lines)).part.id
    assert sorted(order(moved(made, chosen, data.draw(st.sampled_from([-1, 1]))))) == sorted(order(made))
    copy, new = copied(made, chosen)
    assert without(copy, new) == made or isinstance(line_of(made, chosen).part, Repeat)
    assert len(set(order(copy))) == len(order(copy))
    assert renamed_part(renamed_part(made, chosen, "another_name"), "another_name", chosen) == made
