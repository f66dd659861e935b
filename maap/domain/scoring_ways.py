"""The ways in which the scores of several answers become one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

RollUp = Literal["", "lowest", "highest", "sum", "mean", "share"]

WAYS: Mapping[str, str] = MappingProxyType(
    {
        "lowest": "The lowest score counts",
        "highest": "The highest score counts",
        "sum": "The scores are added up",
        "mean": "The mean of the scores",
        "share": "The share of the points that could be had",
    }
)
"""What each way is called where its author picks it."""

RULES: Mapping[str, str] = MappingProxyType(
    {
        "lowest": "The lowest score of any answer counts for all of them.",
        "highest": "The highest score of any answer counts for all of them.",
        "sum": "The scores of all answers are added up.",
        "mean": "The mean of the scores of all answers.",
        "share": "The points that the answers have, of the most that these questions could have.",
    }
)
"""Each way as a sentence, beside the result."""
NEUTRAL = "Answers without a score, such as “not applicable” and “not known to us”, are left out."
