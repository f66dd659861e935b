"""The list of what may be typed is the code's own, and tells every value and limit."""

from pydantic import BaseModel, Field

from maap.commands import fields
from maap.domain.issues import LONGEST
from maap.outside.passwords import SHORTEST


def test_the_document_is_what_the_code_says() -> None:
    assert fields.DOCUMENT.read_text() == fields.document(), "run: python -m maap fields --to docs/fields.md"


def test_limits_and_rules_stand_in_it() -> None:
    told = fields.DOCUMENT.read_text()
    assert f"| shortest | {SHORTEST} | `outside.passwords` |" in told
    assert f"{LONGEST:,} | `domain.issues` |" in told
    assert "| reason | str | at least 1 long; at most 3,000 long |" in told
    assert " at 0x" not in told


def test_a_new_rule_would_be_missed_in_it() -> None:
    """The control: what the document does not say yet."""

    class Planted(BaseModel):
        """A value with a rule."""

        number: int = Field(ge=3, lt=9)

    lines = list(fields._value(Planted))
    assert "| number | int | 3 or more; less than 9 |" in lines
    assert not set(lines[:1]) & set(fields.DOCUMENT.read_text().splitlines())
