"""Cases."""

import streamlit as st

st.title("Cases")
