"""Which backups are kept: every one of a day, then one a day, one a week, one a month."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=2)
DAYS, WEEKS, MONTHS = 14, 8, 12
LONGEST = timedelta(days=366)
"""After this only the newest may be left: what retention removed is then gone everywhere."""

_Period = Callable[[datetime], tuple[int, ...]]
_STEPS: tuple[tuple[_Period, int], ...] = (
    (lambda at: (at.year, at.month, at.day), DAYS),
    (lambda at: (at.isocalendar().year, at.isocalendar().week), WEEKS),
    (lambda at: (at.year, at.month), MONTHS),
)


def kept(made: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """The moments whose backups are kept; the newest always is. Of each period its last one counts."""
    newest_first = sorted(made, reverse=True)
    keep = {at for at in newest_first if now - at <= ALL_FOR} | set(newest_first[:1])
    for period, how_many in _STEPS:
        seen: dict[tuple[int, ...], datetime] = {}
        for at in newest_first:
            seen.setdefault(period(at), at)
        keep |= set(list(seen.values())[:how_many])
    return frozenset(at for at in keep if now - at <= LONGEST or at == newest_first[0])
