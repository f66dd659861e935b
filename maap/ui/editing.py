"""A document's parts on the screen, each as it will be printed, and the way to write it in other words."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from sqlmodel import Session

from maap.domain.documents import WRITTEN, Chart, Kind, Part, Table, Text
from maap.domain.drafting import Drafted, PartDraft, Written
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.reports.pictures import png
from maap.storage.db import reading, work
from maap.ui import frame, opened
from maap.ui.documents import downloads
from maap.ui.pictures import picture
from maap.ui.words import moment, plain
from maap.usecases.annual_parts import drop_annual_part, write_annual_part
from maap.usecases.documents import drop_part, write_part
from maap.views.documents import annual_draft, draft
from maap.views.heads import Head

PRINTED = "This is what will be printed. Change the words of a part; its tables and charts always come from the data."


def chosen_kind() -> Kind:
    """Which document the address asks for; the briefing when it asks for none."""
    given = str(st.query_params.get("kind", Kind.BRIEFING))
    return next((kind for kind in WRITTEN if kind == given), Kind.BRIEFING)


@dataclass(frozen=True)
class Target:
    """A document that is edited. ``key``: of its forms; the functions read it, keep a part, and give an edit up."""

    key: str
    kind: Kind
    load: Callable[[Session], Drafted]
    write: Callable[[Session, Written], None]
    drop: Callable[[Session, str], None]


def of_audit(actor: Actor, audit_id: int, kind: Kind) -> Target:
    """A document of one audit."""
    return Target(
        key=kind,
        kind=kind,
        load=lambda session: draft(session, actor, audit_id, kind),
        write=lambda session, given: write_part(session, actor, audit_id, given),
        drop=lambda session, part: drop_part(session, actor, audit_id, kind, part),
    )


def of_year(actor: Actor, year: str) -> Target:
    """The briefing of a year."""
    return Target(
        key=f"annual-{year.replace('/', '-')}",
        kind=Kind.ANNUAL,
        load=lambda session: annual_draft(session, actor, year),
        write=lambda session, given: write_annual_part(session, actor, year, given),
        drop=lambda session, part: drop_annual_part(session, actor, year, part),
    )


def handle(of: Target) -> None:
    """Whatever was pressed."""
    opened.given_up()
    if (part := frame.pressed_one("save-part")) is not None:
        _save(of, part)
    if (part := frame.pressed_one("drop-part")) is not None:
        with frame.refusals(end=False):
            with work() as session:
                of.drop(session, part)
            frame.done("The part says again what the data say.")


def _save(of: Target, part: str) -> None:
    form = _form(of, part)
    with opened.saving(form, "The part is saved."):
        with reading() as session:
            now = next((one for one in of.load(session).parts if one.part.key == part), None)
        if now is None:
            raise Problem("This part is not in the document any more: the data for it are gone.")
        given = Written(
            kind=of.kind,
            part=part,
            text=opened.words(form, "text"),
            basis=now.basis,
            seen=opened.seen(form),
            kept_because=opened.words(form, "kept_because"),
        )
        with work() as session:
            of.write(session, given)


def _form(of: Target, part: str) -> str:
    return f"part-form/{of.key}/{part}"


def head(kind: Kind, at: Head) -> None:
    """The audit's menu, the way back, the title, and the document as a whole."""
    audit_id = at.audit_id
    frame.audit_head(at, f"{kind.words}: read and edit", back=("briefings/documents", "All documents of this audit"))
    st.text(PRINTED)
    downloads(
        f"/files/audits/{audit_id}/documents/{kind.replace(' ', '-')}", kind.endings, f"{kind.words} as it is now"
    )


def draw(of: Target, page: Drafted) -> None:
    """Every part in order."""
    drafts = {one.part.key: one for one in page.parts}
    for part in page.document.parts:
        with st.container(border=part.key in drafts, key=f"part-{part.key.replace('.', '-')}"):
            st.header(plain(part.title), anchor=False)
            if part.key in drafts:
                _editable(of, drafts[part.key], part)
            else:
                _preview(part)


def _editable(of: Target, one: PartDraft, part: Part) -> None:
    form, key, title = _form(of, part.key), part.key, plain(_unnumbered(part.title))
    if one.edit:
        st.badge(f"Edited on {moment(one.edit.written_at)}", color="blue", icon=":material/edit:")
    if one.out_of_date:
        _what_changed(one)
    if frame.pressed(f"edit-part/{key}"):
        opened.open_with(form, {"text": one.text}, one.edit.revision if one.edit else 0)
    if not opened.is_open(form):
        _preview(part)
        with st.container(horizontal=True):
            st.button(f"Edit “{title}”", key=f"edit-part/{key}", icon=":material/edit:")
            if one.edit:
                st.button(
                    "Go back to what the data say", key=f"drop-part/{key}", type="tertiary", help=f"For “{title}”"
                )
        return
    st.text_area(
        f"The words of “{title}”",
        key=f"{form}/text",
        height=260,
        help="Leave an empty line between paragraphs. Begin a line with “- ” for an item of a list.",
        persist_state="session",
    )
    opened.refused(form, one.edit.revision if one.edit else 0)
    opened.buttons(form, f"save-part/{key}", "Save this part")


def _unnumbered(title: str) -> str:
    """A title without its number, whose full stop would reach a screen reader with a backslash before it."""
    number, dot, words = title.partition(". ")
    return words if dot and number.isdigit() else title


def _what_changed(one: PartDraft) -> None:
    st.warning(
        "The data have changed since this part was edited. Look whether its words still hold.", icon=":material/update:"
    )
    for title, sentences in (("The data said then:", one.gone), ("The data say now:", one.new)):
        if sentences:
            st.caption(title)
            st.text("\n".join(sentences))


def _preview(part: Part) -> None:
    for block in part.blocks:
        match block:
            case Text(style="item"):
                st.text(f"•  {block.text}")
            case Text():
                st.text(block.text)
            case Table():
                st.caption(plain(block.title))
                st.dataframe(
                    [dict(zip(block.head, row, strict=True)) for row in block.rows], hide_index=True, width="stretch"
                )
            case Chart():
                picture(png(block), 620, caption=block.alt)
