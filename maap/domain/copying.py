"""Copies of sections and questions, and other ids for them: whatever refers to a part goes on referring to it."""

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from maap.domain.designing import NoSuchPart, Part, edited, holding, ids, line_of, lines, outline
from maap.domain.expressions import piped, renamed
from maap.domain.fitting import key_for
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire, Repeat, Section
from maap.domain.questions import SLUG

_AnyPart = TypeVar("_AnyPart", bound=Part)
_EXPRESSIONS = ("relevant", "constraint", "formula", "count")
_TEXTS = ("title", "label", "guidance", "good", "constraint_message")


def copied(questionnaire: Questionnaire, part_id: str) -> tuple[Questionnaire, str]:
    """A copy right after the part, and its id. What refers to something inside the part refers to the copy's own."""
    part = line_of(questionnaire, part_id).part
    copy = fresh(part, ids(questionnaire))
    return edited(questionnaire, part_id, lambda parts, at: parts.insert(at + 1, copy)), copy.id


def copied_for(questionnaire: Questionnaire, section_id: str, domains: Mapping[str, str]) -> Questionnaire:
    """A section once more for each domain (key → name). Where its words name its own domain, they name the other."""
    section = line_of(questionnaire, section_id).part
    if not isinstance(section, Section):
        raise NoSuchPart
    own = next((domain.name for domain in questionnaire.domains if domain.key == section.domain), "")
    for key, name in reversed(list(domains.items())):
        copy = fresh(_reworded(section, own, name), ids(questionnaire), key)
        title = copy.title if own and own.casefold() in section.title.casefold() else name
        copy = copy.model_copy(update={"title": title, "domain": key})
        questionnaire = edited(
            questionnaire,
            section_id,
            lambda parts, at, made=copy: parts.insert(at + 1, made),  # type: ignore[misc]
        )
    return questionnaire


def _reworded(section: Section, old: str, new: str) -> Section:
    if not old:
        return section
    words = re.compile(re.escape(old), re.IGNORECASE)

    def other(match: re.Match[str]) -> str:
        return new if match[0][:1].isupper() else new[:1].lower() + new[1:]

    def reworded(part: Any) -> Any:
        texts = {name: words.sub(other, getattr(part, name)) for name in _TEXTS if hasattr(part, name)}
        return part.model_copy(update=texts)

    worded: Section = reworded(section)
    return holding(worded, tuple(reworded(question) for question in section.questions))


def fresh(part: _AnyPart, taken: Collection[str], ending: str = "") -> _AnyPart:
    """The part with ids of its own, for itself and everything inside it."""
    names: dict[str, str] = {}
    inside = [line.part.id for line in lines(part)] if isinstance(part, Section | Repeat) else []
    for old in (part.id, *inside):
        names[old] = key_for(f"{old}_{ending}" if ending else old, {*taken, *names.values()})
    made: _AnyPart = _under_new_names(part, names)
    return made


def renamed_part(questionnaire: Questionnaire, part_id: str, new: str) -> Questionnaire:
    """The part under another id, also wherever a condition, calculation or label refers to it.

    Raises NoSuchPart, and Problem when the id is taken or cannot be one.
    """
    line_of(questionnaire, part_id)
    if new == part_id:
        return questionnaire
    if not re.fullmatch(SLUG, new) or len(new) > 64:
        raise Problem("An id starts with a small letter and has small letters, digits and single underscores only.")
    if new in ids(questionnaire):
        raise Problem(f"The id “{new}” is taken. Choose another one.")
    sections = tuple(_under_new_names(section, {part_id: new}) for section in questionnaire.sections)
    return holding(questionnaire, sections)


def dependants(questionnaire: Questionnaire, part_id: str) -> tuple[Part, ...]:
    """Other parts whose conditions, numbers, calculations or labels look at this part's answers."""
    inside = {line.part.id for line in outline(questionnaire) if part_id in (line.part.id, line.within)}
    found = []
    for line in outline(questionnaire):
        texts = [str(getattr(line.part, name, "")) for name in (*_EXPRESSIONS, "label")]
        names = {name.partition("__")[0] for text in texts for name in piped(text)}
        if line.part.id not in inside and names & inside:
            found.append(line.part)
    return tuple(found)


def _under_new_names(part: Any, names: Mapping[str, str]) -> Any:
    def new(name: str) -> str:
        base, mark, rest = name.partition("__")
        return names.get(base, base) + mark + rest

    texts: dict[str, Any] = {
        name: renamed(getattr(part, name), new) for name in (*_EXPRESSIONS, *_TEXTS) if hasattr(part, name)
    }
    spoken = {key: renamed(text, new) for key, text in part.translations.items()}
    update = texts | {"id": names.get(part.id, part.id), "translations": spoken}
    if isinstance(part, Section | Repeat):
        update["questions"] = tuple(_under_new_names(question, names) for question in part.questions)
    return part.model_copy(update=update)
