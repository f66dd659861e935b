"""The short form of practitioners and families: what it takes, and what a link is worth."""

from datetime import UTC, datetime, timedelta

import pytest

from maap.domain.problems import Problem
from maap.domain.voice import LONGEST_ANSWER, Kind, LinkState, NotTaken, Said, VoiceForm, refuse_days, state, taken

FORM = VoiceForm.model_validate(
    {
        "key": "parent",
        "title": "Tell us",
        "welcome": "Thank you.",
        "questions": [
            {"id": "respect", "label": "With respect?", "options": ["Yes", "No"]},
            {"id": "good", "label": "What helped?"},
        ],
        "quote": "You may use my words.",
        "thanks": "Thank you.",
    }
)
NOW = datetime(2026, 6, 3, tzinfo=UTC)


def test_answers_come_in_the_forms_order_and_what_is_left_out_is_left_out() -> None:
    assert taken(FORM, Said(answers={"good": " They rang. ", "other": "x"})) == (("What helped?", "They rang."),)
    both = taken(FORM, Said(answers={"good": "They rang.", "respect": "Yes"}))
    assert [question for question, _ in both] == ["With respect?", "What helped?"]


@pytest.mark.parametrize(
    "answers, at, says",
    [
        ({}, "respect", "at least one question"),
        ({"good": "a" * (LONGEST_ANSWER + 1)}, "good", "longer than"),
        ({"respect": "Perhaps"}, "respect", "one of the answers"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_question(answers: dict[str, str], at: str, says: str) -> None:
    with pytest.raises(NotTaken) as refused:
        taken(FORM, Said(answers=answers))
    assert list(refused.value.problems) == [at]
    assert says in refused.value.problems[at]


def test_a_link_is_open_until_it_is_used_taken_back_or_run_out() -> None:
    later = NOW + timedelta(days=1)
    assert state(None, None, later, NOW) is LinkState.OPEN
    assert state(None, None, NOW, NOW) is LinkState.EXPIRED
    assert state(NOW, NOW, NOW, NOW) is LinkState.USED
    assert state(None, NOW, later, NOW) is LinkState.REVOKED


def test_a_link_works_for_one_of_the_times_offered() -> None:
    refuse_days(28)
    with pytest.raises(Problem, match="7, 14, 28, 56 days"):
        refuse_days(365)


def test_every_kind_is_said_in_words() -> None:
    assert [kind.label for kind in Kind] == [
        "Practitioner",
        "Child or young person",
        "Parent or carer",
        "Adult at the centre",
    ]
