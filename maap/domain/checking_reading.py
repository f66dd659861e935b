"""The check of how hard a questionnaire is to read: hard words, long sentences, reading age."""

from collections.abc import Iterator

from maap.domain.findings import Finding, advise
from maap.domain.questionnaire import Asked, Questionnaire, Repeat, Section
from maap.domain.reading_age import hard_words, reading_age, sentences, words

LONGEST_SENTENCE = 30
"""In words."""
ENOUGH_WORDS, OLDEST = 20, 18
"""A text with fewer words says little about how hard it reads; above this age in years it is hard for anybody."""
ENOUGH_FOR_WHOLE, OLDEST_FOR_WHOLE = 150, 13
_TEXTS = ("label", "guidance", "good")
_LEAST_WORDS = "Shorter sentences and shorter words help most."


def reading(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Advice on a questionnaire that is hard to read, part by part and as a whole."""
    every: list[str] = []
    for section in questionnaire.sections:
        yield from _part(section, "guidance", section.guidance)
        every.append(section.guidance)
        for question in section.questions:
            for asked in (question, *(question.questions if isinstance(question, Repeat) else ())):
                texts = [(name, str(getattr(asked, name))) for name in _TEXTS]
                every += [text for _, text in texts]
                for name, text in texts:
                    yield from _part(asked, name, text)
    whole = "\n".join((questionnaire.introduction, *every))
    age = reading_age(whole)
    if len(words(whole)) >= ENOUGH_FOR_WHOLE and age > OLDEST_FOR_WHOLE:
        message = f"It reads with ease from the age of about {age:.0f}. Aim for {OLDEST_FOR_WHOLE}. {_LEAST_WORDS}"
        yield Finding("advice", "The questionnaire", message, field="introduction")


def _part(part: Section | Asked, name: str, text: str) -> Iterator[Finding]:
    where = {"guidance": "The guidance: ", "good": "What good looks like: "}.get(name, "")
    for hard, plain in hard_words(text):
        yield advise(part, name, f"{where}“{hard}” is hard to read. Write “{plain}”.")
    longest = max((len(sentence.split()) for sentence in sentences(text)), default=0)
    if longest > LONGEST_SENTENCE:
        more = "move the rest to guidance" if name == "label" else "make two of it"
        yield advise(part, name, f"{where}A sentence has {longest} words. Keep it under 25 and {more}.")
    elif len(words(text)) >= ENOUGH_WORDS and (age := reading_age(text)) > OLDEST:
        yield advise(part, name, f"{where}It reads with ease from the age of about {age:.0f}. {_LEAST_WORDS}")
