"""Parts of a return's pages: its head, its task list of sections, and its answers in words."""

import streamlit as st

from maap.domain.engine import SectionRoute, wording
from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.domain.questionnaire import Note, Question
from maap.ui import concerns, frame, last_time, notes
from maap.ui.at_section import AtSection
from maap.ui.questions import ask
from maap.ui.words import count, day, moment, plain
from maap.views.heads import head as head_of
from maap.views.returns import Sheet

COLOURS = {
    ReturnState.NOT_STARTED: "gray",
    ReturnState.IN_PROGRESS: "blue",
    ReturnState.SUBMITTED: "violet",
    ReturnState.CHANGES_REQUESTED: "orange",
    ReturnState.ACCEPTED: "green",
    ReturnState.NOT_KNOWN: "green",
}


def head(sheet: Sheet, words: str) -> None:
    """Whose return about which case, where it is, and when it is due."""
    title(sheet, words)
    standing(sheet)


def title(sheet: Sheet, words: str) -> None:
    """The audit, and which case the return is about."""
    frame.audit_head(head_of(sheet.place.seat), f"{plain(words)} · {plain(sheet.place.case.reference)}")


def standing(sheet: Sheet) -> None:
    """Whose return it is, where it is, and when it is due."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(sheet.agency)
        st.badge(sheet.state.capitalize(), color=COLOURS[sheet.state])  # type: ignore[arg-type]
        if sheet.state not in HANDED_IN:
            st.text(f"Due {day(sheet.place.row.due)}")


def requests(sheet: Sheet) -> None:
    """What somebody asked to be changed, in their words."""
    titles = {section.id: section.title for section in sheet.form.sections}
    for request in sheet.requests:
        if request.still_open:
            with st.container(border=True, key=f"request-{request.made_at.timestamp()}"):
                where = ", ".join(titles.get(section, section) for section in request.sections) or "The whole return"
                st.markdown(f":material/undo: **Changes were asked for on {plain(moment(request.made_at))}**")
                st.text(f"{where}\n\n{request.note}")


def progress(sheet: Sheet) -> None:
    """How far the return is, by the one rule that the engine has, and what is kept without being counted."""
    to_go = len(sheet.route.unanswered)
    said = f"{count(to_go, 'required answer')} to go" if to_go else "Every required question has an answer"
    st.progress(sheet.route.progress, text=said)
    if sheet.route.hidden:
        n = len(sheet.route.hidden)
        verb = "is" if n == 1 else "are"
        st.caption(f"{count(n, 'answer')} to questions that are no longer asked {verb} kept but not counted.")


def lacking(sheet: Sheet, chosen: str) -> str:
    """The first other section that lacks an answer of the person's; empty when there is none."""
    others = (one.section.id for one in sheet.route.sections if one.unanswered and one.section.id != chosen)
    return next(others, "") if sheet.open_for_me else ""


def section(at: AtSection, found: SectionRoute) -> None:
    """One section's head: its guidance, and whether it is included. Its questions follow."""
    with st.container(key="arrival"):
        st.header(plain(found.section.title), anchor=False)
    if found.section.guidance:
        st.text(found.section.guidance)
    if found.section.optional:
        ask(at.sheet.form.question(found.section.pick_id), at, f"Include “{found.section.title}”?")


def question(at: AtSection, asked: Question) -> None:
    """One question, what was answered last time, and the notes beside it."""
    sheet = at.sheet
    ask(asked, at, wording(asked.label, sheet.form, sheet.route))
    if not isinstance(asked, Note):
        last_time.beside(sheet, asked)
        notes.begin(sheet, asked)
        notes.thread(sheet, asked)


def answers(sheet: Sheet, change: bool = False) -> None:
    """Every question that is asked, with its answer in words; with a way to change it where that is open."""
    lacking = {question.id for question in sheet.route.unanswered}
    for found in sheet.route.sections:
        if not found.asked:
            continue
        with st.container(horizontal=True, vertical_alignment="center", key=f"answers-{found.section.id}"):
            st.header(plain(found.section.title))
            if change:
                query: dict[str, int | str] = {"return": sheet.return_id, "section": found.section.id}
                frame.link("fieldwork/answer", "Change these answers", ":material/edit:", **query)
        for question in found.asked:
            if isinstance(question, Note):
                continue
            st.markdown(f"**{plain(wording(question.label, sheet.form, sheet.route))}**")
            said = sheet.saying(question)
            if said:
                st.text(said)
            elif question.id in lacking:
                st.markdown(":red[:material/error: Not answered yet]")
            else:
                st.caption("No answer")
            evidence = sheet.stored.get(question.id + "__evidence")
            if evidence and evidence.value:
                st.caption("What in the file shows this:")
                st.text(str(evidence.value))
            if not change:
                notes.begin(sheet, question)
            notes.thread(sheet, question)


def urgent(sheet: Sheet) -> None:
    """Whom to telephone first when somebody may be at risk now, and the button that records it."""
    place = sheet.place.seat
    concerns.button(place.actor, place.id, place.may, sheet.place.row.case_id, at_risk(sheet))


def at_risk(sheet: Sheet) -> bool:
    """Whether the return says that somebody may be at risk now."""
    told = sheet.stored.get("immediate_concern")
    return told is not None and told.value in ("yes", True)


def missing(sheet: Sheet) -> None:
    """What still needs an answer, each with a link to its section."""
    with st.expander(f"Show what is missing ({len(sheet.route.unanswered)})", icon=":material/error:"):
        for question in sheet.route.unanswered:
            query: dict[str, int | str] = {
                "return": sheet.return_id,
                "section": sheet.form.section_of(question.id).id,
            }
            frame.link("fieldwork/answer", wording(question.label, sheet.form, sheet.route), None, **query)


def later(sheet: Sheet) -> None:
    """A way out that says when the return is due. It is handled as ``later``, so that the last words are saved."""
    days = (sheet.place.row.due - sheet.place.seat.actor.today).days
    left = "today" if days == 0 else f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"
    st.button("Finish later", key="later", icon=":material/schedule:")
    st.caption(f"This return {'is' if days >= 0 else 'was'} due on {day(sheet.place.row.due)}, {left}.")


def waiting(unsaved: int) -> None:
    """A warning while something is typed that is not stored."""
    if unsaved:
        what = "answer is" if unsaved == 1 else "answers are"
        st.warning(f"{unsaved} {what} not saved yet. Each is marked where you typed it.", icon=":material/warning:")
