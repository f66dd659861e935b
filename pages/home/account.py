"""My own account: where I am signed in, and a second factor for those who want one."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import account as parts
from maap.ui import frame
from maap.usecases import second_factor, signin
from maap.views.people import house, own_sessions

actor = frame.actor()
codes: tuple[str, ...] = ()
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

# load
with reading() as session:
    sessions = own_sessions(session, actor, frame.own_token())
    is_asked = second_factor.is_asked_for(session, actor.person_id)
    standing = house(session)

# render
st.title("Your account")
st.subheader("Where you are signed in", anchor=False)
parts.sessions(sessions)
st.subheader("Second factor", anchor=False)
if codes:
    parts.recovery(codes)
elif secret and not is_asked:
    parts.set_up(secret, actor.name, standing.short_name if standing else "MAAP")
else:
    parts.factor(is_asked)
