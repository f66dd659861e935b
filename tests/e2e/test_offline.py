"""A return leaves the browser as a workbook and comes back filled in."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, drawn, signed_in
from tests.e2e.hands import click

pytestmark = pytest.mark.browser


def _opened(page: Page, server: Server) -> None:
    arrive(page, f"{server.address}/returns?audit=1")
    click(page.get_by_role("link", name="Answer").first)
    expect(page.locator("h1")).to_contain_text("Return")
    click(page.get_by_role("link", name="Answer in a spreadsheet"))
    expect(page.locator("h1")).to_contain_text("In a spreadsheet")
    drawn(page)


def _filled(path: Path) -> None:
    book = load_workbook(path)
    for sheet, label, column, value in (
        (1, "How long has your agency", 3, "Since before the audited period"),
        (2, "Was the child seen", 4, "Seen twice at home."),
    ):
        page = book.worksheets[sheet]
        page.cell(next(cell.row for cell in page["A"] if str(cell.value).startswith(label)), column).value = value
    book.save(path)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_return_is_filled_in_without_a_network_and_saved(
    fieldwork: Server, chromium: Browser, tmp_path: Path, width: int
) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org", width=width)
    _opened(page, fieldwork)
    with page.expect_download() as download:
        click(page.get_by_role("link", name="Download the workbook"))
    path = tmp_path / "return.xlsx"
    download.value.save_as(path)
    _filled(path)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("2 answers in the workbook differ from what is saved.")).to_be_visible()
    drawn(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth") <= 0
    click(page.get_by_role("button", name="Save the answers I chose"))
    expect(page.get_by_text("Nothing in this workbook differs from what is saved.")).to_be_visible()
    click(page.get_by_role("link", name="Check your answers"))
    expect(page.get_by_text("Seen twice at home.")).to_be_visible()
