"""How an edition is spoken of whose place a newer one took."""

from datetime import date

from maap.domain.written_dates import spoken


def replaced_by(day: date, out: bool = True) -> str:
    """What is said beside an edition that was replaced. ``out``: the newer one was not taken back since."""
    said = f"Replaced by the edition of {spoken(day)}"
    return f"{said}." if out else f"{said}, which was withdrawn since."


def replaces(day: date) -> str:
    """What is said beside the newer edition."""
    return f"It replaces the edition of {spoken(day)}."
