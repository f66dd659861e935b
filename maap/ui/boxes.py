"""The box for a file: its endings and its size come from the table of what may be uploaded."""

import streamlit as st

from maap.domain.uploads import Upload


def file_box(upload: Upload, label: str, key: str) -> None:
    """A box for one file of this kind."""
    st.file_uploader(label, type=list(upload.endings), key=key, max_upload_size=upload.megabytes)
