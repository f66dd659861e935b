"""Returns."""

import streamlit as st

st.title("Returns")
