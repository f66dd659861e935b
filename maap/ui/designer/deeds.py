"""What buttons do to a draft: move, copy, remove, add, bring from the bank; and undo."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from maap.domain.copying import copied, copied_for, dependants
from maap.domain.designing import Part, line_of, moved, moved_to, outline, put_section, replaced, without
from maap.domain.fitting import Overtaken
from maap.domain.new_parts import add, add_inside, of_kind
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire, Repeat, Section
from maap.domain.quick_list import quick_rows, with_quick_rows
from maap.storage.db import work
from maap.ui import catalogue, frame
from maap.ui.designer import place
from maap.usecases.questionnaires import save_draft
from maap.views.questionnaires import Design, design

Edit = Callable[[Design, str], tuple[Questionnaire, str]]
_UNDO, _SEEN = "designer/undo", "designer/seen"
_MOST_STEPS = 30
"""Steps that can be undone."""


def part_of(form: Questionnaire, part_id: str) -> Part | Questionnaire:
    """A section or question by its id; the questionnaire itself for "". Raises NoSuchPart."""
    return line_of(form, part_id).part if part_id else form


def drawn(page: Design) -> None:
    """Remember which revision is on the screen: a button's deed is done only to that one."""
    st.session_state[_SEEN] = (page.id, page.revision)


def note(version_id: int, before: Questionnaire, revision: int) -> None:
    """Remember how the draft stood before a step that led to ``revision``."""
    steps = [*st.session_state.get(_UNDO, ()), (version_id, before, revision)]
    st.session_state[_UNDO] = steps[-_MOST_STEPS:]
    st.session_state[_SEEN] = (version_id, revision)


def change(actor: Actor, version_id: int, edit: Edit, part: str) -> bool:
    """Do something to the draft as it was on the screen, and open what came of it. Whether it was done."""
    with frame.refusals(end=False):
        with work() as session:
            page = design(session, actor, version_id)
            form, opened = edit(page, part)
            version, revision = st.session_state.get(_SEEN, (version_id, page.revision))
            if form != page.form:
                seen = revision if version == version_id else page.revision
                note(version_id, page.form, save_draft(session, actor, version_id, form, seen))
        place.choose(opened)
        return True
    return False


def _remove(page: Design, part: str) -> tuple[Questionnaire, str]:
    line = line_of(page.form, part)
    lines = [one.part.id for one in outline(page.form) if one.within == line.within]
    at = lines.index(part)
    beside = lines[at + 1 : at + 2] or lines[at - 1 : at] if len(lines) > 1 else []
    return without(page.form, part), beside[0] if beside else line.within


BUTTONS: Mapping[str, Edit] = MappingProxyType(
    {
        "design-up": lambda page, part: (moved(page.form, part, -1), part),
        "design-down": lambda page, part: (moved(page.form, part, 1), part),
        "design-copy": lambda page, part: copied(page.form, part),
        "design-remove": _remove,
    }
)


def handle(actor: Actor, version_id: int) -> None:
    """Do what the pressed button says."""
    for prefix, edit in BUTTONS.items():
        if (part := frame.pressed_one(prefix)) is not None and change(actor, version_id, edit, part):
            if prefix == "design-remove":
                frame.done("Removed. “Undo” brings it back.")
            return
    if (part := frame.pressed_one("design-go")) is not None:
        place.choose("" if part == "whole" else part)
    _add(actor, version_id)
    _switches(actor, version_id)
    _quick(actor, version_id)
    if frame.pressed("design-undo"):
        _undo(actor, version_id)


def _add(actor: Actor, version_id: int) -> None:
    if (beside := frame.pressed_one("design-add")) is not None:
        kind, label = str(st.session_state["design-kind"]), str(st.session_state["design-label"])
        if change(actor, version_id, lambda page, part: _added(page, kind, label, part), beside):
            st.session_state["design-label"] = ""
    if frame.pressed("design-add-section"):
        title = str(st.session_state["design-title"]).strip()
        after = _section_of(place.part_id())

        def put_it(page: Design, _part: str) -> tuple[Questionnaire, str]:
            if not title:
                raise Problem("Write the title of the section first.")
            return put_section(page.form, title, after(page))

        if change(actor, version_id, put_it, ""):
            st.session_state["design-title"] = ""
    if (section := frame.pressed_one("design-for-domains")) is not None:
        chosen = list(st.session_state.get(f"design-domains/{section}") or ())
        names = st.session_state.get("design-domain-names", {})
        wanted = {key: names.get(key, key) for key in chosen}
        change(actor, version_id, lambda page, part: (copied_for(page.form, part, wanted), part), section)


def _section_of(part: str) -> Callable[[Design], str]:
    def found(page: Design) -> str:
        if not part:
            return ""
        line = line_of(page.form, part)
        while line.within:
            line = line_of(page.form, line.within)
        return line.part.id

    return found


def _added(page: Design, kind: str, label: str, beside: str) -> tuple[Questionnaire, str]:
    group = line_of(page.form, beside).part
    inside = isinstance(group, Repeat) and bool(st.session_state.get("design-inside"))
    if inside:
        return add_inside(page.form, kind, label, beside)
    return add(page.form, kind, label, beside, page.scales)


def _switches(actor: Actor, version_id: int) -> None:
    """A choice whose key says what is stored: when it holds something else, somebody chose it."""
    for key, value in st.session_state.to_dict().items():
        what, _, rest = str(key).partition("/")
        part, _, stored = rest.partition("/")
        if value is None or str(value) == stored:
            continue
        if what == "design-is":
            change(actor, version_id, lambda page, part, kind=str(value): (_as(page, part, kind), part), part)  # type: ignore[misc]
        elif what == "design-in":
            change(actor, version_id, lambda page, part, to=str(value): (moved_to(page.form, part, to), part), part)  # type: ignore[misc]


def _as(page: Design, part: str, kind: str) -> Questionnaire:
    question = line_of(page.form, part).part
    if isinstance(question, Section):
        return page.form
    scale = next((found.key for found in (*page.form.scales, *page.scales)), "grade4")
    return replaced(page.form, part, of_kind(question, kind, scale))


def _quick(actor: Actor, version_id: int) -> None:
    form = catalogue.sent("quick")
    if form is None:
        return
    with catalogue.saving(form, "The questions of this section are saved."), work() as session:
        page = design(session, actor, version_id)
        section = line_of(page.form, form.one).part
        if not isinstance(section, Section) or quick_rows(section) != [
            row for row in form.tables["rows"] if row.get("id")
        ]:
            raise Overtaken
        whole = with_quick_rows(page.form, form.one, form.typed()["rows"], page.scales)
        note(version_id, page.form, save_draft(session, actor, version_id, whole, page.revision))


def can_undo(page: Design) -> bool:
    """Whether the last step of this draft was taken here, and nobody changed anything since."""
    steps = st.session_state.get(_UNDO, ())
    return bool(steps) and (steps[-1][0], steps[-1][2]) == (page.id, page.revision)


def _undo(actor: Actor, version_id: int) -> None:
    steps = list(st.session_state.get(_UNDO, ()))
    if not steps or steps[-1][0] != version_id:
        return
    _, before, revision = steps.pop()
    with frame.refusals(end=False):
        with work() as session:
            after = save_draft(session, actor, version_id, before, revision)
        if steps:
            # The step before led to the draft as it stands again now, under a new revision.
            steps[-1] = (*steps[-1][:2], after)
        st.session_state[_UNDO] = steps
        st.session_state[_SEEN] = (version_id, after)


def warning(page: Design, part: str) -> str:
    """What depends on a part, before somebody removes it; "" when nothing does."""
    found = dependants(page.form, part)
    return "" if not found else f"{len(found)} other parts look at its answers."
