"""The cases of an audit: the cohort is uploaded, the sample drawn, and a case replaced when it must be."""

import streamlit as st

from maap.domain.audit import Stage
from maap.storage.db import reading, work
from maap.ui import cohort, draw, frame, sample
from maap.usecases.cases import draw_sample, replace_case, set_aside, upload_cohort
from maap.views.cases import cases

actor, audit_id = frame.actor(), frame.audit_id()

# handle; the container keeps its place, so that what is open below stays open when a refusal appears
with st.container(key="refusals"), frame.refusals(end=False):
    if frame.pressed("read_list"):
        asked = cohort.given(audit_id, actor.today)
        with work() as session:
            upload_cohort(session, actor, audit_id, *asked)
        cohort.forget()
        frame.done("The list is read.")
    if frame.pressed("draw_sample"):
        plan = draw.given(audit_id)
        with work() as session:
            draw_sample(session, actor, audit_id, plan)
        frame.done("The sample is drawn.")
    if frame.pressed("replace_case"):
        case_id, reason, despite_answers = sample.replacement(audit_id)
        with work() as session:
            stand_in = replace_case(session, actor, audit_id, case_id, reason, despite_answers)
        frame.done(f"{stand_in.reference} stands in.")
    if frame.pressed("set_aside"):
        with work() as session:
            set_aside(session, actor, audit_id, str(frame.fields(f"aside-{audit_id}").get("reason") or ""))
        frame.done("The sample is set aside.")

# load
with reading() as session:
    page = cases(session, actor, audit_id)

# render
frame.audit_head(page.head, "Cases")
if page.cohort is None and not page.may_draw:
    st.text("The list of cases is not uploaded yet. The coordinator does that while the audit is at “sampling”.")
    frame.link("audits/overview", "See what comes next", ":material/flag:", audit=audit_id)
if page.cohort is None and page.may_draw:
    st.header("1. Upload the cohort")
    cohort.upload(page)
if page.cohort is not None:
    st.header("1. Cohort :material/check_circle:")
    cohort.summary(page.cohort)
    if page.may_draw and page.sample is None:
        with st.expander("Upload another list"):
            cohort.upload(page)
        st.header("2. Draw the sample")
        draw.plan(page, page.cohort)
if page.sample is not None:
    st.header("2. Draw :material/check_circle:")
    sample.summary(page.sample)
    sample.papers(page)
    st.header("3. Sample")
    sample.cases(page.sample)
    sample.beside_cohort(page.sample)
    if page.may_replace:
        sample.replace(page, page.sample)
    if page.may_draw:
        sample.set_aside(page)
    if page.head.stage is Stage.SAMPLING:
        frame.link("audits/overview", "Next: open the fieldwork", ":material/arrow_forward:", audit=audit_id)
sample.history(page)
