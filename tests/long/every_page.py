"""`python -m tests.long.every_page [--address http://localhost:8501] [--only observer] [--dark]`: axe on every page of every role.

Walks the demonstration as each role: from its menu and its account along every link, each page once, in Chromium, and
lets axe look at it. Says what it found, and which rooms of the house no role came to. Without an address it serves the
demonstration itself. Exit code 1 when anything of ours was found.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from maap.demonstration import PASSWORD
from maap.demonstration.people import READY, Character
from maap.domain.people import GRANTS, Role
from maap.ui.rooms import ROOMS
from tests.e2e.conftest import CHROMIUM, FLAGS, Server, drawn

FRAMEWORK: dict[str, str] = {"presentation-role-conflict": "stFileUploaderDropzone"}
"""Rules that Streamlit itself breaks, and the part of it that does. The box to drop a file on can be reached by a key
and has no role; the button in it has a name of its own, and does the same."""
MOST = 60
LINKS = "[...document.querySelectorAll('a[href]')].map(one => one.href)"
URLS = {room.url: room.script for room in ROOMS}
Look = Callable[[Page], Iterable[tuple[str, str]]]
"""What is looked for on a page: each fault with its rule and its place."""


@dataclass
class Walk:
    """What one role saw: rooms by address, and what axe found, by room and rule."""

    role: str
    seen: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)


def faults(page: Page) -> Iterator[tuple[str, str]]:
    """What axe finds on a page that is ours."""
    for one in Axe().run(page).response["violations"]:
        for node in one["nodes"]:
            if FRAMEWORK.get(one["id"], "nothing of it") not in node["html"]:
                yield str(one["id"]), str(node["html"])[:200]


def walk(browser: Browser, address: str, who: Character, most: int = MOST, light: str = "light") -> Walk:
    """Go along every link as somebody, each room once, with axe."""
    context = browser.new_context(viewport={"width": 1280, "height": 1400}, color_scheme=light)  # type: ignore[arg-type]
    found = walked(context, address, who, faults, most)
    context.close()
    return found


def walked(context: BrowserContext, address: str, who: Character, look: Look, most: int = MOST) -> Walk:
    """Go along every link as somebody, each room once, and look at each."""
    page = _signed_in(context, address, who)
    found = Walk(str(who.role))
    mine = [room for room in ROOMS if room.menu in ("house", "administration") or room.url == "account"]
    granted = GRANTS[who.role]
    waiting = [f"{address}/{room.url}" for room in mine if not room.needs or granted & set(room.needs)]
    while waiting and len(found.seen) < most:
        where = waiting.pop(0)
        url = urlsplit(where).path.strip("/")
        if url in found.seen or url not in URLS:
            continue
        found.seen[url] = where
        try:
            page.goto(where)
            drawn(page)
            found.faults += [(URLS[url], rule, node) for rule, node in look(page)]
            waiting += [link for link in map(str, page.evaluate(LINKS)) if _inside(link, address)]
        except BrowserError as fault:
            found.faults.append((URLS[url], "not drawn", str(fault)[:120]))
    page.close()
    return found


def _inside(link: str, address: str) -> bool:
    return urljoin(link, "/") == address + "/"


def _signed_in(context: BrowserContext, address: str, who: Character) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#email", who.email)
    page.fill("#password", PASSWORD)
    page.click("form:has(#email) button")
    drawn(page)
    return page


@contextmanager
def serving(address: str) -> Iterator[str]:
    """The address of a demonstration, which is served here unless somebody names one."""
    if address:
        yield address
        return
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "demo")
        try:
            yield server.start().address
        finally:
            server.stop()


def main() -> int:
    """Walk, and say what came out."""
    asked = argparse.ArgumentParser(description="axe on every page of every role")
    asked.add_argument("--address", default="")
    asked.add_argument("--only", choices=[str(role) for role in Role], default="")
    asked.add_argument("--dark", action="store_const", const="dark", default="light", help="On a dark machine.")
    chosen = asked.parse_args()
    roles = {who.role: who for who in reversed(READY)}
    reached, wrong = set(), 0
    with serving(chosen.address) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for role, who in roles.items():
            if chosen.only in ("", str(role)):
                found = walk(browser, address, who, light=chosen.dark)
                reached |= {URLS[url] for url in found.seen}
                wrong += len(found.faults)
                sys.stdout.write(f"{role}: {len(found.seen)} pages, {len(found.faults)} faults\n")
                for script, rule, node in found.faults:
                    sys.stdout.write(f"  {script}: {rule}: {node}\n")
                sys.stdout.flush()
        browser.close()
    left = sorted(room.script for room in ROOMS if room.script not in reached)
    sys.stdout.write(f"No role came to: {', '.join(left) or 'none; every room was seen'}.\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
