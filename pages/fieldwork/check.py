"""Check the answers."""

import streamlit as st

st.title("Check the answers")
