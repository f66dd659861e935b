"""An agency reads the procedures, commits or declines, and names its auditors."""

import streamlit as st

from maap.domain.commitment import Commitment
from maap.storage.db import reading, work
from maap.ui import commitments, frame
from maap.usecases.agencies import commit, decline, name_auditors
from maap.views.agencies import own_commitment

actor, audit_id = frame.actor(), frame.audit_id()

# handle: the buttons' keys end in the revision that the person saw
with frame.refusals(end=False):
    if seen := frame.pressed_one("commit"):
        with work() as session:
            commit(session, actor, audit_id, int(seen))
        frame.done("Your agency has committed. Now name its auditors.")
    if seen := frame.pressed_one("decline-now"):
        with work() as session:
            decline(session, actor, audit_id, commitments.reason_typed(audit_id), int(seen))
        frame.done("Your agency has declined. The coordinator sees your reason.")
    if seen := frame.pressed_one("name-auditors"):
        with work() as session:
            name_auditors(session, actor, audit_id, commitments.auditors_picked(audit_id, int(seen)), int(seen))
        frame.done("Your agency's auditors are named.")

# load
with reading() as session:
    page = own_commitment(session, actor, audit_id)

# render
frame.audit_head(page.head.title, page.head.reference, page.head.stage, page.head.may, audit_id)
st.title("Our commitment")
commitments.answered(page)
if page.may_answer and page.answer is Commitment.COMMITTED:
    commitments.auditors(page)
commitments.about_the_audit(page)
commitments.procedures(page)
if page.may_answer and page.answer is not Commitment.COMMITTED:
    st.button("We commit to these procedures", key=f"commit/{page.revision}", type="primary")
if page.may_decline and page.answer is not Commitment.DECLINED:
    commitments.declining(page)
