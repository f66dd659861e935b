"""Everybody reads the terms of reference; those named sign them; the last signature asks the agencies to commit."""

from maap.storage.db import reading, work
from maap.ui import frame
from maap.ui.terms import paper
from maap.ui.terms import signing as parts
from maap.usecases.terms import amend, sign
from maap.views.heads import head
from maap.views.terms import document, signing

actor, audit_id = frame.actor(), frame.audit_id()

# handle
if frame.pressed(parts.SIGN):
    with frame.refusals(end=False):
        with work() as session:
            sign(session, actor, audit_id, parts.version(audit_id))
        frame.done("You have signed these terms.")
if frame.pressed(parts.TAKE_BACK):
    with frame.refusals(end=False):
        with work() as session:
            amend(session, actor, audit_id, parts.reason(audit_id))
        frame.done("The terms are taken back. You can change them now.")

# load
with reading() as session:
    page = signing(session, actor, audit_id)
    text = document(session, actor, audit_id)

# render
frame.audit_head(head(page.seat), "Terms of reference")
parts.standing(page, text)
parts.write_on(page)
paper.draw(text)
parts.sign_here(page, text)
parts.versions(page.versions)
parts.take_back(page)
