"""Word templates on the screen: which one each kind of document uses, and the way to another."""

import streamlit as st

from maap.domain.documents import Kind
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.uploads import TEMPLATE
from maap.outside.virus_scan import harmless
from maap.outside.word_templates import check_template
from maap.reports.sample import tried
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.boxes import file_box
from maap.ui.words import moment, plain
from maap.usecases.templates import keep_template, use_shipped
from maap.views.templates import TemplateLine

_HOW = (
    "Take the template away, change fonts, colours, logo, header and footer in Word, and bring it back. "
    "Words in double braces, such as {{ title }}, are filled in. The line with part.content becomes the text, "
    "tables and charts of each part."
)


def handle(actor: Actor) -> None:
    """A template is brought in, or the shipped one is used again."""
    if (kind := frame.pressed_one("keep-template")) is not None:
        with beside.deed(f"template/{kind}", "The template is checked and in use."):
            _keep(actor, Kind(kind))
    if (kind := frame.pressed_one("use-shipped")) is not None:
        with beside.deed(f"template/{kind}", "The shipped template is in use again."), work() as session:
            use_shipped(session, actor, Kind(kind))


def _keep(actor: Actor, kind: Kind) -> None:
    """It is looked through before anything reads its tags, then tried on a made-up document, and only then kept."""
    file = st.session_state.get(f"template-file/{kind}")
    if file is None:
        raise Problem("Choose a Word document (.docx) first.")
    content = harmless(file.getvalue())
    check_template(content)
    tried(kind, content)
    with work() as session:
        keep_template(session, actor, kind, file.name, content)


def draw(lines: tuple[TemplateLine, ...]) -> None:
    """A card for each kind."""
    frame.title("Word templates")
    st.text(_HOW)
    for line in lines:
        with st.container(border=True, key=f"template-{line.kind.replace(' ', '-')}"):
            _one(line)
    beside.what_is_left()


def _one(line: TemplateLine) -> None:
    st.header(line.kind.words, anchor=False)
    beside.here(f"template/{line.kind}")
    if line.file_name:
        st.text(f"Your own: {line.file_name}, brought in on {moment(line.uploaded_at)}.")
    else:
        st.text("The template that comes with this application is in use.")
    address = f"/files/templates/{line.kind.replace(' ', '-')}.docx"
    st.link_button(f"Take the shipped template away ({plain(line.kind.words)})", address, icon=":material/download:")
    file_box(TEMPLATE, f"Your template for: {line.kind.words}", f"template-file/{line.kind}")
    with st.container(horizontal=True):
        st.button("Check it and use it", key=f"keep-template/{line.kind}")
        if line.file_name:
            st.button("Use the shipped one again", key=f"use-shipped/{line.kind}", type="tertiary")
