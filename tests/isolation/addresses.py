"""Every address that gives somebody something, asked with every id, name and secret that there is; files unpacked."""

import importlib
import io
import pkgutil
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from pypdf import PdfReader
from starlette.routing import Route

import maap.web

GIVING = ("/files/", "/calendar/", "/shared/", "/wall/", "/feed/", "/voice-form/", "/metrics", "/ready", "/health")
"""Where the house's own addresses give something; the others let people in and out."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "kind": ("report", "team-report", "briefing", "slides"),
    "ending": ("csv", "json", "xlsx", "docx", "pdf", "pptx", "html", "yaml", "blank"),
    "name": ("figures.csv", "figures.json", "figures.xlsx", "figures.pdf", "report"),
    "seen": ("0",),
}


def routes() -> Iterator[Route]:
    """The routes of every module of the web side, so that a new one is asked too."""
    for found in pkgutil.iter_modules(maap.web.__path__, "maap.web."):
        for route in getattr(importlib.import_module(found.name), "ROUTES", ()):
            if route.path.startswith(GIVING):
                yield route


def addresses(route: Route, ids: Iterable[int], tokens: Iterable[str]) -> Iterator[str]:
    """The route with every way to fill its blanks in."""
    numbers = tuple(map(str, sorted(set(ids))))
    known = {**NAMES, "token": tuple(tokens), "id": numbers, "agency": numbers, "meeting": numbers}
    known["edition"] = numbers
    blanks = re.findall(r"{(\w+)(?::\w+)?}", route.path)
    pattern = re.sub(r"{(\w+)(?::\w+)?}", r"{\1}", route.path)
    for values in product(*(known[name] for name in blanks)):
        yield pattern.format(**dict(zip(blanks, values, strict=True)))


def read(content: bytes) -> str:
    """What a file says, whatever it is made of, with every run of spaces as one."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            told = " ".join(
                re.sub(r"<[^>]+>", "", parts.read(name).decode(errors="replace")) for name in parts.namelist()
            )
    elif content.startswith(b"%PDF"):
        told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        told = content.decode(errors="replace")
    return " ".join(told.split())
