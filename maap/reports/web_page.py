"""A document as a web page of its own: one file, nothing fetched, everything that people typed escaped."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, Template

from maap.domain.documents import Block, Chart, Document, Part, Text
from maap.domain.marks import about_mark
from maap.domain.written_dates import spoken
from maap.reports.pictures import svg


@lru_cache(maxsize=1)
def _template() -> Template:
    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(Path(__file__).with_name("page.html").read_text())


def web_page(document: Document, links: Sequence[tuple[str, str]] = ()) -> bytes:
    """The page, in UTF-8. ``links``: addresses of its files, with their words."""
    as_at = spoken(document.as_at.date())
    return (
        _template()
        .render(told=document, as_at=as_at, pieces=_pieces, picture=_picture, links=links, about_mark=about_mark)
        .encode()
    )


def with_note(page: bytes, note: str, address: str = "", words: str = "") -> bytes:
    """A kept page with a note above its title, and a link beside the note. The kept page itself is not changed."""
    link = f' <a href="{escape(address)}">{escape(words)}</a>' if address else ""
    above = f'<aside role="note" style="{_NOTE}"><p>{escape(note)}{link}</p></aside>'
    return page.replace(b"<header>", b"<header>\n" + above.encode(), 1)


_NOTE = "border: 2px solid #b85c00; padding: .2rem 1rem; margin-bottom: 1.5rem"


def _pieces(part: Part) -> Iterator[tuple[tuple[Block, ...], Block | None]]:
    """Items that follow each other together, everything else alone."""
    for listed, blocks in groupby(part.blocks, lambda one: isinstance(one, Text) and one.style == "item"):
        if listed:
            yield tuple(blocks), None
        else:
            yield from (((), block) for block in blocks)


def _picture(chart: Chart) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg(chart).encode()).decode()
