"""A document's parts on the screen, each as it will be printed, and the way to write it in other words."""

import streamlit as st

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
from maap.usecases.documents import drop_part, write_part
from maap.views.documents import draft
from maap.views.heads import Head


def chosen_kind() -> Kind:
    """Which document the address asks for; the briefing when it asks for none."""
    given = str(st.query_params.get("kind", Kind.BRIEFING))
    return next((kind for kind in WRITTEN if kind == given), Kind.BRIEFING)


def handle(actor: Actor, audit_id: int, kind: Kind) -> None:
    """Whatever was pressed."""
    opened.given_up()
    if (part := frame.pressed_one("save-part")) is not None:
        _save(actor, audit_id, kind, part)
    if (part := frame.pressed_one("drop-part")) is not None:
        with frame.refusals(end=False):
            with work() as session:
                drop_part(session, actor, audit_id, kind, part)
            frame.done("The part says again what the data say.")


def _save(actor: Actor, audit_id: int, kind: Kind, part: str) -> None:
    form = _form(kind, part)
    with opened.saving(form, "The part is saved."):
        with reading() as session:
            now = next((one for one in draft(session, actor, audit_id, kind).parts if one.part.key == part), None)
        if now is None:
            raise Problem("This part is not in the document any more: the data for it are gone.")
        given = Written(
            kind=kind,
            part=part,
            text=opened.words(form, "text"),
            basis=now.basis,
            seen=opened.seen(form),
            kept_because=opened.words(form, "kept_because"),
        )
        with work() as session:
            write_part(session, actor, audit_id, given)


def _form(kind: Kind, part: str) -> str:
    return f"part-form/{kind}/{part}"


def head(kind: Kind, at: Head) -> None:
    """The audit's menu, the way back, the title, and the document as a whole."""
    audit_id = at.audit_id
    frame.audit_head(at.title, at.reference, at.stage, at.may, audit_id)
    frame.link("briefings/documents", "All documents of this audit", ":material/arrow_back:", audit=audit_id)
    st.title(f"{kind.words}: read and edit", anchor=False)
    st.text(
        "This is what will be printed. Change the words of a part; its tables and charts always come from the data."
    )
    downloads(
        f"/files/audits/{audit_id}/documents/{kind.replace(' ', '-')}", kind.endings, f"{kind.words} as it is now"
    )


def draw(kind: Kind, page: Drafted) -> None:
    """Every part in order."""
    drafts = {one.part.key: one for one in page.parts}
    for part in page.document.parts:
        with st.container(border=part.key in drafts, key=f"part-{part.key.replace('.', '-')}"):
            st.header(plain(part.title), anchor=False)
            if part.key in drafts:
                _editable(kind, drafts[part.key], part)
            else:
                _preview(part)


def _editable(kind: Kind, one: PartDraft, part: Part) -> None:
    form, key = _form(kind, part.key), part.key
    if one.edit:
        st.badge(f"Edited on {moment(one.edit.written_at)}", color="blue", icon=":material/edit:")
    if one.out_of_date:
        _what_changed(one)
    if frame.pressed(f"edit-part/{key}"):
        opened.open_with(form, {"text": one.text}, one.edit.revision if one.edit else 0)
    if not opened.is_open(form):
        _preview(part)
        with st.container(horizontal=True):
            st.button("Edit this part", key=f"edit-part/{key}", icon=":material/edit:")
            if one.edit:
                st.button("Go back to what the data say", key=f"drop-part/{key}", type="tertiary")
        return
    st.text_area(
        f"The words of “{plain(_unnumbered(part.title))}”",
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
