"""A field of the terms: its label, its hint, a widget that fits, and what was typed into it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st
from annotated_types import Ge, Le

from maap.domain.register import Colleague, Entry
from maap.domain.starting import LONGEST_TITLE, years_on_offer
from maap.domain.terms import Terms, hint_of, label_of
from maap.domain.terms.choices import CHOICES_OF
from maap.domain.terms.completeness import REQUIRED
from maap.domain.written_terms import LONGEST_TEXT
from maap.ui.terms.shown import Shown
from maap.ui.words import plain

LINES = frozenset(
    {
        *("title", "audit_year", "priority", "cohort_source", "seed", "concern_contact", "concern_phone"),
        *("controller", "sharing_agreement", "impact_assessment"),
    }
)
"""Texts of one line; every other text has a box."""
RADIOS = frozenset({"audience", "sample_method"})
PEOPLE = frozenset({"chair", "lead_officer", "sponsor", "scrutineer", "minute_taker", "panel_chair", "action_owner"})
DATES = frozenset({"period_start", "period_end", "judgement_start"})
WORDS_FOR_NOTHING: Mapping[str, str] = MappingProxyType(
    {"questionnaire": "Choose a questionnaire", "scale": "Choose a scale"}
)


def label(field: str) -> str:
    """A field's label with its hint, so that a screen reader says both."""
    optional = "" if field in REQUIRED else " (optional)"
    hint = f"  \n:small[{hint_of(field)}]" if hint_of(field) else ""
    return f"**{label_of(field)}**{optional}{hint}"


def draw(field: str, shown: Shown) -> None:
    """A widget for a field, filled with what was typed last or with what is stored."""
    kind, value = type_of(field), getattr(shown.terms, field)
    if field in RADIOS:
        key = shown.fill(field, value)
        options = list(CHOICES_OF[field])
        st.radio(label(field), options, format_func=CHOICES_OF[field].__getitem__, key=key, horizontal=True)
    elif field in DATES:
        st.date_input(label(field), key=shown.fill(field, value), format="DD/MM/YYYY", value=None, width=240)
    elif kind == "number":
        _number(field, shown, value)
    elif kind == "yes":
        st.checkbox(label_of(field), key=shown.fill(field, value))
    elif kind == "several":
        _several(field, shown, list(value))
    elif field == "audit_year":
        _year(shown, value)
    elif field in PEOPLE or field in WORDS_FOR_NOTHING:
        _one(field, shown, value or None)
    elif field in LINES:
        longest = LONGEST_TITLE if field == "title" else 400
        st.text_input(label(field), key=shown.fill(field, value), max_chars=longest)
    else:
        st.text_area(label(field), key=shown.fill(field, value), max_chars=LONGEST_TEXT, height=100)


def typed(field: str, shown: Shown) -> Any:
    """What the field's widget holds, as the terms want it."""
    held = shown.held(field, getattr(shown.terms, field))
    if type_of(field) == "several":
        return list(held)
    if held is None and field in WORDS_FOR_NOTHING | {"audit_year": ""}:
        return ""
    return held


def type_of(field: str) -> str:
    """number, yes, several or something else, read off the terms' own definition."""
    default = Terms.model_fields[field].default
    annotation = str(Terms.model_fields[field].annotation)
    if isinstance(default, bool):
        return "yes"
    if isinstance(default, tuple):
        return "several"
    return "number" if "int" in annotation and field not in PEOPLE else ""


def options(field: str, shown: Shown) -> dict[Any, str]:
    """What may be chosen: what is on offer, and what is chosen already although it no longer is."""
    known, terms = shown.register, shown.terms
    match field:
        case "panel_members":
            offer: dict[Any, str] = _named(known.may_sit, shown)
        case "questionnaire":
            offer = _entries(tuple(one for one in known.questionnaires if not one.about and one.fits(terms.audience)))
        case "modules":
            offer = _entries(
                tuple(one for one in known.questionnaires if one.about and one.about == terms.questionnaire)
            )
        case "scale":
            offer = _entries(known.scales)
        case "themes" | "sub_themes":
            fitting = tuple(one for one in known.themes if one.fits(terms.audience))
            offer = {one.key: f"{one.about}: {one.name}" for one in fitting if one.offered}
        case _ if field in PEOPLE:
            offer = _named(known.active_people, shown)
        case _:
            offer = dict(CHOICES_OF[field])
    held = shown.held(field, getattr(terms, field))
    chosen = held if isinstance(held, list | tuple) else [held] if held else []
    return offer | {one: _gone(field, one, shown) for one in chosen if one not in offer}


def _gone(field: str, key: Any, shown: Shown) -> str:
    names = shown.register.names
    named = {"themes": names.theme, "sub_themes": names.theme, "scale": names.scale}
    if isinstance(key, int):
        return f"{names.person(key)} (may not be chosen)"
    return f"{named.get(field, names.questionnaire)(key)} (no longer on offer)"


def _entries(entries: tuple[Entry, ...]) -> dict[Any, str]:
    return {one.key: one.name for one in entries if one.offered}


def _named(people: tuple[Colleague, ...], shown: Shown) -> dict[Any, str]:
    return {one.id: person(one, shown) for one in people}


def person(one: Colleague, shown: Shown) -> str:
    """Somebody's name with their agency, so that two of the same name can be told apart."""
    return f"{one.name}, {shown.register.names.agency(one.agency)}" if one.agency else one.name


def _number(field: str, shown: Shown, value: int | None) -> None:
    bounds = Terms.model_fields[field].metadata
    least = next((int(str(bound.ge)) for bound in bounds if isinstance(bound, Ge)), 0)
    most = next((int(str(bound.le)) for bound in bounds if isinstance(bound, Le)), None)
    key = shown.fill(field, value)
    st.number_input(label(field), min_value=least, max_value=most, step=1, value=None, key=key, width=240)


def _several(field: str, shown: Shown, value: list[Any]) -> None:
    key, offer = shown.fill(field, value), options(field, shown)
    if not offer:
        waiting = (
            "Choose and save the questionnaire first." if field == "modules" else "There is nothing to choose yet."
        )
        st.markdown(label(field))
        st.caption(waiting)
        return
    st.multiselect(label(field), list(offer), format_func=lambda one: offer.get(one, str(one)), key=key)


def _one(field: str, shown: Shown, value: Any) -> None:
    key, offer = shown.fill(field, value), options(field, shown)
    nothing = WORDS_FOR_NOTHING.get(field, "Choose a person")
    st.selectbox(
        label(field),
        list(offer),
        index=None,
        format_func=lambda one: offer.get(one, str(one)),
        key=key,
        placeholder=nothing,
        width=480,
    )


def _year(shown: Shown, value: str) -> None:
    starts = shown.terms.starts
    offer = sorted({*(years_on_offer(starts) if starts else ()), *([value] if value else [])})
    st.selectbox(label("audit_year"), offer, key=shown.fill("audit_year", value or None), index=None, width=240)


def sentence(text: str) -> None:
    """What is wrong with a field, beside it."""
    st.error(plain(text), icon=":material/error:")
