"""The shelf of all questionnaires, and the ways to begin one: blank, pasted, from a file, or like another."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.uploads import QUESTIONNAIRE
from maap.outside.virus_scan import harmless
from maap.storage.db import work
from maap.ui import frame
from maap.ui.boxes import file_box
from maap.ui.choices import AUDIENCES
from maap.ui.designer import board, place
from maap.ui.words import count, plain
from maap.usecases import questionnaires as deeds
from maap.usecases.questionnaires import Brought
from maap.views.questionnaires import Shelved, Version

_NOTES = "shelf/notes"
WAYS: Mapping[str, str] = MappingProxyType(
    {"blank": "From nothing", "pasted": "Paste questions from Word", "file": "Bring a file", "like": "Like another one"}
)


def handle(actor: Actor) -> int | None:
    """Begin a draft; the id of the draft to open."""
    typed = frame.fields("begin")
    begun = {"title": typed.get("title"), "audience": typed.get("audience"), "module_of": typed.get("module_of") or ""}
    if (rest := frame.pressed_one("shelf-next")) is not None:
        with work() as session:
            return deeds.begin_next_version(session, actor, int(rest))
    if frame.pressed("begin-blank"):
        begun["by_domain"] = bool(typed.get("by_domain")) and not begun["module_of"]
        return _begun(actor, "blank", begun, typed)
    if frame.pressed("begin-pasted"):
        return _begun(actor, "pasted", begun, typed)
    if frame.pressed("begin-file"):
        return _begun(actor, "file", begun, typed)
    if frame.pressed("begin-like"):
        return _begun(actor, "like", begun, typed)
    return None


def _begun(actor: Actor, way: str, begun: dict[str, Any], typed: Mapping[str, Any]) -> int | None:
    with frame.refusals(end=False):
        match way:
            case "blank":
                with work() as session:
                    return deeds.begin(session, actor, begun)
            case "pasted":
                with work() as session:
                    brought = deeds.begin_pasted(session, actor, begun, str(typed.get("text") or ""))
                return _noted(brought)
            case "like":
                with work() as session:
                    return deeds.begin_like(session, actor, int(typed.get("model") or 0), str(typed.get("title") or ""))
            case _:
                file = typed.get("file")
                if file is None:
                    raise Problem("Choose a file first.")
                as_new = bool(typed.get("as_new"))
                data = harmless(file.getvalue())
                with work() as session:
                    brought = deeds.begin_from_file(session, actor, file.name, data, as_new)
                return _noted(brought)
    return None


def _noted(brought: Brought) -> int:
    st.session_state[_NOTES] = (brought.id, brought.notes)
    return brought.id


def notes(version_id: int) -> None:
    """What was noticed when this draft came in, until somebody puts it away."""
    held = st.session_state.get(_NOTES)
    if frame.pressed("shelf-notes-read") or not isinstance(held, tuple) or held[0] != version_id or not held[1]:
        if isinstance(held, tuple) and held[0] == version_id:
            st.session_state.pop(_NOTES)
        return
    with st.expander(f"What came in: {count(len(held[1]), 'note')}", expanded=True, icon=":material/move_to_inbox:"):
        for sentence in held[1]:
            st.text(sentence)
        st.button("I have read this", key="shelf-notes-read")


def draw(found: Sequence[Shelved]) -> None:
    """Every questionnaire with its versions."""
    for one in found:
        with st.container(border=True, key=f"row-{one.key}"):
            st.header(plain(one.title), anchor=False)
            kind = f"Module, added to {plain(one.added_to)}" if one.added_to else "Questionnaire"
            named = f" · in the terms of {', '.join(map(plain, one.named_in))}" if one.named_in else ""
            st.caption(f"{kind} · for audits of {AUDIENCES.get(one.audience, one.audience).lower()}{named}")
            may_go_on = all(version.published for version in one.versions)
            for version in one.versions[:3]:
                _version(version, may_go_on and version is one.versions[0])
            if len(one.versions) > 3:
                with st.expander(count(len(one.versions) - 3, "earlier version")):
                    for version in one.versions[3:]:
                        _version(version)


def _version(version: Version, may_go_on: bool = False) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.text(f"Version {version.version}", width=90)
        st.badge("Published" if version.published else "Draft", color="green" if version.published else "orange")
        used = f" · used in {', '.join(version.used_in)}" if version.used_in else ""
        st.text(f"{count(version.questions, 'question')}{used}")
        if not version.published:
            place.link("questionnaires/design", "Write it", version.id)
        place.link("questionnaires/preview", "Look at it" if version.published else "Preview", version.id)
        with st.popover("Download", icon=":material/download:", type="tertiary"):
            board.files(version.id)
        if may_go_on:
            st.button(
                f"Make version {version.version + 1}",
                key=f"shelf-next/{version.id}",
                icon=":material/edit:",
                type="tertiary",
            )


def ways_to_begin(found: Sequence[Shelved]) -> None:
    """The forms that begin a draft."""
    way = st.segmented_control(
        "How do you want to begin?", list(WAYS), format_func=WAYS.__getitem__, default="blank", key="begin-way"
    )
    with st.form("begin-form"):
        match way:
            case "pasted":
                _named(found)
                st.text_area(
                    "The questions",
                    key="begin/text",
                    height=240,
                    placeholder="Copy a table or a list in Word, and paste it here.",
                    help="A heading on a line of its own begins a section. Answers may stand behind a question in "
                    "brackets, with strokes between: (Yes / No / Not applicable).",
                )
                st.form_submit_button("Make a draft of this", key="begin-pasted", type="primary")
            case "file":
                file_box(QUESTIONNAIRE, "An XLSForm (.xlsx, .xls) or YAML file", "begin/file")
                st.checkbox("Make it a new questionnaire, even when we have one with its name", key="begin/as_new")
                st.form_submit_button("Bring it in", key="begin-file", type="primary")
            case "like":
                models = {one.versions[0].id: one.title for one in found}
                st.selectbox(
                    "Begin with the questions of", list(models), format_func=lambda one: models[one], key="begin/model"
                )
                st.text_input("Title of the new questionnaire", key="begin/title", max_chars=200)
                st.form_submit_button("Begin", key="begin-like", type="primary")
            case _:
                _named(found)
                st.checkbox("Begin with a section for each core domain", key="begin/by_domain", value=True)
                st.form_submit_button("Begin", key="begin-blank", type="primary")


def _named(found: Sequence[Shelved]) -> None:
    cores = {"": "Nothing: it stands by itself"} | {one.key: one.title for one in found if not one.added_to}
    st.text_input("Title", key="begin/title", max_chars=200, placeholder="Front door contacts")
    with st.container(horizontal=True):
        st.selectbox("For audits of", list(AUDIENCES), format_func=AUDIENCES.__getitem__, key="begin/audience")
        st.selectbox(
            "Added to",
            list(cores),
            format_func=lambda key: cores[key],
            key="begin/module_of",
            help="A module has the questions about one theme. It is added to a questionnaire when an audit needs it.",
        )
