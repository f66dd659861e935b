"""The words of a questionnaire in another language, out and in."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from maap.domain.labels import Filled, labels, translated
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.domain.spoken import languages, spoken_in
from maap.outside.questionnaires import label_list
from tests.domain.made_questionnaires import questionnaires
from tests.domain.test_designing import form as example

FORM = example()


def filled(form: Questionnaire = FORM, language: str = "cy") -> list[Filled]:
    """Every word, translated by a machine that only adds a mark."""
    every = labels(form, language)
    return [Filled(row, one.key, one.english, f"cy {one.english}") for row, one in enumerate(every, 2)]


def refusals(*rows: Filled) -> list[str]:
    return [one.words for one in translated(FORM, "cy", rows)[2]]


def test_every_word_that_people_read_is_listed_once() -> None:
    every = labels(FORM, "cy")
    assert len({one.key for one in every}) == len(every)
    said = {one.english for one in every}
    assert {section.title for section in FORM.sections} <= said
    assert {question.label for question in FORM.questions} <= said
    assert {level.label for scale in FORM.scales for level in scale.levels} <= said


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(questionnaires())
def test_the_whole_list_comes_back_whatever_the_questionnaire(form: Questionnaire) -> None:
    spoken, new, refused = translated(form, "cy", filled(form))
    assert refused == ()
    assert new == len(labels(form, "cy"))
    assert all(one.spoken == f"cy {one.english}" for one in labels(spoken, "cy"))
    assert [(one.key, one.english) for one in labels(spoken, "cy")] == [
        (one.key, one.english) for one in labels(form, "cy")
    ]


def test_an_empty_cell_changes_nothing() -> None:
    spoken = translated(FORM, "cy", filled())[0]
    empty = [Filled(row.row, row.key, row.english, "") for row in filled()]
    assert translated(spoken, "cy", empty) == (spoken, 0, ())


def test_another_language_stands_beside_the_first() -> None:
    both = translated(translated(FORM, "cy", filled())[0], "pl", filled(language="pl"))[0]
    assert all(one.spoken for code in ("cy", "pl") for one in labels(both, code))


def test_a_cell_whose_part_is_gone_is_named() -> None:
    assert refusals(Filled(7, "question:gone", "Gone?", "Wedi mynd?")) == [
        "Row 7, column Key: “question:gone” is no part of this questionnaire now. Download the list again."
    ]


def test_a_cell_whose_english_changed_meanwhile_is_named_with_the_wording_of_now() -> None:
    first = labels(FORM, "cy")[0]
    (said,) = refusals(Filled(2, first.key, "Another wording", "Geiriau"))
    assert said == f"Row 2, column English: The wording is now “{first.english}”. Translate that."


def test_a_translation_brings_in_the_same_answers() -> None:
    form = Questionnaire.model_validate(
        {"key": "k", "title": "T", "audience": "both", "sections": [{"id": "s", "title": "S", "questions": [
            {"id": "name", "kind": "text", "label": "Role?"}, {"id": "b", "kind": "text", "label": "Why ${name}?"}]}]}
    )  # fmt: skip
    lost = Filled(4, "question:b", "Why ${name}?", "Pam?")
    assert translated(form, "cy", [lost])[2][0].words == (
        "Row 4, column Welsh: Bring in the same answers as the English does. This differs: ${name}."
    )
    assert translated(form, "cy", [Filled(4, "question:b", "Why ${name}?", "Pam ${name}?")])[1] == 1


def test_the_same_part_twice_and_too_many_words_are_named() -> None:
    first = labels(FORM, "cy")[0]
    row = Filled(2, first.key, first.english, "Un")
    assert "stands in the file twice" in refusals(row, Filled(3, first.key, first.english, "Dau"))[0]
    assert "too long" in refusals(Filled(2, first.key, first.english, "a" * 4001))[0]


def test_the_spreadsheet_comes_back_with_what_was_filled_in() -> None:
    book = load_workbook(io.BytesIO(label_list.write(FORM, "cy")))
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]] == ["Part", "English", "Welsh", "Key (leave as it is)"]
    page["C2"] = "Dechrau"
    out = io.BytesIO()
    book.save(out)
    language, rows = label_list.read("words.xlsx", out.getvalue())
    assert language == "cy"
    spoken, new, refused = translated(FORM, language, rows)
    assert (new, refused) == (1, ())
    assert labels(spoken, "cy")[0].spoken == "Dechrau"


def test_a_file_that_is_no_such_list_is_refused_in_a_sentence() -> None:
    with pytest.raises(Problem, match="this is no list of words from here"):
        label_list.read("cases.csv", b"Case,Age\n1,2\n")


def test_a_questionnaire_is_read_in_another_language_and_stores_the_same() -> None:
    welsh, _, _ = translated(FORM, "cy", filled())
    read = spoken_in(welsh, "cy")
    assert languages(FORM) == () and languages(welsh) == ("cy",)
    assert [one.label for one in read.questions] == [f"cy {one.label}" for one in FORM.questions]
    assert [one.title for one in read.sections] == [f"cy {one.title}" for one in FORM.sections]
    assert [level.label for scale in read.scales for level in scale.levels] == [
        f"cy {level.label}" for scale in FORM.scales for level in scale.levels
    ]
    assert [one.id for one in read.questions] == [one.id for one in FORM.questions]
    assert spoken_in(welsh, "pl") == welsh, "what nobody translated stays in English"
