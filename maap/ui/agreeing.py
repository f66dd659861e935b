"""The agreed grade of a domain: what is recorded, and the fields to record it with.

What was typed stays in its fields until it is recorded or given up, also when another domain or case was looked at
meanwhile. Fields that nobody touched follow what a colleague records.
"""

from typing import Literal

import streamlit as st

from maap.domain.fieldwork import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.panels import HOW, AgreedGrade, How, needs_reason
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.questionnaire import Scale
from maap.storage.db import work
from maap.ui import frame
from maap.ui.words import moment, plain
from maap.usecases.panel import agree_grade
from maap.views.panel_case import Agreed, PanelCase, PanelDomain

_FIELDS = ("grade", "reason", "dissent", "how")
_USUAL: How = "consensus"


def record_agreed(actor: Actor, audit_id: int) -> None:
    """Handle the form: record what was agreed, or keep it in its fields with the reason why it is not recorded."""
    if (target := frame.pressed_one("give-up")) is not None:
        _forget(target)
    if (target := frame.pressed_one("agree")) is None:
        return
    case_id, _, domain = target.partition("/")
    typed = frame.fields(f"panel/{target}")
    words = {name: str(typed.get(name) or "") for name in ("grade", "reason", "dissent", "kept_because")}
    agreed, seen = AgreedGrade(domain=domain, how=typed.get("how") or _USUAL, **words), int(typed.get("seen", 0))
    try:
        with work() as session:
            agree_grade(session, actor, audit_id, int(case_id), agreed, seen)
    except Problem as problem:
        _refused(target, problem)
    else:
        _forget(target)
        frame.done("The agreed grade is recorded.")


def _refused(target: str, problem: Problem) -> None:
    """After being told of a colleague's grade, which the page shows, a second press is a choice."""
    st.session_state[f"panel/{target}/refusal"] = problem
    if isinstance(problem, Overtaken):
        st.session_state[f"panel/{target}/overtaken"] = True


def _forget(target: str) -> None:
    """Back to what is recorded."""
    for name in frame.fields(f"panel/{target}"):
        del st.session_state[f"panel/{target}/{name}"]


def agreed_grade(page: PanelCase, domain: PanelDomain) -> None:
    """What the panel agreed in a domain; for chair and coordinator the way to record or change it."""
    if domain.scale is None:
        return
    st.subheader("Agreed grade", anchor=False)
    recorded(domain, domain.scale)
    key = f"panel/{page.case_id}/{domain.key}"
    if not page.may_record:
        _no_longer(st.session_state.pop(f"{key}/refusal", None))
        return
    touched = _fill(key, domain)
    label = "Change the agreed grade" if domain.agreed else "Record what the panel agreed"
    revision = domain.agreed.revision if domain.agreed else 0
    with st.expander(label, expanded=domain.agreed is None or touched, key=f"record-{key}-{revision}"):
        _fields(page, domain, domain.scale, touched)


def _no_longer(refusal: Problem | None) -> None:
    """The panel ended while somebody was recording."""
    if refusal is not None:
        st.error(plain("Not recorded. " + str(refusal)), icon=":material/error:")


def at_the_table(page: PanelCase, domain: PanelDomain, shortcut: str) -> None:
    """The same in a meeting: one form, which is recorded from whichever field the keyboard is in."""
    if domain.scale is None:
        st.text("Agencies give no grade in this part. Choose another domain to record a grade.")
        return
    if domain.agreed is not None:
        st.caption(_recorded_by(domain.agreed))
    key = f"panel/{page.case_id}/{domain.key}"
    touched = _fill(key, domain)
    with st.form(f"{key}-form", border=False):
        _noted(key, domain, touched)
        _grades(key, domain, domain.scale)
        _words(key, "Why did the panel agree this grade?", 80)
        _reason_to_keep(key)
        label = "Change the agreed grade" if domain.agreed else "Record the agreed grade"
        st.form_submit_button(label, key=f"agree/{page.case_id}/{domain.key}", type="primary", shortcut=shortcut)


def recorded(domain: PanelDomain, scale: Scale) -> None:
    """What is recorded, with its reason, who saw it differently, and how it came about."""
    if domain.agreed is None:
        st.text("The panel has not agreed a grade here yet.")
        return
    agreed, level = domain.agreed, scale.level(domain.agreed.grade)
    with st.container(border=True, key="cell-agreed"):
        st.markdown(f":material/gavel: **{plain(level.label if level else agreed.grade)}**")
        if agreed.reason:
            st.caption("Why")
            st.text(agreed.reason)
        if agreed.dissent:
            st.caption("Seen differently")
            st.text(agreed.dissent)
        st.caption(_recorded_by(agreed))


def _recorded_by(agreed: Agreed) -> str:
    how = HOW["chair" if agreed.how == "chair" else "consensus"]
    return plain(f"{how}. Recorded by {agreed.by} on {moment(agreed.at)}")


def _stored(domain: PanelDomain) -> dict[str, str | None]:
    found = domain.agreed
    return {
        "grade": found.grade if found else None,
        "reason": found.reason if found else "",
        "dissent": found.dissent if found else "",
        "how": found.how if found else _USUAL,
    }


def _fill(key: str, domain: PanelDomain) -> bool:
    """Put what is recorded into fields that nobody touched. Returns whether somebody has touched them."""
    stored, revision = _stored(domain), domain.agreed.revision if domain.agreed else 0
    filled = st.session_state.get(f"{key}/filled")
    held = {name: st.session_state.get(f"{key}/{name}") for name in _FIELDS}
    overtaken = st.session_state.pop(f"{key}/overtaken", False)
    if filled is not None and held not in (filled, stored):
        if overtaken:
            st.session_state[f"{key}/seen"] = revision
        return True
    if filled not in (None, stored):
        st.session_state.pop(f"{key}/refusal", None)
    for name, value in stored.items():
        if filled != stored or f"{key}/{name}" not in st.session_state:  # else a half-typed form would be emptied
            st.session_state[f"{key}/{name}"] = value
    st.session_state[f"{key}/filled"], st.session_state[f"{key}/seen"] = stored, revision
    return False


def _noted(key: str, domain: PanelDomain, touched: bool) -> None:
    """What stands in the way of what is typed: a refusal, or a colleague who was quicker."""
    refusal: Problem | None = st.session_state.get(f"{key}/refusal")
    if refusal is not None:
        st.error(plain("Not recorded. " + str(refusal)), icon=":material/error:")
    elif touched and st.session_state[f"{key}/seen"] != (domain.agreed.revision if domain.agreed else 0):
        st.warning("A colleague has recorded a grade meanwhile. Yours is below and not recorded.")


def _words(key: str, why: str, height: int) -> None:
    """The fields beside a grade: its reason, who sees it differently, and who decided."""
    st.text_area(
        why,
        key=f"{key}/reason",
        height=height,
        help="Write about practice and the system, and name nobody.",
        persist_state="session",
    )
    st.text_area(
        "Does anybody see it differently, and why? (optional)",
        key=f"{key}/dissent",
        height=80,
        help="Name the agency, not the person. The chair decides where the panel does not agree.",
        persist_state="session",
    )
    st.radio(
        "How did the grade come about?",
        list(HOW),
        format_func=HOW.__getitem__,
        key=f"{key}/how",
        horizontal=True,
        persist_state="session",
    )


def _reason_to_keep(key: str) -> None:
    if isinstance(st.session_state.get(f"{key}/refusal"), MayIdentify):
        st.text_input("Keep the words, because", key=f"{key}/kept_because", persist_state="session")


def _fields(page: PanelCase, domain: PanelDomain, scale: Scale, touched: bool) -> None:
    key = f"panel/{page.case_id}/{domain.key}"
    _noted(key, domain, touched)
    left, right = st.columns([2, 3])
    with left:
        _grades(key, domain, scale)
    with right:
        chosen = st.session_state.get(f"{key}/grade")
        must = chosen is not None and needs_reason(scale, str(chosen), domain.own)
        optional = "" if must else " (optional when every agency gave it)"
        _words(key, "Why did the panel agree this grade?" + optional, 110)
        _reason_to_keep(key)
    with st.container(horizontal=True, vertical_alignment="center"):
        look: Literal["primary", "secondary"] = "secondary" if domain.agreed and not touched else "primary"
        st.button("Record the agreed grade", key=f"agree/{page.case_id}/{domain.key}", type=look)
        if touched or f"{key}/refusal" in st.session_state:
            st.button("Go back to what is recorded", key=f"give-up/{page.case_id}/{domain.key}", type="tertiary")


def _grades(key: str, domain: PanelDomain, scale: Scale) -> None:
    """Every level, with the agencies that gave it to themselves."""
    givers: dict[str, list[str]] = {}
    for part in domain.parts:
        for grade in part.grades:
            givers.setdefault(grade.level, []).append(part.agency)
    st.radio(
        "Which grade did the panel agree for all agencies together?",
        [level.value for level in scale.levels],
        index=None,
        format_func=lambda value: plain(next(level.label for level in scale.levels if level.value == value)),
        captions=[
            plain("Own grade of " + ", ".join(givers[level.value])) if level.value in givers else ""
            for level in scale.levels
        ],
        key=f"{key}/grade",
        persist_state="session",
    )
    with st.popover("What the grades mean", type="tertiary"):
        for level in scale.levels:
            if level.description:
                st.markdown(f"**{plain(level.label)}**")
                st.text(level.description)
