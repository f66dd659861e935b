"""The answers in a pasted question, and the kind of question that they and its words suggest."""

import re
from collections.abc import Sequence
from typing import Any

from maap.domain.part_fields import listed_options
from maap.domain.questionnaire import YES_NO, Scale

_EXTRAS = {
    "partly": "partly",
    "partially": "partly",
    "in part": "partly",
    "n/a": "not_applicable",
    "na": "not_applicable",
    "not applicable": "not_applicable",
    "not known": "not_known",
    "unknown": "not_known",
    "don't know": "not_known",
    "not known to us": "not_known",
    "not seen": "not_seen",
    "not recorded": "not_seen",
    "no evidence": "not_seen",
    "not seen in file": "not_seen",
}
_AT_THE_END = re.compile(r"[\s:–—-]*[(\[]([^()\[\]]*[/;|][^()\[\]]*)[)\]]\s*$")
_AFTER_IT = re.compile(r"(?<=\?)\s*[:–—-]?\s*([^?]*[/;|][^?]*)$")
_YES_NO = re.compile(
    r"^(was|were|is|are|did|does|do|has|have|had|can|could|will|would|should|please say (whether|if))\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^(how many|number of|total number|how often)\b", re.IGNORECASE)
_DATE = re.compile(r"^(date|when (was|were|did|is)|on (what|which) date)\b", re.IGNORECASE)
_GRADED = re.compile(r"\b(grade|grading|rating|judgement|judgment)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(all that apply|tick all|select all|which of|more than one)\b", re.IGNORECASE)
_BOX = re.compile(r"^[□☐☑✓○●•\s]+")


def answers_in(text: str) -> tuple[str, list[str]]:
    """A question without the answers that stand behind it, and those answers: Was the child seen? (Yes / No / N/A)."""
    for pattern in (_AT_THE_END, _AFTER_IT):
        if match := pattern.search(text):
            found = listed(match[1])
            if len(found) > 1:
                return text[: match.start()].strip(), found
    return text, []


def listed(text: str) -> list[str]:
    """The answers in a text that lists them with strokes, semicolons or line breaks, at least two of them."""
    guarded = re.sub(r"\bn/a\b", "Not applicable", text, flags=re.IGNORECASE)
    found = [_BOX.sub("", piece).strip(" .") for piece in re.split(r"[/;|\n]|\s{3,}", guarded)]
    found = [piece for piece in dict.fromkeys(found) if piece]
    return found if len(found) > 1 and all(len(piece) <= 120 for piece in found) else []


def kind_for(
    label: str, answers: Sequence[str], hint: str, scales: Sequence[Scale]
) -> tuple[str, dict[str, Any], Scale | None]:
    """The kind of question, what else it needs, and the scale when it is graded on one. ``hint``: its answer column."""
    if answers:
        return _with_answers(label, answers, scales)
    words = hint.casefold()
    if "date" in words or _DATE.match(label):
        return "date", {}, None
    if "number" in words or _NUMBER.match(label):
        return "number", {"min": 0}, None
    if scales and (_GRADED.search(words) or (_GRADED.search(label) and len(label) < 120)):
        return "grade", {"scale": scales[0].key}, scales[0]
    if "text" in words or "comment" in words:
        return "long_text", {}, None
    if _YES_NO.match(label):
        return "yes_no", {"extra": ("partly", "not_applicable", "not_seen")}, None
    return "long_text", {}, None


def _with_answers(
    label: str, answers: Sequence[str], scales: Sequence[Scale]
) -> tuple[str, dict[str, Any], Scale | None]:
    told = [answer.casefold().strip(" .").replace("’", "'") for answer in answers]
    plain = [{"y": "yes", "n": "no"}.get(answer, answer) for answer in told]
    if {"yes", "no"} <= set(plain):
        extras = [_EXTRAS.get(answer, "") for answer in plain if answer not in ("yes", "no")]
        if all(extras):
            return "yes_no", {"extra": tuple(extra for extra in YES_NO if extra in extras)}, None
    for scale in scales:
        ranked = {level.label.casefold() for level in scale.levels if level.rank is not None}
        graded = {answer for answer in plain if answer not in _EXTRAS}
        if len(graded) > 1 and graded == ranked:
            return "grade", {"scale": scale.key}, scale
    kind = "choices" if _SEVERAL.search(label) else "choice"
    return kind, {"options": listed_options([{"label": answer} for answer in answers])}, None
