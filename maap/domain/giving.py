"""What a person gives to a question, and words of theirs that may tell who somebody is."""

from dataclasses import dataclass
from datetime import date

from maap.domain.identifiers import Identifiers, Lexicon, Mark, find, refuse_certain
from maap.domain.problems import Problem

SHORTEST_REASON = 4


class MayIdentify(Problem):
    """Words that may tell who somebody is. They may be kept with a reason, or replaced. Carries the marks."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self.marks = marks
        super().__init__(
            "This may show who somebody is, so it is not saved yet. Replace the words, or keep them and say why: "
            + " ".join(mark.sentence for mark in marks)
        )


@dataclass(frozen=True)
class Given:
    """What a person gave to one question, and the revision of it that they were looking at (0: no answer yet).

    ``kept_because`` is their reason for keeping words that the identifier guard asked about.
    """

    question_id: str
    value: object
    seen: int
    kept_because: str = ""


def guard(value: object, kept_because: str, words: Lexicon, today: date) -> None:
    """Refuse what shows who somebody is: Identifiers always, MayIdentify while there is no reason to keep it."""
    marks = tuple(mark for text in texts(value) for mark in find(text, words, today))
    certain = tuple(mark for mark in marks if mark.certain)
    if certain:
        raise Identifiers(certain)
    if marks and len(kept_because.strip()) < SHORTEST_REASON:
        raise MayIdentify(marks)
    refuse_certain(kept_because, words)


def texts(value: object) -> list[str]:
    """Every piece of text in an answer, however deep."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]
