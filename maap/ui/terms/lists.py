"""Lists inside the terms: lines of enquiry in their order, agencies with remit and lead, signatories, and quotas."""

import re
from typing import Any

import streamlit as st

from maap.domain.problems import Problem
from maap.domain.register import Colleague
from maap.domain.terms import AgencyPart, LineOfEnquiry, Quota, Terms, hint_of, label_of
from maap.domain.terms.choices import CAPACITIES
from maap.domain.written_terms import LONGEST_TEXT
from maap.ui.terms import fields
from maap.ui.terms.shown import Shown
from maap.ui.words import plain

MOST_LINES = 12
_QUOTA = re.compile(r"(?P<stratum>.+?)\s*[=:]\s*(?P<cases>\d{1,3})")


def draw_lines(shown: Shown) -> None:
    """Lines of enquiry, each with its questions, its sign of change, and buttons that move it."""
    st.subheader(label_of("lines"))
    st.caption(hint_of("lines"))
    lines = shown.terms.lines
    for number, line in enumerate(lines, start=1):
        with st.container(border=True):
            _line(shown, line, number)
            with st.container(horizontal=True):
                if number > 1:
                    st.form_submit_button(f"Move line {number} up", key=shown.button(f"up/{line.key}"))
                if number < len(lines):
                    st.form_submit_button(f"Move line {number} down", key=shown.button(f"down/{line.key}"))
                st.form_submit_button(f"Take line {number} out", key=shown.button(f"out/{line.key}"))
    if len(lines) < MOST_LINES:
        st.form_submit_button("Add a line of enquiry", key=shown.button("add"), icon=":material/add:")


def _line(shown: Shown, line: LineOfEnquiry, number: int) -> None:
    name = f"lines/{line.key}"
    st.text_area(
        f"Line of enquiry {number}",
        key=shown.fill(f"{name}/question", line.question),
        max_chars=LONGEST_TEXT,
        height=80,
    )
    offer = dict(shown.questions) | {gone: gone for gone in line.questions if gone not in shown.questions}
    if offer:
        st.multiselect(
            f"Questions that answer line {number} (optional)",
            list(offer),
            format_func=lambda one: offer.get(one, one),
            key=shown.fill(f"{name}/questions", list(line.questions)),
        )
    else:
        st.caption("To link questions, first choose and save the questionnaire under “How you will audit”.")
    measure = shown.fill(f"{name}/impact_measure", line.impact_measure)
    st.text_input(f"Sign that practice has changed, for line {number} (optional)", key=measure, max_chars=400)


def typed_lines(shown: Shown, button: str) -> list[dict[str, Any]]:
    """Lines as they are typed, after the button that was pressed has done its work."""
    lines = [
        {
            "key": line.key,
            **{
                part: shown.held(f"lines/{line.key}/{part}", getattr(line, part))
                for part in ("question", "questions", "impact_measure")
            },
        }
        for line in shown.terms.lines
    ]
    what, _, key = button.partition("/")
    place = next((number for number, line in enumerate(lines) if line["key"] == key), None)
    if what == "add":
        used = {line["key"] for line in lines}
        free = next(name for number in range(1, len(lines) + 2) if (name := f"line_{number}") not in used)
        return [*lines, {"key": free}]
    if place is not None and what in ("up", "down"):
        other = place - 1 if what == "up" else place + 1
        lines[place], lines[other] = lines[other], lines[place]
    return [line for line in lines if not (what == "out" and line["key"] == key)]


def draw_agencies(shown: Shown) -> None:
    """Agencies picked from the register; each that is saved shows its remit and its lead."""
    offer = {one.key: one.name for one in shown.register.agencies if one.offered}
    key = shown.fill("agencies", [part.agency for part in shown.terms.agencies])
    names = shown.register.names
    offer |= {gone: names.agency(gone) for gone in st.session_state[key] if gone not in offer}
    hint = "Choose all that take part, then save: each gets a remit and a lead below"
    with fields.asked(label_of("agencies"), hint) as label:
        _picked(label, offer, key)
    for part in shown.terms.agencies:
        with st.container(border=True):
            _agency(shown, part, names.agency(part.agency))


def _agency(shown: Shown, part: AgencyPart, name: str) -> None:
    st.markdown(f"**{plain(name)}**")
    with fields.asked("Remit: what it looks at in its own files"):
        remit = shown.fill(f"agencies/{part.agency}/remit", part.remit)
        st.text_area(f"Remit of {name}", key=remit, max_chars=LONGEST_TEXT, height=80, label_visibility=fields.UNSEEN)
    leads = {one.id: one.name for one in shown.register.leads_of(part.agency)}
    held = shown.held(f"agencies/{part.agency}/lead", part.lead)
    if held is not None and held not in leads:
        leads[held] = f"{shown.register.names.person(held)} (not a lead any more)"
    if leads:
        _lead(shown, part, name, leads)
    else:
        st.caption("This agency has no lead here yet. Ask an administrator to invite one.")
    required = shown.fill(f"agencies/{part.agency}/required", part.required)
    st.checkbox("Takes part in every case (leave empty if only when it knows the child or adult)", key=required)


def _lead(shown: Shown, part: AgencyPart, name: str, leads: dict[int, str]) -> None:
    with fields.asked("Lead"):
        st.selectbox(
            f"Lead of {name}",
            list(leads),
            index=None,
            format_func=lambda one: leads.get(one, str(one)),
            key=shown.fill(f"agencies/{part.agency}/lead", part.lead),
            placeholder="Choose a person",
            width=480,
            label_visibility=fields.UNSEEN,
        )


def typed_agencies(shown: Shown) -> list[dict[str, Any]]:
    """Agencies as they are chosen, in the order of the register; new ones with their usual remit and lead."""
    before = {part.agency: part for part in shown.terms.agencies}
    chosen = shown.held("agencies", list(before))
    ordered = [one.key for one in shown.register.agencies if one.key in chosen]
    return [
        _typed_agency(shown, before[key]) if key in before else shown.register.part(key).model_dump() for key in ordered
    ]


def _typed_agency(shown: Shown, part: AgencyPart) -> dict[str, Any]:
    held = {
        name: shown.held(f"agencies/{part.agency}/{name}", getattr(part, name))
        for name in ("remit", "lead", "required")
    }
    return {"agency": part.agency, **held}


def draw_signatories(shown: Shown) -> None:
    """People who sign, each with the capacity in which they do."""
    offer = {one.id: _signer(one, shown) for one in shown.register.may_sign(shown.terms)}
    key = shown.fill("signatories", [one.person for one in shown.terms.signatories])
    offer |= {
        gone: f"{shown.register.names.person(gone)} (cannot sign)"
        for gone in st.session_state[key]
        if gone not in offer
    }
    hint = "Coordinators, chairs, and leads of the agencies that take part. Each signs in their own name"
    with fields.asked(label_of("signatories"), hint) as label:
        _picked(label, offer, key)
    for signatory in shown.terms.signatories:
        capacity = shown.fill(f"signatories/{signatory.person}", signatory.capacity or None)
        name = shown.register.names.person(signatory.person)
        with st.container(border=True), fields.asked(f"{plain(name)} signs as"):
            st.selectbox(
                f"{name} signs as",
                list(CAPACITIES),
                index=None,
                format_func=CAPACITIES.__getitem__,
                key=capacity,
                placeholder="Choose a capacity",
                width=480,
                label_visibility=fields.UNSEEN,
            )


def _signer(one: Colleague, shown: Shown) -> str:
    capacity = CAPACITIES.get(one.capacity, "")
    return f"{fields.person(one, shown)} ({capacity.lower()})" if capacity else fields.person(one, shown)


def typed_signatories(shown: Shown) -> list[dict[str, Any]]:
    """Signatories as they are chosen; new ones in their usual capacity."""
    before = {one.person: one for one in shown.terms.signatories}
    chosen = shown.held("signatories", list(before))
    return [
        {"person": person, "capacity": shown.held(f"signatories/{person}", before[person].capacity) or ""}
        if person in before
        else shown.register.signatory(person).model_dump()
        for person in chosen
    ]


def _picked(label: str, offer: dict[Any, str], key: str) -> None:
    st.multiselect(
        label,
        list(offer),
        format_func=lambda one: offer.get(one, str(one)),
        key=key,
        placeholder="Choose one or more",
        label_visibility=fields.UNSEEN,
    )


def draw_strata(shown: Shown) -> None:
    """Headings of the cohort that groups are made from."""
    key = shown.fill("strata", ", ".join(shown.terms.strata))
    hint = "Headings of the cohort, with commas between them. For example: threshold, age band"
    with fields.asked(label_of("strata"), hint, optional=True) as label:
        st.text_input(label, key=key, max_chars=400, label_visibility=fields.UNSEEN)


def typed_strata(shown: Shown) -> list[str]:
    """The headings, one by one."""
    text = shown.held("strata", ", ".join(shown.terms.strata))
    return [heading for part in text.split(",") if (heading := part.strip())]


def draw_quotas(shown: Shown) -> None:
    """How many cases from each group, one group a line."""
    key = shown.fill("quotas", _quota_lines(shown.terms))
    hint = "One group on each line. For example: Child protection plan = 3"
    with fields.asked(label_of("quotas"), hint, optional=True) as label:
        st.text_area(label, key=key, max_chars=2000, height=100, label_visibility=fields.UNSEEN)


def _quota_lines(terms: Terms) -> str:
    return "\n".join(f"{quota.stratum} = {quota.cases}" for quota in terms.quotas)


def typed_quotas(shown: Shown) -> list[Quota]:
    """The quotas. Raises Problem for a line that has no number."""
    found = []
    text = shown.held("quotas", _quota_lines(shown.terms))
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = _QUOTA.fullmatch(line.strip())
        if read is None:
            raise Problem(
                f"{label_of('quotas')}: line {number} has no number at its end. Write it like:"
                " Child protection plan = 3."
            )
        found.append(Quota(stratum=read["stratum"], cases=int(read["cases"])))
    return found
