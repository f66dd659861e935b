"""What makes an action one that can be done and proved: specific, measured, owned, and dated. Each in a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from maap.domain.actions import (
    LONGEST_MEASURE,
    LONGEST_ROLE,
    LONGEST_TEXT,
    Closing,
    Direction,
    NewAction,
    NewUpdate,
    Reason,
)
from maap.domain.identifiers import Lexicon, find
from maap.domain.problems import Problem
from maap.domain.timetable import Holidays, add_working_days, is_working_day
from maap.domain.written_dates import spoken

FEWEST_WORDS = 5
FURTHEST = 3
"""Years. Nobody plans further, so a later date is a slip of the pen."""
_VAGUE = ("consider", "explore", "continue", "be aware", "raise awareness", "improve", "ensure", "remind")


@dataclass(frozen=True)
class Check:
    """One thing that makes an action work. ``must``: without it the action is not kept; otherwise it is advice."""

    name: str
    met: bool
    sentence: str
    must: bool = True


def checks(given: NewAction, today: date, holidays: Holidays, words: Lexicon) -> tuple[Check, ...]:
    """Everything that is looked at, in the order of the fields, whether it is met or not."""
    return (
        _specific(given.text),
        _says_what_is_done(given.text),
        _owned(given),
        _by_a_role(given.owner_role, words, today),
        _in_time(given.due, today, holidays),
        _measured(given),
    )


def refuse_unfit(given: NewAction, today: date, holidays: Holidays, words: Lexicon) -> None:
    """Refuse an action that lacks something it must have, with a sentence for each thing. Raises Problem."""
    wrong = [check.sentence for check in checks(given, today, holidays, words) if check.must and not check.met]
    wrong += list(_too_long(given))
    if wrong:
        raise Problem("\n".join(wrong))


def refuse_empty_update(given: NewUpdate) -> None:
    """Refuse a report that says nothing, or evidence without its kind or its words. Raises Problem."""
    if not given.text and not given.evidence:
        raise Problem("Write what has been done since the last time, or what shows that it helped.")
    if given.evidence and given.evidence_kind is None:
        raise Problem("Say what kind of evidence this is, so that others can weigh it.")
    if given.evidence_kind is not None and not given.evidence:
        raise Problem("Say what the evidence shows, in a sentence or two; or leave its kind empty.")
    _refuse_long(*given.words)


def refuse_silent(given: Reason, sentence: str) -> None:
    """Refuse a deed without its reason; ``sentence`` asks for it. Raises Problem."""
    if not given.text:
        raise Problem(sentence)
    _refuse_long(given.text)


def refuse_closing(given: Closing) -> None:
    """Refuse a closing that does not say what difference the action made. Raises Problem."""
    if not given.difference:
        raise Problem(
            "Say when and how you will know whether it made a difference."
            if given.direction is Direction.UNKNOWN
            else "Say what difference the action made, and how you know."
        )
    _refuse_long(given.difference)


def _specific(text: str) -> Check:
    met = len(text.split()) >= FEWEST_WORDS
    advice = "Write what exactly is done, in a sentence: who does what, how often, where."
    return Check("Specific", met, "Says what is done." if met else advice)


def _says_what_is_done(text: str) -> Check:
    vague = next((word for word in _VAGUE if text.lower().startswith(word)), "")
    advice = f"“{vague.capitalize()}” is hard to tick off. Say what people will do instead."
    return Check("Achievable", not vague, advice if vague else "Begins with something people can do.", must=False)


def _owned(given: NewAction) -> Check:
    met = given.lead_agency_id > 0
    return Check("Lead agency", met, "One agency leads." if met else "Choose the agency that leads.")


def _by_a_role(role: str, words: Lexicon, today: date) -> Check:
    if not role:
        return Check("Owner", False, "Write the role that owns the action, for example: Head of safeguarding.")
    named = any(mark.kind == "name" for mark in find(role, words, today))
    advice = "Write the owner's role, not a name: people move on, and the action stays with the role."
    return Check("Owner", not named, advice if named else "A role owns it, whoever holds it.")


def _in_time(due: date | None, today: date, holidays: Holidays) -> Check:
    if due is None:
        return Check("Dated", False, "Give the day by which it is done.")
    if due <= today:
        return Check("Dated", False, f"{spoken(due)} is not in the future. Choose a later day.")
    if due.year > today.year + FURTHEST:
        return Check("Dated", False, f"{spoken(due)} is more than {FURTHEST} years away. Choose an earlier day.")
    if not is_working_day(due, holidays):
        before, after = add_working_days(due, -1, holidays), add_working_days(due, 1, holidays)
        near = " or ".join(spoken(day) for day in (before, after) if day > today)
        return Check("Dated", False, f"Nobody works on {spoken(due)}. Choose {near}.")
    return Check("Dated", True, f"Due on {spoken(due)}.")


def _measured(given: NewAction) -> Check:
    met = bool(given.measure or given.question_id or given.domain)
    advice = "Choose the question or the part of practice that should improve, or write what else would show it."
    return Check("Measured", met, "Says how anybody will know that it helped." if met else advice)


def _too_long(given: NewAction) -> Iterator[str]:
    for words, longest, what in (
        (given.text, LONGEST_TEXT, "action"),
        (given.owner_role, LONGEST_ROLE, "owner's role"),
        (given.measure, LONGEST_MEASURE, "measure"),
    ):
        if len(words) > longest:
            yield f"The {what} has {len(words):,} characters. Shorten it to {longest:,} or fewer."


def _refuse_long(*texts: str) -> None:
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise Problem(f"That is longer than {LONGEST_TEXT:,} characters. Shorten it to the main points.")
