"""The drawing board: everything there is to say about the open section, question, or the questionnaire itself."""

from typing import Any

import streamlit as st

from maap.domain.designing import Part, line_of
from maap.domain.new_parts import KINDS, known_domains
from maap.domain.part_fields import NEEDS
from maap.domain.questionnaire import Note, Question, Questionnaire, Repeat, Section
from maap.domain.quick_list import quick_rows
from maap.domain.scoring_ways import WAYS
from maap.ui import catalogue
from maap.ui.choices import AUDIENCES
from maap.ui.designer import bank, deeds, kinds, outline, sheet, when
from maap.ui.designer.fields import POLARITIES, ROW_HEIGHT, Pen
from maap.ui.words import plain
from maap.views.questionnaires import Banked, Design

_NOT_GRADED = ("note", "calculated", "themes", "repeat")


def draw(page: Design, part: str, banked: tuple[Banked, ...]) -> None:
    """The open part."""
    found = deeds.part_of(page.form, part)
    pen = Pen(sheet.show(page.id, part, page.form))
    if isinstance(found, Questionnaire):
        _whole(page, pen)
        return
    line = line_of(page.form, part)
    name = "Section" if isinstance(found, Section) else "Question"
    st.subheader(f"{name} {line.number}", anchor=False)
    outline.actions(page, part)
    if isinstance(found, Section):
        _section(page, pen, found)
    else:
        _question(page, pen, found)
    st.divider()
    _add_below(found)
    bank.draw(part, banked)


def _whole(page: Design, pen: Pen) -> None:
    st.subheader("The questionnaire itself", anchor=False)
    pen.line("title", hint="People see it when they choose a questionnaire for an audit.")
    pen.lines("introduction", "Introduction (optional)", "Auditors read it before the first question.", 120)
    pen.pick("audience", AUDIENCES)
    pen.pick("roll_up", {"": "Answers have no scores"} | dict(WAYS), "How the scores of all answers become one.")
    if page.form.module_of:
        title = page.core.title if page.core else page.form.module_of
        st.text(f"This is a module. It is added to “{title}”, before that questionnaire’s last sections.")
    pen.table(
        "domains",
        {"name": st.column_config.TextColumn("Domain", width=520, max_chars=200)},
        "The parts of practice that charts run over. Each question, or its section, counts towards one.",
    )
    if not page.form.sections:
        st.info("Add the first section in the outline. On a phone, open the outline with the arrow at the top.")


def _section(page: Design, pen: Pen, section: Section) -> None:
    pen.line("title")
    pen.lines("guidance", "Guidance (optional)", "Auditors read it at the top of the section.")
    _quick_list(section)
    with st.container(horizontal=True):
        pen.pick("domain", _domains(page), "Questions count towards it unless they have a domain of their own.")
        pen.picks("agencies", page.agencies, "Every agency", label="Who is asked?")
    with st.container(horizontal=True):
        pen.tick("optional", "Auditors pick whether it applies")
        pen.tick("panel_only", "For the panel only")
        pen.tick("last", "Keep behind added modules", "The sections of modules are put in before it.")
    when.draw(page, pen, section)
    with st.expander("Once for each child, scores, and more"):
        _several(pen)
        pen.pick(
            "roll_up", {"": "As the questionnaire has it"} | dict(WAYS), "How the scores of its answers become one."
        )
        pen.line("id", hint="Files and conditions use it. Change it before the questionnaire is used.", most=64)
        pen.line("welsh", "Title in Welsh (optional)")
    _for_other_domains(page, section)


def _several(pen: Pen) -> None:
    """A section that is answered for each of several, such as each child of a household."""
    pen.line("each", "Answer it once for each (optional)", "For example: child. Auditors say how many.", 60)
    with st.container(horizontal=True):
        pen.line("count", "How many there are (optional)", "As in XLSForm: ${id of a number}.", 2000)
        pen.number("at_most", least=0, label="At most this many (0: as many as can be)")


def _domains(page: Design) -> dict[str, str]:
    return {"": "None"} | {key: domain.name for key, domain in known_domains(page.form).items()}


def _quick_list(section: Section) -> None:
    """All questions of a section in a table, to type many at once."""
    rows = quick_rows(section) or [_EMPTY]
    held = st.session_state.get(f"quick-form/{section.id}")
    if isinstance(held, catalogue.Form) and list(held.tables["rows"]) != rows:
        catalogue.forget(held)
    with st.expander("The questions as a list", expanded=True):
        form = catalogue.show("quick", section.id, 0, {}, rows=rows)
        with st.form(f"quick-form-{section.id}", border=False):
            st.caption("Type one question on each line. Put semicolons between answers. Then save the list.")
            st.data_editor(
                list(form.tables["rows"]),
                key=form.key("rows"),
                num_rows="dynamic",
                hide_index=True,
                placeholder="",
                height=ROW_HEIGHT * min(len(rows) + 3, 14),
                column_order=("label", "kind", "answers", "need"),
                column_config={
                    "label": st.column_config.TextColumn("Question", width=330, max_chars=1000),
                    "kind": st.column_config.SelectboxColumn("Kind of answer", width=150, options=list(KINDS.values())),
                    "answers": st.column_config.TextColumn("Answers", width=160, max_chars=2000),
                    "need": st.column_config.SelectboxColumn("Need", width=110, options=list(NEEDS.values())),
                },
            )
            catalogue.save_button(form, "Save the list")
        catalogue.undo_button(form)


_EMPTY: dict[str, Any] = {"label": None, "kind": None, "answers": None, "need": None}


def _for_other_domains(page: Design, section: Section) -> None:
    others = {key: name for key, name in _domains(page).items() if key not in ("", section.domain)}
    st.session_state["design-domain-names"] = others
    with st.expander("Use this section for other domains too"):
        st.caption("Makes a copy for each domain you choose. Where its words name its own domain, they name the other.")
        st.multiselect("Domains", list(others), format_func=lambda key: others[key], key=f"design-domains/{section.id}")
        st.button("Make the copies", key=f"design-for-domains/{section.id}", icon=":material/library_add:")


def _question(page: Design, pen: Pen, question: Question) -> None:
    _kind_and_place(page, question)
    pen.lines("label", hint="An earlier answer can stand in it: ${id of the question}.", height=80)
    kinds.draw(question.kind, page, pen)
    pen.lines("guidance", "Guidance (optional)", "Auditors read it under the question.")
    if not isinstance(question, Note):
        pen.need()
    with st.container(horizontal=True):
        pen.picks("agencies", page.agencies, "Every agency of the section", label="Who is asked?")
        pen.pick("domain", _domains(page), "The part of practice it counts towards. None: that of its section.")
    if question.kind not in _NOT_GRADED:
        pen.tick("evidence", "Ask what in the file shows it", "Adds a box for the evidence below the question.")
    when.draw(page, pen, question)
    with st.expander("What good looks like, and more"):
        _more(pen, question)


def _kind_and_place(page: Design, question: Question) -> None:
    line = line_of(page.form, question.id)
    kinds = {key: name for key, name in KINDS.items() if line.depth == 1 or key not in ("matrix", "repeat")}
    with st.container(horizontal=True):
        _switch(f"design-is/{question.id}/{question.kind}", "Kind of answer", kinds, question.kind)
        if line.depth == 1:
            titles = {section.id: section.title for section in page.form.sections}
            _switch(f"design-in/{question.id}/{line.within}", "Section", titles, line.within)


def _switch(key: str, label: str, names: dict[str, str], stored: str) -> None:
    st.session_state.setdefault(key, stored)
    st.selectbox(label, list(names), format_func=lambda one: names.get(one, one), key=key)


def _more(pen: Pen, question: Question) -> None:
    pen.lines("good", "What good looks like (optional)", "Auditors open it below the question.")
    pen.line(
        "standard", "Standard it comes from (optional)", "For example: Working Together to Safeguard Children", 400
    )
    pen.line("line", "Line of enquiry (optional)", most=400)
    with st.container(horizontal=True):
        if question.kind != "themes":
            pen.pick("polarity", POLARITIES, "Whether a “yes” speaks of a strength or of an area for development.")
        pen.line("id", hint="Files and conditions use it. Conditions follow when you change it.", most=64)
    pen.tick("panel_only", "For the panel only")
    pen.line(
        "constraint", "Rule for the answer (optional)", "As in XLSForm; “.” is the answer. For example: . <= 30", 2000
    )
    pen.line("constraint_message", "What to say when the rule is broken", most=1000)
    pen.line("welsh", "Wording in Welsh (optional)", most=4000)
    pen.line("welsh_guidance", "Guidance in Welsh (optional)", most=4000)


def _add_below(found: Part) -> None:
    where = "at the end of this section" if isinstance(found, Section) else "below this one"
    with st.form("design-new-question", clear_on_submit=False):
        st.markdown(f"**Add a question {plain(where)}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("The question", key="design-label", max_chars=1000)
            st.selectbox("Kind", list(KINDS), format_func=KINDS.__getitem__, key="design-kind", width=260)
        if isinstance(found, Repeat):
            st.checkbox("Put it inside the repeated group", value=True, key="design-inside")
        st.form_submit_button("Add the question", key=f"design-add/{found.id}", icon=":material/add:")
