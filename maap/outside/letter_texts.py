"""The letters' texts as they were shipped."""

from functools import lru_cache
from pathlib import Path

from maap.domain.letters import LetterText
from maap.outside.configuration import BadConfiguration
from maap.outside.entries import Reading


@lru_cache(maxsize=4)
def shipped_letters(folder: Path) -> dict[str, LetterText]:
    """By key. Raises BadConfiguration with every problem."""
    reading = Reading(folder, "letters.yaml")
    entries = reading.entries(LetterText, "letters")
    if reading.problems:
        raise BadConfiguration(reading.problems)
    return {entry.key: entry for _, entry in entries}
