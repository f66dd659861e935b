"""Questions copied from Word become sections of a draft."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maap.domain.checking import problems
from maap.domain.pasted import Pasted, pasted
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire, Scale

GRADES = Scale.model_validate(
    {
        "key": "grade4", "name": "Four grades", "direction": "higher_is_better",
        "levels": [
            {"value": "good", "label": "Good", "rank": 2}, {"value": "poor", "label": "Requires improvement", "rank": 1},
            {"value": "not_known", "label": "Not known to us"},
        ],
    }
)  # fmt: skip
LIST = """SECTION A: REFERRAL
1. Was the referral timely? (Yes / No / N/A)
2. How many referrals were received?
3. Date of the first contact
4. What was the outcome?
   a) No further action
   b) Early help
5. Describe the impact on the child

Voice of the child:
• Was the child seen alone?
   Think of how the child was observed.
7. Overall grade (Good / Requires improvement)
"""
TABLE = """No\tAudit question\tResponse\tGuidance
1\tWas the assessment timely?\tYes / No / Partially\tLook at the dates.
Voice of the child\t\t\t
2\tWas the child’s voice heard?\tY/N\tLook for the child’s own words.
3\tHow good was the plan?\tGood / Requires improvement\t
4\tWho was told?\tThe GP / The school / The health visitor\t
"""


def read(text: str) -> list[tuple[str, str, str]]:
    """Section, kind and wording of each question."""
    found = pasted(text, [GRADES])
    return [
        (section.title, question.kind, question.label) for section in found.sections for question in section.questions
    ]


def as_form(found: Pasted) -> Questionnaire:
    return Questionnaire(key="k", title="T", audience="both", sections=found.sections, scales=found.scales)


def test_a_list_with_headings_becomes_sections() -> None:
    assert read(LIST) == [
        ("Referral", "yes_no", "Was the referral timely?"),
        ("Referral", "number", "How many referrals were received?"),
        ("Referral", "date", "Date of the first contact"),
        ("Referral", "choice", "What was the outcome?"),
        ("Referral", "long_text", "Describe the impact on the child"),
        ("Voice of the child", "yes_no", "Was the child seen alone?"),
        ("Voice of the child", "grade", "Overall grade"),
    ]


def test_lettered_lines_are_answers_and_indented_ones_guidance() -> None:
    referral, voice = pasted(LIST, [GRADES]).sections
    assert [option.label for option in referral.questions[3].options] == ["No further action", "Early help"]  # type: ignore[union-attr]
    assert voice.questions[0].guidance == "Think of how the child was observed."


def test_a_word_table_is_read_by_its_headers() -> None:
    assert read(TABLE) == [
        ("Section 1", "yes_no", "Was the assessment timely?"),
        ("Voice of the child", "yes_no", "Was the child’s voice heard?"),
        ("Voice of the child", "grade", "How good was the plan?"),
        ("Voice of the child", "choice", "Who was told?"),
    ]
    first = pasted(TABLE, [GRADES]).sections[0].questions[0]
    assert (first.extra, first.guidance) == (("partly",), "Look at the dates.")  # type: ignore[union-attr]


def test_a_table_without_headers_is_read_by_what_is_in_it() -> None:
    text = "1\tWas the plan clear to the family?\tYes/No\n2\tWas it reviewed in time?\tYes/No"
    assert read(text) == [
        ("Section 1", "yes_no", "Was the plan clear to the family?"), ("Section 1", "yes_no", "Was it reviewed in time?"),
    ]  # fmt: skip


def test_what_it_was_read_as_is_said() -> None:
    assert pasted("Was it seen?\nHow many visits?", []).notes == (
        "2 questions in 1 section.", "1 read as “Yes or no”.", "1 read as “Number”.",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n\n", "\t\t\n", "HEADING ONLY:"])
def test_a_text_without_questions_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="no question in this text"):
        pasted(text)


def test_too_much_at_once_is_refused() -> None:
    with pytest.raises(Problem, match="at most 500"):
        pasted("Was it seen?\n" * 501)
    with pytest.raises(Problem, match="Paste it in parts"):
        pasted("x" * 200_001)


def test_the_draft_passes_the_check() -> None:
    for text in (LIST, TABLE):
        assert [found for found in problems(as_form(pasted(text, [GRADES]))) if found.severity == "error"] == []


@settings(max_examples=80, deadline=None)
@given(st.text("Ab1?.:)(/|;\t\n •-é🙂\x00\u2028", max_size=200))
def test_any_text_becomes_a_draft_or_is_refused_in_a_sentence(text: str) -> None:
    try:
        found = pasted(text, [GRADES])
    except Problem:
        return
    made = as_form(found)
    assert Questionnaire.model_validate(made.model_dump(mode="json")) == made
    assert all(finding.field != "id" for finding in problems(made))
