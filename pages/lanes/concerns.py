"""Immediate concerns of an audit: recorded by whoever reads a case, acknowledged by the coordinator or the chair."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import beside, concerns, frame, watching
from maap.views.concerns import room, summary

actor, audit_id = frame.actor(), frame.audit_id()

# handle
watching.acknowledged(actor, audit_id)

# load
with reading() as session:
    page = room(session, actor, audit_id)
    told = summary(session, actor, audit_id) if page.may_acknowledge else None

# render
frame.audit_head(page.head, "Immediate concerns")
concerns.button(actor, audit_id, page.head.may)
beside.what_is_left()
if page.may_acknowledge:
    watching.escalated(actor, page.waiting)
if told:
    watching.numbers(told)
if not page.lines:
    st.info("No concern that you may know of is recorded in this audit.", icon=":material/verified_user:")
watching.lines(page, actor)
watching.follow(actor, page.waiting, audit_id)
