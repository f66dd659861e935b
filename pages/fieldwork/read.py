"""Read a return."""

import streamlit as st

st.title("Read a return")
