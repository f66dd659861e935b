"""The kinds of question a questionnaire is made of, and the scales and options they are answered on."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

SLUG = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
VALUE = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=64)]
Value = Annotated[str, Field(pattern=VALUE, max_length=64)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Translations = dict[Language, str]
Extra = Literal["partly", "not_applicable", "not_known", "not_seen"]
Score = Annotated[float, Field(allow_inf_nan=False)]
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Definition(BaseModel):
    """Every text is kept as a spreadsheet and an XML file can carry it: no control characters, no outer spaces."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_max_length=8000)

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, given: object) -> object:
        return {key: _cleaned(value) for key, value in given.items()} if isinstance(given, dict) else given


def _cleaned(value: object) -> object:
    if isinstance(value, dict):
        return {key: _cleaned(text) for key, text in value.items()}
    if not isinstance(value, str):
        return value
    plain = value.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    return _UNSAFE.sub("", plain).strip()


class Level(Definition):
    """One point of a scale. `rank` is its place in the order; None makes it neutral (left out of every average).

    `score` is for questionnaires that roll scores up; without one the level is neutral there.
    """

    value: Value
    label: Words
    description: str = ""
    rank: int | None = None
    score: Score | None = None
    translations: Translations = {}


class Scale(Definition):
    """Levels in the order they are printed; which is better says `direction` together with each level's rank."""

    key: Slug
    name: Words
    direction: Literal["higher_is_better", "lower_is_better"]
    levels: tuple[Level, ...] = Field(min_length=1)

    def level(self, value: str) -> Level | None:
        return next((level for level in self.levels if level.value == value), None)


class Option(Definition):
    """One answer of a choice, or one row of a matrix."""

    value: Value
    label: Words
    score: Score | None = None
    translations: Translations = {}


class Domain(Definition):
    """A part of practice that every audit of its kind looks at."""

    key: Slug
    name: Words


YES_NO = {
    "yes": "Yes",
    "no": "No",
    "partly": "Partly",
    "not_applicable": "Not applicable",
    "not_known": "Not known to us",
    "not_seen": "Not seen in file",
}


class Asked(Definition):
    """What every kind of question has. `agencies` empty means all; `relevant` empty means always."""

    id: Slug
    label: Words
    guidance: str = ""
    good: str = ""
    standard: str = ""
    need: Literal["required", "wanted", "optional"] = "required"
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    evidence: bool = False
    polarity: Literal["strength", "area", ""] = ""
    domain: str = ""
    line: str = ""
    agencies: tuple[str, ...] = ()
    panel_only: bool = False
    translations: Translations = {}
    guidance_translations: Translations = {}


class Choice(Asked):
    """One answer of several."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=1)


class Choices(Asked):
    """Any number of answers."""

    kind: Literal["choices"] = "choices"
    options: tuple[Option, ...] = Field(min_length=1)


class YesNo(Asked):
    """Yes or no, and what else the author allows. `scores`: those of the answers that have one."""

    kind: Literal["yes_no"] = "yes_no"
    extra: tuple[Extra, ...] = ()
    scores: dict[Literal["yes", "no"] | Extra, Score] = {}

    @property
    def options(self) -> tuple[Option, ...]:
        """Yes, no, then the extra answers the author chose, in that order."""
        scores = {str(value): score for value, score in self.scores.items()}
        return tuple(Option(value=v, label=YES_NO[v], score=scores.get(v)) for v in ("yes", "no", *self.extra))


class Grade(Asked):
    """A level of a scale, each described beside the question."""

    kind: Literal["grade"] = "grade"
    scale: Slug


class Matrix(Asked):
    """Rows on one scale. Expressions reach a row as ${id__row}."""

    kind: Literal["matrix"] = "matrix"
    rows: tuple[Option, ...] = Field(min_length=1)
    scale: Slug


class Number(Asked):
    """A number within limits, with its unit."""

    kind: Literal["number"] = "number"
    min: float | None = Field(default=None, allow_inf_nan=False)
    max: float | None = Field(default=None, allow_inf_nan=False)
    unit: str = ""
    whole: bool = True


class Date(Asked):
    """A day."""

    kind: Literal["date"] = "date"


class Dates(Asked):
    """Any number of days."""

    kind: Literal["dates"] = "dates"


class Text(Asked):
    """A line of text."""

    kind: Literal["text"] = "text"
    max_words: int | None = Field(default=None, ge=1)


class LongText(Asked):
    """As much text as it takes."""

    kind: Literal["long_text"] = "long_text"
    max_words: int | None = Field(default=None, ge=1)


class Themes(Asked):
    """Picks themes of the partnership's codebook, as strengths or as areas for development. `at_most` 0: no limit."""

    kind: Literal["themes"] = "themes"
    polarity: Literal["strength", "area"]
    at_most: int = Field(default=0, ge=0)


class Note(Asked):
    """Words to read; nothing is answered."""

    kind: Literal["note"] = "note"


class Calculated(Asked):
    """A value the engine works out from earlier answers."""

    kind: Literal["calculated"] = "calculated"
    formula: str = Field(min_length=1)


SimpleQuestion = Annotated[
    Choice | Choices | YesNo | Grade | Number | Date | Dates | Text | LongText | Themes | Note | Calculated,
    Field(discriminator="kind"),
]


class Repeat(Asked):
    """The same few questions as often as needed. `at_most` 0: no limit."""

    kind: Literal["repeat"] = "repeat"
    questions: tuple[SimpleQuestion, ...] = Field(min_length=1)
    at_most: int = Field(default=0, ge=0)


Question = Annotated[
    Choice
    | Choices
    | YesNo
    | Grade
    | Matrix
    | Number
    | Date
    | Dates
    | Text
    | LongText
    | Themes
    | Note
    | Calculated
    | Repeat,
    Field(discriminator="kind"),
]
