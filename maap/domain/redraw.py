"""Setting a drawn sample aside before fieldwork, so that another may be drawn: why, and how the trail says it."""

from collections.abc import Mapping
from types import MappingProxyType

SET_ASIDE = "set the sample aside"
"""The deed as the trail has it; pages read it back, so that nobody draws twice unseen."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "wrong_list": "The list of cases was wrong or out of date",
        "wrong_rules": "The rules on which cases may be drawn were wrong",
        "wrong_plan": "The size or the groups of the sample were wrong",
        "terms_changed": "The terms of reference changed",
        "rehearsal": "The draw was a rehearsal",
    }
)
"""Key → words. There are no other reasons: the trail never holds what people wrote."""
