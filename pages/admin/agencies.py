"""Agencies."""

import streamlit as st

st.title("Agencies")
