"""A workbook that came back: read once, what it changes shown beside what is saved, and what a person takes of it."""

from dataclasses import dataclass

import streamlit as st

from maap.domain.giving import Given
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.uploads import WORKBOOK
from maap.domain.workbook import SEAL, Brought
from maap.domain.workbook_return import Difference
from maap.outside.returned_workbook import read
from maap.outside.virus_scan import harmless
from maap.storage import keys
from maap.storage.db import reading
from maap.ui.boxes import file_box
from maap.ui.words import count, plain
from maap.usecases.offline import compare

_READ, _SHOWN = "offline/read", "offline/shown"
TAKE, KEEP, REPLACE = "Take it from the workbook", "Keep what is saved", "Take it with the words replaced"


@dataclass(frozen=True)
class Look:
    """A file in the upload box: what it changes, or why it is refused."""

    found: tuple[Difference, ...] = ()
    refused: str = ""


def _box(return_id: int) -> str:
    return f"offline-{return_id}/file"


def upload(return_id: int) -> None:
    """The box for the file."""
    file_box(WORKBOOK, "The workbook, filled in", _box(return_id))


def look(actor: Actor, return_id: int) -> Look | None:
    """Compare the file in the box with what is saved; None while there is none."""
    file = st.session_state.get(_box(return_id))
    if file is None:
        st.session_state.pop(_READ, None)
        return None
    try:
        brought = _read(file.file_id, file.getvalue())
        with reading() as session:
            return Look(compare(session, actor, return_id, brought))
    except Problem as problem:
        return Look(refused=str(problem))


def _read(file_id: str, data: bytes) -> Brought:
    known = st.session_state.get(_READ)
    if isinstance(known, tuple) and known[0] == file_id:
        held: Brought = known[1]
        return held
    brought = read(harmless(data), keys.derived(SEAL))
    st.session_state[_READ] = (file_id, brought)
    return brought


def chosen(return_id: int) -> list[Given]:
    """What was chosen among the differences that were shown, with the revisions beside which they were shown."""
    shown: tuple[Difference, ...] = st.session_state.get(_SHOWN, {}).get(return_id, ())
    found = []
    for one in shown:
        choice = st.session_state.get(_key(return_id, one, "choice"))
        if choice in (TAKE, REPLACE):
            value = one.replacement if choice == REPLACE else one.value
            reason = str(st.session_state.get(_key(return_id, one, "because")) or "") if choice == TAKE else ""
            found.append(Given(one.question_id, value, one.seen, reason))
    return found


def _key(return_id: int, one: Difference, part: str) -> str:
    return f"offline/{return_id}/{one.question_id}/{one.seen}/{part}"


def differences(return_id: int, found: tuple[Difference, ...]) -> None:
    """Each difference with both values, and a choice; one button for all."""
    st.session_state.setdefault(_SHOWN, {})[return_id] = found
    if not found:
        st.success("Nothing in this workbook differs from what is saved.", icon=":material/check_circle:")
        return
    st.text(_summary(found))
    with st.form(f"offline-form-{return_id}", border=False):
        for one in found:
            with st.container(border=True, key=f"row-offline-{one.question_id}"):
                _difference(return_id, one)
        takeable = any(not one.refused or one.replacement for one in found)
        st.form_submit_button("Save the answers I chose", key="offline-take", type="primary", disabled=not takeable)


def _summary(found: tuple[Difference, ...]) -> str:
    clashes, refused = sum(one.clash for one in found), sum(bool(one.refused) for one in found)
    parts = [f"{count(len(found), 'answer')} in the workbook {'differs' if len(found) == 1 else 'differ'} from what is"]
    parts[0] += " saved."
    if clashes:
        parts.append(f"{clashes} of them changed on the page too, so you choose.")
    if refused:
        parts.append(f"{refused} cannot be taken as they are.")
    return " ".join([*parts, "Nothing is saved until you press the button below."])


def _difference(return_id: int, one: Difference) -> None:
    st.caption(plain(one.section))
    st.markdown(f"**{plain(one.label)}**")
    brought, saved = st.columns(2)
    for column, heading, words in ((brought, "In the workbook", one.brought), (saved, "Saved now", one.saved)):
        with column:
            st.caption(heading)
            st.text(words or "No answer")
    if one.hidden:
        st.caption("Your other answers mean that this is not asked. It would be kept, and not counted.")
    if one.refused:
        st.markdown(f":red[:material/error: {plain(one.refused)}]")
        st.caption("You can also put it right in the workbook and upload it again, or answer on the page.")
    if one.clash:
        st.markdown(":material/call_split: **This was also changed on the page meanwhile. Choose which to keep.**")
    if one.doubt:
        st.markdown(f":material/warning: {plain(one.doubt)}")
    offered = [*([] if one.refused else [TAKE]), KEEP, *([REPLACE] if one.replacement else [])]
    if len(offered) > 1:
        _choice(return_id, one, offered)


def _choice(return_id: int, one: Difference, offered: list[str]) -> None:
    careful = one.cleared or one.doubt or one.refused
    usual = None if one.clash else offered.index(KEEP) if careful else offered.index(TAKE)
    st.radio(
        plain(f"What to do with: {one.label}"),
        offered,
        index=usual,
        horizontal=True,
        label_visibility="collapsed",
        key=_key(return_id, one, "choice"),
    )
    if one.replacement:
        st.caption("With the words replaced it reads:")
        st.text(one.replacement)
    if one.doubt:
        st.text_input("If you take it as it is: why may these words stay?", key=_key(return_id, one, "because"))
