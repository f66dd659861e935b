"""What can be done to one theme: merge it, split it, read its history, and follow its findings."""

from textwrap import shorten
from typing import Any

import streamlit as st

from maap.domain.codebook import LABELS, Change
from maap.domain.people import Actor
from maap.domain.tracing import Step
from maap.storage.db import work
from maap.ui import catalogue, frame, opened
from maap.ui.themes import codebook, trace
from maap.ui.themes import finding_parts as parts
from maap.ui.words import count, day, plain
from maap.usecases.codebook import merge_codes, split_code
from maap.views.codebook import Codebook, CodeSheet, Told

MERGE, SPLIT = "merge-code", "split-code"
_MOST = 12


def handle(actor: Actor) -> None:
    """Merge or split the theme that is open."""
    opened.given_up()
    catalogue.undo(SPLIT)
    if (target := frame.pressed_one("merge-code-save")) is not None:
        held = opened.typed(MERGE)
        other, seen_other = held.get("other") or (0, 0)
        with opened.saving(MERGE, "The themes are one now."), work() as session:
            merge_codes(session, actor, int(target), other, opened.seen(MERGE), seen_other)
    if form := catalogue.sent(SPLIT):
        theme_id, seen, chosen = st.session_state.get(f"{SPLIT}/of", (0, 0, ()))
        chosen = st.session_state.get(f"{SPLIT}/findings") or chosen
        with catalogue.saving(form, "The theme is split."), work() as session:
            made = split_code(session, actor, theme_id, form.typed(), chosen, seen)
            catalogue.choose(codebook.KIND, made)


def deeds(book: Codebook, sheet: CodeSheet) -> None:
    """Merge and split, each in a box that is opened."""
    if not book.may_change or sheet.code.merged_into:
        return
    with st.expander("Merge with another theme", icon=":material/merge:"):
        _merging(book, sheet)
    if len(sheet.findings) > 1:
        with st.expander("Split a new theme off", icon=":material/call_split:"):
            _splitting(book, sheet)


def _merging(book: Codebook, sheet: CodeSheet) -> None:
    code = sheet.code
    drawn = (code.theme_id, code.revision)
    before = st.session_state.get(f"{MERGE}/of") or (0, 0)
    refused = f"{MERGE}/refusal" in st.session_state
    if before[0] != code.theme_id or (before != drawn and not refused):
        opened.open_with(MERGE, {"other": None, "of": drawn}, code.revision)
    others = {
        (one.theme_id, one.revision): f"{one.name} ({parts.how_many(one.findings)})"
        for one in book.codes
        if one.theme_id != code.theme_id and not one.merged_into
    }
    parts.choice("Theme that goes into this one", others, f"{MERGE}/other", "Type a name")
    st.text(
        "Its findings, words and examples come to this theme, and so do marks in returns of audits that are open. "
        "Closed audits keep their figures under the name of then. The other theme is no longer offered."
    )
    opened.refused(MERGE, code.revision)
    st.button("Merge it into this theme", key=f"merge-code-save/{code.theme_id}", type="primary")


def _splitting(book: Codebook, sheet: CodeSheet) -> None:
    code = sheet.code
    words = {one.finding_id: f"{one.reference}: {shorten(one.text, 100, placeholder='…')}" for one in sheet.findings}
    key = f"{SPLIT}/findings"
    st.session_state[key] = [one for one in st.session_state.get(key) or [] if one in words]
    chosen = st.multiselect(
        "Findings that go to the new theme",
        list(words),
        format_func=lambda one: words.get(one, ""),
        key=key,
        placeholder="Choose findings",
    )
    st.session_state[f"{SPLIT}/of"] = (code.theme_id, code.revision, tuple(chosen))
    st.caption("The others stay. What agencies named in their returns stays with this theme.")
    codebook.fields(SPLIT, None, book.groups, "Split it off", group_id=code.group_id, audience=code.audience)


def findings(sheet: CodeSheet) -> None:
    """The findings that are coded to it, each with its trace."""
    n = len(sheet.findings)
    with st.expander(f"Findings of this theme ({n})", icon=":material/lightbulb:"):
        if not n:
            st.caption("No finding in the audits that you may read.")
        for audit_id, reference in dict.fromkeys((one.audit_id, one.reference) for one in sheet.findings):
            trace.link(audit_id, Step.THEME, sheet.code.theme_id, f"Trace this theme in {reference}")
        for one in sheet.findings[:_MOST]:
            with st.container(border=True, key=f"row-of-code-{one.finding_id}"):
                parts.polarity(one.polarity)
                st.text(one.text)
                of = {"audit": one.audit_id, "finding": one.finding_id}
                frame.link("themes/finding", f"Open finding {one.finding_id} of {one.reference}", None, **of)
        if n > _MOST:
            st.caption(f"{count(n - _MOST, 'more finding')} not shown here.")


def history(sheet: CodeSheet) -> None:
    """What happened to it, the latest first."""
    if not sheet.history:
        return
    with st.expander(f"History ({len(sheet.history)})", icon=":material/history:"):
        for one in sheet.history:
            st.caption(plain(f"{day(one.at)}, {one.by}"))
            st.text(_in_words(one))


def _in_words(one: Told) -> str:
    moved = parts.how_many(int(one.detail.get("findings", 0)))
    match one.what:
        case Change.ADDED:
            return "Added from another codebook." if one.detail.get("imported") else "Added."
        case Change.CHANGED:
            return "\n".join(["Changed:", *_changes(one.detail)])
        case Change.MERGED:
            return f"Merged into “{one.other}” with {moved}."
        case Change.TOOK_IN:
            return f"Took in “{one.detail.get('name', one.other)}” with {moved}."
        case Change.SPLIT:
            return f"Split: {moved} went to “{one.other}”."
        case Change.SPLIT_OFF:
            return f"Split off from “{one.detail.get('name', one.other)}” with {moved}."


def _changes(detail: Any) -> list[str]:
    return [
        f"{LABELS.get(field, field)}: from “{_short(before)}” to “{_short(detail['after'].get(field))}”"
        for field, before in detail.get("before", {}).items()
    ]


def _short(value: object) -> str:
    return shorten("; ".join(map(str, value)) if isinstance(value, list) else str(value), 200, placeholder="…")
