"""An agency reads the procedures, commits or declines, and names its auditors."""

import streamlit as st

from maap.domain.commitment import Commitment
from maap.storage.db import reading, work
from maap.ui import beside, commitments, frame
from maap.usecases.agencies import commit, decline, name_auditors
from maap.views.agencies import own_commitment

actor, audit_id = frame.actor(), frame.audit_id()

# handle: the buttons' keys end in the revision that the person saw
if seen := frame.pressed_one("commit"):
    with beside.deed("commit", "Your agency has committed. Now name its auditors."), work() as session:
        commit(session, actor, audit_id, int(seen))
if seen := frame.pressed_one("decline-now"):
    with beside.deed("decline", "Your agency has declined. The coordinator sees your reason."), work() as session:
        decline(session, actor, audit_id, commitments.reason_typed(audit_id), int(seen))
if seen := frame.pressed_one("name-auditors"):
    with beside.deed("auditors", "Your agency's auditors are named."), work() as session:
        name_auditors(session, actor, audit_id, commitments.auditors_picked(audit_id, int(seen)), int(seen))

# load
with reading() as session:
    page = own_commitment(session, actor, audit_id)

# render
frame.audit_head(page.head, "Our commitment")
overtaken = st.container(key="overtaken")
commitments.answered(page)
if page.may_answer and page.answer is Commitment.COMMITTED:
    commitments.auditors(page)
commitments.about_the_audit(page)
commitments.procedures(page)
if page.may_answer and page.answer is not Commitment.COMMITTED:
    beside.here("commit")
    st.button("We commit to these procedures", key=f"commit/{page.revision}", type="primary")
if page.may_decline and page.answer is not Commitment.DECLINED:
    commitments.declining(page)
with overtaken:
    beside.what_is_left()
