"""A questionnaire in another language, for whoever answers it. What nobody translated stays in English."""

from typing import Any

from maap.domain.labels import LANGUAGES
from maap.domain.questionnaire import Questionnaire
from maap.domain.questions import Definition
from maap.domain.sections import Section

_WITHIN = ("sections", "questions", "options", "rows", "scales", "levels")


def languages(form: Questionnaire) -> tuple[str, ...]:
    """The languages in which at least one section has a title, by code, in the order of `LANGUAGES`."""
    known = {code for section in form.sections for code, words in section.translations.items() if words}
    return tuple(code for code in LANGUAGES if code in known)


def spoken_in(form: Questionnaire, language: str) -> Questionnaire:
    """The same questions and answers in the words of a language. Ids and values are the same, and so what is stored."""
    return form.changed(**_parts(form, language))


def _spoken(part: Definition, language: str) -> Definition:
    update = _parts(part, language)
    if words := getattr(part, "translations", {}).get(language):
        update["title" if isinstance(part, Section) else "label"] = words
    if guidance := getattr(part, "guidance_translations", {}).get(language):
        update["guidance"] = guidance
    return part.model_copy(update=update)


def _parts(part: Definition, language: str) -> dict[str, Any]:
    fields = [name for name in _WITHIN if name in type(part).model_fields]
    return {name: tuple(_spoken(one, language) for one in getattr(part, name)) for name in fields}
