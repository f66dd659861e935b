"""Partnership."""

import streamlit as st

st.title("Partnership")
