"""The fields of an action, and beside them what makes it one that can be done and proved."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from maap.domain.actions import LONGEST_MEASURE, LONGEST_ROLE, LONGEST_TEXT, NewAction
from maap.domain.smart import FURTHEST, checks
from maap.outside.words import lexicon
from maap.ui import opened
from maap.ui.words import plain
from maap.views.action_sheet import ActionSheet
from maap.views.actions import Offered


def given(form: str, recommendation_id: int) -> NewAction:
    """The action as it is typed now."""
    held = opened.typed(form)
    due = held.get("due")
    return NewAction(
        recommendation_id=recommendation_id,
        text=str(held.get("text") or ""),
        lead_agency_id=int(held.get("agency") or 0),
        owner_role=str(held.get("owner_role") or ""),
        due=due if isinstance(due, date) else None,
        measure=str(held.get("measure") or ""),
        question_id=str(held.get("question") or ""),
        domain=str(held.get("domain") or ""),
        kept_because=str(held.get("kept_because") or ""),
    )


def draw(form: str, recommendation_id: int, offered: Offered, today: date, revision: int = 0) -> None:
    """The fields with their checks, and what was refused."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        _what(form)
        _who_and_when(form, offered, today)
        _how_to_know(form, offered)
        opened.refused(form, revision)
    with right:
        _smart(given(form, recommendation_id), offered, today)


def _what(form: str) -> None:
    st.text_area(
        "What will be done?",
        key=f"{form}/text",
        max_chars=LONGEST_TEXT,
        height=110,
        help="One thing that can be ticked off. Write about the system, and name nobody.",
        placeholder="For example: Health visitors join each strategy meeting about a child under five.",
        persist_state="session",
    )


def _who_and_when(form: str, offered: Offered, today: date) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Agency that leads",
            list(offered.agencies),
            format_func=offered.agencies.__getitem__,
            index=None,
            key=f"{form}/agency",
            placeholder="Choose an agency",
            persist_state="session",
        )
        st.date_input(
            "Done by",
            value=None,
            key=f"{form}/due",
            format="DD/MM/YYYY",
            max_value=date(today.year + FURTHEST, 12, 31),
            min_value=today - timedelta(days=3650),
            width=170,
            persist_state="session",
        )
    st.text_input(
        "Role that owns it",
        key=f"{form}/owner_role",
        max_chars=LONGEST_ROLE,
        placeholder="For example: Head of health visiting",
        help="A role, not a name: people move on.",
        persist_state="session",
    )


def _how_to_know(form: str, offered: Offered) -> None:
    st.markdown("**How will anybody know that it helped?** Choose at least one.")
    _choice(form, "question", "Question that should be answered better", offered.questions)
    _choice(form, "domain", "Part of practice that should be graded better", offered.domains)
    st.text_input(
        "Something else that would show it",
        key=f"{form}/measure",
        max_chars=LONGEST_MEASURE,
        placeholder="For example: Health is present in nine of ten strategy meetings",
        persist_state="session",
    )


def _choice(form: str, name: str, label: str, choices: Mapping[str, str]) -> None:
    if choices:
        st.selectbox(
            label,
            list(choices),
            format_func=lambda key: choices.get(key, key),
            index=None,
            key=f"{form}/{name}",
            placeholder="None",
            help="A re-audit asks it again, and shows before and after.",
            persist_state="session",
        )


def _smart(action: NewAction, offered: Offered, today: date) -> None:
    """Each check with its sentence. The mark is said in words too."""
    with st.container(border=True, key="cell-smart"):
        st.markdown("**What makes it work**")
        for check in checks(action, today, offered.holidays, lexicon()):
            mark = ":material/check_circle:" if check.met else ":material/radio_button_unchecked:"
            word = "" if check.met else " (to do)" if check.must else " (advice)"
            st.markdown(f"{mark} **{check.name}**{word}  \n{plain(check.sentence)}")


def stored(action: ActionSheet) -> dict[str, Any]:
    """The fields of an action that is stored, from its sheet."""
    line = action.line
    return {
        "text": line.text,
        "agency": line.agency_id,
        "owner_role": line.owner_role,
        "due": line.due,
        "measure": action.measure,
        "question": action.question_id or None,
        "domain": action.domain or None,
    }
