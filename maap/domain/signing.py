"""Signing terms of reference: where their signing stands, and the letters that go with it."""

from datetime import date
from enum import StrEnum

from maap.domain.audit import Stage
from maap.domain.invitations import Wording
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.domain.written_dates import spoken

DRAFT_READERS = frozenset({Role.COORDINATOR, Role.CHAIR, Role.OBSERVER})
"""Roles that see terms while they are being written. Everybody else sees the version last put up for signature."""
AMENDABLE = (Stage.AGREED, Stage.SAMPLING)
"""Stages of an audit whose signed terms may still be changed, with a reason."""
LONGEST_REASON = 2000
"""In characters."""


class SigningState(StrEnum):
    """Where terms stand."""

    WRITING = "being written"
    ASKED = "out for signature"
    SIGNED = "signed"


class NotComplete(Problem):
    """Terms that lack something, so that nobody can sign them yet. ``sentences``: one for each thing."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("These terms cannot be signed yet:\n" + "\n".join(f"• {one}" for one in sentences))
        self.sentences = sentences


def state_of(stage: Stage, asked: int) -> SigningState:
    """Where terms stand. ``asked``: how many people have been asked to sign the current version."""
    if stage is not Stage.DRAFT:
        return SigningState.SIGNED
    return SigningState.ASKED if asked else SigningState.WRITING


def reason_to_amend(text: str) -> str:
    """The reason as it is kept. Raises Problem when there is none, or when it is too long."""
    reason = text.strip()
    if not reason:
        raise Problem("Say what has to change and why. The people who sign again will read it.")
    if len(reason) > LONGEST_REASON:
        raise Problem(f"Your reason has {len(reason):,} characters. Shorten it to {LONGEST_REASON:,} or fewer.")
    return reason


def please_sign(name: str, audit: str, version: int) -> Wording:
    """Asks somebody to sign. ``audit``: reference and title."""
    again = " They have changed since you last read them; the page shows what is different." if version > 1 else ""
    return Wording(
        f"Please read and sign the terms of reference: {audit}",
        f"Dear {name},\n\n"
        f"You are named to sign the terms of reference of the audit {audit}.{again}\n\n"
        "Please sign in, open the audit and go to “Terms”. Read them, then sign at the end of the page. "
        "If something is not right, tell the coordinator before you sign.\n\n"
        "The audit can begin when everybody named has signed.",
    )


def please_commit(name: str, agency: str, audit: str, opens: date | None) -> Wording:
    """Asks an agency's lead for its commitment, once the terms are signed."""
    by = f" Returns open on {spoken(opens)}, so please answer before then." if opens else ""
    return Wording(
        f"Does {agency} take part in {audit}?",
        f"Dear {name},\n\n"
        f"The terms of reference of the audit {audit} are signed. Before auditors begin, each agency accepts the "
        f"procedures and names its auditors.{by}\n\n"
        "Please sign in, open the audit and go to “Our commitment”. There you can read the procedures, commit for "
        f"{agency}, and name auditors who did not hold the cases. If you cannot take part, you can say so there.",
    )


def signed_again(name: str, agency: str, audit: str) -> Wording:
    """Tells the lead of an agency that has already answered that changed terms are signed."""
    return Wording(
        f"The terms of reference have changed: {audit}",
        f"Dear {name},\n\n"
        f"The terms of reference of the audit {audit} were changed and are signed again. The answer {agency} gave "
        "stands, so there is nothing you must do.\n\n"
        "To see what is different, sign in, open the audit and go to “Terms”.",
    )


def taken_back(name: str, audit: str) -> Wording:
    """Tells somebody who was asked to sign that the terms are being changed."""
    return Wording(
        f"The terms of reference are being changed: {audit}",
        f"Dear {name},\n\n"
        f"The terms of reference of the audit {audit} are being changed, so signatures on the earlier version no "
        "longer count. The reason is on the page “Terms”.\n\n"
        "You will be asked to sign again when the new version is ready. There is nothing to do until then.",
    )
