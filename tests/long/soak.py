"""`python -m tests.long.soak [--minutes 480] [--people 60] [--faults-every 5]`: sixty people work for hours.

The real server on loopback and an encrypted database; twenty agencies with two who answer and a manager who watches.
They speak to the server as a browser does, sign in and out, answer, look at charts, and some leave without a word.
Every few minutes (``--faults-every 0``: never, for a measure of load) the server is killed and started again, the
database is held by another process, half of all lines are cut, or the server stands still. With ``--clock 5`` the
server's day goes by five times faster than this machine's, so that all that it does by the clock in eight hours
(sessions, rounds, copies, backups) comes in 96 minutes.

Well is: no answer that was said to be saved is lost or stored twice, the trail is whole, nobody saw an error that no
fault explains, a page is drawn within a second (p95) and an answer saved within a second (p99) while no fault lasts,
and memory, handles, threads, sessions and the WAL do not grow once the server is warm. Exit code 0 then, else 1.
``--control``: a server that leaks open files, forgets answers and stores some twice; exit code 0 when all three are found.
"""

import argparse
import asyncio
import itertools
import os
import random
import re
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.conftest import Server
from tests.long import soak_figures as figures
from tests.long.soak_faults import Nemesis
from tests.long.soak_figures import MEGABYTE, Diary, Sample
from tests.long.soak_house import WATCHER, Seat, not_as_told, seats, served
from tests.long.soak_people import LOST, End, Person

PLANTED = ("lost: ", "stored twice: ", "files grew")
"""What the control must find."""
MOST_SHOWN = 20
KEPT = 128
"""Sessions that Streamlit keeps after their tabs have gone, with three handles each."""


@dataclass(frozen=True)
class Chosen:
    """How long, how many, how often something goes wrong, and what is still well. In seconds."""

    seconds: float
    people: int = 60
    faults_every: float = 300
    most_faults: int = 10_000
    pause: float = 20
    page: float = 1
    save: float = 1
    seed: int = 1
    control: bool = False
    clock: float = 1
    saves: int = 0
    """It is over as soon as so many answers were saved after a fault, if there are any; 0: it lasts as long as it was told."""

    @property
    def grace(self) -> float:
        """Until people have come back after a fault."""
        return min(30.0, self.seconds / 10)


@dataclass
class Soaked:
    """What came out."""

    diary: Diary
    samples: list[Sample] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lasted: float = 0
    told: int = 0
    """Answers that people were told are saved."""


def enough(chosen: Chosen, diary: Diary, samples: list[Sample]) -> bool:
    """Whether it may be over sooner: on a quick machine not before there is enough to say whether anything grows."""
    if not chosen.saves or (chosen.faults_every and not diary.windows) or len(samples) < figures.ENOUGH:
        return False
    since = diary.windows[-1].over if diary.windows else 0.0
    return sum(one.began > since for one in diary.calm(diary.saves)) >= chosen.saves


class Watcher:
    """Looks at the server from outside: what the system says of its process, and how many sessions it says it has."""

    def __init__(self, server: Server, person: Person, lives: list[float], clock: float = 1) -> None:
        self.server, self.person, self.lives = server, person, lives
        self._signed_in, self._for = 0.0, 1200 / clock

    def allowed(self) -> int:
        """How many handles the server may open."""
        assert self.server.process is not None
        told = Path(f"/proc/{self.server.process.pid}/limits").read_text()
        return int(re.findall(r"Max open files\s+(\d+)", told)[0])

    async def sample(self) -> Sample | None:
        """Nothing while the server is away."""
        with suppress(*LOST):
            if not self.person.cookie or time.monotonic() > self._signed_in + self._for:
                await self.person.come_in()
                self._signed_in = time.monotonic()
            sessions = await asyncio.to_thread(self._sessions)
            now = time.monotonic()
            return Sample(now, len(self.lives), now - self.lives[-1], (*self._process(), sessions, self._wal()))
        return None

    def _process(self) -> tuple[float, ...]:
        assert self.server.process is not None
        place = Path(f"/proc/{self.server.process.pid}")
        pages = int((place / "statm").read_text().split()[1])
        memory = pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
        handles = [os.readlink(one) for one in (place / "fd").iterdir()]
        files = sum(one.startswith("/") for one in handles)
        return memory, files, len(handles), len(list((place / "task").iterdir()))

    def _sessions(self) -> float:
        asked = urllib.request.Request(  # noqa: S310  (loopback)
            f"{self.server.address}/_stcore/metrics?families=active_sessions", headers={"Cookie": self.person.cookie}
        )
        with urllib.request.urlopen(asked, timeout=10) as reply:  # noqa: S310
            found = re.search(r"^active_sessions (\d+)", reply.read().decode(), re.MULTILINE)
        if found is None:
            raise KeyError("active_sessions")
        return float(found.group(1))

    def _wal(self) -> float:
        return sum(file.stat().st_size for file in (self.server.folder / "var").glob("*-wal")) / MEGABYTE


async def _looked_at(watcher: Watcher, nemesis: Nemesis, found: Soaked, end: End, chosen: Chosen) -> None:
    """Sample after sample, and a line for each minute. A server that ends by itself is an error, and started again."""
    began = since = time.monotonic()
    every = min(5.0, chosen.seconds / 150)
    for number in itertools.count(1):
        while time.monotonic() < began + number * 60 and end.left():
            await asyncio.sleep(min(every, end.left()))
            process, now = watcher.server.process, time.monotonic()
            if process is not None and process.poll() is not None and not found.diary.is_troubled(now, now):
                found.diary.errors.append((now, f"the server ended by itself with {process.returncode}"))
                await nemesis.strike(nemesis.start_again)
            sample = await watcher.sample()
            if sample is not None:
                found.samples.append(sample)
            if enough(chosen, found.diary, found.samples):
                end.at = now
        now = time.monotonic()
        _say(figures.minute(found.diary, found.samples, len(nemesis.people), since, now, number))
        since = now
        if not end.left():
            return


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


async def _lived(server: Server, seats_: list[Seat], chosen: Chosen) -> tuple[Soaked, list[Person]]:
    """Everybody works until it is over."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(chosen.people + 8))
    diary = Diary()
    people = [
        Person(seat, server.port, f"127.0.{n + 1}.1", diary, chosen.pause, random.Random(chosen.seed * 1000 + n))
        for n, seat in enumerate(seats_)
    ]
    lives, end = [time.monotonic()], End(time.monotonic() + chosen.seconds)
    watching = Person(Seat(WATCHER, 0, 0), server.port, "127.0.0.1", diary, chosen.pause, random.Random())
    found = Soaked(diary)
    dice = random.Random(chosen.seed)
    nemesis = Nemesis(server, people, diary, dice, chosen.grace, lives, min(20.0, 3 + chosen.seconds / 10))
    tasks = [asyncio.create_task(one.live(end)) for one in people]
    if chosen.faults_every:
        tasks.append(asyncio.create_task(nemesis.rage(chosen.faults_every, chosen.most_faults, end)))
    watcher = Watcher(server, watching, lives, chosen.clock)
    if watcher.allowed() < (needed := 10 * chosen.people + 3 * KEPT):
        found.wrong.append(f"the server may open {watcher.allowed()} handles only, and could need {needed}")
    await _looked_at(watcher, nemesis, found, end, chosen)
    await asyncio.gather(*tasks)
    found.lasted = time.monotonic() - lives[0]
    return found, people


def soaked(chosen: Chosen) -> Soaked:
    """A house of its own, people in it for so long, and what is wrong afterwards."""
    with tempfile.TemporaryDirectory(prefix="maap-soak-", dir="/tmp") as folder:
        server = served(Path(folder), "tests.long.broken_house" if chosen.control else "maap", chosen.clock)
        there = seats(chosen.people)
        server.start()
        try:
            found, people = asyncio.run(_lived(server, there, chosen))
        finally:
            server.stop()
        ledgers = [ledger for person in people for ledger in person.ledgers.values()]
        bounds = figures.limits(chosen.page, chosen.save, found.lasted, chosen.people)
        found.told = sum(len(ledger.told) for ledger in ledgers)
        found.wrong += not_as_told(ledgers)
        log = server.log.read_text(errors="replace")
        found.wrong += [f"seen: {what}{_why(log, what)}" for _, what in found.diary.errors]
        found.wrong += figures.grown(found.samples, bounds)
        found.wrong += figures.too_slow(found.diary, bounds)
        _tell(found, bounds)
        return found


def _why(log: str, what: str) -> str:
    """What the server's log says of a fault that somebody saw under its reference: its kind, and its last steps."""
    reference = re.search(r"the reference (\w+)", what)
    told = log.partition(f"reference {reference[1]}")[2].splitlines()[1:] if reference else []
    kind, steps = told[:1], list(itertools.takewhile(re.compile(r"\S+:\d+ \S+$").match, told[1:]))
    return "".join(f"\n    {line}" for line in (*kind, *steps[-8:]))


def _tell(found: Soaked, bounds: figures.Limits) -> None:
    diary = found.diary
    pages, saves = diary.calm(diary.pages), diary.calm(diary.saves)
    lost, twice = (sum(one.startswith(kind) for one in found.wrong) for kind in PLANTED[:2])
    _say(
        f"{len(diary.pages)} pages, p95 {figures.share(pages, 95):.2f} s; {len(diary.saves)} saves, p95 "
        f"{figures.share(saves, 95):.2f} s, p99 {figures.share(saves, 99):.2f} s (while no fault lasted: {len(pages)} "
        f"and {len(saves)}); {found.told} answers acknowledged: {lost} lost, {twice} stored twice; {len(diary.errors)} "
        f"errors; {len(diary.windows)} faults, which explain {diary.explained} more; the warm server held "
        f"{figures.held(found.samples, bounds)}."
    )
    for one in found.wrong[:MOST_SHOWN]:
        _say(f"  {one}")
    if len(found.wrong) > MOST_SHOWN:
        _say(f"  … and {len(found.wrong) - MOST_SHOWN} more.")


def is_found(found: Soaked) -> bool:
    """Whether each fault that the control plants came out."""
    return all(any(one.startswith(kind) for one in found.wrong) for kind in PLANTED)


def _asked() -> Chosen:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--minutes", type=float, default=480)
    told.add_argument("--people", type=int, default=60, help="At most 60: twenty agencies with three each.")
    told.add_argument("--faults-every", type=float, default=5, help="Minutes; 0: none.")
    told.add_argument("--most-faults", type=int, default=10_000)
    told.add_argument("--pause", type=float, default=20, help="Seconds between two answers of one person.")
    told.add_argument("--page", type=float, default=1, help="Seconds that 95 in 100 pages may take.")
    told.add_argument("--save", type=float, default=1, help="Seconds that 99 in 100 saves may take.")
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--saves", type=int, default=0, help="Over as soon as so many were saved after a fault.")
    told.add_argument("--clock", type=float, default=1, help="How much faster the server's day goes by.")
    told.add_argument("--control", action="store_true")
    it = told.parse_args()
    return Chosen(
        seconds=it.minutes * 60,
        people=min(it.people, 60),
        faults_every=it.faults_every * 60,
        most_faults=it.most_faults,
        pause=it.pause,
        page=it.page,
        save=it.save,
        seed=it.seed,
        control=it.control,
        clock=it.clock,
        saves=it.saves,
    )


def main() -> int:
    """Exit code 0 when all is well; with --control when everything planted was found."""
    chosen = _asked()
    found = soaked(chosen)
    if chosen.control:
        _say("Everything planted was found." if is_found(found) else "SOMETHING PLANTED WAS NOT FOUND.")
        return 0 if is_found(found) else 1
    _say("NOT WELL." if found.wrong else "Well.")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
