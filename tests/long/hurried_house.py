"""`python -m tests.long.hurried_house serve`: the house, and its day goes by faster than this machine's.

``MAAP_TEST_CLOCK``: since when, in seconds of this machine's clock, and so many times faster. So a server that is
started again goes on where its clock had come to. Only what the house reads of a clock hurries, and it reads it in one
place; how long something takes is as ever.
"""

import os
from datetime import UTC, datetime, timedelta

from maap.outside import clock

WANTED = "MAAP_TEST_CLOCK"


def ahead(began: float, times: float, moment: datetime) -> datetime:
    """What the hurried clock shows at a moment of this machine's."""
    start = datetime.fromtimestamp(began, UTC)
    return start + timedelta(seconds=(moment - start).total_seconds() * times)


if __name__ == "__main__":
    since, faster = (float(word) for word in os.environ[WANTED].split())
    _now = clock.now
    clock.now = lambda: ahead(since, faster, _now())
    from maap.__main__ import main  # what it reads in takes this clock over

    main()
