"""Charts."""

import streamlit as st

st.title("Charts")
