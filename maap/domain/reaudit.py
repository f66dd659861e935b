"""A re-audit asks again exactly what the actions of the earlier audit were to improve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maap.domain.actions import IS_DONE, Status
from maap.domain.before_after import yardstick
from maap.domain.questionnaire import Questionnaire


@dataclass(frozen=True)
class ToAskAgain:
    """An action of the earlier audit, and what it was to improve. Done or still open, it is asked again."""

    number: int
    text: str
    status: Status
    question_id: str = ""
    domain: str = ""
    measure: str = ""
    still_open: bool = True

    @property
    def key(self) -> str:
        """The question, or else the domain; empty when only words say what should improve."""
        return self.question_id or self.domain

    @property
    def standing(self) -> str:
        """Where the action is, in two words."""
        if self.status not in IS_DONE:
            return "not done yet"
        return "done, and something is left to do" if self.still_open else "done"


def named(asked: Iterable[ToAskAgain], form: Questionnaire | None) -> Mapping[str, str]:
    """The words of each question and domain that is asked again, by key, as the earlier questionnaire had them."""
    if form is None:
        return {}
    found = {one.key: yardstick(form, one.question_id, one.domain) for one in asked if one.key}
    return {key: one.name for key, one in found.items() if one is not None}


def must_have_improved(asked: Iterable[ToAskAgain], form: Questionnaire | None) -> str:
    """What must have improved, a line for each action; empty when the earlier audit had none."""
    rows = tuple(asked)
    names = named(rows, form)
    return "\n".join(f"{_what(one, names)} (action {one.number} of the earlier audit, {one.standing})" for one in rows)


def questions(asked: Iterable[ToAskAgain]) -> tuple[str, ...]:
    """The ids of the questions to ask again, each once, in the order of the actions."""
    return tuple(dict.fromkeys(one.question_id for one in asked if one.question_id))


def _what(one: ToAskAgain, names: Mapping[str, str]) -> str:
    return names.get(one.key) or one.measure or one.text
