"""Terms and signing."""

import streamlit as st

st.title("Terms and signing")
