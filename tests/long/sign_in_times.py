"""`python -m tests.long.sign_in_times [--samples 200]`: a wrong password takes as long for nobody's address as for a real one.

Real and unknown addresses are tried in turn, through what the sign-in page calls; measured is the computing that a try
costs its thread, so that other work on the machine does not count. The medians must differ by less than five parts in
a hundred. ``--control``: a check that looks at a password only where there is an account must be told apart.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.outside import passwords
from maap.settings import settings
from maap.storage.db import reading, work
from maap.storage.schema import migrate
from maap.usecases.signin import person_for
from maap.web.entrance import _try_to_sign_in
from tests import factories as make

REAL, GUESS = "ann{}@example.org", "lantern tram harvest"
MOST = 0.05
Try = Callable[[str, str], None]


@dataclass(frozen=True)
class Times:
    """The middle of what a try costs, in seconds of computing."""

    known: float
    unknown: float

    @property
    def apart(self) -> float:
        """How far they are from one another, as a part of the longer."""
        return abs(self.known - self.unknown) / max(self.known, self.unknown)


def honest(email: str, place: str) -> None:
    """A try, as the page makes it."""
    with suppress(Problem):
        _try_to_sign_in(email, GUESS, place, "")


def hasty(email: str, _place: str) -> None:
    """The control: no account, no check."""
    with reading() as session:
        person = person_for(session, email)
    if person is not None:
        passwords.fits(GUESS, person.password)


def furnish(people: int) -> None:
    """So many people with a password."""
    secret = passwords.kept("tram lantern harvest")
    with work() as session:
        for n in range(people):
            make.person(session, Role.CHAIR, email=REAL.format(n), password=secret)


def measured(attempt: Try, samples: int) -> Times:
    """One address is tried once, each from a place of its own, so that the throttle never answers instead."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for n in range(samples):
        for is_known in (n % 2 == 0, n % 2 == 1):
            email = REAL.format(n) if is_known else f"not{REAL.format(n)}"
            began = time.thread_time()
            attempt(email, f"192.0.{n // 250}.{n % 250}/{is_known}")
            took[is_known].append(time.thread_time() - began)
    return Times(statistics.median(took[True]), statistics.median(took[False]))


def main() -> int:
    """Exit code 0 when nobody can tell; with --control when one can."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--samples", type=int, default=200)
    told.add_argument("--control", action="store_true")
    chosen = told.parse_args()
    folder = tempfile.mkdtemp(prefix="maap-times-", dir="/tmp")
    os.environ |= {"MAAP_FOLDER": folder, "MAAP_KEY_FILE": f"{folder}/elsewhere/key"}
    settings.cache_clear()
    migrate()
    furnish(chosen.samples)
    found = measured(hasty if chosen.control else honest, chosen.samples)
    sys.stdout.write(
        f"{chosen.samples} tries each: {found.known * 1000:.2f} ms of computing for an address with an account, "
        f"{found.unknown * 1000:.2f} ms for one without; {found.apart:.1%} apart.\n"
    )
    return 0 if (found.apart < MOST) != chosen.control else 1


if __name__ == "__main__":
    sys.exit(main())
