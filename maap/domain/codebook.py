"""The codebook: how a theme changes without losing what was counted, and whether the codebook is healthy."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from maap.domain.choices import THEME_LABELS, ThemeForm, theme
from maap.domain.fitting import fit, tidy
from maap.domain.identifiers import Lexicon, refuse_certain
from maap.domain.problems import Problem

UNWRITTEN = "To be written."
"""Stands where a codebook from elsewhere says nothing; the checks ask for it."""
FEW = 3
"""A theme with fewer findings than this is thin: it may belong to another."""
NEAR_DUPLICATE = 0.7
"""Definitions at least so alike may say the same. The most alike of the shipped themes reach 0.64."""
OVERLAP = 0.5
"""Two themes overlap when at least so many of their findings are coded to both."""
FEWEST_SHARED = 3
LABELS: Mapping[str, str] = {
    **THEME_LABELS,
    "words": "Words that people use for it",
    "examples": "Findings that belong to it",
}


class Change(StrEnum):
    """What happened to a theme, as its history keeps it."""

    ADDED = "added"
    CHANGED = "changed"
    MERGED = "merged into another"
    TOOK_IN = "took another in"
    SPLIT = "split"
    SPLIT_OFF = "split off"


class CodeForm(ThemeForm):
    """A theme as the codebook page has it: with the words and examples that suggestions read."""

    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def code(typed: Mapping[str, Any], others: Iterable[str]) -> CodeForm:
    """A theme, checked. ``words`` and ``examples``: one on each line. ``others``: names of others. Raises BadForm."""
    lines = {field: _lines(typed.get(field)) for field in ("words", "examples")}
    theme({name: value for name, value in typed.items() if name not in lines}, others)
    return fit(CodeForm, {**typed, **lines}, LABELS)


def _lines(given: object) -> list[str]:
    lines = str(given or "").splitlines() if not isinstance(given, list | tuple) else list(given)
    return [line for one in lines if (line := tidy(one))]


def refuse_who_somebody_is(form: ThemeForm, lexicon: Lexicon) -> None:
    """Refuse words that show who somebody is. Raises Identifiers."""
    lines = (*form.words, *form.examples) if isinstance(form, CodeForm) else ()
    for text in (form.name, form.definition, form.use_when, form.not_when, *lines):
        refuse_certain(text, lexicon)


def refuse_merge(kept: int, other: int) -> None:
    """Refuse to merge a theme with itself. Raises Problem."""
    if kept == other:
        raise Problem("Choose another theme to merge with this one.")


def refuse_split(chosen: Collection[int], of: Collection[int]) -> None:
    """Refuse a split that moves nothing, or everything. Raises Problem."""
    if not chosen:
        raise Problem("Choose the findings that go to the new theme.")
    if set(chosen) - set(of):
        raise Problem("One of these findings is no longer coded to this theme. Choose again.")
    if set(chosen) == set(of):
        raise Problem("Every finding would move. Change the theme's name and definition instead.")


@dataclass(frozen=True)
class Used:
    """A theme and how it is used: the findings coded to it, and in how many returns agencies named it."""

    theme_id: int
    name: str
    findings: frozenset[int]
    returns: int
    defined: bool


@dataclass(frozen=True)
class Overlap:
    """Two themes that may be one. ``both``: findings coded to both, ``of``: to either."""

    one: int
    other: int
    both: int = 0
    of: int = 0


@dataclass(frozen=True)
class Health:
    """What is worth a look in the codebook, by the ids of the themes."""

    unused: tuple[int, ...]
    thin: tuple[int, ...]
    undefined: tuple[int, ...]
    overlapping: tuple[Overlap, ...]
    near_duplicates: tuple[Overlap, ...]

    @property
    def well(self) -> bool:
        """Whether nothing asks for a look."""
        return not (self.thin or self.undefined or self.overlapping or self.near_duplicates)


def health(themes: Sequence[Used], likeness: Sequence[Sequence[float]]) -> Health:
    """The checks. ``likeness``: of the themes' names and definitions to one another, in the same order."""
    pairs = [(a, b) for a in range(len(themes)) for b in range(a)]
    return Health(
        unused=tuple(one.theme_id for one in themes if not one.findings and not one.returns),
        thin=tuple(one.theme_id for one in themes if 0 < len(one.findings) < FEW),
        undefined=tuple(one.theme_id for one in themes if not one.defined),
        overlapping=tuple(
            Overlap(themes[b].theme_id, themes[a].theme_id, *shared)
            for a, b in pairs
            if (shared := _shared(themes[a], themes[b])) and shared[0] >= FEWEST_SHARED
            if shared[0] >= OVERLAP * shared[1]
        ),
        near_duplicates=tuple(
            Overlap(themes[b].theme_id, themes[a].theme_id) for a, b in pairs if likeness[a][b] >= NEAR_DUPLICATE
        ),
    )


def _shared(one: Used, other: Used) -> tuple[int, int]:
    return len(one.findings & other.findings), len(one.findings | other.findings)
