"""Across the years."""

import streamlit as st

st.title("Across the years")
