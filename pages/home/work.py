"""What waits for me."""

import streamlit as st

from maap.ui import frame

actor = frame.actor()
st.title("My work")
st.text(actor.capacity)
