"""What the form check finds, always in sight; and the way to publish, with the differences in words."""

from collections.abc import Sequence

import streamlit as st

from maap.domain.findings import Finding
from maap.domain.form_difference import Change
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import frame
from maap.ui.designer import place
from maap.ui.words import count, plain
from maap.usecases.questionnaires import begin_next_version, discard, publish
from maap.views.questionnaires import Design

FIRST = 3
_SIGNS = {"new": ":material/add_circle:", "gone": ":material/do_not_disturb_on:", "moved": ":material/swap_vert:"}


def handle(actor: Actor, version_id: int) -> int | None:
    """Publish, discard, or begin the next version, whose id is given back."""
    if (seen := frame.pressed_one("publish")) is not None:
        with frame.refusals(end=False):
            with work() as session:
                publish(session, actor, version_id, int(seen))
            frame.done("Published. New audits take this version; open audits keep theirs.")
    if (seen := frame.pressed_one("discard")) is not None:
        with work() as session:
            discard(session, actor, version_id, int(seen))
        place.forget()
        frame.go("questionnaires/all")
    if frame.pressed("next-version"):
        with work() as session:
            return begin_next_version(session, actor, version_id)
    return None


def findings(page: Design) -> None:
    """Errors first, each with the way to its place."""
    found = page.findings
    with st.container(border=True, key="check"):
        if not found:
            st.markdown(":material/check_circle: **The check finds nothing to put right.**")
            return
        advice = len(found) - page.errors
        told = [count(page.errors, "thing") + " to put right before it can be published"] if page.errors else []
        told += [count(advice, "piece") + " of advice"] if advice else []
        st.markdown(f"**Check: {' and '.join(told)}**")
        first = [one for one in found if one.severity == "error"][:FIRST]
        for at, finding in enumerate(first):
            _finding(page, finding, f"first/{at}")
        rest = [one for one in found if one not in first]
        if rest:
            with st.expander(f"{'The other ' if first else 'All '}{len(rest)}"):
                for at, finding in enumerate(rest):
                    _finding(page, finding, f"rest/{at}")


def _finding(page: Design, finding: Finding, key: str) -> None:
    sign = ":red[:material/error:]" if finding.severity == "error" else ":material/lightbulb:"
    where = finding.place.removesuffix(f" ({finding.part})")
    told, way = st.columns([7, 1], vertical_alignment="center")
    told.markdown(f"{sign} {plain(where)}: {plain(finding.message)}")
    if _is_part(page, finding.part):
        way.button("Go there", key=f"check-go/{key}/{finding.part}", type="tertiary")


def go() -> None:
    """Open the place of a finding."""
    if (rest := frame.pressed_one("check-go")) is not None:
        place.choose(rest.rpartition("/")[2])


def _is_part(page: Design, part: str) -> bool:
    return bool(part) and any(
        part in (section.id, *(question.id for question in section.questions)) for section in page.form.sections
    )


def published(page: Design) -> None:
    """What there is to say about a version that never changes again."""
    st.text("This version is published and never changes. To change something, make the next version from it.")
    st.button(f"Make version {page.form.version + 1}", key="next-version", icon=":material/edit:", type="primary")
    if page.before is not None:
        differences(page.differences, page.before.version)


def publishing(page: Design) -> None:
    """What is new against the version before, and the buttons that end the draft."""
    st.subheader(f"Publish version {page.form.version}", anchor=False)
    if page.before is not None:
        differences(page.differences, page.before.version)
    st.text(
        "Once published, a version never changes. Audits whose fieldwork is open keep what they have until you give "
        "them this version on their overview."
    )
    with st.container(horizontal=True):
        st.button(
            f"Publish version {page.form.version}",
            key=f"publish/{page.revision}",
            type="primary",
            icon=":material/publish:",
            disabled=bool(page.errors),
            help="Put the errors right first." if page.errors else None,
        )
        with st.popover("Discard this draft", icon=":material/delete_forever:"):
            st.text("Everything in this draft is lost. Published versions stay.")
            st.button("Discard it", key=f"discard/{page.revision}")


def differences(changes: Sequence[Change], version: int) -> None:
    """Each thing that differs, in words."""
    if not changes:
        st.text(f"Nothing differs from version {version}.")
        return
    with st.expander(
        f"What differs from version {version}: {count(len(changes), 'change')}", expanded=len(changes) < 12
    ):
        for change in changes:
            sign = _SIGNS.get(change.what, ":material/edit:")
            st.markdown(f"{sign} {plain(change.place)}: {plain(change.sentence)}")
