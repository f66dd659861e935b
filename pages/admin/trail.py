"""Trail."""

import streamlit as st

st.title("Trail")
