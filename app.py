"""The front door: the application that a server serves, and the script that Streamlit runs for each page of it."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from maap.ui import frame
from maap.web import (
    actions,
    calendar,
    codebook,
    dashboards,
    documents,
    empty_forms,
    entrance,
    files,
    forms,
    giving_voice,
    library,
    minutes,
    shared,
    trail,
    wall,
    watching,
)
from maap.web.gate import Gate
from maap.web.opening import opening
from maap.web.request_log import RequestLog

if frame.drawing():
    frame.open_house()
else:
    app = st.App(
        Path(__file__).resolve(),
        routes=[
            *entrance.ROUTES,
            *files.ROUTES,
            *actions.ROUTES,
            *codebook.ROUTES,
            *dashboards.ROUTES,
            *forms.ROUTES,
            *empty_forms.ROUTES,
            *trail.ROUTES,
            *calendar.ROUTES,
            *watching.ROUTES,
            *library.ROUTES,
            *minutes.ROUTES,
            *documents.ROUTES,
            *giving_voice.ROUTES,
            *shared.ROUTES,
            *wall.ROUTES,
        ],
        middleware=[Middleware(RequestLog), Middleware(Gate)],
        lifespan=opening,
        on_script_error=frame.went_wrong,
    )
