"""Who is where on a return: said to colleagues who answer it too, and forgotten after some minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

GONE_AFTER = timedelta(minutes=6)
"""Somebody who touched nothing for so long is no longer said to be there."""
AT_MOST_EVERY = timedelta(minutes=1)
"""How often somebody who stays in one section is noted."""


def is_due(section: str, noted: tuple[str, datetime] | None, now: datetime) -> bool:
    """Whether it is time to note where somebody is. ``noted``: the section and the time that were noted last."""
    return noted is None or noted[0] != section or now - noted[1] >= AT_MOST_EVERY


def where(name: str, section: str, order: Sequence[str], at: datetime, now: datetime) -> str:
    """“Sam is in section 2 (2 minutes ago).”"""
    place = f"in section {order.index(section) + 1}" if section in order else "on this return"
    minutes = int((now - at).total_seconds() // 60)
    ago = "just now" if minutes < 1 else "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"
    return f"{name} is {place} ({ago})."
