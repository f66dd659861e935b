"""One step of the terms: its fields in a form, what was typed into them, and why it was not saved."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st

from maap.domain.terms import STEPS, Difference, Step, Terms, changed, label_of
from maap.ui import frame
from maap.ui.terms import dates, fields, lists
from maap.ui.terms.shown import Refusal, Shown, refusal, show
from maap.ui.words import count, plain
from maap.views.terms import Writing

_LISTS: Mapping[str, Callable[[Shown], None]] = MappingProxyType(
    {
        "lines": lists.draw_lines,
        "agencies": lists.draw_agencies,
        "signatories": lists.draw_signatories,
        "strata": lists.draw_strata,
        "quotas": lists.draw_quotas,
    }
)
_TYPED: Mapping[str, Callable[[Shown], Any]] = MappingProxyType(
    {
        "agencies": lists.typed_agencies,
        "signatories": lists.typed_signatories,
        "strata": lists.typed_strata,
        "quotas": lists.typed_quotas,
    }
)


def fields_of(step: Step, terms: Terms) -> tuple[str, ...]:
    """The fields that a step asks in its form. What belongs to a re-audit is asked of re-audits only."""
    left_out = {"timetable", "reaudit_of"} | (set() if terms.reaudit_of else {"must_have_improved"})
    return tuple(field for field in step.fields if field not in left_out)


def typed(shown: Shown, step: Step, button: str) -> dict[str, Any]:
    """What the form holds, field by field. ``button``: the one pressed, which may move, add or take out a line.

    Raises Problem for a text that cannot be read as what it stands for.
    """
    found: dict[str, Any] = {}
    for field in fields_of(step, shown.terms):
        if field == "lines":
            found[field] = lists.typed_lines(shown, button)
        else:
            found[field] = _TYPED[field](shown) if field in _TYPED else fields.typed(field, shown)
    return found


def chosen(audit_id: int) -> Step | None:
    """The step in the address; None shows the task list.

    A link from a page to itself changes what the server is told but not the address, from which the next run is asked;
    so the address is put right.
    """
    st.query_params["audit"] = str(audit_id)
    return next((step for step in STEPS if step.key == st.query_params.get("step")), None)


def onward(audit_id: int, step: Step, button: str) -> None:
    """Go to the step after one that was saved, when that was asked for."""
    place = STEPS.index(step) + 1
    if button == "next" and place < len(STEPS):
        frame.go("terms/write", audit=audit_id, step=STEPS[place].key)


def draw(page: Writing, step: Step, questions: Mapping[str, str]) -> None:
    """The step's fields, filled with what was typed last or with what is stored."""
    shown, refused = show(page, step.key, questions), refusal(page.seat.id, step.key)
    if step.key == "timetable":
        dates.draw(shown, page.holidays, refused.sentence if refused and refused.dates else "")
    if page.terms.reaudit_of and "reaudit_of" in step.fields:
        st.text(f"{label_of('reaudit_of')}: {page.register.names.audit(page.terms.reaudit_of)}")
    with st.form(shown.button("form"), border=False, enter_to_submit=False):
        for field in fields_of(step, page.terms):
            _LISTS.get(field, lambda held, field=field: fields.draw(field, held))(shown)
            if refused and field in refused.fields:
                st.error(plain(refused.fields[field]), icon=":material/error:")
        if refused and not refused.dates:
            _not_saved(page, step, shown, refused)
        with st.container(horizontal=True):
            following = page.after(step.key)
            st.form_submit_button("Save", key=shown.button("save"), type="secondary" if following else "primary")
            if following:
                st.form_submit_button("Save and go to the next step", key=shown.button("next"), type="primary")


def _not_saved(page: Writing, step: Step, shown: Shown, refused: Refusal) -> None:
    lines = plain(refused.sentence).replace("\n", "  \n")
    kept = "" if refused.overtaken else " What you typed is still here."
    st.error(f"**Not saved yet.**{kept}  \n{lines}", icon=":material/error:")
    if refused.overtaken:
        _theirs(tuple(one for one in changed(shown.terms, page.terms, page.register.names) if _is_in(step, one)))


def _is_in(step: Step, one: Difference) -> bool:
    return any(one.field == label_of(field) or one.field.startswith(label_of(field) + ": ") for field in step.fields)


def _theirs(differences: tuple[Difference, ...]) -> None:
    if not differences:
        st.text("Your colleague changed nothing in this step. Save again to keep yours.")
        return
    st.text(
        f"Your colleague made {count(len(differences), 'change')} in this step. If you save, yours replaces theirs:"
    )
    for one in differences:
        st.text(f"{one.field}\nThey saved: {one.after or 'nothing'}")


def head(page: Writing, step: Step) -> None:
    """Where one is: the step's title, what it is about, and what it still needs."""
    number = next(place for place, task in enumerate(page.tasks, start=1) if task.step is step)
    frame.link("terms/write", "Back to the task list", icon=":material/arrow_back:", audit=page.seat.id)
    with st.container(key="arrival"):
        st.header(step.title)
    st.caption(f"Step {number} of {len(page.tasks)}. {step.about}")
    task = page.task(step.key)
    if task and task.missing:
        with st.expander(f"{count(len(task.missing), 'thing')} still missing in this step"):
            for sentence in task.missing:
                st.text(f"• {sentence}")
