"""The people of the long soak: they sign in, answer, look at charts, and go; each at a human pace."""

import asyncio
import http.client
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed

from maap.settings import settings
from tests.e2e.conftest import PASSWORD
from tests.long.soak_figures import Diary
from tests.long.soak_house import GRADE, SECTION, WORDS, Ledger, Seat
from tests.long.soak_tabs import Gone, Late, Tab

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
GRADES = ("outstanding", "good", "requires_improvement")
"""The first options of the scale, in its order."""
CAME_BACK = "in the box when the connection broke"
LOST = (Gone, Late, OSError, http.client.HTTPException, TimeoutError, ConnectionClosed, KeyError, IndexError)
"""The line is cut, nobody answers, or the page is not the one that was asked for."""


@dataclass
class End:
    """When it is over; it may come sooner than was said."""

    at: float

    def left(self) -> float:
        """Seconds until then."""
        return max(0.0, self.at - time.monotonic())


@dataclass
class Person:
    """Somebody with a browser of their own, at an address of their own."""

    seat: Seat
    port: int
    address: str
    diary: Diary
    pause: float
    dice: random.Random
    cookie: str = ""
    tab: Tab | None = None
    doubt: dict[str, str] = field(default_factory=dict)
    """What was typed when the line was lost: the box's identity and its words."""
    ledgers: dict[str, Ledger] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.seat.return_id is not None:
            for question in (WORDS, GRADE):
                self.ledgers[question] = Ledger(self.seat.person_id, self.seat.return_id, question)

    async def live(self, end: End) -> None:
        """Until it is over. What goes wrong is written down, and they try again as people do."""
        await asyncio.sleep(self.dice.random() * self.pause)
        while end.left():
            began = time.monotonic()
            try:
                if not self.cookie:
                    await self.come_in()
                await (self._answer(end) if self.ledgers else self._watch(end))
                if self.dice.random() < 0.3 and end.left():
                    await self._go()
            except LOST as fault:
                self.diary.went_wrong(began, time.monotonic(), f"{self.seat.email}: {type(fault).__name__} {fault}")
                await asyncio.sleep(1 + self.dice.random())

    async def come_in(self) -> None:
        """Sign in."""
        form = urlencode({"email": self.seat.email, "password": PASSWORD})
        status, cookie = await asyncio.to_thread(self._asked, "POST", "/sign-in", form)
        name = settings().cookie
        if status != 303 or not cookie.startswith(f"{name}="):
            raise Gone(f"was not let in: {status}")
        self.cookie = cookie.partition(";")[0]

    async def _go(self) -> None:
        status, _ = await asyncio.to_thread(self._asked, "POST", "/sign-out")
        if status != 303:
            raise Gone(f"could not sign out: {status}")
        self.cookie = ""

    def _asked(self, method: str, path: str, form: str = "") -> tuple[int, str]:
        """Status and cookie. Not through the loop: it is a plain request of a browser."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))
        told = {"Host": f"localhost:{self.port}", "Cookie": self.cookie, "User-Agent": "Mozilla/5.0 Firefox/140.0"}
        try:
            line.request(method, path, form or None, told | {"Content-Type": "application/x-www-form-urlencoded"})
            reply = line.getresponse()
            reply.read()
            return reply.status, reply.getheader("set-cookie", "")
        finally:
            line.close()

    @asynccontextmanager
    async def _opened(self, page: str, query: str) -> AsyncIterator[Tab]:
        """A page in a tab of its own; one in five is left without a word."""
        began = time.monotonic()
        status, _ = await asyncio.to_thread(self._asked, "GET", f"/{page}?{query}")
        if status != 200:
            self.cookie = "" if status == 303 else self.cookie
            raise Gone(f"{page}: {status}")
        tab = self.tab = Tab(self.port, page, query, self.cookie, held=dict(self.doubt))
        try:
            await tab.open()
            self.diary.waited(self.diary.pages, began, time.monotonic() - began)
            yield tab
        finally:
            self.tab = None
            is_lost = tab.dropped
            await tab.leave(without_a_word=self.dice.random() < 0.2)
            for at, words in tab.refusals:
                if CAME_BACK in words:
                    continue  # right: a person chooses; what cut the line was counted
                self.diary.went_wrong(at, at, f"{page}: {words}")
            for words in tab.faults if is_lost else [one for one in tab.faults if "went wrong" in one]:
                self.diary.went_wrong(began, time.monotonic(), f"{page}: {words or 'the line was cut'}")

    async def _answer(self, end: End) -> None:
        """The first page after sign-in, then a section of the return with some answers, then one's own figures."""
        if self.dice.random() < 0.3:
            await self._glance("", "")
        async with self._opened("return", f"return={self.seat.return_id}&section={SECTION}") as tab:
            await self._settle(tab)
            for _ in range(self.dice.randint(3, 8)):
                await self._rest(end)
                if not end.left():
                    return
                await (self._type(tab) if self.dice.random() < 0.6 else self._grade(tab))
        if self.dice.random() < 0.3:
            await self._glance("our-agency", "")

    async def _settle(self, tab: Tab) -> None:
        if not self.doubt:
            return
        ledger = self.ledgers[WORDS]
        await tab.settle(f"{ledger.return_id}/{WORDS}")
        self.doubt = {}
        ledger.told.append(ledger.given[-1])

    async def _type(self, tab: Tab) -> None:
        ledger = self.ledgers[WORDS]
        key = f"{ledger.return_id}/{WORDS}"
        number = " ".join(DIGITS[int(digit)] for digit in str(len(ledger.given) + 1))
        ledger.given.append(f"The plan was clear and it was followed, {number}.")
        self.doubt = {tab.boxes[key]: ledger.given[-1]}
        began = time.monotonic()
        took = await tab.give(key, ledger.given[-1])
        self.doubt = {}
        ledger.told.append(ledger.given[-1])
        self.diary.waited(self.diary.saves, began, took)

    async def _grade(self, tab: Tab) -> None:
        ledger = self.ledgers[GRADE]
        key = f"{ledger.return_id}/{GRADE}"
        latest = (*ledger.given[-1:], *ledger.told[-1:])
        value = next(grade for grade in GRADES if grade not in latest)
        ledger.given.append(value)
        began = time.monotonic()
        took = await tab.give(key, tab.radios[key][1][GRADES.index(value)])
        ledger.told.append(value)
        self.diary.waited(self.diary.saves, began, took)

    async def _watch(self, end: End) -> None:
        """Charts stay open for some minutes; then the years, or the list of audits."""
        async with self._opened("charts", f"audit={self.seat.audit_id}"):
            for _ in range(self.dice.randint(3, 9)):
                await self._rest(end)
        if end.left():
            await self._glance(self.dice.choice(("trends", "audits", "")), "")

    async def _glance(self, page: str, query: str) -> None:
        async with self._opened(page, query):
            await asyncio.sleep(min(3.0, self.pause))

    async def _rest(self, end: End) -> None:
        await asyncio.sleep(min(self.dice.uniform(0.5, 1.5) * self.pause, end.left()))
