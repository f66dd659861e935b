"""Every letter that a deed causes, as it is shipped: its key, when it is meant, and its text with fields in braces.

The words stand where the deed has its rules (`signing`, `lane_letters`, …). Here the same words become a text that a
partnership may change: what a changed text is filled with is what the shipped one says, and nothing else is known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from maap.domain import action_letters, commendations, invitations, lane_letters, signing, version_letters
from maap.domain.invitations import Wording
from maap.domain.letters import LetterText
from maap.domain.people import LONDON
from maap.domain.written_dates import spoken

Facts = Mapping[str, Any]
_DAY = date(2222, 2, 22)
_MOMENT = datetime(2222, 2, 22, 12, tzinfo=UTC)
_NUMBER = 77_777
_STANDS_FOR = (
    (f"12:00 on {spoken(_DAY)}", "{due}"),
    (spoken(_DAY), "{due}"),
    (", 1 day ago", ""),
    (str(_NUMBER), "{number}"),
)


@dataclass(frozen=True)
class Standard:
    """A kind of letter. ``given`` what else its words depend on; ``is_meant`` whether these facts ask for this kind."""

    key: str
    name: str
    words: Callable[..., Wording]
    given: Facts = field(default_factory=dict)
    is_meant: Callable[[Facts], bool] = lambda _: True

    def text(self) -> LetterText:
        """What it says, with a field in braces wherever a fact stands."""
        said = self.words(**self.given)
        return LetterText(
            key=self.key, name=self.name, subject=_with_fields(said.subject), body=_with_fields(said.body)
        )


def _with_fields(text: str) -> str:
    for sample, placeholder in _STANDS_FOR:
        text = text.replace(sample, placeholder)
    return text


_PERSON = {"name": "{name}", "audit": "{audit}"}
_LEAD = {**_PERSON, "agency": "{agency}"}
_ACTION = {**_LEAD, "number": _NUMBER, "due": _DAY}
STANDARD: tuple[Standard, ...] = (
    Standard("please_sign", "Please sign the terms", signing.please_sign, {**_PERSON, "version": 1}),
    Standard("terms_taken_back", "The terms are being changed", signing.taken_back, _PERSON),
    Standard("please_commit", "Does an agency take part?", signing.please_commit, {**_LEAD, "opens": _DAY}),
    Standard("terms_changed", "The terms have changed, for who has answered", signing.signed_again, _LEAD),
    Standard(
        *("returns_open_again", "Returns are open again", invitations.returns_open),
        {**_PERSON, "due": _DAY, "again": True},
        lambda facts: bool(facts.get("again")),
    ),
    Standard("returns_open", "Returns are open", invitations.returns_open, {**_PERSON, "due": _DAY}),
    Standard("newer_version", "A newer version of the questionnaire", version_letters.newer_version, _LEAD),
    Standard(
        *("issue_reopened", "An issue was opened again", lane_letters.issue_raised),
        {**_LEAD, "due": _DAY, "again": True},
        lambda facts: bool(facts.get("again")),
    ),
    Standard("issue_raised", "An issue waits for an agency", lane_letters.issue_raised, {**_LEAD, "due": _DAY}),
    Standard(
        *("issue_late", "An issue was not answered in time", lane_letters.issue_chased),
        {**_LEAD, "due": _DAY, "late": True},
        lambda facts: bool(facts.get("late")),
    ),
    Standard(
        *("issue_chased", "An issue waits for an answer", lane_letters.issue_chased),
        {**_LEAD, "due": _DAY, "late": False},
    ),
    Standard("concern", "An immediate concern", lane_letters.concern_recorded, {**_PERSON, "due": _MOMENT}),
    Standard(
        *("concern_overdue", "Nobody acknowledged a concern", lane_letters.concern_overdue),
        {**_PERSON, "due": _MOMENT},
    ),
    Standard(
        *("action_overdue", "An action is overdue", action_letters.letter),
        {**_ACTION, "today": date(2222, 2, 23)},
        lambda facts: bool(facts["due"] < facts["today"]),
    ),
    Standard("action_due", "An action is due soon", action_letters.letter, {**_ACTION, "today": _DAY}),
    Standard("commendation", "Good practice was commended", commendations.letter, _LEAD),
)


def meant(words: Callable[..., Wording], facts: Facts) -> Standard:
    """The kind of letter that these words are with these facts."""
    return next(one for one in STANDARD if one.words is words and one.is_meant(facts))


def filled(facts: Facts) -> dict[str, str]:
    """The same facts as the fields of a text that was changed."""
    due = facts.get("due") or facts.get("opens")
    return {
        **{name: str(facts[name]) for name in ("name", "audit", "agency", "number") if name in facts},
        "due": _moment(due) if isinstance(due, datetime) else spoken(due) if due else "",
    }


def _moment(at: datetime) -> str:
    there = at.astimezone(LONDON)
    return f"{there:%H:%M} on {spoken(there.date())}"
