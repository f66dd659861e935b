"""Two versions of a questionnaire are compared in words."""

from typing import Any

from hypothesis import given, settings

from maap.domain.copying import copied
from maap.domain.designing import moved, moved_to, put_section, replaced, without
from maap.domain.form_difference import difference
from maap.domain.new_parts import add, of_kind
from maap.domain.part_fields import with_values
from maap.domain.questionnaire import Questionnaire
from tests.domain.made_questionnaires import questionnaires
from tests.domain.test_designing import form


def said(after: Questionnaire) -> list[str]:
    return [f"{change.place}: {change.sentence}" for change in difference(form(), after)]


def changed(part: str, **fields: Any) -> list[str]:
    return said(with_values(form(), part, fields))


def test_nothing_differs_from_itself() -> None:
    assert said(form()) == []


def test_a_new_question_says_its_kind_and_section() -> None:
    made, _ = add(form(), "yes_no", "Was it timely?", "decision", [])
    assert said(made) == ["“Was it timely?”: New. Yes or no. It is in Section “The contact”."]


def test_what_was_taken_out_says_where_it_was() -> None:
    assert said(without(form(), "last")) == ["“Anything else?”: Taken out. It was in Section “Learning”."]


def test_a_removed_group_is_named_once() -> None:
    assert said(without(form(), "actions")) == ["“Actions”: Taken out. It was in Section “Learning”."]


def test_a_new_wording_stands_beside_the_old_one() -> None:
    assert changed("why", label="Why not?") == ["“Why not?”: Wording was “Why ${decision}?” and is now “Why not?”."]
    assert changed("last", guidance="Think.") == ["“Anything else?”: Guidance added: “Think.”."]


def test_who_is_asked_and_when_and_whether_it_must_be_answered() -> None:
    assert changed("why", relevant="") == [
        "“Why ${decision}?”: It is now always asked. Before: when “Decision?” is Nothing."
    ]
    assert changed("last", relevant="${decision} = 'help'") == [
        "“Anything else?”: It is now asked when “Decision?” is Early help."
    ]
    assert changed("last", agencies=["police"]) == ["“Anything else?”: It is now for police. Before: all agencies."]
    assert changed("last", need="required") == [
        "“Anything else?”: It was “may be left out” and is now “must be answered”."
    ]


def test_answers_that_came_went_and_were_reworded() -> None:
    rows = [{"value": "help", "label": "Help early"}, {"label": "A visit"}]
    assert changed("decision", options=rows) == [
        "“Decision?”: Answer added: “A visit”.",
        "“Decision?”: Answer taken out: “Nothing”.",
        "“Decision?”: The answer “Early help” is now worded “Help early”.",
    ]


def test_what_moved_is_said_once() -> None:
    assert said(moved_to(form(), "why", "learning")) == ["“Why ${decision}?”: Moved to Section “Learning”."]
    assert said(moved(form(), "why", -1)) == ["Section “The contact”: Its questions are in another order."]
    assert said(moved(form(), "learning", -1)) == ["The questionnaire: Its sections are in another order."]


def test_another_kind_is_named() -> None:
    made = replaced(form(), "last", of_kind(form().question("last"), "long_text", "grade4"))
    assert said(made) == ["“Anything else?”: The kind was “Short text” and is now “Long text”."]


def test_a_new_section_and_its_questions_are_listed_in_order() -> None:
    made, new = put_section(form(), "Impact")
    made, _ = add(made, "text", "What changed?", new, [])
    assert said(made) == ["Section “Impact”: New.", "“What changed?”: New. Short text. It is in Section “Impact”."]


@settings(max_examples=40, deadline=None)
@given(questionnaires())
def test_a_difference_is_found_exactly_when_there_is_one(made: Questionnaire) -> None:
    assert difference(made, made) == ()
    assert difference(made, copied(made, made.sections[0].id)[0]) != ()


def test_a_new_answer_is_no_change_of_scores_and_a_new_score_is() -> None:
    rows = [{"value": "help", "label": "Early help", "score": 2}, {"value": "none", "label": "Nothing"}]
    assert changed("decision", options=rows) == ["“Decision?”: The scores of its answers have changed."]


def test_new_words_in_another_language_are_told() -> None:
    form = Questionnaire.model_validate(
        {"key": "k", "title": "T", "audience": "both", "sections": [{"id": "s", "title": "S", "questions": [
            {"id": "q", "kind": "text", "label": "Why?"}]}]}
    )  # fmt: skip
    spoken = form.sections[0].questions[0].model_copy(update={"translations": {"cy": "Pam?"}})
    after = form.changed(sections=(form.sections[0].model_copy(update={"questions": (spoken,)}),))
    assert [change.sentence for change in difference(form, after)] == ["Its words in another language have changed."]
