"""The preview: the answers that open other questions on one side, and what is asked then on the other."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from maap.domain.answers import BadAnswer
from maap.domain.conditions import said
from maap.domain.engine import Route, check, wording
from maap.domain.engine import route as route_of
from maap.domain.operands import driving
from maap.domain.part_fields import NEEDS
from maap.domain.questionnaire import (
    YES_NO,
    Calculated,
    Choice,
    Choices,
    Date,
    Grade,
    Matrix,
    Note,
    Number,
    Question,
    Questionnaire,
    Repeat,
    Section,
    YesNo,
)
from maap.domain.walk import answerable
from maap.domain.wording import said as said_answer
from maap.ui.designer.outline import ICONS
from maap.ui.words import count, plain
from maap.views.questionnaires import Design


def cannot_run(page: Design) -> bool:
    """Whether there is something in the way of a preview; it says what."""
    wrong = [
        one
        for one in page.findings
        if one.severity == "error" and one.field in ("relevant", "constraint", "formula", "id")
    ]
    if not page.form.sections:
        st.info("There is nothing to preview yet. Add a section with a question first.")
        return True
    if wrong:
        st.warning("The preview works once these conditions can be read.")
        for finding in wrong:
            st.text(f"{finding.place}: {finding.message}")
        return True
    return False


def with_core(page: Design) -> bool:
    """Whether a module is looked at together with the questionnaire it is added to."""
    if page.core is None:
        return False
    return bool(st.toggle(f"Together with “{plain(page.core.title)}”", value=True, key=f"preview/{page.id}/core"))


def chosen_agency(page: Design) -> str:
    """The agency to look as; "" for all parts, also the panel's."""
    names = {"": "Everybody: all parts"} | dict(page.agencies)
    return str(
        st.selectbox(
            "Preview as", list(names), format_func=lambda key: names[key], key=f"preview/{page.id}/agency", width=420
        )
    )


def asked_of(page: Design, agency: str, core: bool) -> Questionnaire:
    """What that agency is asked."""
    whole = page.core.with_module(page.form) if core and page.core is not None else page.form
    return whole.for_agency(agency) if agency else whole


def answers(form: Questionnaire, today: date) -> dict[str, object]:
    """Fields for every answer that another question depends on. They are not stored."""
    given: dict[str, object] = {}
    st.header("What if…", anchor=False)
    st.caption("Try the answers that open or close other questions. Nothing here is stored.")
    for section in form.sections:
        if section.optional:
            pick = st.checkbox(f"Pick the section “{plain(section.title)}”", key=f"what-if/{section.pick_id}")
            given[section.pick_id] = "yes" if pick else "no"
    driven = driving(form)
    if not driven:
        st.text("No question depends on an answer.")
    for question in driven:
        if isinstance(question, Calculated | Note | Repeat):
            continue
        raw = _field(form, question)
        try:
            value = check(form, given, question.id, raw, today)
        except BadAnswer as refused:
            st.text(str(refused))
            continue
        if value is not None:
            given[question.id] = value
    return given


def _field(form: Questionnaire, question: Question) -> object:
    key, label = f"what-if/{question.id}", plain(question.label)
    match question:
        case Choice() | YesNo():
            return _one(key, label, {option.value: option.label for option in question.options})
        case Grade():
            return _one(key, label, _levels(form, question.scale))
        case Choices():
            names = {option.value: option.label for option in question.options}
            return st.multiselect(label, list(names), format_func=lambda one: names.get(one, one), key=key)
        case Matrix():
            levels = _levels(form, question.scale)
            rows = {
                row.value: _one(f"{key}/{row.value}", f"{label}: {plain(row.label)}", levels) for row in question.rows
            }
            return {row: level for row, level in rows.items() if level} or None
        case Number():
            return st.number_input(label, value=None, step=1 if question.whole else 0.5, key=key)
        case Date():
            return st.date_input(label, value=None, format="DD/MM/YYYY", key=key)
        case _:
            return st.text_input(label, key=key)


def _one(key: str, label: str, names: Mapping[str, str]) -> str | None:
    return st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda one: names.get(one, one),
        placeholder="Not answered",
        key=key,
    )


def _levels(form: Questionnaire, key: str) -> dict[str, str]:
    return {level.value: level.label for scale in form.scales if scale.key == key for level in scale.levels}


def route(form: Questionnaire, given: Mapping[str, object], today: date) -> None:
    """Every question of the form in order: those that are asked as they are asked, the others with the reason."""
    taken = route_of(form, given, today)
    asked = {question.id for question in taken.asked}
    every = {question.id for question in form.questions if answerable(question)}
    st.header(f"{len(asked & every)} of {count(len(every), 'question')} are asked", anchor=False)
    open_sections = {found.section.id: found for found in taken.sections}
    for section in form.sections:
        shown = open_sections.get(section.id)
        st.subheader(plain(section.title), anchor=False)
        if shown is None or not shown.picked:
            reason = (
                f"Opens when {said(section.relevant, form)}" if shown is None else "Opens when its auditor picks it"
            )
            st.caption(f":material/visibility_off: {plain(reason)}. {count(len(section.questions), 'question')}.")
            continue
        if section.guidance:
            st.caption(plain(section.guidance))
        _questions(form, section, asked, taken)


def _questions(form: Questionnaire, section: Section, asked: set[str], taken: Route) -> None:
    for question in section.questions:
        if question.id in asked:
            _asked(form, question, taken)
        else:
            st.caption(
                f":material/visibility_off: {plain(question.label)} — only when {plain(said(question.relevant, form))}"
            )


def _asked(form: Questionnaire, question: Question, taken: Route) -> None:
    with st.container(border=True):
        after = (
            "" if question.need == "required" or isinstance(question, Note) else f" ({NEEDS[question.need].lower()})"
        )
        st.markdown(f"{ICONS[question.kind]} **{plain(wording(question.label, form, taken))}**{after}")
        if question.guidance:
            st.caption(plain(question.guidance))
        answers_ = _offered(form, question)
        if answers_:
            st.text(answers_)
        if isinstance(question, Calculated):
            value = taken.values.get(question.id)
            st.text(f"Worked out: {said_answer(question, value, form) or 'nothing yet'}")
        if question.evidence:
            st.caption("With a box: What in the file shows this?")
        if question.good:
            st.caption(f"What good looks like: {plain(question.good)}")


def _offered(form: Questionnaire, question: Question) -> str:
    match question:
        case Choice() | Choices():
            return "  ·  ".join(option.label for option in question.options)
        case YesNo():
            return "  ·  ".join(YES_NO[value] for value in ("yes", "no", *question.extra))
        case Grade():
            return "  ·  ".join(_levels(form, question.scale).values())
        case Matrix():
            rows = "\n".join(f"– {row.label}" for row in question.rows)
            return f"{rows}\n{'  ·  '.join(_levels(form, question.scale).values())}"
        case Repeat():
            return "\n".join(f"– {child.label}" for child in question.questions)
        case _:
            return ""
