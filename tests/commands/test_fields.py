"""The list of what may be typed is the code's own, and tells every value and limit."""

import re
from typing import Any

from pydantic import BaseModel, Field

from maap.commands import fields
from maap.commands.check_sentences import VARIES, sentences
from maap.domain.checking import problems
from maap.domain.issues import LONGEST
from maap.outside.passwords import SHORTEST
from tests.domain.test_questionnaire_check import form

FAULTS: tuple[dict[str, Any], ...] = (
    {"id": "a"},
    {"id": "a", "label": "About ${z?"},
    {"id": "meta", "relevant": "${nowhere} = 1"},
    {"id": "b", "relevant": "${z} = 1", "label": "question 0?"},
    {"id": "c", "kind": "calculated", "formula": "${c} + indexed-repeat(${a}, 1)"},
    {"id": "d", "kind": "grade", "scale": "none", "domain": "nowhere"},
    {"id": "e", "kind": "number", "min": 5, "max": 1, "constraint": ". != 3"},
    {"id": "f", "kind": "choice", "options": [{"value": "x", "label": "X"}, {"value": "x", "label": "Y"}]},
    {"id": "g", "kind": "yes_no", "relevant": "${f} = 'y'", "label": "Who was the key worker?"},
    {"id": "h", "relevant": "false()", "label": "word " * 40},
    {"id": "i", "relevant": "regex(${a}, '[')", "label": "What is the child's date of birth?"},
    {"id": "j", "relevant": "${a", "guidance": "Please utilise it."},
    {"id": "k", "kind": "note", "constraint": ". = 1", "relevant": "$a = 1"},
    {"id": "z"},
)
"""Questions with a fault each, so that a check has much to say."""


def test_the_document_is_what_the_code_says() -> None:
    assert fields.DOCUMENT.read_text() == fields.document(), "run: python -m maap fields --to docs/fields.md"


def test_limits_and_rules_stand_in_it() -> None:
    told = fields.DOCUMENT.read_text()
    assert f"| shortest | {SHORTEST} | `outside.passwords` |" in told
    assert f"{LONGEST:,} | `domain.issues` |" in told
    assert "| reason | str | at least 1 long; at most 3,000 long |" in told
    assert " at 0x" not in told


def test_whatever_the_check_of_a_questionnaire_says_stands_in_it() -> None:
    listed = [(grade, re.escape(words).replace(VARIES, ".*")) for grade, words, _ in sentences()]
    told = fields.DOCUMENT.read_text()
    assert [words for _, words, _ in sentences() if fields._cell(words) not in told] == []
    said = problems(form(*FAULTS, audience="children", roll_up="mean"))
    assert len({finding.message for finding in said}) >= 25
    missing = [
        finding.message
        for finding in said
        if not any(finding.severity in grade and re.fullmatch(words, finding.message) for grade, words in listed)
    ]
    assert missing == []


def test_a_new_rule_would_be_missed_in_it() -> None:
    """The control: what the document does not say yet."""

    class Planted(BaseModel):
        """A value with a rule."""

        number: int = Field(ge=3, lt=9)

    lines = list(fields._value(Planted))
    assert "| number | int | 3 or more; less than 9 |" in lines
    assert not set(lines[:1]) & set(fields.DOCUMENT.read_text().splitlines())
