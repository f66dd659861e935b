"""Terms."""

import streamlit as st

st.title("Terms")
