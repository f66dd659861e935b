"""The library's search finds words as people write them, and shows where they stand."""

import pytest

from maap.domain.earlier import EarlierAudit, Grades, differences, in_codebook
from maap.domain.library import audit_year, folded, looked_for, parts_of, snippet
from maap.domain.problems import Problem

TEXT = "Neglect grows slowly.\nThe café's chronology was started late, and nobody looked back at it."


@pytest.mark.parametrize("wrong", ["2021", "2021/23", "21/22", "2021-22", ""])
def test_an_audit_year_is_written_in_one_way(wrong: str) -> None:
    assert audit_year(" 2021/22 ") == "2021/22"
    assert audit_year("2099/00") == "2099/00"
    with pytest.raises(ValueError, match="2021/22"):
        audit_year(wrong)


def test_capitals_and_accents_do_not_matter_and_only_the_first_words_count() -> None:
    assert folded("CAFÉ  au\nLait") == "cafe au\nlait"
    assert looked_for("Café, CAFE chronology") == ("cafe", "chronology")
    assert len(looked_for(" ".join(f"word{n}" for n in range(20)))) == 8


def test_a_snippet_is_the_paragraph_with_most_of_the_words_as_it_was_written() -> None:
    pieces = snippet(TEXT, looked_for("cafe CHRONOLOGY"))
    assert [one.text for one in pieces if one.found] == ["café", "chronology"]
    assert "".join(one.text for one in pieces).startswith("The café")
    assert snippet(TEXT, looked_for("helicopter")) == ()
    assert snippet(TEXT, ()) == ()


def test_a_long_paragraph_is_cut_between_words_around_what_was_found() -> None:
    pieces = snippet("before " * 100 + "chronology " + "after " * 100, ("chronology",), most=90)
    said = "".join(one.text for one in pieces)
    assert said.startswith("… before") and said.endswith(" …")
    assert len(said) < 110


@pytest.mark.parametrize("body", [None, [], {"parts": "words"}, {"parts": [7]}, {}])
def test_a_text_without_parts_has_none(body: object) -> None:
    assert parts_of(body) == ()


def test_parts_are_read_as_a_list_and_by_key() -> None:
    listed = parts_of(
        {"parts": [{"key": "a", "title": "What works", "text": ["One.", "", "Two."]}, {"text": "Three."}]}
    )
    assert [(one.key, one.title, one.text) for one in listed] == [
        ("a", "What works", "One.\n\nTwo."),
        ("2", "Part 2", "Three."),
    ]
    assert [one.key for one in parts_of({"parts": {"a": "One.", "b": {"text": "Two."}}})] == ["a", "b"]


def _audit(**different: object) -> EarlierAudit:
    given = {"audit": "M19", "title": "Neglect", "year": "2019/20", "n": 6} | different
    return EarlierAudit.model_validate(given)


def test_what_another_form_changes_is_said_line_by_line() -> None:
    grades = (Grades(counts={"Good": 2}),)
    assert differences(_audit(), _audit()) == ()
    assert differences(_audit(source="A report"), _audit(n=7, grades=grades)) == (
        "N: “6” becomes “7”.",
        "Source: “A report” is taken out.",
        "Grades by agencies, overall, Good: “2” is new.",
    )


def test_a_theme_is_found_by_key_or_name_and_otherwise_what_is_near_is_offered() -> None:
    codebook = {"information_sharing": 1, "Information sharing": 1}
    named = _audit(themes=[{"theme": "INFORMATION sharing"}, {"theme": "information_sharing"}])
    assert set(in_codebook((named,), codebook).values()) == {1}
    with pytest.raises(Problem, match="Near are: Information sharing"):
        in_codebook((_audit(themes=[{"theme": "Information shared"}]),), codebook)
