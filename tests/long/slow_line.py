"""`python -m tests.long.slow_line [--silence 180] [--late 2] [--only half-open]`: answering over a bad line.

Between Chromium and the server lies a line of ours (`line.py`) that is late, silent, or cut: at random, half-way
through what the browser says, or after the save and before the page hears of it. Somebody writes in a box and chooses an answer. Whatever
the line does, without a hand on the page: what was given is stored and said to be saved, once: one revision, one
version and one line in the trail for each. The controls are ``--control forgetful``, a page that does not catch up,
and ``--control twice``, a page that stores a repeat; each must be found.
"""

import argparse
import os
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS, Server, arrive, signed_in
from tests.long.line import Held, opened

BEGUN, MORE = "Health and the school met", " before the plan was written."
TEXT, CHOICE, CHOSEN = "acted_in_time__evidence", "acted_in_time", "yes"
SECTION, SAVED = "evidence_timeliness", re.compile(r"^Saved \d")
PATIENCE, SAYS_SO_WITHIN = 60.0, 30.0


@dataclass(frozen=True)
class Desk:
    """Somebody at a return, over a line."""

    page: Page
    held: Held
    file: Path
    return_id: int
    silence: float
    late: float

    @property
    def box(self) -> Locator:
        return self.page.locator(f".st-key-q-{CHOICE} textarea").first

    def write(self, words: str = BEGUN + MORE) -> None:
        """Into the box, and on to the next field."""
        self.box.fill(words)
        self.page.keyboard.press("Tab")

    def choose(self) -> None:
        """The first answer, as a hand does."""
        self.page.locator(f".st-key-q-{CHOICE} [role=radiogroup] label").first.click(no_wait_after=True)

    def answers(self) -> dict[str, str]:
        """What is stored of this return."""
        with closing(sqlite3.connect(self.file)) as file:
            found = file.execute("select question_id, value from answer where return_id = ?", (self.return_id,))
            return {str(key): str(value).strip('"') for key, value in found}

    def is_stored(self, question: str) -> bool:
        """Whether anything is."""
        return question in self.answers()

    def saves(self) -> dict[str, tuple[int, int, int]]:
        """For each question: its revision, its versions, and its lines in the trail."""
        with closing(sqlite3.connect(self.file)) as file:
            found = file.execute(
                "select question_id, revision, (select count(*) from answerversion v where v.answer_id = answer.id), "
                "(select count(*) from trail where deed = 'answered' and about = 'return ' || return_id "
                "and json_extract(detail, '$.question') = question_id) from answer where return_id = ?",
                (self.return_id,),
            )
            return {str(key): (int(a), int(b), int(c)) for key, a, b, c in found}


def late(desk: Desk) -> int:
    """Everything comes later, both ways."""
    desk.held.line.late = desk.late
    desk.write()
    desk.choose()
    return 1


def hurried(desk: Desk) -> int:
    """Somebody goes on writing in the same box while what they wrote first is on its way."""
    desk.held.line.late = desk.late
    desk.write(BEGUN)
    desk.page.wait_for_timeout(desk.late * 500)
    desk.box.click()
    desk.page.keyboard.press("End")
    desk.page.keyboard.type(MORE, delay=desk.late * 2000 / len(MORE) * 1.5)  # until after the first answer came back
    desk.page.keyboard.press("Tab")
    desk.choose()
    return 2


def at_random(desk: Desk) -> int:
    """One piece in twenty is where its connection is cut."""
    desk.held.line.risk = 0.05
    desk.write()
    desk.choose()
    return 1


def half_open(desk: Desk) -> int:
    """Nothing comes through, and neither end is told."""
    desk.held.line.silent = True
    desk.write()
    desk.choose()
    if desk.silence >= SAYS_SO_WITHIN:
        desk.page.wait_for_timeout(SAYS_SO_WITHIN * 1000)
        if "No connection" not in said_at_the_foot(desk.page):
            raise SystemExit("The line is silent, and the page does not say so.")
        desk.page.wait_for_timeout((desk.silence - SAYS_SO_WITHIN) * 1000)
    else:
        desk.page.wait_for_timeout(desk.silence * 1000)
    desk.held.do(desk.held.line.heal)
    return 1


def torn(desk: Desk) -> int:
    """The line is cut half-way through what the browser says."""
    for deed in (desk.write, desk.choose):
        desk.held.line.torn = True
        deed()
        _until(lambda: not desk.held.line.torn)
        desk.page.wait_for_timeout(500)
        _back(desk.page)
    return 1


def unheard(desk: Desk) -> int:
    """The line is cut after the answer is stored, and before the page hears of it."""
    for deed, question in ((desk.write, TEXT), (desk.choose, CHOICE)):
        desk.held.line.deaf = True
        deed()
        _until(lambda question=question: desk.is_stored(question))  # type: ignore[misc]
        desk.held.line.deaf = False
        desk.held.do(desk.held.line.cut)
        desk.page.wait_for_timeout(500)
        _back(desk.page)
    return 1


CASES: tuple[Callable[[Desk], int], ...] = (late, hurried, at_random, half_open, torn, unheard)
"""What the line does while somebody answers; each returns how many saves of the words there may be."""


def said_at_the_foot(page: Page) -> str:
    """What the page says over everything while there is no connection."""
    found = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]'), '::after').content")
    return "" if found == "none" else str(found)


def _until(there: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if there():
            return True
        time.sleep(0.05)
    return False


def _back(page: Page) -> None:
    """The browser has found its way back by itself."""
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]", timeout=PATIENCE * 1000)


def faults(desk: Desk, most: int, patience: float = PATIENCE) -> Iterator[str]:
    """What became of the answers, once the line had time to come back."""
    wanted = {TEXT: BEGUN + MORE, CHOICE: CHOSEN}
    for _ in range(int(patience * 4)):
        if desk.answers() == wanted and desk.page.get_by_text(SAVED).count() >= 2:
            break
        desk.page.wait_for_timeout(250)
    else:
        yield f"{desk.answers()} is stored, and the page says “Saved” {desk.page.get_by_text(SAVED).count()} times"
    desk.page.wait_for_timeout(1000 + desk.held.line.late * 2000)  # a repeat would come now
    for question, (revision, versions, lines) in desk.saves().items():
        if not revision == versions == lines or revision > (most if question == TEXT else 1):
            yield f"{question} was saved {revision} times, with {versions} versions and {lines} lines in the trail"
    if desk.box.input_value() != BEGUN + MORE:
        yield f"the box holds “{desk.box.input_value()}”"
    if desk.page.get_by_text("Not saved.").count():
        yield "the page says that something is not saved"


@contextmanager
def house(folder: Path, planted: str = "") -> Iterator[tuple[Server, Held]]:
    """A house with a return for each case, and the line to it."""
    server = Server(folder, encrypted="false")
    if planted:
        server.module = "tests.long.planted_house"
    server.environment["MAAP_TEST_PLANTED"] = planted
    server.filled("fieldwork", str(len(CASES)))
    with opened(server.port) as held:
        try:
            server.start()
            server.address = f"http://localhost:{held.line.port}"
            yield server, held
        finally:
            server.stop()


def tried(
    browser: Browser, server: Server, held: Held, case: Callable[[Desk], int], told: argparse.Namespace
) -> list[str]:
    """One case: somebody signs in, comes to a return of their own, and the line goes bad."""
    with closing(sqlite3.connect(server.folder / "var" / "maap.db")) as file:
        rows = file.execute(
            "select r.id from case_return r join agency a on a.id = r.agency_id where a.key = 'police' order by r.id"
        ).fetchall()
    page = signed_in(browser, server, "ann@example.org")
    number = int(rows[CASES.index(case)][0])
    arrive(page, f"{server.address}/return?return={number}&section={SECTION}")
    file_ = server.folder / "var" / "maap.db"
    desk = Desk(page, held, file_, number, told.silence, told.late)
    expect(desk.box).to_be_visible()
    before = held.line.cuts, held.line.pieces
    try:
        found = list(faults(desk, case(desk), told.patience))
    finally:
        held.line.late = held.line.risk = 0.0
        held.line.silent = held.line.deaf = held.line.torn = False
        page.context.close()
    cuts, pieces = held.line.cuts - before[0], held.line.pieces - before[1]
    sys.stdout.write(f"{case.__name__}: {pieces} pieces, {cuts} cuts, {found or 'kept, and saved once'}\n")
    sys.stdout.flush()
    return found


def run(told: argparse.Namespace) -> int:
    """How many of the chosen cases have a fault."""
    chosen = [case for case in CASES if not told.only or case.__name__ in told.only]
    with (
        tempfile.TemporaryDirectory(prefix="maap-line-", dir="/tmp") as folder,
        house(Path(folder), told.control) as (server, held),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        broken = sum(bool(tried(browser, server, held, case, told)) for case in chosen)
        browser.close()
    return broken


def main() -> int:
    """Exit code 0 when nothing is lost and nothing is saved twice; with --control when that is found."""
    asked = argparse.ArgumentParser(description="answering over a bad line")
    asked.add_argument("--silence", type=float, default=180, help="Seconds for which a half-open line is silent.")
    asked.add_argument("--late", type=float, default=2, help="Seconds by which everything comes later, each way.")
    asked.add_argument("--patience", type=float, default=PATIENCE, help="Seconds to wait for what was typed.")
    asked.add_argument("--only", nargs="*", choices=[case.__name__ for case in CASES])
    asked.add_argument("--control", choices=("forgetful", "twice"), default="")
    told = asked.parse_args()
    broken = run(told)
    sys.stdout.write(f"{broken} cases with a fault; load {os.getloadavg()[0]:.1f}.\n")
    return int(not broken) if told.control else int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
