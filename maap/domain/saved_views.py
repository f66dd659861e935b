"""A dashboard's view that is kept under a name: which tiles in which order, and what else was chosen."""

from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.problems import Problem
from maap.domain.tiles import BY_KEY

LONGEST_NAME, MOST, LONGEST_CHOICE = 60, 20, 120
"""Of a name, in characters; of views of one owner of one dashboard; and of a choice, in characters."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Arranged(BaseModel):
    """What a view keeps. ``tiles`` are known measures, each once.

    ``domain`` and ``agency_id``: the part of an audit; ``choices``: what a dashboard of the house was set to.
    """

    model_config = ConfigDict(frozen=True)
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    tiles: tuple[str, ...] = ()
    domain: str = Field(default="", max_length=LONGEST_NAME)
    agency_id: int | None = None
    choices: dict[str, Annotated[str, Field(max_length=LONGEST_CHOICE)]] = Field(default_factory=dict, max_length=6)


def called(name: str) -> str:
    """The name as it is kept. Raises Problem."""
    kept = " ".join(name.split())
    if not kept:
        raise Problem("Give the view a name.")
    if len(kept) > LONGEST_NAME:
        raise Problem(f"The name of a view may have {LONGEST_NAME} characters. This one has {len(kept)}.")
    return kept


def arrange(
    name: str,
    tiles: Iterable[str],
    domain: str = "",
    agency_id: int | None = None,
    *,
    choices: Mapping[str, str] = _NOTHING,
    known: Container[str] = BY_KEY,
) -> Arranged:
    """The view under its name. ``known``: the dashboard's tiles, an audit's unless others are named. Raises Problem."""
    kept = tuple(key for key in dict.fromkeys(tiles) if key in known)
    if not kept:
        raise Problem("Choose at least one chart before you save the view.")
    return Arranged(name=called(name), tiles=kept, domain=domain, agency_id=agency_id, choices=dict(choices))
