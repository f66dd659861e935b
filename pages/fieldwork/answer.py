"""Return."""

import streamlit as st

st.title("Return")
