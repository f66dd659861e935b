"""The control of what every browser test checks: an address of another machine would be noticed."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import ASKED, elsewhere

pytestmark = pytest.mark.browser


def test_a_request_to_another_machine_is_noticed(chromium: Browser) -> None:
    page = chromium.new_context().new_page()
    page.evaluate("fetch('http://fonts.example.org/letters.css').catch(() => null)")
    assert elsewhere() == {"fonts.example.org"}
    ASKED.clear()
