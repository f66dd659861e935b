"""`python -m tests.long.payloads [--most 200] [--only observer] [--control]`: hostile words on every page and in files.

Two hundred texts are put into every text that the demonstration stores. Then each role goes along every link in
Chromium, and looks: did a trap on loopback hear anything, did a script run, is anything a link, a picture, a heading
or marked that was typed as plain letters? Every file that the coordinator can take is opened: has it an active link, a
formula, an object? With ``--control`` pages that draw the same texts as Markdown and as HTML must be caught.
Exit code 1 when anything was found, or the control was not.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from maap.demonstration.people import READY, Character
from maap.domain.allowances import FILES
from maap.domain.people import Role
from tests.attack.hostile_files import active
from tests.attack.hostile_words import ALL, squeezed
from tests.bare_streamlit import served
from tests.e2e.conftest import CHROMIUM, FLAGS, Server
from tests.isolation.addresses import addresses, routes
from tests.long.every_page import MOST, walked
from tests.long.planted_payloads import Planting, fields
from tests.long.planted_rows import fill_empty

ON_A_PAGE = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const loads = 'img,iframe,object,embed,video,audio,source,link,script,form,base,image,use,meta,a';
  const names = ['src', 'href', 'xlink:href', 'data', 'action', 'srcdoc', 'content', 'formaction'];
  const frame = document.createElement('div');
  return {
    text: document.body.innerText,
    headings: all('h1,h2,h3,h4,h5,h6,[role=heading]').map(one => one.innerText),
    formulas: all('.katex').map(one => one.textContent),
    active: all(loads).flatMap(one => names.map(name => one.getAttribute(name)).filter(Boolean)
      .map(what => one.tagName.toLowerCase() + ' ' + what)),
    handlers: all('*').flatMap(one => [...one.attributes].filter(a => a.name.startsWith('on')).map(a => a.value)),
  };
}"""
BROKEN = "Something went wrong on our side"
_SIGN = re.compile(r"zq\d{3}f\d{3}z")


class Trap:
    """A server on loopback that nothing may ever ask."""

    def __init__(self) -> None:
        self.heard = heard = list[str]()

        class Hears(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Hears)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()


@dataclass
class Looking:
    """What is known while pages are looked at, and what was seen."""

    planting: Planting
    trap: Trap
    ran: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> BrowserContext:
        """Hear of scripts that run, and of what the page's rules refused to load."""
        context.expose_binding("ran", lambda _, number=0: self.ran.append(str(number)))
        context.on("console", self._heard)
        context.on("dialog", lambda dialog: (self.ran.append("dialog"), dialog.dismiss()))
        return context

    def _heard(self, message: ConsoleMessage) -> None:
        if self.trap.address in message.text or "inline event handler" in message.text:
            self.refused.append(message.text[:160])

    def look(self, page: Page) -> Iterator[tuple[str, str]]:
        """Everything on a page that is more than the letters that were typed."""
        there = page.evaluate(ON_A_PAGE)
        for name, heard in (("trap", self.trap.heard), ("script", self.ran), ("refused", self.refused)):
            yield from ((name, one) for one in heard)
            heard.clear()
        yield from (("link or load", one[:160]) for one in there["active"] if self._is_theirs(one))
        yield from (("handler", one) for one in there["handlers"] if "ran(" in one)
        yield from (("formula", one[:80]) for one in there["formulas"] if _SIGN.search(one))
        yield from self._not_letters("heading", there["headings"])
        yield from self._not_letters("not letter for letter", [there["text"]])
        if BROKEN in there["text"]:
            yield "broken", "the page ended with a reference"

    def _is_theirs(self, active_thing: str) -> bool:
        where = active_thing.partition(" ")[2]
        return urlsplit(where).netloc == urlsplit(self.trap.address).netloc or bool(
            re.match(r"(?i)\s*(javascript|data:text|mailto:trap|.*trap\.invalid)", where)
        )

    def _not_letters(self, rule: str, texts: list[str]) -> Iterator[tuple[str, str]]:
        """Signs before which the letters are missing that were typed before them."""
        for text in texts:
            letters = squeezed(text)
            for found in _SIGN.finditer(letters):
                one = self.planting.known[found[0]]
                self.seen.add(found[0])
                if (
                    not letters[: found.start()].lower().endswith(one.before.lower())
                ):  # a domain's name within a sentence
                    kept = letters[max(0, found.start() - 30) : found.end() + 5]
                    yield rule, f"{self.planting.fields[int(found[0][6:9])]}: {one.text[:60]!r} came as {kept!r}"


@contextmanager
def planted_house(most: int, fill: Callable[[Server], Path]) -> Iterator[tuple[Server, Looking]]:
    """A house that is served, with hostile words in every field."""
    trap = Trap()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "serve", demonstration="true", encrypted="false")
        database = fill(server)
        planting = Planting(trap.address, most)
        with sa.create_engine(f"sqlite:///{database}").begin() as connection:
            fill_empty(connection)
            planting.plant(connection)
        try:
            yield server.start(patience=120), Looking(planting, trap)
        finally:
            server.stop()
            trap.server.shutdown()
            trap.server.server_close()


def demonstration(server: Server) -> Path:
    """The demonstration, filled."""
    filling = Server(server.folder, "demo")
    filling.start(patience=240)
    filling.stop()
    return server.folder / "var" / "demonstration.db"


@dataclass
class Found:
    """What came out."""

    pages: Counter[str] = field(default_factory=Counter)
    files: int = 0
    faults: list[str] = field(default_factory=list)


IDS, ENOUGH = range(1, 13), 2
"""The numbers that files are asked with, and how many of a kind are opened."""


def hunt(browser: Browser, server: Server, looking: Looking, roles: Sequence[Character], most: int = MOST) -> Found:
    """Every page of every role, and every file of the coordinator."""
    found = Found()
    for who in roles:
        context = looking.watch(browser.new_context(viewport={"width": 1280, "height": 1400}))
        walk = walked(context, server.address, who, looking.look, most)
        found.pages[str(who.role)] = len(walk.seen)
        found.faults += [f"{who.role}, {script}: {rule}: {what}" for script, rule, what in walk.faults]
        if who.role is Role.COORDINATOR and most == MOST:
            _open_files(context, server, looking.trap.address, found)
        context.close()
    return found


def _may_go_on(server: Server) -> None:
    """Whoever asks for so many files is told to wait: that is tried elsewhere, and here they begin anew."""
    with sa.create_engine(f"sqlite:///{server.folder / 'var' / 'demonstration.db'}").begin() as connection:
        connection.execute(sa.text("delete from attempt"))


def _open_files(context: BrowserContext, server: Server, trap: str, found: Found) -> None:
    """Take files of every kind, and look into them."""
    opened, asked = Counter[str](), 0
    for route in routes():
        for path in addresses(route, IDS, ()):
            kind = re.sub(r"\d+", "#", path)
            if opened[kind] >= ENOUGH or not path.startswith("/files/"):
                continue
            asked += 1
            if asked % (FILES.at_once // 2) == 0:
                _may_go_on(server)
            try:
                reply = context.request.get(server.address + path, fail_on_status_code=False, max_redirects=0)
            except BrowserError as fault:
                found.faults.append(f"{path}: no answer: {str(fault)[:60]}")
                continue
            if reply.status == 200:
                opened[kind] += 1
                found.faults += [f"{path}: {one}" for one in active(reply.body(), trap)]
            elif reply.status >= 429:
                found.faults.append(f"{path}: answered {reply.status}")
    found.files = opened.total()


CONTROL = """
import json, streamlit as st
for words in json.load(open({words!r})):
    st.markdown(words)
    st.error(words)
    st.markdown(words, unsafe_allow_html=True)
"""


def control(browser: Browser, looking: Looking, folder: Path) -> set[str]:
    """The rules that are broken where Streamlit draws the same texts as Markdown and HTML, and where HTML is HTML."""
    words = [one.text for one in looking.planting.known.values()]
    (folder / "words.json").write_text(json.dumps(words))
    (folder / "careless.py").write_text(CONTROL.format(words=str(folder / "words.json")))
    raw = "<!doctype html><h1>Careless</h1>" + "".join(f"<div>{one}</div>" for one in words)
    (folder / "careless.html").write_text(raw, errors="replace")
    broken = set[str]()
    with served(folder / "careless.py") as address:
        context = looking.watch(browser.new_context())
        for where in (address, (folder / "careless.html").as_uri()):
            page = context.new_page()
            page.goto(where)
            page.wait_for_timeout(4_000)
            broken |= {rule for rule, _ in looking.look(page)}
        context.close()
    return broken


MUST_BE_CAUGHT = {"trap", "script", "link or load", "formula", "heading", "not letter for letter", "handler"}


def told(found: Found, looking: Looking) -> str:
    """The figures of a hunt."""
    planting = looking.planting
    seen = {planting.fields[int(sign[6:9])] for sign in looking.seen}
    texts = {sign[:5] for sign in looking.seen}
    never = sorted(planting.planted - seen)
    every = {f"{column.table.name}.{column.name}" for column in fields()}
    lines = [
        *(f"  {one}" for one in dict.fromkeys(found.faults)),
        f"{len(planting.known)} texts in {len(planting.planted)} fields of {len(every)}; {found.pages.total()} pages "
        f"({', '.join(f'{role} {n}' for role, n in found.pages.items())}) and {found.files} files were opened.",
        f"{len(texts)} of the {len(planting.numbers)} texts and {len(seen)} fields were seen on pages; not seen: {', '.join(never)}.",
        f"{len(found.faults)} faults.",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Plant, walk, open, and say what came out."""
    asking = argparse.ArgumentParser(description="hostile words on every page of every role")
    asking.add_argument("--most", type=int, default=ALL, help="How many texts.")
    asking.add_argument("--only", choices=[str(role) for role in Role], default="")
    asking.add_argument("--control", action="store_true", help="Careless pages, which must be caught.")
    chosen = asking.parse_args()
    roles = [who for who in {one.role: one for one in reversed(READY)}.values() if chosen.only in ("", str(who.role))]
    with planted_house(chosen.most, demonstration) as (server, looking), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if chosen.control:
            broken = control(browser, looking, server.folder)
            sys.stdout.write(f"Caught: {', '.join(sorted(broken))}. Not: {MUST_BE_CAUGHT - broken or 'nothing'}.\n")
            return int(not broken >= MUST_BE_CAUGHT)
        found = hunt(browser, server, looking, roles)
        browser.close()
    sys.stdout.write(told(found, looking))
    return int(bool(found.faults))


if __name__ == "__main__":
    sys.exit(main())
