"""Two people have the same answer open: whoever comes second sees both and chooses, and its history keeps both.

Each kind of question, in each order in which two can load and save; MAAP_TEST_ORDERS=all tries all six orders, and
without it the first. In an order, a capital letter loads the page and a small one saves: Ann is A, Bob is B.
"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, drawn, serving, signed_in
from tests.e2e.hands import settled

pytestmark = pytest.mark.browser
ORDERS = ("ABab", "ABba", "BAab", "BAba", "AaBb", "BbAa")
TRIED = ORDERS if os.environ.get("MAAP_TEST_ORDERS") == "all" else ORDERS[:1]
COLLEAGUE = re.compile("A colleague has just changed this answer")
Give = Callable[[Page, str], None]


def _words(page: Page, who: str) -> None:
    page.locator(".st-key-q-acted_in_time textarea").first.fill({"A": "The first words.", "B": "Other words."}[who])
    page.keyboard.press("Tab")


def _one(page: Page, who: str) -> None:
    page.locator(".st-key-q-acted_in_time [role=radiogroup] label").nth("AB".index(who)).click()


def _several(page: Page, who: str) -> None:
    parts = page.locator(".st-key-q-work_done").get_by_test_id("stButtonGroup").get_by_role("button")
    parts.nth("AB".index(who)).click()


KINDS: dict[str, tuple[str, str, Give]] = {
    "words": ("acted_in_time__evidence", "evidence_timeliness", _words),
    "one of several": ("acted_in_time", "evidence_timeliness", _one),
    "several": ("work_done", "", _several),
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Server]:
    """A return for each kind of question."""
    yield from serving(Server(tmp_path, encrypted="false").filled("fieldwork", str(len(KINDS))))


def _versions(server: Server, return_id: int, question: str) -> list[str]:
    with closing(sqlite3.connect(server.folder / "var" / "maap.db")) as file:
        found = file.execute(
            "select v.value from answerversion v join answer a on a.id = v.answer_id "
            "where a.return_id = ? and a.question_id = ? order by v.revision",
            (return_id, question),
        )
        return [str(row[0]) for row in found]


def _returns(server: Server) -> list[int]:
    with closing(sqlite3.connect(server.folder / "var" / "maap.db")) as file:
        police = (
            "select r.id from case_return r join agency a on a.id = r.agency_id where a.key = 'police' order by r.id"
        )
        return [int(row[0]) for row in file.execute(police)]


@pytest.mark.parametrize("order", TRIED)
def test_whoever_comes_second_sees_both_and_chooses(house: Server, chromium: Browser, order: str) -> None:
    pages = {who: signed_in(chromium, house, f"{name}@example.org") for who, name in (("A", "ann"), ("B", "bob"))}
    for number, (question, section, give) in zip(_returns(house), KINDS.values(), strict=True):
        address = f"{house.address}/return?return={number}" + (f"&section={section}" if section else "")
        saves = 0
        for step in order:
            page = pages[step.upper()]
            if step.isupper():
                arrive(page, address)
                continue
            give(page, step.upper())
            saves += 1
            settled(page)
            if saves == 2 and order.index(step.upper()) < order.index(next(one for one in order if one.islower())):
                expect(page.get_by_text(COLLEAGUE).first).to_be_visible()
                assert len(_versions(house, number, question)) == 1, "nobody is overwritten"
                page.get_by_role("button", name="Use mine instead").click()
                expect(page.get_by_text(COLLEAGUE)).to_have_count(0)
            expect(page.get_by_text(re.compile(r"^Saved \d")).first).to_be_visible()
            drawn(page)
        kept = _versions(house, number, question)
        assert len(kept) == 2 and kept[0] != kept[1], (order, question, kept)
