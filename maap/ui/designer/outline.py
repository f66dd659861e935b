"""The outline beside the drawing board: every section and question, and what may be done to the open one."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from maap.domain.conditions import said
from maap.domain.designing import Line, outline
from maap.domain.findings import Finding
from maap.domain.questionnaire import Section
from maap.ui.designer import deeds
from maap.ui.words import plain
from maap.views.questionnaires import Design

LONGEST = 58
ICONS: Mapping[str, str] = MappingProxyType(
    {
        "yes_no": ":material/rule:",
        "choice": ":material/radio_button_checked:",
        "choices": ":material/check_box:",
        "grade": ":material/grade:",
        "matrix": ":material/grid_on:",
        "long_text": ":material/notes:",
        "text": ":material/short_text:",
        "number": ":material/tag:",
        "date": ":material/event:",
        "dates": ":material/date_range:",
        "themes": ":material/sell:",
        "repeat": ":material/repeat:",
        "note": ":material/info:",
        "calculated": ":material/calculate:",
    }
)
_PIPED = re.compile(r"\$\{[^}]*\}")
_INDENT = "\N{EM SPACE}"


def draw(page: Design, part: str) -> None:
    """The outline, in the side bar."""
    wrong = _by_part(page.findings)
    with st.sidebar:
        st.subheader("Outline", anchor=False)
        _button("whole", "The questionnaire itself", ":material/article:", not part, "Title, introduction and domains")
        for line in outline(page.form):
            _line(page, line, part, wrong.get(line.part.id, ()))
        _new_section()


def _by_part(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.part, []).append(finding)
    return found


def _line(page: Design, line: Line, part: str, wrong: Sequence[Finding]) -> None:
    found = line.part
    is_section = isinstance(found, Section)
    words = _PIPED.sub("…", found.title if isinstance(found, Section) else found.label)
    short = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    marks = " :material/alt_route:" if found.relevant else ""
    if any(finding.severity == "error" for finding in wrong):
        marks += " :material/error:"
    icon = ":material/folder:" if isinstance(found, Section) else ICONS[found.kind]
    label = f"{line.number} {plain(short)}"
    label = f"**{label}**{marks}" if is_section else f"{_INDENT * (line.depth - 1)}{label}{marks}"
    told = [f"Asked when {said(found.relevant, page.form)}"] if found.relevant else []
    told += [finding.message for finding in wrong]
    _button(found.id, label, icon, found.id == part, "\n\n".join(map(plain, told)))


def _button(part: str, label: str, icon: str, is_open: bool, told: str) -> None:
    st.button(
        label,
        key=f"design-go/{part}",
        icon=icon,
        type="secondary" if is_open else "tertiary",
        help=told or None,
        width="stretch",
    )


def _new_section() -> None:
    st.divider()
    with st.form("design-new-section", border=False):
        st.text_input("New section", key="design-title", max_chars=200, placeholder="Its title")
        st.form_submit_button("Add a section", key="design-add-section", icon=":material/create_new_folder:")


def actions(page: Design, part: str) -> None:
    """Move, copy and remove the open part."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button("Up", key=f"design-up/{part}", icon=":material/arrow_upward:")
        st.button("Down", key=f"design-down/{part}", icon=":material/arrow_downward:")
        st.button("Copy", key=f"design-copy/{part}", icon=":material/content_copy:")
        warned = deeds.warning(page, part)
        st.button("Remove", key=f"design-remove/{part}", icon=":material/delete:", help=warned or None)
        if warned:
            st.caption(warned)
