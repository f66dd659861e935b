"""What is typed becomes a value, or a sentence for each field."""

import re
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from maap.domain.fitting import LONGEST_TEXT, BadForm, fit, key_for, tidy
from maap.domain.questions import SLUG


class Inner(BaseModel):
    phone: str = ""
    hours: int = Field(ge=1, le=9)


class Outer(BaseModel):
    name: str = Field(min_length=1, max_length=10)
    kind: Literal["a", "b"]
    inner: Inner


LABELS = {"name": "Name", "kind": "Kind", "inner.hours": "Hours", "inner.phone": "Telephone"}


def test_stray_spaces_and_invisible_marks_are_dropped() -> None:
    assert tidy({"a": [" x\u00a0y \r\n", "\u202ez\x00\u200b"], "n": 3}) == {"a": ("x y", "z"), "n": 3}


def test_every_field_that_does_not_fit_has_its_sentence() -> None:
    with pytest.raises(BadForm) as refused:
        fit(Outer, {"name": " ", "kind": "c", "inner": {"hours": 0}}, LABELS)
    assert refused.value.sentences == {
        "name": "Name: write something here.",
        "kind": "Kind: choose from the list.",
        "inner.hours": "Hours: enter 1 or more.",
    }
    assert str(refused.value).count("\n") == 2


@pytest.mark.parametrize("given", ["x", None, 1.5])
def test_what_is_no_whole_number_is_said_to_be_none(given: object) -> None:
    with pytest.raises(BadForm, match="Hours: enter a whole number"):
        fit(Outer, {"name": "x", "kind": "a", "inner": {"hours": given}}, LABELS)


def test_a_text_without_a_limit_of_its_own_is_limited_all_the_same() -> None:
    with pytest.raises(BadForm, match="Telephone: this has 5,001 characters"):
        fit(Outer, {"name": "x", "kind": "a", "inner": {"hours": 1, "phone": "1" * (LONGEST_TEXT + 1)}}, LABELS)


@pytest.mark.parametrize(
    "name, key",
    [
        ("Children's Social Care", "childrens_social_care"),
        ("  A&E – Café ", "a_e_cafe"),
        ("111 service", "x_111_service"),
        ("日本", "x"),
        ("", "x"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_key_is_made_from_a_name(name: str, key: str) -> None:
    assert key_for(name, ()) == key
    assert re.fullmatch(SLUG, key)


def test_a_key_that_is_taken_gets_a_number() -> None:
    assert key_for("Police", {"police"}) == "police_2"
    assert key_for("Police", {"police", "police_2"}) == "police_3"
