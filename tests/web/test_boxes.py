"""The boxes of the pages outside Streamlit: the style sheet draws them by their type, so each names one."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

TEMPLATES = ROOT / "maap" / "web" / "templates"
DRAWN = {"text", "email", "password", "checkbox", "radio", "hidden"}


@pytest.mark.parametrize("page", sorted(TEMPLATES.glob("*.html")), ids=lambda page: page.stem)
def test_every_box_names_a_type_that_the_style_sheet_draws(page: Path) -> None:
    boxes = re.findall(r"<input\b[^>]*>", page.read_text())
    unnamed = [box for box in boxes if "hidden" not in box and not re.search(rf'type="({"|".join(DRAWN)})"', box)]
    assert unnamed == []
