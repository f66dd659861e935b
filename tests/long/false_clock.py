"""`python -m tests.long.false_clock`: a served house under a clock that is moved. Needs Debian's faketime.

The real server runs under libfaketime, whose clock is set while people work: over both changes of summer time, a 29
February, the end of 32-bit time, an hour forward and back, and a little back as between two machines. Sessions and links
neither last longer than stated nor end earlier by more than a minute; times are London's; the trail keeps the order of
its deeds and holds. The control, ``--control``, serves without the false clock, and must be found out.
"""

import argparse
import http.client
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import col, select

from maap.domain.sessions import IDLE, LONGEST
from maap.settings import settings
from maap.storage import db
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.trail import faults
from maap.usecases.signin import make_link
from tests.e2e.conftest import PASSWORD, Server
from tests.long.soak_house import Seat, seats, served

LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
LEAP, END_OF_32_BITS = datetime(2028, 2, 29, 23, 59, tzinfo=UTC), datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC)
NIGHTS = {"spring": SPRING, "autumn": AUTUMN, "29 February": LEAP, "2038": END_OF_32_BITS}
OPEN, LOCKED, ENDED = "open", "locked", "ended"


@dataclass
class House:
    """A server, and the file that tells it the time."""

    server: Server
    clock: Path
    seat: Seat

    def set(self, at: datetime) -> None:
        """From now on it is then, and time goes on from there."""
        self.clock.write_text(f"{(at - datetime.now(UTC)).total_seconds():+.3f}")

    def ask(self, path: str, cookie: str = "", **form: str) -> tuple[int, str, str]:
        """Status, cookie and words of an answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        told = {"Host": f"localhost:{self.server.port}", "Cookie": cookie}
        try:
            method, body = ("POST", urlencode(form)) if form else ("GET", None)
            line.request(method, path, body, told | {"Content-Type": "application/x-www-form-urlencoded"})
            reply = line.getresponse()
            return reply.status, reply.getheader("set-cookie", "").partition(";")[0], reply.read().decode()
        finally:
            line.close()

    def sign_in(self) -> str:
        """Somebody comes in. Returns their cookie."""
        status, cookie, _ = self.ask("/sign-in", email=self.seat.email, password=PASSWORD)
        assert status == 303 and cookie.startswith(f"{settings().cookie}="), f"was not let in: {status}"
        return cookie

    def standing(self, cookie: str) -> str:
        """What a session is worth, as a file of one's own is given or not."""
        status, _, words = self.ask(f"/files/returns/{self.seat.return_id}", cookie)
        if status == 200:
            return OPEN
        return ENDED if status == 303 else LOCKED if "was locked" in words else f"{status}"


Case = Callable[[House], Iterator[str]]
"""Says what is not as it should be, in a sentence each."""


def lasts(night: datetime) -> Case:
    """A session lasts as long as stated, to a minute, though the night is special."""

    def case(house: House) -> Iterator[str]:
        began = night - timedelta(minutes=10)
        house.set(began)
        cookie = house.sign_in()
        for after, wanted in (
            (IDLE - MINUTE, OPEN),
            (IDLE + timedelta(seconds=2), LOCKED),
            (LONGEST - MINUTE, LOCKED),
            (LONGEST + timedelta(seconds=2), ENDED),
        ):
            house.set(began + after)
            if (found := house.standing(cookie)) != wanted:
                yield f"{after} after somebody came in their session is {found}, not {wanted}"

    return case


def stepped(by: timedelta, wanted: str) -> Case:
    """The clock is moved while somebody works; whoever comes in again may."""

    def case(house: House) -> Iterator[str]:
        began = datetime(2026, 6, 3, 12, tzinfo=UTC)
        house.set(began)
        cookie = house.sign_in()
        house.set(began + by)
        if (found := house.standing(cookie)) != wanted:
            yield f"moved by {by} the session is {found}, not {wanted}"
        if (found := house.standing(house.sign_in())) != OPEN:
            yield f"moved by {by} somebody comes in anew and is {found}"

    return case


def link_ends(night: datetime) -> Case:
    """A link works until its end, and not after it."""

    def case(house: House) -> Iterator[str]:
        ends = night + timedelta(minutes=20)
        with work() as session:
            token = make_link(session, house.seat.person_id, "reset", ends)
        for left, works in ((MINUTE, True), (-timedelta(seconds=2), False)):
            house.set(ends - left)
            if (
                "password" in house.ask(f"/join/{token}")[2].lower() and house.ask(f"/join/{token}")[0] == 200
            ) != works:
                yield f"{left} before its end a link {'does not work' if works else 'works'}"

    return case


def in_london(house: House) -> Iterator[str]:
    """What is printed is London's time, in summer and in winter."""
    for at, said in (
        (datetime(2026, 3, 29, 0, 58, tzinfo=UTC), "29 March 2026 at 00:58"),
        (datetime(2026, 3, 29, 1, 2, tzinfo=UTC), "29 March 2026 at 02:02"),
        (datetime(2026, 10, 25, 0, 58, tzinfo=UTC), "25 October 2026 at 01:58"),
        (datetime(2026, 10, 25, 1, 2, tzinfo=UTC), "25 October 2026 at 01:02"),
    ):
        house.set(at)
        words = house.ask(f"/files/returns/{house.seat.return_id}", house.sign_in())[2]
        if said not in words:
            yield f"at {at:%H:%M} UTC the page does not say {said}"


CASES: dict[str, Case] = {
    **{f"a session, {name}": lasts(night) for name, night in NIGHTS.items()},
    "an hour forward": stepped(HOUR, LOCKED),
    "an hour back": stepped(-HOUR, LOCKED),
    "half a minute back, as between two machines": stepped(-MINUTE / 2, OPEN),
    **{f"a link, {name}": link_ends(night) for name, night in NIGHTS.items()},
    "times are London's": in_london,
}


def in_order(expected: int) -> Iterator[str]:
    """The trail after all that: every sign-in in the order in which it happened, and the chain whole."""
    with reading() as session:
        yield from faults(session)
        came = session.exec(select(t.TrailEntry).where(col(t.TrailEntry.deed) == "signed in").order_by("id")).all()
    if len(came) != expected:
        yield f"{expected} sign-ins left {len(came)} lines in the trail"
    if all(before.at <= after.at for before, after in pairwise(came)):
        yield "no line of the trail is older than the one before, so no clock was moved"


def run(folder: Path, names: list[str], control: bool) -> list[str]:
    """Everything that is not as it should be."""
    server, clock = served(folder), folder / "clock"
    clock.write_text("+0")
    if not control:
        server.environment |= {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(clock),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "MAAP_SCHEDULER": "false",
        }
    house, wrong = House(server, clock, seats(3)[0]), []
    sign_ins = 0
    came_in = house.sign_in

    def counted() -> str:
        nonlocal sign_ins
        sign_ins += 1
        return came_in()

    house.sign_in = counted  # type: ignore[method-assign]
    server.start()
    try:
        for name in names:
            told = list(CASES[name](house))
            sys.stdout.write(f"{name}: {'; '.join(told) or 'as stated'}\n")
            wrong += told
    finally:
        server.stop()
    wrong += in_order(sign_ins)
    db.forget()
    return wrong


def main() -> int:
    """Move the clock, and say what does not hold."""
    asked = argparse.ArgumentParser(description="A served house under a clock that is moved.")
    asked.add_argument("--only", choices=list(CASES), action="append", help="this case; again for more")
    asked.add_argument("--control", action="store_true", help="without the false clock: must be found out")
    chosen = asked.parse_args()
    if not LIBRARIES:
        sys.stderr.write("This needs libfaketime: run “sudo apt-get install faketime”.\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        wrong = run(Path(folder), chosen.only or list(CASES), chosen.control)
    sys.stdout.write(f"{len(chosen.only or CASES)} cases, {len(wrong)} things not as stated.\n")
    return int(bool(wrong) is not chosen.control)


if __name__ == "__main__":
    sys.exit(main())
