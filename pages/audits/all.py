"""Audits."""

import streamlit as st

st.title("Audits")
