"""`python -m tests.long.every_page [--address http://localhost:8501] [--only observer] [--dark]`: axe on every page of every role.

Walks the demonstration as each role: from its menu and its account along every link, each page once, in Chromium, and
lets axe look at it. Says what it found, and which rooms of the house no role came to. Without an address it serves the
demonstration itself. ``--zoom 4``: magnified four times, which leaves 320 by 256 pixels of the page's own; then it must
not scroll sideways either. ``--forced``: in the colours that somebody's machine forces on every page.
``--control``: pages on which everything is wrong, on purpose. Exit code 1 when anything of ours was found, or the
control was not.
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
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError

from maap.demonstration import PASSWORD
from maap.demonstration.people import READY, Character
from maap.domain.people import GRANTS, Role
from maap.ui.rooms import ROOMS
from tests.e2e.conftest import CHROMIUM, FLAGS, Server, drawn

FRAMEWORK: dict[str, str] = {
    "presentation-role-conflict": "stFileUploaderDropzone",
    "list": "stSidebarNavItems",
    "listitem": "stSidebarNavItems",
}
"""Rules that Streamlit itself breaks, and the part of it that does. The box to drop a file on can be reached by a key
and has no role; the button in it has a name of its own, and does the same. On a narrow page the menu of whoever has two
groups of pages is a list with a group between the list and its items; each item is a link with its name."""
INSIDE = "([css, part]) => !!document.querySelector(css)?.closest(`[data-testid=${part}]`)"
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


OVER_THE_EDGE = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = one => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(one).overflowX);
  const main = document.querySelector('[data-testid=stMain]') || document.body;
  const kept = one => { for (let up = one.parentElement; up && up !== main; up = up.parentElement) if (scrolls(up)) return true; return false; };
  if (Math.max(document.documentElement.scrollWidth, main.scrollWidth) <= edge) return [];
  return [...main.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > edge && !kept(one))
    .map(one => one.outerHTML.slice(0, 200)).slice(-2);
}"""
"""What makes a page scroll sideways. A table or a picture that scrolls within its own frame does not."""
NARROW = 400
"""Up to so many pixels a page has to fit into, as WCAG 1.4.10 asks of 320."""


def faults(page: Page) -> Iterator[tuple[str, str]]:
    """What axe finds on a page that is ours, and what makes a narrow one scroll sideways."""
    for one in Axe().run(page).response["violations"]:
        for node in one["nodes"]:
            part = FRAMEWORK.get(one["id"])
            if not (part and page.evaluate(INSIDE, [node["target"][0], part])):
                yield str(one["id"]), str(node["html"])[:200]
    if page.evaluate("innerWidth") <= NARROW:
        yield from (("scrolls sideways", str(html)) for html in page.evaluate(OVER_THE_EDGE))


@dataclass(frozen=True)
class Sight:
    """How somebody looks at pages: magnified, on a dark machine, in colours of their own."""

    zoom: int = 1
    light: str = "light"
    forced: bool = False

    def context(self, browser: Browser) -> BrowserContext:
        """A browser of theirs. Magnified pages are those of a screen of 1280 by 1024 pixels."""
        height = 1400 if self.zoom == 1 else 1024 // self.zoom
        return browser.new_context(
            viewport={"width": 1280 // self.zoom, "height": height},
            device_scale_factor=self.zoom,
            color_scheme=self.light,  # type: ignore[arg-type]
            forced_colors="active" if self.forced else "none",
        )


def walk(browser: Browser, address: str, who: Character, sight: Sight, most: int = MOST) -> Walk:
    """Go along every link as somebody, each room once, with axe."""
    context = sight.context(browser)
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


WRONG = """<!doctype html><title></title><main data-testid=stMain><h1>Wrong</h1><img src=x><button></button>
<p style="color:#ccc;background:#fff">pale</p><div style="width:700px">wide</div></main>"""


def control(playwright: Playwright, sight: Sight) -> bool:
    """Whether what is wrong on purpose is found: a picture and a button without a name, pale words, a wide page."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    page = sight.context(browser).new_page()
    page.set_content(WRONG)
    found = {rule for rule, _ in faults(page)}
    browser.close()
    wanted = {"image-alt", "button-name", "html-has-lang"} | ({"scrolls sideways"} if sight.zoom > 3 else set())
    wanted |= set() if sight.forced else {"color-contrast"}  # the machine's own colours take the place of pale ones
    sys.stdout.write(f"Found on purpose: {', '.join(sorted(found))}. Not: {', '.join(wanted - found) or 'nothing'}.\n")
    return wanted <= found


def main() -> int:
    """Walk, and say what came out."""
    asked = argparse.ArgumentParser(description="axe on every page of every role")
    asked.add_argument("--address", default="")
    asked.add_argument("--only", choices=[str(role) for role in Role], default="")
    asked.add_argument("--dark", action="store_const", const="dark", default="light", help="On a dark machine.")
    asked.add_argument("--zoom", type=int, default=1, help="So many times magnified.")
    asked.add_argument("--forced", action="store_true", help="In forced colours.")
    asked.add_argument("--control", action="store_true", help="A page on which everything is wrong.")
    chosen = asked.parse_args()
    sight = Sight(chosen.zoom, chosen.dark, chosen.forced)
    if chosen.control:
        with sync_playwright() as playwright:
            return int(not control(playwright, sight))
    roles = {who.role: who for who in reversed(READY)}
    reached, wrong = set(), 0
    with serving(chosen.address) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for role, who in roles.items():
            if chosen.only in ("", str(role)):
                found = walk(browser, address, who, sight)
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
