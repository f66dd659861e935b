"""The partnership's facts on the screen, one form in five parts."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from maap.domain.choices import FACT_LABELS, LONGEST_PROCEDURES
from maap.domain.fitting import LONGEST_TEXT
from maap.ui import catalogue
from maap.ui.catalogue import Form
from maap.ui.choices import AUDIENCES
from maap.views.partnership import Facts

PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "The partnership": ("", ("name", "short_name", "area", "audience", "reference_prefix", "website")),
        "Whom to call when somebody may be at risk now": (
            "Every audit's terms begin with these. An audit cannot open without a telephone number.",
            tuple(field for field in FACT_LABELS if field.startswith("safeguarding_")),
        ),
        "Procedures": ("Each agency's lead reads and accepts these before its returns open.", ("procedures",)),
        "Personal data": ("", tuple(field for field in FACT_LABELS if field.startswith("data_protection."))),
        "Standing terms": ("", tuple(field for field in FACT_LABELS if field.startswith("standing_terms."))),
    }
)
"""Heading → what it is for, and its fields."""
_LINES = frozenset({"name", "short_name", "area", "reference_prefix", "website"})
_NUMBERS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "data_protection.retention_months": (1, 600),
        "standing_terms.immediate_concern_hours": (1, 168),
        "standing_terms.returns_hours": (1, 100),
    }
)


def facts_form(page: Facts) -> None:
    """Everything about the partnership, saved together."""
    sheet = catalogue.show("facts", 1, page.revision, page.fields)
    with st.form("facts-form", border=False):
        for heading, (hint, fields) in PARTS.items():
            st.header(heading, anchor=False)
            if hint:
                st.caption(hint)
            _fields(sheet, fields)
        catalogue.save_button(sheet, "Save the partnership")
    catalogue.undo_button(sheet)


def _fields(sheet: Form, fields: tuple[str, ...]) -> None:
    """Fields in lines of three where they are short, below each other where they are long."""
    short = [field for field in fields if _is_short(field)]
    for start in range(0, len(short), 3):
        for column, field in zip(st.columns(3), short[start : start + 3], strict=False):
            with column:
                _field(sheet, field)
    for field in fields:
        if field not in short:
            _field(sheet, field)


def _is_short(field: str) -> bool:
    return field in _LINES or field in _NUMBERS or field == "audience" or field.startswith("safeguarding_")


def _field(sheet: Form, field: str) -> None:
    label, key = FACT_LABELS[field], sheet.key(field)
    if field == "audience":
        st.selectbox(label, list(AUDIENCES), format_func=AUDIENCES.__getitem__, key=key)
    elif field in _NUMBERS:
        least, most = _NUMBERS[field]
        st.number_input(label, min_value=least, max_value=most, step=1, value=None, key=key)
    elif _is_short(field):
        st.text_input(label, key=key, max_chars=20 if field == "short_name" else 400)
    else:
        longest = LONGEST_PROCEDURES if field == "procedures" else LONGEST_TEXT
        st.text_area(label, key=key, max_chars=longest, height=420 if field == "procedures" else 110)
