"""How alike grades are: in plain words first, then in numbers where there is enough to say so."""

from maap.storage.db import reading
from maap.ui import agreement, frame
from maap.views.agreement import agreement_in, agreement_over_audits

actor, audit_id = frame.actor(), frame.audit_id()

# load
with reading() as session:
    page = agreement_in(session, actor, audit_id)
    others = agreement_over_audits(session, actor)

# render
frame.audit_head(page.head, "How alike grades are")
frame.link("panel/cases", "All cases", ":material/list:", audit=audit_id)
agreement.whole(page)
agreement.domains(page.domains)
agreement.years(others)
agreement.what_alpha_is()
