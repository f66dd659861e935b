"""What somebody can do with one action now: report, ask to close, confirm, send back, close without, open again."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st
from sqlmodel import Session

from maap.domain.actions import DIRECTIONS, EVIDENCE, IN_WORDS, OPEN, Closing, Deed, Direction, NewUpdate, Reason, Step
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.actions import fields
from maap.ui.words import plain
from maap.usecases.actions import (
    ask_to_close,
    change_action,
    close_action,
    close_without,
    reopen_action,
    report,
    say_difference,
    send_back,
)
from maap.views.action_sheet import ActionSheet
from maap.views.actions import Offered

_LONGEST = 1_000
_WITH_REASON: Mapping[Deed, Callable[[Session, Actor, int, int, Reason, int], None]] = MappingProxyType(
    {
        Deed.ASKED: ask_to_close,
        Deed.SENT_BACK: send_back,
        Deed.CLOSED_WITHOUT: close_without,
        Deed.REOPENED: reopen_action,
    }
)
_DONE: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.ASKED: "You asked for the action to be closed. Another person confirms it.",
        Deed.SENT_BACK: "The action is open again, and its agency reads what is missing.",
        Deed.CLOSED_WITHOUT: "The action is closed without being done.",
        Deed.REOPENED: "The action is open again.",
    }
)


def handle(actor: Actor, audit_id: int, action_id: int) -> None:
    """Every deed of the page. Each form belongs to one action and one deed."""
    opened.given_up()
    for deed, use_case in _WITH_REASON.items():
        form = _form(action_id, deed)
        if frame.pressed(_save(form)):
            reason = Reason(text=opened.words(form, "text"), kept_because=opened.words(form, "kept_because"))
            with opened.saving(form, _DONE[deed]), work() as session:
                use_case(session, actor, audit_id, action_id, reason, opened.seen(form))
    for deed in (Deed.CLOSED, Deed.JUDGED):
        if frame.pressed(_save(_form(action_id, deed))):
            _close(actor, audit_id, action_id, deed)
    if frame.pressed(_save(_form(action_id, Deed.REPORTED))):
        _report(actor, audit_id, action_id)
    form = _form(action_id, Deed.CHANGED)
    if frame.pressed(_save(form)):
        given = fields.given(form, int(opened.typed(form).get("recommendation") or 0))
        with opened.saving(form, "The action is changed."), work() as session:
            change_action(session, actor, audit_id, action_id, given, opened.seen(form))


def _form(action_id: int, deed: Deed) -> str:
    return f"deed-form/{action_id}/{deed.name.lower()}"


def _save(form: str) -> str:
    return f"save/{form}"


def _report(actor: Actor, audit_id: int, action_id: int) -> None:
    form = _form(action_id, Deed.REPORTED)
    held = opened.typed(form)
    update = NewUpdate(
        status=held.get("status") or OPEN[1],
        text=opened.words(form, "text"),
        evidence_kind=held.get("evidence_kind"),
        evidence=opened.words(form, "evidence"),
        kept_because=opened.words(form, "kept_because"),
    )
    with opened.saving(form, "Your report is saved."), work() as session:
        report(session, actor, audit_id, action_id, update, opened.seen(form))


def _close(actor: Actor, audit_id: int, action_id: int, deed: Deed) -> None:
    form = _form(action_id, deed)
    held = opened.typed(form)
    closing = Closing(
        direction=held.get("direction") or Direction.UNKNOWN,
        difference=opened.words(form, "difference"),
        still_open=held.get("still_open") != _NOTHING_LEFT,
        kept_because=opened.words(form, "kept_because"),
    )
    use_case, done = (
        (close_action, "You confirmed that the action is done.")
        if deed is Deed.CLOSED
        else (say_difference, "What difference it made is saved.")
    )
    with opened.saving(form, done), work() as session:
        use_case(session, actor, audit_id, action_id, closing, opened.seen(form))


_SOMETHING_LEFT, _NOTHING_LEFT = "Yes, something is left to do", "No, nothing is left to do"


def what_now(sheet: ActionSheet, offered: Offered, actor: Actor) -> None:
    """What this reader can do at this step of the action's life."""
    match sheet.line.step:
        case Step.OPEN:
            _while_open(sheet, offered, actor)
        case Step.ASKED:
            _while_asked(sheet)
        case Step.DONE:
            _when_done(sheet)
        case Step.WITHOUT:
            if sheet.may_close:
                _reason(sheet, Deed.REOPENED, "Open it again", "Why is it opened again?")


def _while_open(sheet: ActionSheet, offered: Offered, actor: Actor) -> None:
    if sheet.may_report:
        st.header("How far is it?", anchor=False)
        _reporting(sheet)
        if not sheet.line.evidence:
            st.caption("No evidence is recorded yet. Evidence is what lets others see that it helped.")
        _reason(sheet, Deed.ASKED, "It is done: ask for it to be closed", "What was done?")
    if sheet.may_close:
        _reason(sheet, Deed.CLOSED_WITHOUT, "It will not be done", "Why not, and what happens instead?")
    if sheet.may_change:
        _changing(sheet, offered, actor)


def _while_asked(sheet: ActionSheet) -> None:
    if sheet.may_close and not sheet.asked_myself:
        st.header("Is it done, and what difference did it make?", anchor=False)
        _closing(sheet, Deed.CLOSED, "Confirm that it is done")
        _reason(sheet, Deed.SENT_BACK, "It is not done yet: send it back", "What is still missing?")
    else:
        asked = "You asked for it to be closed." if sheet.asked_myself else "Its closing was asked for."
        st.info(f"{asked} Another person confirms it and says what difference it made.", icon=":material/hourglass:")
    if sheet.may_report:
        with st.expander("Add evidence meanwhile"):
            _reporting(sheet)


def _when_done(sheet: ActionSheet) -> None:
    if sheet.may_report:
        with st.expander("Add evidence of what difference it made", expanded=not sheet.line.evidence):
            _reporting(sheet)
    if sheet.may_close:
        with st.expander("Say again what difference it made"):
            _closing(sheet, Deed.JUDGED, "Save what difference it made")
        _reason(sheet, Deed.REOPENED, "Open it again", "Why is it opened again?")


def _opened(sheet: ActionSheet, deed: Deed, **values: object) -> str:
    """The form, opened when it is drawn for the first time since the last deed."""
    form = _form(sheet.line.action_id, deed)
    if not opened.is_open(form):
        opened.open_with(form, values, sheet.line.revision)
    elif not any(value for name, value in opened.typed(form).items() if name in ("text", "evidence", "difference")):
        st.session_state[f"{form}/seen"] = sheet.line.revision  # nobody typed: follow what colleagues do
    return form


def _reporting(sheet: ActionSheet) -> None:
    line = sheet.line
    status = line.status if line.status in OPEN[1:] else OPEN[1]
    form = _opened(sheet, Deed.REPORTED, status=status, text="", evidence_kind=None, evidence="")
    if line.step is not Step.DONE:
        st.radio(
            "The action is",
            list(OPEN),
            format_func=lambda one: IN_WORDS[one],
            key=f"{form}/status",
            horizontal=True,
            persist_state="session",
        )
    _text(form, "text", "What has been done since the last time?")
    st.selectbox(
        "What shows that it helps? (optional)",
        list(EVIDENCE),
        format_func=lambda kind: EVIDENCE[kind],
        index=None,
        key=f"{form}/evidence_kind",
        placeholder="Choose a kind of evidence",
        persist_state="session",
    )
    _text(form, "evidence", "What does the evidence show? (optional)", 80)
    opened.refused(form, line.revision)
    opened.buttons(form, _save(form), "Save the report", cancel=False)


def _closing(sheet: ActionSheet, deed: Deed, label: str) -> None:
    line = sheet.line
    left = _SOMETHING_LEFT if line.still_open else _NOTHING_LEFT
    direction = line.direction if deed is Deed.JUDGED else None
    said = line.difference if deed is Deed.JUDGED else ""
    form = _opened(sheet, deed, direction=direction, still_open=left, difference=said)
    st.radio(
        "What became of practice?",
        list(DIRECTIONS),
        format_func=lambda one: DIRECTIONS[one],
        index=None,
        key=f"{form}/direction",
        horizontal=True,
        persist_state="session",
    )
    _text(form, "difference", "What difference did it make, and how do you know?")
    st.radio(
        "Is something left to do about the recommendation?",
        [_SOMETHING_LEFT, _NOTHING_LEFT],
        key=f"{form}/still_open",
        help="Practice can be better and still not good enough: these are two questions.",
        persist_state="session",
    )
    if not line.evidence:
        st.caption("No evidence is recorded, so the action will stand among those without evidence that it helped.")
    opened.refused(form, line.revision)
    opened.buttons(form, _save(form), label, cancel=False)


def _reason(sheet: ActionSheet, deed: Deed, title: str, question: str) -> None:
    form = _opened(sheet, deed, text="")
    refused = f"{form}/refusal" in st.session_state
    with st.expander(title, expanded=refused):
        _text(form, "text", question)
        opened.refused(form, sheet.line.revision)
        opened.buttons(form, _save(form), title.partition(":")[2].strip().capitalize() or title, cancel=False)


def _changing(sheet: ActionSheet, offered: Offered, actor: Actor) -> None:
    form = _form(sheet.line.action_id, Deed.CHANGED)
    if frame.pressed("change-action"):
        values = fields.stored(sheet) | {"recommendation": sheet.line.recommendation_id}
        opened.open_with(form, values, sheet.line.revision)
    if not opened.is_open(form):
        st.button("Change the action", key="change-action", icon=":material/edit:", type="tertiary")
        return
    with st.container(border=True, key="cell-change-action"):
        st.header("Change the action", anchor=False)
        fields.draw(form, sheet.line.recommendation_id, offered, actor.today, sheet.line.revision)
        opened.buttons(form, _save(form), "Save the action")


def _text(form: str, name: str, label: str, height: int = 100) -> None:
    st.text_area(
        plain(label),
        key=f"{form}/{name}",
        max_chars=_LONGEST,
        height=height,
        help="Write about practice and the system. Name nobody, and nothing that points to one case.",
        persist_state="session",
    )
