"""A field of the terms: its label, its hint, a widget that fits, and what was typed into it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Literal

import streamlit as st
from annotated_types import Ge, Le

from maap.domain.register import Colleague, Entry
from maap.domain.starting import LONGEST_TITLE, years_on_offer
from maap.domain.terms import Terms, hint_of, label_of
from maap.domain.terms.choices import CHOICES_OF
from maap.domain.terms.completeness import REQUIRED
from maap.domain.written_terms import LONGEST_TEXT
from maap.ui.terms.shown import Shown

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
UNSEEN: Literal["collapsed"] = "collapsed"
WORDS_FOR_NOTHING: Mapping[str, str] = MappingProxyType(
    {"questionnaire": "Choose a questionnaire", "scale": "Choose a scale", "audit_year": "Choose a year"}
)


@contextmanager
def asked(words: str, hint: str = "", optional: bool = False) -> Iterator[str]:
    """The words above a widget, and its label for a screen reader, which is to be drawn collapsed.

    A label would be read out with its markup; so the words are drawn apart, and the label is plain.
    """
    with st.container(gap="xxsmall"):
        st.markdown(f"**{words}**{' (optional)' if optional else ''}")
        if hint:
            st.caption(hint)
        yield f"{words}{' (optional)' if optional else ''}{'. ' if hint else ''}{hint}"


def is_optional(field: str) -> bool:
    """Whether the terms are complete without the field."""
    return field not in REQUIRED and Terms.model_fields[field].default in (None, "", ())


def draw(field: str, shown: Shown) -> None:
    """A widget for a field, filled with what was typed last or with what is stored."""
    if type_of(field) == "yes":
        st.checkbox(label_of(field), key=shown.fill(field, getattr(shown.terms, field)))
        return
    with asked(label_of(field), hint_of(field), is_optional(field)) as label:
        _widget(field, shown, label)


def _widget(field: str, shown: Shown, label: str) -> None:
    value = getattr(shown.terms, field)
    if field in RADIOS:
        offer, key = CHOICES_OF[field], shown.fill(field, value)
        st.radio(label, list(offer), format_func=offer.__getitem__, key=key, horizontal=True, label_visibility=UNSEEN)
    elif field in DATES:
        key = shown.fill(field, value)
        st.date_input(label, key=key, format="DD/MM/YYYY", value=None, width=240, label_visibility=UNSEEN)
    elif type_of(field) == "number":
        _number(field, shown, label)
    elif type_of(field) == "several":
        _several(field, shown, label)
    elif field == "audit_year" or field in PEOPLE or field in WORDS_FOR_NOTHING:
        _one(field, shown, label)
    elif field in LINES:
        longest = LONGEST_TITLE if field == "title" else 400
        st.text_input(label, key=shown.fill(field, value), max_chars=longest, label_visibility=UNSEEN)
    else:
        key = shown.fill(field, value)
        st.text_area(label, key=key, max_chars=LONGEST_TEXT, height=100, label_visibility=UNSEEN)


def typed(field: str, shown: Shown) -> Any:
    """What the field's widget holds, as the terms want it."""
    held = shown.held(field, getattr(shown.terms, field))
    if type_of(field) == "several":
        return list(held)
    if held is None and field in WORDS_FOR_NOTHING:
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
        case "audit_year":
            offer = {year: year for year in sorted(years_on_offer(terms.starts))} if terms.starts else {}
        case _ if field in PEOPLE:
            offer = _named(known.active_people, shown)
        case _:
            offer = dict(CHOICES_OF[field])
    held = shown.held(field, getattr(terms, field))
    chosen = held if isinstance(held, list | tuple) else [held] if held else []
    return offer | {one: _gone(field, one, shown) for one in chosen if one not in offer}


def _gone(field: str, key: Any, shown: Shown) -> str:
    names = shown.register.names
    if field == "audit_year":
        return str(key)
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


def _number(field: str, shown: Shown, label: str) -> None:
    bounds = Terms.model_fields[field].metadata
    st.number_input(
        label,
        min_value=next((int(str(bound.ge)) for bound in bounds if isinstance(bound, Ge)), 0),
        max_value=next((int(str(bound.le)) for bound in bounds if isinstance(bound, Le)), None),
        step=1,
        value=None,
        key=shown.fill(field, getattr(shown.terms, field)),
        width=240,
        label_visibility=UNSEEN,
    )


def _several(field: str, shown: Shown, label: str) -> None:
    offer = options(field, shown)
    if not offer:
        st.text("Choose and save the questionnaire first." if field == "modules" else "There is nothing to choose yet.")
        return
    st.multiselect(
        label,
        list(offer),
        format_func=lambda one: offer.get(one, str(one)),
        key=shown.fill(field, list(getattr(shown.terms, field))),
        placeholder="Choose one or more",
        label_visibility=UNSEEN,
    )


def _one(field: str, shown: Shown, label: str) -> None:
    offer = options(field, shown)
    st.selectbox(
        label,
        list(offer),
        index=None,
        format_func=lambda one: offer.get(one, str(one)),
        key=shown.fill(field, getattr(shown.terms, field) or None),
        placeholder=WORDS_FOR_NOTHING.get(field, "Choose a person"),
        width=480,
        label_visibility=UNSEEN,
    )
