"""The difference between two versions of a questionnaire, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from maap.domain.conditions import said
from maap.domain.designing import Line, outline
from maap.domain.new_parts import KINDS, known_domains
from maap.domain.part_fields import LABELS, NEEDS
from maap.domain.questionnaire import YES_NO, Choice, Choices, Matrix, Question, Questionnaire, Section, YesNo
from maap.domain.scoring_ways import WAYS

What = Literal["new", "gone", "moved", "changed"]
LONGEST = 90
_TEXTS = (
    "title",
    "label",
    "guidance",
    "good",
    "standard",
    "introduction",
    "constraint_message",
    "unit",
    "line",
    "each",
)
_SWITCHES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "evidence": ("It now has an evidence box.", "Its evidence box is gone."),
        "panel_only": ("It is now for the panel only.", "It is no longer for the panel only."),
        "optional": ("Auditors now pick whether to answer it.", "It is now answered by everybody."),
        "last": ("It now stays behind added modules.", "Added modules now come after it."),
        "whole": ("It now takes whole numbers only.", "It now takes parts of numbers."),
    }
)
_LIMITS = ("min", "max", "max_words", "at_most", "constraint", "formula", "count")


@dataclass(frozen=True)
class Change:
    """One thing that differs. ``place`` names the section or question, ``part`` is its id."""

    what: What
    place: str
    sentence: str
    part: str = ""


def difference(before: Questionnaire, after: Questionnaire) -> tuple[Change, ...]:
    """Everything that differs, in the order of the newer version; what was taken out comes last."""
    return tuple(_Comparison(before, after).changes())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _words(part: Section | Question) -> str:
    return f"Section “{_short(part.title)}”" if isinstance(part, Section) else f"“{_short(part.label)}”"


class _Comparison:
    def __init__(self, before: Questionnaire, after: Questionnaire) -> None:
        self.before, self.after = before, after
        self.old: dict[str, Line] = {line.part.id: line for line in outline(before)}
        self.new: dict[str, Line] = {line.part.id: line for line in outline(after)}

    def changes(self) -> Iterator[Change]:
        yield from self._whole()
        for line in self.new.values():
            yield from self._part(line)
        for line in self.old.values():
            if line.part.id not in self.new and (not line.within or line.within in self.new or line.depth == 1):
                where = "" if not line.within else f" It was in {_words(self.old[line.within].part)}."
                yield Change("gone", _words(line.part), f"Taken out.{where}", line.part.id)

    def _whole(self) -> Iterator[Change]:
        for name in ("title", "introduction"):
            yield from self._text("The questionnaire", "", name, self.before, self.after)
        if self.before.audience != self.after.audience:
            yield Change("changed", "The questionnaire", f"It is now for audits of {self.after.audience}.")
        for sentence in self._rolled_up(self.before, self.after):
            yield Change("changed", "The questionnaire", sentence)
        old, new = [self._order(form) for form in (self.before, self.after)]
        if old != new:
            yield Change("moved", "The questionnaire", "Its sections are in another order.")

    def _order(self, form: Questionnaire) -> list[str]:
        both = self.old.keys() & self.new.keys()
        return [section.id for section in form.sections if section.id in both]

    def _part(self, line: Line) -> Iterator[Change]:
        part, place = line.part, _words(line.part)
        was = self.old.get(part.id)
        if was is None:
            inside = f" It is in {_words(self.new[line.within].part)}." if line.within else ""
            kind = "" if isinstance(part, Section) else f" {KINDS[part.kind]}."
            yield Change("new", place, f"New.{kind}{inside}", part.id)
            return
        if was.within != line.within:
            to = _words(self.new[line.within].part) if line.within else "the questionnaire"
            yield Change("moved", place, f"Moved to {to}.", part.id)
        yield from self._fields(place, was.part, part)
        if isinstance(part, Section) and isinstance(was.part, Section):
            yield from self._inner_order(place, was.part, part)

    def _inner_order(self, place: str, was: Section, part: Section) -> Iterator[Change]:
        both = {question.id for question in was.questions} & {question.id for question in part.questions}
        orders = [[question.id for question in found.questions if question.id in both] for found in (was, part)]
        if orders[0] != orders[1]:
            yield Change("moved", place, "Its questions are in another order.", part.id)

    def _fields(self, place: str, was: Section | Question, part: Section | Question) -> Iterator[Change]:
        if type(was) is not type(part):
            kinds = [KINDS[getattr(found, "kind", "note")] for found in (was, part)]
            yield Change("changed", place, f"The kind was “{kinds[0]}” and is now “{kinds[1]}”.", part.id)
        for name in _TEXTS:
            yield from self._text(place, part.id, name, was, part)
        for name, (on, off) in _SWITCHES.items():
            old, new = getattr(was, name, None), getattr(part, name, None)
            if old is not None and new is not None and old != new:
                yield Change("changed", place, on if new else off, part.id)
        if _spoken(was) != _spoken(part):
            yield Change("changed", place, "Its words in another language have changed.", part.id)
        for sentence in (
            *self._asked(was, part),
            *self._counted(was, part),
            *self._rolled_up(was, part),
            *_answers(was, part),
        ):
            yield Change("changed", place, sentence, part.id)

    def _text(self, place: str, part_id: str, name: str, was: Any, part: Any) -> Iterator[Change]:
        old, new = getattr(was, name, None), getattr(part, name, None)
        if old is None or new is None or old == new:
            return
        label = LABELS.get(name, name)
        if not old:
            sentence = f"{label} added: “{_short(new)}”."
        elif not new:
            sentence = f"{label} taken out. It was “{_short(old)}”."
        else:
            sentence = f"{label} was “{_short(old)}” and is now “{_short(new)}”."
        yield Change("changed", place, sentence, part_id)

    def _rolled_up(self, was: Any, part: Any) -> Iterator[str]:
        old, new = getattr(was, "roll_up", ""), getattr(part, "roll_up", "")
        if old != new:
            yield f"Scores: {WAYS[new].lower()}." if new else "Its scores are no longer rolled up by a rule of its own."

    def _asked(self, was: Any, part: Any) -> Iterator[str]:
        if getattr(was, "need", "") != getattr(part, "need", ""):
            yield f"It was “{NEEDS[was.need].lower()}” and is now “{NEEDS[part.need].lower()}”."
        if was.relevant != part.relevant:
            old, new = said(was.relevant, self.before), said(part.relevant, self.after)
            yield f"It is now asked when {new}." if part.relevant else f"It is now always asked. Before: when {old}."
        if set(was.agencies) != set(part.agencies):
            yield f"It is now for {_agencies(part.agencies)}. Before: {_agencies(was.agencies)}."

    def _counted(self, was: Any, part: Any) -> Iterator[str]:
        if was.domain != part.domain:
            names = known_domains(self.after)
            new = names[part.domain].name if part.domain in names else part.domain
            yield f"It now counts towards “{new}”." if new else "It no longer counts towards a domain of its own."
        if getattr(was, "polarity", "") != getattr(part, "polarity", ""):
            words = {"strength": "a strength", "area": "an area for development"}
            yield f"It now counts as {words.get(part.polarity, 'neither strength nor area for development')}."
        if getattr(part, "scale", "") != getattr(was, "scale", "") and getattr(part, "scale", ""):
            names_of = {scale.key: scale.name for scale in self.after.scales}
            yield f"It is now graded on the scale “{names_of.get(part.scale, part.scale)}”."
        for name in _LIMITS:
            old, new = getattr(was, name, None), getattr(part, name, None)
            if old != new and (old or new) and hasattr(was, name) and hasattr(part, name):
                yield f"{LABELS[name]} was {_shown(old)} and is now {_shown(new)}."


def _shown(value: object) -> str:
    return f"“{value}”" if value not in (None, "", 0) else "not set"


def _agencies(keys: Sequence[str]) -> str:
    return ", ".join(key.replace("_", " ") for key in keys) or "all agencies"


def _answers(was: Any, part: Any) -> Iterator[str]:
    old, new = _options(was), _options(part)
    scores = _scores(part)
    if type(was) is type(part) and any(score != scores.get(value, score) for value, score in _scores(was).items()):
        yield "The scores of its answers have changed."
    if type(was) is not type(part) or old == new:
        return
    for value in [value for value in new if value not in old]:
        yield f"Answer added: “{_short(new[value])}”."
    for value in [value for value in old if value not in new]:
        yield f"Answer taken out: “{_short(old[value])}”."
    both = [value for value in new if value in old]
    for value in both:
        if old[value] != new[value]:
            yield f"The answer “{_short(old[value])}” is now worded “{_short(new[value])}”."
    if both != [value for value in old if value in new]:
        yield "Its answers are in another order."


def _spoken(part: Any) -> tuple[object, ...]:
    """Its words in other languages, and those of its answers or rows."""
    worded = (*getattr(part, "rows", ()), *_written(part))
    options = [(one.value, one.translations) for one in worded if one.translations]
    return part.translations, getattr(part, "guidance_translations", {}), options


def _written(part: Any) -> tuple[Any, ...]:
    return part.options if isinstance(part, Choice | Choices) else ()


def _scores(part: Any) -> dict[str, float | None]:
    return {option.value: option.score for option in part.options} if isinstance(part, Choice | Choices | YesNo) else {}


def _options(part: Any) -> dict[str, str]:
    if isinstance(part, YesNo):
        return {value: YES_NO[value] for value in ("yes", "no", *part.extra)}
    if isinstance(part, Choice | Choices):
        return {option.value: option.label for option in part.options}
    return {row.value: row.label for row in part.rows} if isinstance(part, Matrix) else {}
