"""`python -m tests.long.database_away [--only restarted]`: the database goes away while somebody answers, and comes back.

A house on PostgreSQL, and a Chromium at a return of each case's own. The server is stopped for 1, 10 and 60 seconds,
restarted between two deeds, killed and started again, frozen for 5 seconds, or cuts its lines before a save or at rest.
While it is away a sentence says so within three seconds, on the page that saves and on one that is opened. Afterwards,
without a hand on the page, what was typed is stored and said to be saved: one revision, one version, one line in the
trail; and the next page opens as ever. The controls are those of `slow_line`: ``--control forgetful`` is a page that
does not catch up, ``--control twice`` one that stores a repeat; each must be found.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright
from sqlalchemy import Engine, create_engine, make_url, text

from tests.e2e.conftest import CHROMIUM, FLAGS, Server, arrive, signed_in
from tests.long.server_crashes import crash
from tests.long.server_crashes import server as postgresql

WORDS = "Health and the school met before the plan was written."
QUESTION, SECTION = "acted_in_time__evidence", "evidence_timeliness"
SAVED, AWAY = re.compile(r"^Saved \d"), re.compile("database did not answer")
SAYS_SO_WITHIN, PATIENCE = 3.0, 60.0


@dataclass(frozen=True)
class Desk:
    """Somebody at a return of their own, the house's address, and the database under it."""

    page: Page
    address: str
    running: Any
    keeper: Engine

    def write(self) -> None:
        """Into the box, and on to the next field."""
        self.page.locator("textarea").first.fill(WORDS)
        self.page.keyboard.press("Tab")

    def cut(self) -> None:
        """Every line of the house to its database."""
        with self.keeper.connect() as connection:
            mine = "pid <> pg_backend_pid() and backend_type = 'client backend'"
            connection.execute(text(f"select pg_terminate_backend(pid) from pg_stat_activity where {mine}"))  # noqa: S608
        self.keeper.dispose()

    def family(self) -> list[psutil.Process]:
        """Every process of the database's server."""
        first = psutil.Process(self.running.get_pid())
        return [first, *first.children(recursive=True)]


def _said_in(page: Page) -> float:
    """Seconds until a page says that the database does not answer; infinite when it does not say so."""
    began = time.monotonic()
    with suppress(TimeoutError):
        page.get_by_text(AWAY).first.wait_for(timeout=PATIENCE * 1000)
        return time.monotonic() - began
    return float("inf")


def _stopped(desk: Desk, seconds: float) -> list[float]:
    """Stopped, and started again so many seconds later. How long each page took to say so."""
    desk.running.stop()
    began, took = time.monotonic(), []
    try:
        desk.write()
        if seconds > SAYS_SO_WITHIN:
            took.append(_said_in(desk.page))
            other = desk.page.context.new_page()
            opened = time.monotonic()
            other.goto(f"{desk.address}/returns?audit=1", wait_until="commit")
            took.append(time.monotonic() - opened + _said_in(other))
            other.close()
        desk.page.wait_for_timeout(max(0.0, seconds - (time.monotonic() - began)) * 1000)
    finally:
        desk.running.ensure_postgres_running()
    return took


def stopped_1(desk: Desk) -> list[float]:
    """Away for a second."""
    return _stopped(desk, 1)


def stopped_10(desk: Desk) -> list[float]:
    """Away for ten seconds."""
    return _stopped(desk, 10)


def stopped_60(desk: Desk) -> list[float]:
    """Away for a minute."""
    return _stopped(desk, 60)


def restarted(desk: Desk) -> list[float]:
    """Restarted while nobody asks for anything; then somebody saves."""
    desk.running.stop()
    desk.running.ensure_postgres_running()
    desk.write()
    return []


def killed(desk: Desk) -> list[float]:
    """Every process of it killed, as when its machine stops, while a save is on its way."""
    desk.write()
    crash(desk.running)
    return []


def frozen(desk: Desk) -> list[float]:
    """It stands still for five seconds, and cuts no line."""
    family = desk.family()
    for process in family:
        process.suspend()
    try:
        desk.write()
        desk.page.wait_for_timeout(5_000)
    finally:
        for process in family:
            process.resume()
    return []


def lines_cut(desk: Desk) -> list[float]:
    """Its lines are cut before a save."""
    desk.cut()
    desk.write()
    return []


def lines_cut_in_a_save(desk: Desk) -> list[float]:
    """Its lines are cut while a save is on its way."""
    desk.write()
    desk.cut()
    return []


Case = Callable[[Desk], list[float]]
CASES: tuple[Case, ...] = (
    *(stopped_1, stopped_10, stopped_60, restarted),
    *(killed, frozen, lines_cut, lines_cut_in_a_save),
)


def _saves(keeper: Engine, return_id: int) -> tuple[str, int, int, int]:
    """What is stored of the answer: its words, its revision, its versions, and its lines in the trail."""
    with keeper.connect() as connection:
        row = connection.execute(
            text(
                "select value, revision, (select count(*) from answerversion v where v.answer_id = answer.id), "
                "(select count(*) from trail where deed = 'answered' and about = 'return ' || return_id "
                "and detail->>'question' = question_id) from answer where return_id = :at and question_id = :what"
            ),
            {"at": return_id, "what": QUESTION},
        ).one_or_none()
    return (str(row[0]), int(row[1]), int(row[2]), int(row[3])) if row else ("", 0, 0, 0)


def faults(desk: Desk, return_id: int, took: list[float], within: float, patience: float) -> Iterator[str]:
    """What became of the answer, once the database is back."""
    if took and max(took) > within:
        yield f"a page took {max(took):.1f} s to say that the database does not answer"
    deadline = time.monotonic() + patience
    while _saves(desk.keeper, return_id)[0] != WORDS or not desk.page.get_by_text(SAVED).count():
        if time.monotonic() > deadline:
            yield f"{_saves(desk.keeper, return_id)} is stored, and “Saved” is said {desk.page.get_by_text(SAVED).count()} times"
            break
        desk.page.wait_for_timeout(250)
    desk.page.wait_for_timeout(12_000)  # longer than the page waits between two tries: a repeat would come now
    if _saves(desk.keeper, return_id) != (WORDS, 1, 1, 1):
        yield f"stored: {_saves(desk.keeper, return_id)}"
    if desk.page.locator("textarea").first.input_value() != WORDS:
        yield f"the box holds “{desk.page.locator('textarea').first.input_value()}”"
    if desk.page.get_by_text("Not saved.").count():
        yield "the page says that something is not saved"
    arrive(desk.page, f"{desk.address}/returns?audit=1")
    if desk.page.get_by_text(AWAY).count() or not desk.page.get_by_role("link", name="Answer").count():
        yield "the next page does not open as ever"


@contextmanager
def house(folder: Path, planted: str = "") -> Iterator[tuple[Server, Any, Engine]]:
    """A house on a PostgreSQL server of its own, with a return for each case."""
    running = postgresql(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        url = make_url(running.get_uri(driver="psycopg"))
        server = Server(folder, database_url=url.render_as_string(hide_password=False))
        if planted:
            server.module = "tests.long.planted_house"
        server.environment["MAAP_TEST_PLANTED"] = planted
        server.filled("fieldwork", str(len(CASES))).start(patience=240)
        try:
            yield server, running, create_engine(url, pool_pre_ping=True)
        finally:
            server.stop()
    finally:
        running.cleanup()


def tried(
    browser: Browser, server: Server, running: Any, keeper: Engine, case: Case, told: argparse.Namespace
) -> list[str]:
    """One case: somebody signs in, comes to a return of their own, and the database goes away."""
    with keeper.connect() as connection:
        police = (
            "select r.id from case_return r join agency a on a.id = r.agency_id where a.key = 'police' order by r.id"
        )
        number = int(connection.execute(text(police)).scalars().all()[CASES.index(case)])
    page = signed_in(browser, server, "ann@example.org")
    arrive(page, f"{server.address}/return?return={number}&section={SECTION}")
    expect(page.locator("textarea").first).to_be_visible()
    desk = Desk(page, server.address, running, keeper)
    took = case(desk)
    found = list(faults(desk, number, took, told.within, told.patience))
    page.context.close()
    said = f"said within {', '.join(f'{one:.1f}' for one in took)} s; " if took else ""
    sys.stdout.write(f"{case.__name__}: {said}{found or 'kept, and saved once'}\n")
    sys.stdout.flush()
    return found


def main() -> int:
    """Exit code 0 when nothing is lost, nothing is saved twice and it is said in time; with --control when not."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", nargs="*", choices=[case.__name__ for case in CASES])
    asked.add_argument("--patience", type=float, default=PATIENCE, help="Seconds to wait for what was typed.")
    asked.add_argument("--within", type=float, default=SAYS_SO_WITHIN, help="Seconds until a page must say so.")
    asked.add_argument("--control", choices=("forgetful", "twice"), default="")
    told = asked.parse_args()
    chosen = [case for case in CASES if not told.only or case.__name__ in told.only]
    with (
        tempfile.TemporaryDirectory(prefix="maap-away-", dir="/tmp") as folder,
        house(Path(folder), told.control) as (server, running, keeper),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        broken = sum(bool(tried(browser, server, running, keeper, case, told)) for case in chosen)
        browser.close()
        keeper.dispose()
    sys.stdout.write(f"{len(chosen)} cases, {broken} with a fault; load {os.getloadavg()[0]:.1f}.\n")
    return int(not broken) if told.control else int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
