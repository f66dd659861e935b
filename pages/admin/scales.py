"""Scales and timetable."""

import streamlit as st

st.title("Scales and timetable")
