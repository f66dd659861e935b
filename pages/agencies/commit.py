"""Our commitment."""

import streamlit as st

st.title("Our commitment")
