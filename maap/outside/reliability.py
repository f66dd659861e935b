"""Krippendorff's alpha, worked out by the library that is kept for it."""

from collections.abc import Sequence

import krippendorff
import numpy as np


def ordinal_alpha(things: Sequence[Sequence[int]]) -> float:
    """Ordinal alpha of how often each level was given to each thing, the worst level first.

    There must be two levels or more in use, or it is not defined.
    """
    return float(krippendorff.alpha(value_counts=np.array(things), level_of_measurement="ordinal"))
