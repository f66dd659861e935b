"""A fault that nobody expected is logged under a reference, and the page shows the reference and nothing else."""

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.house.source import ROOT


def _broken() -> None:
    from maap.ui import frame

    try:
        raise ZeroDivisionError("what Ann typed")
    except ZeroDivisionError as fault:
        frame.went_wrong(fault)


def test_it_is_in_the_log_under_the_reference_that_the_page_shows(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "maap"):
        page = AppTest.from_function(_broken).run()
    said = page.error[0].value
    reference = re.search(r"the reference ([0-9a-f]{8})\.", said)
    assert reference and "Ann" not in said and "ZeroDivision" not in said
    kept = [line for line in caplog.records if reference[1] in line.getMessage()]
    assert len(kept) == 1 and kept[0].levelno == logging.ERROR
    assert kept[0].exc_info and kept[0].exc_info[0] is ZeroDivisionError


def test_each_fault_has_a_reference_of_its_own() -> None:
    said = {AppTest.from_function(_broken).run().error[0].value for _ in range(5)}
    assert len(said) == 5


def test_every_page_ends_so() -> None:
    assert "on_script_error=frame.went_wrong" in (ROOT / "app.py").read_text()
