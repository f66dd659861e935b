"""The findings of an audit on the screen: what to do next, the filter, and each finding with its themes."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from maap.domain.learning import LONGEST_FINDING, LONGEST_PASSAGE, NewFinding, Polarity
from maap.domain.people import Actor
from maap.domain.sentences import verb
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.themes import finding_parts as parts
from maap.ui.themes import headings
from maap.ui.words import count, plain
from maap.usecases.findings import make_finding, take_answers
from maap.views.findings import Choices, FindingRow, Findings, Wanted

NEW = "new-finding"
_FILTER, _OF = "finding-filter", "findings/of"
_PAGE = 25
_NO_FINDINGS_YET = (
    "No findings yet. Take the answers that agencies marked as strengths and areas for development, choose a passage "
    "in the answers, or write a finding."
)
_NOT_NOW = "No findings yet. They are made while the panel reads the cases and the report is written."
_CODED = {"": "Any", "with": "With a theme", "without": "Without a theme"}


def handle(actor: Actor, audit_id: int) -> None:
    """Every deed of the page."""
    opened.given_up()
    if frame.pressed("take-answers"):
        with work() as session:
            made = take_answers(session, actor, audit_id)
        frame.done(f"{parts.how_many(made).capitalize()} made of the answers.")
    if frame.pressed("open-new-finding"):
        opened.open_with(NEW, {"polarity": Polarity.STRENGTH, "text": ""})
    if frame.pressed("save-finding"):
        with opened.saving(NEW, "The finding is saved."), work() as session:
            make_finding(session, actor, audit_id, given(NEW))


def given(form: str) -> NewFinding:
    """The finding that a form holds."""
    held = opened.typed(form)
    return NewFinding(
        polarity=held.get("polarity") or Polarity.STRENGTH,
        text=str(held.get("text") or ""),
        domain=str(held.get("domain") or ""),
        line=str(held.get("line") or ""),
        case_id=held.get("case"),
        agency_id=held.get("agency"),
        passage=str(held.get("passage") or ""),
        kept_because=str(held.get("kept_because") or ""),
    )


def wanted(audit_id: int) -> Wanted:
    """What is chosen in the filter of this audit; a theme in the address is chosen."""
    if st.session_state.get(_OF) != audit_id:
        st.session_state[_OF] = audit_id
        for field in frame.fields(_FILTER):
            del st.session_state[f"{_FILTER}/{field}"]
    if (theme := parts.in_address("theme")) is not None:
        st.session_state[f"{_FILTER}/theme"] = theme
        del st.query_params["theme"]
    held = frame.fields(_FILTER)
    return Wanted(
        polarity=held.get("polarity") or "",
        domain=held.get("domain") or "",
        line=held.get("line") or "",
        case_id=held.get("case"),
        agency_id=held.get("agency"),
        theme_id=held.get("theme"),
        coded=held.get("coded") or "",
        words=str(held.get("words") or ""),
    )


def ways(page: Findings) -> None:
    """How many there are, and what can be done next."""
    has = verb(page.without_theme, "has", "have")
    bare = f" {page.without_theme} {has} no theme yet." if page.without_theme else ""
    areas = page.n - page.strengths
    if page.n:
        st.text(f"{count(page.strengths, 'strength')}, {count(areas, 'area')} for development.{bare}")
    with st.container(horizontal=True, key="finding-ways"):
        if page.waiting:
            label = f"Take {count(page.waiting, 'marked answer')} as findings"
            look = "secondary" if page.n else "primary"
            st.button(label, key="take-answers", icon=":material/move_to_inbox:", type=look)  # type: ignore[arg-type]
        if page.may_code and page.n:
            frame.link("themes/coding", "Code findings", ":material/keyboard:", audit=page.head.audit_id)
        if page.may_code:
            frame.link("themes/passages", "Find in the answers", ":material/format_quote:", audit=page.head.audit_id)
        frame.link("themes/groups", "Findings without a theme", ":material/scatter_plot:", audit=page.head.audit_id)


def writing(page: Findings) -> None:
    """A form for a finding that comes from no answer."""
    if not page.may_code:
        return
    if not opened.is_open(NEW):
        st.button("Write a finding", key="open-new-finding", icon=":material/add:")
        return
    with st.container(border=True, key="cell-new-finding"):
        st.header("Write a finding", anchor=False)
        fields(page.choices, NEW)
        opened.refused(NEW)
        opened.buttons(NEW, "save-finding", "Save the finding")


def fields(of: Choices, form: str, with_source: bool = True) -> None:
    """The fields of a finding, and those of what it rests on."""
    st.radio(
        "What is it?",
        list(Polarity),
        format_func=lambda one: one.label,
        key=f"{form}/polarity",
        horizontal=True,
        persist_state="session",
    )
    st.text_area(
        "What was found, in a sentence or two",
        key=f"{form}/text",
        max_chars=LONGEST_FINDING,
        height=110,
        help="About practice and the system, never about one worker. No names.",
        persist_state="session",
    )
    parts.choice("Part of practice", of.domains, f"{form}/domain")
    parts.choice("Line of enquiry", of.lines, f"{form}/line")
    if not with_source:
        return
    with st.container(horizontal=True):
        parts.choice("Case that shows it", of.cases, f"{form}/case")
        parts.choice("Agency that it is about", of.agencies, f"{form}/agency")
    st.text_area(
        "Evidence, in a few words (optional)",
        key=f"{form}/passage",
        max_chars=LONGEST_PASSAGE,
        height=80,
        persist_state="session",
    )


def choosing(page: Findings) -> None:
    """The filter above the list."""
    of = page.choices
    with st.expander("Filter", icon=":material/filter_list:"), st.container(horizontal=True):
        polarities = {one.value: one.label for one in Polarity}
        _filter("Strength or area", polarities, "polarity")
        _filter("Part of practice", of.domains, "domain")
        _filter("Line of enquiry", of.lines, "line")
        _filter("Case", of.cases, "case")
        _filter("Agency", of.agencies, "agency")
        _filter("Theme", of.themes, "theme")
        st.selectbox("Coded", list(_CODED), format_func=lambda one: _CODED[one], key=f"{_FILTER}/coded")
        st.text_input("Words", key=f"{_FILTER}/words")


def _filter(label: str, names: Mapping[Any, str], field: str) -> None:
    parts.choice(label, names, f"{_FILTER}/{field}", "Any")


def listed(page: Findings) -> None:
    """Each finding, strengths first; a page of them at a time."""
    if not page.n:
        st.info(_NO_FINDINGS_YET if page.may_code else _NOT_NOW, icon=":material/hourglass_empty:")
        return
    if not page.rows:
        st.text("No finding fits this filter. Choose fewer things.")
        return
    if len(page.rows) < page.n:
        st.caption(f"{len(page.rows)} of {parts.how_many(page.n)} fit the filter")
    grouped = headings.grouped(page)
    pages = -(-len(page.rows) // _PAGE)
    at = min(int(st.session_state.get("findings/page", 1)), pages)
    shown = grouped[(at - 1) * _PAGE : at * _PAGE]
    for place, (group, row) in enumerate(shown):
        if place == 0 or group is not shown[place - 1][0]:
            st.header(plain(group.name), anchor=False)
            if group.said:
                st.caption(group.said)
        _one(page, row)
    if pages > 1:
        st.number_input(f"Page, of {pages}", min_value=1, max_value=pages, step=1, key="findings/page", width=160)


def _one(page: Findings, row: FindingRow) -> None:
    with st.container(border=True, key=f"row-finding-{row.finding_id}"):
        st.text(row.text)
        st.caption(plain(parts.about(row)))
        parts.themes(row.themes)
        with st.container(horizontal=True):
            of = {"audit": page.head.audit_id, "finding": row.finding_id}
            frame.link("themes/finding", f"Open finding {row.finding_id}", ":material/account_tree:", **of)
            if page.may_code:
                frame.link("themes/coding", f"Code finding {row.finding_id}", ":material/sell:", **of)
