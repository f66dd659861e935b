"""Panel."""

import streamlit as st

st.title("Panel")
