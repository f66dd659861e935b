"""Whether somebody's page is light or dark: as their own machine has it, which the browser tells."""

import streamlit as st

from maap.charts.theme import DAY, NIGHT, Look


def look() -> Look:
    """How charts look on the page that is being drawn."""
    return NIGHT if st.context.theme.type == "dark" else DAY
