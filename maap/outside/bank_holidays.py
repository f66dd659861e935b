"""England's bank holidays, without a network."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def england(first_year: int, last_year: int) -> frozenset[date]:
    """Bank holidays of England from the first year to the last, substitute days included."""
    years = range(first_year, last_year + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))


def around(day: date) -> frozenset[date]:
    """Bank holidays near enough to a day for any audit: from the year before it to three years after it."""
    return england(day.year - 1, day.year + 3)
