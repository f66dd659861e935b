"""Every letter that a deed causes: a text with fields, and no room for anything about a case."""

import inspect
import re

import pytest

from maap.domain import letters
from maap.domain.fitting import BadForm
from maap.domain.invitations import Wording
from maap.domain.standard_letters import STANDARD, Standard, as_shipped, fields, filled, meant, refuse_unfilled

FACTS = {
    *("name", "audit", "agency", "number", "due", "opens", "version", "today", "again", "late"),
    *("partnership", "address", "ends"),
}
"""What such a letter may depend on: a person, an audit, an agency, days and numbers of the house. No case, no words."""


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_no_letter_has_room_for_anything_about_a_case(kind: Standard) -> None:
    assert set(inspect.signature(kind.words).parameters) <= FACTS
    assert set(re.findall(r"\{(\w+)\}", kind.text().subject + kind.text().body)) <= set(letters.FIELDS)


def test_no_field_of_any_letter_is_about_a_case() -> None:
    assert not [name for name in letters.FIELDS if re.search("case|child|answer|grade|text|finding", name)]


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_a_text_with_its_fields_filled_in_says_what_the_shipped_words_say(kind: Standard) -> None:
    told = letters.written(kind.text(), {"partnership": "{partnership}", **filled(kind.given)})
    shipped = kind.words(**kind.given)
    assert told.subject == shipped.subject
    assert told.body == shipped.body.replace(", 1 day ago", "")


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_each_kind_is_the_one_that_its_own_facts_ask_for(kind: Standard) -> None:
    assert meant(kind.words, kind.given) is kind


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: kind.key)
def test_a_letter_can_be_seen_with_made_up_facts_before_it_goes_out(kind: Standard) -> None:
    shown = letters.preview(kind.text())
    assert ("Ann Example" in shown.body) == ("{name}" in kind.text().body)
    assert "{" not in shown.subject + shown.body


def test_keys_and_names_are_given_once() -> None:
    assert len({kind.key for kind in STANDARD}) == len({kind.name for kind in STANDARD}) == len(STANDARD)


UNDATED = [kind for kind in STANDARD if kind.may_lack_its_day]


def test_three_letters_are_also_written_while_their_day_is_not_set() -> None:
    assert {kind.key for kind in UNDATED} == {"please_commit", "remind_to_commit", "remind_to_name"}


@pytest.mark.parametrize("kind", UNDATED, ids=lambda kind: kind.key)
def test_without_a_day_a_text_says_what_the_shipped_words_say_without_one(kind: Standard) -> None:
    facts = {**kind.given, "opens": None}
    told = letters.written(kind.text(), filled(facts))
    assert (told.subject, told.body) == (kind.words(**facts).subject, kind.words(**facts).body)


def test_a_paragraph_or_a_subject_that_names_an_unset_day_is_never_left_with_a_hole() -> None:
    text = letters.LetterText(
        key="x", name="x", subject="Please answer by {due}", body="Dear {name},\n\nBy {due}.\n\nThank you. By {due}!"
    )
    told = letters.written(text, {"name": "Ann", "due": ""})
    assert told == Wording("Please answer by a day that is not set yet", "Dear Ann,\n\nThank you.")


def test_a_lead_whose_name_is_not_known_is_a_colleague_in_a_changed_letter_too() -> None:
    assert filled({"name": ""})["name"] == "colleague"


def test_a_letter_takes_only_the_fields_that_it_can_fill_and_keeps_its_link() -> None:
    invitation = as_shipped({})["invitation"]
    assert set(fields(invitation)) == {"partnership", "name", "address", "due"}
    refuse_unfilled(invitation, invitation)
    with pytest.raises(BadForm, match=r"agency. cannot be filled in here. In this letter you can use .partnership"):
        refuse_unfilled(invitation.model_copy(update={"body": "{agency} {address}"}), invitation)
    with pytest.raises(BadForm, match=r"Keep .address. in the text"):
        refuse_unfilled(invitation.model_copy(update={"body": "Dear {name}, welcome."}), invitation)
