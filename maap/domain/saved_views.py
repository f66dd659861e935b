"""A dashboard's view that is kept under a name: which tiles in which order, and which part of the audit."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.problems import Problem
from maap.domain.tiles import BY_KEY

LONGEST_NAME, MOST = 60, 20
"""Of a name, in characters; and of views of one owner in one audit."""


class Arranged(BaseModel):
    """What a view keeps. ``tiles`` are known measures, each once."""

    model_config = ConfigDict(frozen=True)
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    tiles: tuple[str, ...] = ()
    domain: str = Field(default="", max_length=LONGEST_NAME)
    agency_id: int | None = None


def called(name: str) -> str:
    """The name as it is kept. Raises Problem."""
    kept = " ".join(name.split())
    if not kept:
        raise Problem("Give the view a name.")
    if len(kept) > LONGEST_NAME:
        raise Problem(f"The name of a view may have {LONGEST_NAME} characters. This one has {len(kept)}.")
    return kept


def arrange(name: str, tiles: Iterable[str], domain: str = "", agency_id: int | None = None) -> Arranged:
    """The view under its name. Raises Problem."""
    known = tuple(key for key in dict.fromkeys(tiles) if key in BY_KEY)
    if not known:
        raise Problem("Choose at least one chart before you save the view.")
    return Arranged(name=called(name), tiles=known, domain=domain, agency_id=agency_id)
