"""The shipped word lists of the identifier guard, read once."""

from functools import lru_cache
from pathlib import Path

from maap.domain.identifiers import Lexicon
from maap.settings import settings

_SPACED = ("audit.txt", "acronyms.txt")


def _lines(path: Path) -> list[str]:
    """The entries of a list: one a line, or several with spaces between where a list holds single words only."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [line for line in lines if line and not line.startswith("#")]
    return [word for line in kept for word in line.split()] if path.name in _SPACED else kept


def read(folder: Path) -> Lexicon:
    """The lexicon in a folder laid out like ``config/words``. Raises ``FileNotFoundError`` when a list is missing."""

    def entries(*names: str) -> frozenset[str]:
        return frozenset(entry for name in names for entry in _lines(folder / name))

    return Lexicon(
        first_names=entries("first_names.txt", "first_names_more.txt"),
        surnames=entries("surnames.txt"),
        innocent=entries("ordinary.txt", "audit.txt", "acronyms.txt", "tools.txt"),
        places=entries("places.txt"),
    )


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of this installation."""
    return read(settings().config / "words")
