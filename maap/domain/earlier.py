"""Results of an audit that was not run here, exactly as they were published."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from maap.domain.ladders import OFSTED, Ladder, Named
from maap.domain.library import audit_year, folded
from maap.domain.problems import Problem
from maap.domain.questionnaire import CARE_ACT_PRINCIPLES, CORE_DOMAINS

_WHOLE = 100.5
"""Percent: published shares are rounded, each a little."""


class _Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Grades(_Published):
    """How one domain was graded: by the agencies themselves or by the panel, which are never mixed.

    ``counts`` or ``percentages`` by the level's name; never both, because a percentage without its number cannot be
    added to anything. ``question``: as it was asked, where that is known.
    """

    domain: str = Field(default="overall", min_length=1, max_length=120)
    by: Literal["agencies", "panel"] = "agencies"
    question: str = Field(default="", max_length=500)
    counts: dict[str, int] = Field(default_factory=dict)
    percentages: dict[str, float] = Field(default_factory=dict)

    @field_validator("domain")
    @classmethod
    def _key_of(cls, given: str) -> str:
        return _DOMAINS.get(folded(given), given)

    @model_validator(mode="after")
    def _one_kind(self) -> "Grades":
        if bool(self.counts) == bool(self.percentages):
            raise ValueError("give counts or percentages for each domain, one of the two.")
        if any(n < 0 for n in (*self.counts.values(), *self.percentages.values())):
            raise ValueError("a count or a percentage cannot be below nought.")
        if sum(self.percentages.values()) > _WHOLE + len(self.percentages) / 2:
            raise ValueError("the percentages of a domain add up to more than 100.")
        return self


class Theme(_Published):
    """What was said about a theme. ``theme`` is its key or name in the codebook, ``label`` what it was called.

    ``count`` in the audit's unit, or ``percentage``, or neither when it was only named. ``direction`` and ``open`` are
    two things: something may be better and still open. ``then``, ``improved`` and ``still_to_do`` are published words.
    """

    theme: str = Field(min_length=1, max_length=200)
    label: str = Field(default="", max_length=200)
    polarity: Literal["strength", "area"] = "area"
    count: int | None = Field(default=None, ge=0)
    percentage: float | None = Field(default=None, ge=0, le=100)
    cases: int | None = Field(default=None, ge=0)
    direction: Literal["", "better", "same", "worse"] = ""
    still_open: bool | None = None
    then: str = Field(default="", max_length=2000)
    improved: str = Field(default="", max_length=2000)
    still_to_do: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _one_number(self) -> "Theme":
        if self.count is not None and self.percentage is not None:
            raise ValueError("give a count or a percentage for a theme, not both.")
        return self

    @property
    def said(self) -> bool:
        """Whether words, a direction or a status were published, beside any number."""
        return bool(self.then or self.improved or self.still_to_do or self.direction) or self.still_open is not None


class EarlierAudit(_Published):
    """One audit. ``n`` counts its ``unit`` (returns, cases, …), None when it was not published.

    ``scale``: names of the levels, best first. ``compared_with``: the year that its directions look back to.
    """

    audit: str = Field(min_length=1, max_length=40)
    title: str = Field(min_length=1, max_length=200)
    year: str
    unit: str = Field(default="returns", min_length=1, max_length=40)
    n: int | None = Field(default=None, ge=0)
    cases: int | None = Field(default=None, ge=0)
    compared_with: str = ""
    source: str = Field(default="", max_length=300)
    scale: tuple[str, ...] = tuple(rung.name for rung in OFSTED.rungs)
    grades: tuple[Grades, ...] = ()
    themes: tuple[Theme, ...] = ()

    _year = field_validator("year")(audit_year)

    @field_validator("compared_with")
    @classmethod
    def _earlier_year(cls, given: str) -> str:
        return audit_year(given) if given else ""

    @model_validator(mode="after")
    def _fits_together(self) -> "EarlierAudit":
        for sentence in self._faults():
            raise ValueError(sentence)
        return self

    def _faults(self) -> Iterator[str]:
        if self.compared_with and self.compared_with >= self.year:
            yield f"compared_with is {self.compared_with}, which is not before {self.year}."
        levels = [folded(level) for level in self.scale]
        if len(levels) < 2 or len(set(levels)) < len(levels):
            yield "the scale needs at least two different levels, the best first."
        for grades in self.grades:
            named = f"the grades for {grades.domain} by {grades.by}"
            unknown = [level for level in (*grades.counts, *grades.percentages) if folded(level) not in levels]
            if unknown:
                yield f"{named} name “{unknown[0]}”, which is not on the scale: {', '.join(self.scale)}."
            most = self.cases if grades.by == "panel" else self.n if self.unit == "returns" else None
            if most is not None and sum(grades.counts.values()) > most:
                yield f"{named} add up to {sum(grades.counts.values())}, but there were only {most}."
        if len({(grades.domain, grades.by) for grades in self.grades}) < len(self.grades):
            yield "a domain has its grades twice. Keep one of the two."
        for theme in self.themes:
            if self.n is not None and (theme.count or 0) > self.n:
                yield f"“{theme.theme}” is named in {theme.count} of only {self.n} {self.unit}."

    @property
    def ladder(self) -> Ladder:
        """The scale as charts read it."""
        return Ladder("published", tuple(Named(level_key(level), level) for level in self.scale))


_DOMAINS = {folded(domain.name): domain.key for domain in (*CORE_DOMAINS, *CARE_ACT_PRINCIPLES)} | {
    "overall": "overall",
    "": "overall",
}


def level_key(level: str) -> str:
    """The key under which a level is counted: «Requires improvement» is requires_improvement."""
    return folded(level).replace(" ", "_")


def in_codebook(audits: tuple[EarlierAudit, ...], codebook: Mapping[str, int]) -> dict[str, int]:
    """The id of every theme that is named, by the words that name it. ``codebook``: keys and names → id.

    Raises Problem naming those that the codebook does not have, with the nearest that it has.
    """
    known = {folded(name): theme_id for name, theme_id in codebook.items()}
    named = {theme.theme: f"{audit.audit}" for audit in audits for theme in audit.themes}
    missing = [_unknown(name, where, codebook) for name, where in named.items() if folded(name) not in known]
    if missing:
        raise Problem(" ".join(missing))
    return {name: known[folded(name)] for name in named}


def _unknown(name: str, where: str, codebook: Mapping[str, int]) -> str:
    near = get_close_matches(name, [known for known in codebook if " " in known or known[:1].isupper()], 3, 0.4)
    hint = f" Near are: {', '.join(near)}." if near else " Take a name from the page “Themes”."
    return f"{where}: the codebook has no theme “{name}”.{hint}"


def differences(before: EarlierAudit, after: EarlierAudit) -> tuple[str, ...]:
    """What another form changes about an audit, a sentence each."""
    old, new = dict(_lines(before)), dict(_lines(after))
    changed = [
        f"{name}: “{old[name]}” becomes “{new[name]}”." for name in old if name in new and old[name] != new[name]
    ]
    gone = [f"{name}: “{old[name]}” is taken out." for name in old if name not in new]
    return (*changed, *gone, *(f"{name}: “{new[name]}” is new." for name in new if name not in old))


def _lines(audit: EarlierAudit) -> Iterator[tuple[str, str]]:
    for name in ("title", "year", "unit", "n", "cases", "compared_with", "source"):
        if (value := getattr(audit, name)) not in (None, ""):
            yield name.replace("_", " ").capitalize(), str(value)
    yield "Scale", " > ".join(audit.scale)
    for grades in audit.grades:
        for level, n in grades.counts.items():
            yield f"Grades by {grades.by}, {grades.domain}, {level}", str(n)
        for level, percent in grades.percentages.items():
            yield f"Grades by {grades.by}, {grades.domain}, {level}", f"{percent:g}%"
        if grades.question:
            yield f"Question for {grades.domain} by {grades.by}", grades.question
    for at, theme in enumerate(audit.themes, start=1):
        yield f"Theme {at}", theme.theme
        facts = theme.model_dump(exclude={"theme"}, exclude_defaults=True)
        yield from ((f"Theme {at}, {name.replace('_', ' ')}", str(value)) for name, value in facts.items())
