"""More time for an agency, on the screen: for the coordinator, below the grid of returns."""

import streamlit as st

from maap.domain.audit import Stage
from maap.domain.due_dates import USUAL_MORE
from maap.domain.fieldwork import OPEN_FOR_ANSWERS
from maap.domain.people import Actor, Permission
from maap.domain.timetable import add_working_days
from maap.outside.bank_holidays import around
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.words import day
from maap.usecases.more_time import give_more_time
from maap.views.grid import Grid

GIVE = "give-more-time"


def handle(actor: Actor, audit_id: int) -> None:
    """Give what was asked for."""
    if frame.pressed(GIVE):
        typed = frame.fields(f"more-time-{audit_id}")
        with beside.deed(GIVE, f"The returns are due by {day(typed['until'])} now."), work() as session:
            give_more_time(session, actor, audit_id, int(typed["agency"]), typed["until"])


def offer(page: Grid, actor: Actor) -> None:
    """The form, for whoever moves the audit on, while an agency still owes a return."""
    owing = [cell for cell in page.cells if cell.state in OPEN_FOR_ANSWERS]
    if not owing or page.seat.audit.stage != Stage.FIELDWORK or not page.seat.may(Permission.MOVE_STAGE):
        return
    audit_id, names = page.seat.id, {cell.agency_id: cell.agency for cell in owing}
    with st.expander("Give an agency more time", icon=":material/more_time:"):
        beside.here(GIVE)
        st.text("Returns that are not in are due later. Its lead, and whoever answers them, are written to.")
        with st.form(f"{GIVE}-form", border=False):
            st.selectbox("Agency", list(names), format_func=names.__getitem__, key=f"more-time-{audit_id}/agency")
            st.date_input(
                "Due by",
                value=add_working_days(actor.today, USUAL_MORE, around(actor.today)),
                format="DD/MM/YYYY",
                key=f"more-time-{audit_id}/until",
            )
            st.form_submit_button("Give more time", key=GIVE)
