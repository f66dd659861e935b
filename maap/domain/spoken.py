"""A questionnaire in another language, for whoever answers it. What nobody translated stays in English."""

from typing import Any

from maap.domain.labels import LANGUAGES
from maap.domain.questionnaire import Questionnaire
from maap.domain.questions import Definition
from maap.domain.sections import Section
from maap.domain.worded_parts import reworded


def languages(form: Questionnaire) -> tuple[str, ...]:
    """The languages in which at least one section has a title, by code, in the order of `LANGUAGES`."""
    known = {code for section in form.sections for code, words in section.translations.items() if words}
    return tuple(code for code in LANGUAGES if code in known)


def spoken_in(form: Questionnaire, language: str) -> Questionnaire:
    """The same questions and answers in the words of a language. Ids and values are the same, and so what is stored."""

    def spoken(part: Definition, _: Definition) -> dict[str, Any]:
        update = {}
        if words := getattr(part, "translations", {}).get(language):
            update["title" if isinstance(part, Section) else "label"] = words
        if guidance := getattr(part, "guidance_translations", {}).get(language):
            update["guidance"] = guidance
        return update

    return form.changed(**reworded(form, spoken))
