"""My own account: where I am signed in, and a second factor for those who want one."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import account as parts
from maap.ui import data_address, frame
from maap.usecases import second_factor, signin
from maap.usecases.calendars import end_feed, new_feed
from maap.usecases.reminding import want_weekly
from maap.views.calendar import has_feed
from maap.views.people import house, own_sessions
from maap.views.post import has_weekly

actor = frame.actor()
codes: tuple[str, ...] = ()
feed = ""
secret = parts.secret_being_set_up()

# handle
with frame.refusals(end=False):
    if target := frame.pressed_one("session-end"):
        with work() as session:
            signin.end_own(session, actor, int(target))
        frame.done("That session is over.")
    if frame.pressed("factor-begin"):
        with work() as session:
            secret = parts.setting_up(second_factor.begin(session, actor))
    if frame.pressed("factor-confirm"):
        with work() as session:
            codes = second_factor.confirm(session, actor, parts.typed_code())
        secret = parts.setting_up("")
    if frame.pressed("factor-codes"):
        with work() as session:
            codes = second_factor.renew_codes(session, actor)
    if frame.pressed("factor-remove"):
        with work() as session:
            second_factor.remove(session, actor)
        frame.done("Your second factor is removed.")

    if frame.pressed("calendar-new"):
        with work() as session:
            feed = new_feed(session, actor)
    if frame.pressed("calendar-end"):
        with work() as session:
            end_feed(session, actor)
        frame.done("Your calendar address no longer works.")
    if wanted := frame.pressed_one("weekly"):
        with work() as session:
            want_weekly(session, actor, wanted == "yes")
        frame.done("Saved.")
fetched = data_address.handle(actor)

# load
with reading() as session:
    sessions = own_sessions(session, actor, frame.own_token())
    is_asked = second_factor.is_asked_for(session, actor.person_id)
    standing, is_fed, weekly = house(session), has_feed(session, actor), has_weekly(session, actor)

# render
frame.title("Your account")
st.header("Second factor", anchor=False)
if codes:
    parts.recovery(codes)
elif secret and not is_asked:
    parts.set_up(secret, actor.name, standing.short_name if standing else "MAAP")
else:
    parts.factor(is_asked)
st.header("Where you are signed in", anchor=False)
parts.sessions(sessions)
st.header("Password", anchor=False)
parts.password()
st.header("Calendar and letters", anchor=False)
parts.calendar(feed, is_fed)
parts.weekly(weekly)
data_address.draw(actor, fetched)
