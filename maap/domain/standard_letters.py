"""Every letter whose words stand in the domain, as it is shipped: its key, when it is meant, and its text with fields.

The words stand where the deed has its rules (`signing`, `lane_letters`, …). Here the same words become a text that a
partnership may change: what a changed text is filled with is what the shipped one says, and nothing else is known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from maap.domain import (
    action_letters,
    commendations,
    invitations,
    lane_letters,
    one_time_links,
    signing,
    version_letters,
    voice_letters,
)
from maap.domain.fitting import BadForm
from maap.domain.invitations import COLLEAGUE, Wording
from maap.domain.letters import LetterText
from maap.domain.written_dates import spoken, spoken_moment

Facts = Mapping[str, Any]
_DAY = date(2222, 2, 22)
_MOMENT = datetime(2222, 2, 22, 12, tzinfo=UTC)
_NUMBER = 77_777
_STANDS_FOR = (
    (spoken_moment(_MOMENT), "{due}"),
    (spoken(_DAY), "{due}"),
    (", 1 day ago", ""),
    (str(_NUMBER), "{number}"),
)
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Standard:
    """A kind of letter. ``given`` what else its words depend on; ``is_meant`` whether these facts ask for this kind.

    ``copied_on``: the page from which somebody copies it, empty for one that goes out by itself.
    """

    key: str
    name: str
    words: Callable[..., Wording]
    given: Facts = field(default_factory=dict)
    is_meant: Callable[[Facts], bool] = lambda _: True
    copied_on: str = ""

    def text(self) -> LetterText:
        """What it says, with a field in braces wherever a fact stands."""
        said = self.words(**self.given)
        return LetterText(
            key=self.key, name=self.name, subject=_with_fields(said.subject), body=_with_fields(said.body)
        )

    @property
    def may_lack_its_day(self) -> bool:
        """Whether it is also written while the day that it names is not set."""
        return "opens" in self.given


def _with_fields(text: str) -> str:
    for sample, placeholder in _STANDS_FOR:
        text = text.replace(sample, placeholder)
    return text


_PERSON = {"name": "{name}", "audit": "{audit}"}
_LEAD = {**_PERSON, "agency": "{agency}"}
_ACTION = {**_LEAD, "number": _NUMBER, "due": _DAY}
_VOICE = {"partnership": "{partnership}", "address": "{address}", "ends": _MOMENT}
_LINK = {"name": "{name}", **_VOICE}
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
    Standard("more_time", "An agency has more time for its returns", invitations.more_time, {**_LEAD, "due": _DAY}),
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
    Standard("invitation", "An invitation", one_time_links.invitation, _LINK, copied_on="“People”"),
    Standard("new_password", "A new password", one_time_links.new_password, _LINK, copied_on="“People”"),
    Standard("one_sign_in", "A link for one sign-in", one_time_links.one_sign_in, _LINK, copied_on="“People”"),
    Standard(
        *("remind_to_commit", "Reminder: does an agency take part?", invitations.reminder_to_commit),
        {**_LEAD, "opens": _DAY},
        copied_on="“Agencies” of an audit",
    ),
    Standard(
        *("remind_to_name", "Reminder: name the auditors", invitations.reminder_to_name_auditors),
        {**_LEAD, "opens": _DAY},
        copied_on="“Agencies” of an audit",
    ),
    Standard(
        *("ask_a_practitioner", "A practitioner is asked for a view", voice_letters.ask_a_practitioner, _VOICE),
        copied_on="“Voice” of an audit",
    ),
    Standard(
        *("ask_a_family", "A child or a family is asked for a view", voice_letters.ask_a_family, _VOICE),
        copied_on="“Voice” of an audit",
    ),
)
_BY_KEY = {one.key: one for one in STANDARD}


def meant(words: Callable[..., Wording], facts: Facts) -> Standard:
    """The kind of letter that these words are with these facts."""
    return next(one for one in STANDARD if one.words is words and one.is_meant(facts))


def standard(key: str) -> Standard | None:
    """The letter whose words stand in the domain; None for one that the configuration words."""
    return _BY_KEY.get(key)


def as_shipped(configured: Mapping[str, LetterText]) -> dict[str, LetterText]:
    """Every letter by its key, as nobody changed it. ``configured``: those that the configuration words."""
    return dict(configured) | {one.key: one.text() for one in STANDARD}


def fields(shipped: LetterText) -> tuple[str, ...]:
    """What can be filled into a letter: what its shipped text names, and the partnership."""
    named = _FIELD.findall(shipped.subject + shipped.body)
    return tuple(dict.fromkeys([*named, "partnership"]))


def refuse_unfilled(text: LetterText, shipped: LetterText) -> None:
    """Refuse a field that nothing would be filled into, and a letter without the link it is for. Raises BadForm."""
    known = fields(shipped)
    unknown = sorted({one for one in _FIELD.findall(text.subject + text.body) if one not in known})
    if unknown:
        named, offer = " and ".join("{" + one + "}" for one in unknown), ", ".join("{" + one + "}" for one in known)
        raise BadForm({"body": f"{named} cannot be filled in here. In this letter you can use {offer}."})
    if "address" in known and "{address}" not in text.body:
        raise BadForm({"body": "Keep {address} in the text: without it nobody can open the link."})


def filled(facts: Facts) -> dict[str, str]:
    """The same facts as the fields of a text that was changed."""
    due = facts.get("due") or facts.get("opens") or facts.get("ends")
    named = {name: str(facts[name]) for name in ("name", "audit", "agency", "number", "address") if name in facts}
    said = spoken_moment(due) if isinstance(due, datetime) else spoken(due) if due else ""
    return named | ({"name": named["name"] or COLLEAGUE} if "name" in named else {}) | {"due": said}
