"""The terms as a document to read: headings, labels and words, each escaped, so that what people typed stays text."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from maap.domain.terms import Difference
from maap.ui.words import moment
from maap.views.terms import Document, Paragraph, Signed


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "paper.css").read_text()


def draw(document: Document) -> None:
    """The whole document."""
    parts = (f"<h2>{_safe(part.title)}</h2><dl>{_paragraphs(part.paragraphs)}</dl>" for part in document.parts)
    _paper("".join(parts))


def signatures(signed: Iterable[Signed]) -> None:
    """Who has signed and who is waited for."""
    rows = ((one.name, one.capacity, moment(one.at) if one.at else "Not signed yet") for one in signed)
    _paper("<h2>Signatures</h2>" + _table("Who signs, and who has signed", ("Name", "Signs as", "Signed"), rows))


def differences(found: Iterable[Difference]) -> None:
    """What changed from one version to the next."""
    rows = "".join(
        f"<tr><td>{_safe(one.field)}</td><td>{_mark('del', one.before)}</td><td>{_mark('ins', one.after)}</td></tr>"
        for one in found
    )
    _paper(f"<table>{_head('What changed', ('What', 'Before', 'Now'))}<tbody>{rows}</tbody></table>")


def _paper(body: str) -> None:
    st.html(f"<style>{_style()}</style>")
    st.html(f'<div class="paper">{body}</div>')


def _paragraphs(paragraphs: Iterable[Paragraph]) -> str:
    return "".join(
        f"<dt>{_safe(paragraph.label)}</dt>"
        + "".join(f"<dd>{_named(item.name)}{_safe(item.words)}</dd>" for item in paragraph.items)
        for paragraph in paragraphs
    )


def _named(name: str) -> str:
    return f"<b>{_safe(name)}:</b> " if name else ""


def _table(caption: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{_head(caption, headings)}<tbody>{body}</tbody></table>"


def _head(caption: str, headings: tuple[str, ...]) -> str:
    cells = "".join(f'<th scope="col">{_safe(heading)}</th>' for heading in headings)
    return f"<caption>{_safe(caption)}</caption><thead><tr>{cells}</tr></thead>"


def _mark(tag: str, words: str) -> str:
    return f"<{tag}>{_safe(words)}</{tag}>" if words else "nothing"


def _safe(text: str) -> str:
    return escape(text).replace("\n", "<br>")
