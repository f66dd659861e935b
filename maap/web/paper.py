"""The few pages that stand outside Streamlit, made from templates with everything escaped."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.responses import HTMLResponse

from maap.storage.db import reading
from maap.views.people import house

_FOLDER = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=select_autoescape(default=True), trim_blocks=True)


def page(template: str, status: int = 200, **facts: Any) -> HTMLResponse:
    """A page from a template. ``house`` is always among its facts."""
    with reading() as session:
        facts["house"] = house(session)
    return HTMLResponse(_templates().get_template(template).render(**facts), status)


def style() -> str:
    """The one style sheet of these pages."""
    return asset("house.css")


def asset(name: str) -> str:
    """A style sheet or a script that lies beside the templates."""
    return (_FOLDER / name).read_text()
