"""Every letter that a deed causes: a text with fields, and no room for anything about a case."""

import inspect
import re

import pytest

from maap.domain import letters
from maap.domain.standard_letters import STANDARD, Standard, filled, meant

FACTS = {"name", "audit", "agency", "number", "due", "opens", "version", "today", "again", "late"}
"""What such a letter may depend on: a person, an audit, an agency, days and numbers of the house. No case, no words."""


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_no_letter_has_room_for_anything_about_a_case(kind: Standard) -> None:
    assert set(inspect.signature(kind.words).parameters) <= FACTS
    assert set(re.findall(r"\{(\w+)\}", kind.text().subject + kind.text().body)) <= set(letters.FIELDS)


def test_no_field_of_any_letter_is_about_a_case() -> None:
    assert not [name for name in letters.FIELDS if re.search("case|child|answer|grade|text|finding", name)]


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_a_text_with_its_fields_filled_in_says_what_the_shipped_words_say(kind: Standard) -> None:
    told = letters.written(kind.text(), {**filled(kind.given), "name": "{name}"})
    shipped = kind.words(**kind.given)
    assert told.subject == shipped.subject
    assert told.body == shipped.body.replace(", 1 day ago", "")


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_each_kind_is_the_one_that_its_own_facts_ask_for(kind: Standard) -> None:
    assert meant(kind.words, kind.given) is kind


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_a_letter_can_be_seen_with_made_up_facts_before_it_goes_out(kind: Standard) -> None:
    shown = letters.preview(kind.key, kind.text().subject, kind.text().body)
    assert "Ann Example" in shown.body and "{" not in shown.subject + shown.body


def test_keys_and_names_are_given_once() -> None:
    assert len({kind.key for kind in STANDARD}) == len({kind.name for kind in STANDARD}) == len(STANDARD)
