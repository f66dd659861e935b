"""`python -m tests.long.alone_few FOLDER`: a few pages of a small house in Chromium, and one request that is no page's
of the house. Run by the short test of `tests.long.alone`, where there is no network but loopback.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS, Server, arrive, signed_in
from tests.long.alone import IN_A_PAGE

PAGES = ("returns?audit=1", "charts?audit=1")


def main() -> int:
    """Sign in, look at a few pages, and ask another machine from an empty page."""
    server = Server(Path(sys.argv[1]), encrypted="false").filled("fieldwork")
    try:
        server.start(patience=120)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = signed_in(browser, server, "coordinator@example.org")
            for one in PAGES:
                arrive(page, f"{server.address}/{one}")
            stranger = browser.new_page()
            stranger.evaluate(f"fetch('http://{IN_A_PAGE}/letters.css').catch(() => null)")
            browser.close()
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
