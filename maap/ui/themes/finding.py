"""One finding on the screen: its evidence, who chose and confirmed its themes, and what can be done with it."""

from textwrap import shorten

import streamlit as st

from maap.domain.learning import NewSource, Polarity
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.tracing import Step
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.themes import coding, trace
from maap.ui.themes import finding_parts as parts
from maap.ui.themes.findings import fields, given
from maap.ui.words import day, plain
from maap.usecases.findings import add_source, change_finding, merge_findings, remove_source, withdraw
from maap.views.finding import FindingSheet, Source

CHANGE, SOURCE, MERGE = "change-finding", "source-form", "merge-form"
_SEEN = "finding/seen"


def chosen() -> int:
    """The finding in the address. Raises Problem when there is none."""
    found = parts.in_address("finding")
    if found is None:
        raise Problem("Choose a finding first: open “Findings” in the audit's menu.")
    return found


def handle(actor: Actor, audit_id: int, finding_id: int) -> bool:
    """Every deed of the page. Whether the finding was taken back, so that there is nothing more to show."""
    opened.given_up()
    if frame.pressed("save-finding-change"):
        with opened.saving(CHANGE, "The finding is changed."), work() as session:
            change_finding(session, actor, audit_id, finding_id, given(CHANGE), opened.seen(CHANGE))
    if frame.pressed("save-source"):
        held = opened.typed(SOURCE)
        source = NewSource(
            case_id=held.get("case"), agency_id=held.get("agency"), passage=str(held.get("passage") or "")
        )
        with opened.saving(SOURCE, "The finding rests on this, too."), work() as session:
            add_source(session, actor, audit_id, finding_id, source)
    if (target := frame.pressed_one("remove-source")) is not None:
        with frame.refusals(end=False), work() as session:
            remove_source(session, actor, audit_id, finding_id, int(target))
    if frame.pressed("merge-findings"):
        with opened.saving(MERGE, "The findings are one now."), work() as session:
            others = list(st.session_state.get(f"{MERGE}/others") or [])
            merge_findings(session, actor, audit_id, finding_id, others, opened.seen(MERGE))
    return _withdrawn(actor, audit_id, finding_id)


def _withdrawn(actor: Actor, audit_id: int, finding_id: int) -> bool:
    done = False
    if frame.pressed("withdraw-finding"):
        with frame.refusals(end=False):
            with work() as session:
                withdraw(session, actor, audit_id, finding_id, int(st.session_state.get(_SEEN, 0)))
            done = True
            frame.done("The finding is taken back.")
    return done


def taken_back(audit_id: int) -> None:
    """What is left to say after a finding was taken back."""
    frame.title("Taken back")
    st.text("The finding no longer counts. The answer that it came from will not become one again.")
    frame.link("themes/findings", "All findings", ":material/list:", audit=audit_id)


def about(page: FindingSheet) -> None:
    """Its words and what it is about."""
    row = page.row
    st.session_state[_SEEN] = row.revision
    with st.container(border=True, key="cell-finding"):
        parts.told(row)
        if row.line:
            st.caption(plain(f"Line of enquiry: {row.line}"))
        st.caption(plain(f"Made by {page.made_by} on {day(page.made_at)}"))
    with st.container(horizontal=True, key="finding-ways"):
        trace.link(page.head.audit_id, Step.FINDING, row.finding_id, "Trace: from answers to actions and back")
        if page.may_code:
            of = {"audit": page.head.audit_id, "finding": row.finding_id}
            frame.link("themes/coding", "Code it to themes", ":material/sell:", **of)
        frame.link("themes/findings", "All findings", ":material/list:", audit=page.head.audit_id)


def themes(page: FindingSheet) -> None:
    """Its themes: who chose them, whether the machine had suggested them, and who confirmed them."""
    st.header("Themes", anchor=False)
    if not page.themes:
        st.caption("No theme yet.")
    for one in page.themes:
        st.text(coding.who(one))


def sources(page: FindingSheet) -> None:
    """What it rests on, case by case."""
    st.header(f"What it rests on ({len(page.sources)})", anchor=False)
    if not page.sources:
        st.caption("Nothing is named yet that shows it.")
    for one in page.sources:
        with st.container(border=True, key=f"cell-source-{one.source_id}"):
            _source(page, one)
    if page.may_code:
        _adding(page)


def _source(page: FindingSheet, one: Source) -> None:
    shown_by = ", ".join(part for part in (one.case, one.agency, one.whose) if part)
    st.markdown(f"**{plain(shown_by or 'The panel’s own words')}**")
    if one.question:
        st.caption(plain(one.question))
    if one.passage:
        st.text(f"“{one.passage}”")
    elif one.words and one.words != page.row.text:
        st.text(one.words)
    if one.evidence:
        st.caption("What in the file shows this:")
        st.text(one.evidence)
    with st.container(horizontal=True, vertical_alignment="center"):
        if one.answer_id:
            trace.link(page.head.audit_id, Step.ANSWER, one.answer_id, f"Trace answer {one.answer_id}")
        if one.voice_id:
            trace.link(page.head.audit_id, Step.VOICE, one.voice_id, f"Trace view {one.voice_id}")
        if page.may_code:
            st.button("Take this away", key=f"remove-source/{one.source_id}", type="tertiary")


def _adding(page: FindingSheet) -> None:
    if not opened.is_open(SOURCE):
        if frame.pressed("open-source"):
            opened.open_with(SOURCE, {})
        else:
            st.button("Add a case or agency that shows it", key="open-source", icon=":material/add:")
            return
    with st.container(border=True, key="cell-new-source"):
        with st.container(horizontal=True):
            parts.choice("Case", page.choices.cases, f"{SOURCE}/case")
            parts.choice("Agency", page.choices.agencies, f"{SOURCE}/agency")
        st.text_area("Evidence, in a few words", key=f"{SOURCE}/passage", height=80, persist_state="session")
        opened.refused(SOURCE)
        opened.buttons(SOURCE, "save-source", "Add")


def changing(page: FindingSheet) -> None:
    """Change, merge and take back."""
    if not page.may_code:
        return
    st.header("Change it", anchor=False)
    if frame.pressed("open-change"):
        row = page.row
        values = {
            "polarity": row.polarity,
            "text": row.text,
            "domain": row.domain or None,
            "line": page.line_key or None,
        }
        opened.open_with(CHANGE, values, row.revision)
    if frame.pressed("open-merge"):
        opened.open_with(MERGE, {"others": []}, page.row.revision)
    if opened.is_open(CHANGE):
        fields(page.choices, CHANGE, with_source=False)
        opened.refused(CHANGE, page.row.revision)
        opened.buttons(CHANGE, "save-finding-change", "Save the finding")
    elif opened.is_open(MERGE):
        _merging(page)
    else:
        with st.container(horizontal=True):
            st.button("Change words or kind", key="open-change", icon=":material/edit:")
            if page.others:
                st.button("Merge with others", key="open-merge", icon=":material/merge:")
            st.button("Take it back", key="withdraw-finding", type="tertiary")


def _merging(page: FindingSheet) -> None:
    words = {one.finding_id: shorten(one.text, 110, placeholder="…") for one in page.others}
    kind = "strengths" if page.row.polarity is Polarity.STRENGTH else "areas for development"
    st.multiselect(
        f"Other {kind} that say the same",
        list(words),
        format_func=lambda one: words.get(one, ""),
        key=f"{MERGE}/others",
        placeholder="Type to find one",
        persist_state="session",
    )
    st.caption("This finding keeps its words and gets all that the others rest on, their themes and recommendations.")
    opened.refused(MERGE, page.row.revision)
    opened.buttons(MERGE, "merge-findings", "Merge them into this one")
