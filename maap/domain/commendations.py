"""Commendations: good practice, praised to the agency and team whose practice it was. Never to a person by name."""

from pydantic import BaseModel, ConfigDict

from maap.domain.invitations import Wording
from maap.domain.problems import Problem

LONGEST_TEXT, LONGEST_TEAM = 1_000, 120
"""In characters."""


class NewCommendation(BaseModel):
    """A commendation as it is written. ``finding_id``: the strength it rests on, when there is one.

    ``kept_because`` is why words stay that may tell who somebody is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    agency_id: int = 0
    team: str = ""
    text: str = ""
    finding_id: int | None = None
    kept_because: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that a person typed."""
        return self.team, self.text


def refuse_unfit(given: NewCommendation) -> None:
    """Refuse praise for nobody, or without words. Raises Problem."""
    if not given.agency_id:
        raise Problem("Choose the agency whose practice you praise.")
    if not given.text:
        raise Problem("Say what was done well, and what difference it made to the child, the adult or the family.")
    if len(given.text) > LONGEST_TEXT or len(given.team) > LONGEST_TEAM:
        raise Problem(f"That is too long. Keep the team to {LONGEST_TEAM} characters, the praise to {LONGEST_TEXT:,}.")


def letter(name: str, agency: str, audit: str) -> Wording:
    """Tells an agency's lead that good practice was praised. ``audit``: reference and title. It quotes nothing."""
    return Wording(
        f"Good practice in {agency} was commended: {audit}",
        f"Dear {name},\n\n"
        f"The audit {audit} found practice in {agency} that others can learn from, and the partnership wants to say "
        "thank you.\n\n"
        "Please sign in, open the audit and go to “Actions”, and there to “Commendations”, to read it. Share it with "
        "the team it is for.",
    )
