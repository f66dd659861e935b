"""The coordinator writes the terms of reference: a task list, one step at a time, and the signatures asked for."""

from maap.domain.signing import SigningState
from maap.storage.db import reading, work
from maap.ui import arrival, frame
from maap.ui.terms import dates, shown, step, tasks
from maap.usecases.terms import ask_for_signatures, move_milestone, plan_timetable, save_terms
from maap.views.heads import head
from maap.views.terms import document, linkable_questions, writing

actor, audit_id = frame.actor(), frame.audit_id()
chosen = step.chosen(audit_id)
was = shown.shown(audit_id, chosen.key) if chosen else None
button = shown.pressed(audit_id, chosen.key) if chosen else ""

# handle
if frame.pressed(tasks.ASK):
    with frame.refusals(end=False):
        with work() as session:
            ask_for_signatures(session, actor, audit_id, tasks.reason(audit_id), tasks.seen(audit_id))
        frame.done("Signatures are asked for.")
if chosen and was and button == "plan":
    with shown.refusals(audit_id, chosen.key, dates=True):
        with work() as session:
            planned = plan_timetable(session, actor, audit_id, dates.signed_off(was), was.revision)
        shown.went_on(was, planned)
        frame.done("The timetable is made anew.")
elif chosen and was and button:
    with shown.refusals(audit_id, chosen.key):
        with work() as session:
            save_terms(session, actor, audit_id, step.typed(was, chosen, button), was.revision)
        shown.saved(audit_id, chosen.key)
        frame.done("Saved.")
        step.onward(audit_id, chosen, button)
elif chosen and was and dates.touched(was):
    with shown.refusals(audit_id, chosen.key, dates=True):
        with work() as session:
            later = move_milestone(session, actor, audit_id, *dates.moved(was), was.revision)
        shown.went_on(was, later)
        frame.done("Saved. The dates after it moved along.")

# load
with reading() as session:
    page = writing(session, actor, audit_id)
    questions = linkable_questions(session, actor, audit_id) if chosen and "lines" in chosen.fields else {}
    paper = document(session, actor, audit_id) if tasks.reading_along() else None

# render
frame.audit_head(head(page.seat), "Terms of reference")
with tasks.desk(page, paper):
    if chosen and page.state is SigningState.WRITING:
        step.head(page, chosen)
        step.draw(page, chosen, questions)
    else:
        tasks.draw(page)
arrival.arrive(f"{audit_id}/{chosen.key if chosen else ''}")
