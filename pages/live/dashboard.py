"""How an audit stands, at a glance, and live while people answer."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, pulse
from maap.ui.live import arranging, board, dashboard, reminded, shelves, tiles
from maap.views.dashboard_letters import letters_about
from maap.views.saved_views import saved_views
from maap.views.scene import scene

actor, audit_id = frame.actor(), frame.audit_id()
views_of = shelves.of_audit(audit_id)

# handle
tiles.put_away()
arranging.handle(actor, views_of)
reminded.handle(actor, audit_id)

# load what it is about, and for whom
with reading() as session:
    page = scene(session, actor, audit_id)
    views = saved_views(session, actor, audit_id)
    letters = letters_about(session, actor, audit_id)

# render the choices, which decide what is loaded
frame.audit_head(page.head, "Charts")
if not page.ladders:
    st.info("Charts fill by themselves once fieldwork opens and agencies answer.", icon=":material/hourglass_empty:")
    pulse.follow(audit_id, lambda: page.pulse)
    st.stop()
arranging.open_view(views_of, views, lambda view: shelves.choices_of_audit(page, view))
chosen, shown = dashboard.filters(page), board.chosen_tiles(page)
arranging.draw(views_of, views, shown, domain=chosen.domain, agency_id=chosen.agency_id)

dashboard.live(actor, page, chosen, shown)
reminded.draw(page, letters)
