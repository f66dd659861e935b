"""How an audit stands, at a glance, and live while people answer."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import arranging, board, dashboard, frame, picking, pulse, reminded, tiles
from maap.views.dashboard import results
from maap.views.dashboard_letters import letters_about
from maap.views.returns_behind import returns_behind
from maap.views.saved_views import saved_views
from maap.views.scene import scene

actor, audit_id = frame.actor(), frame.audit_id()

# handle
tiles.put_away()
arranging.handle(actor, audit_id)
reminded.handle(actor, audit_id)

# load what it is about, and for whom
with reading() as session:
    page = scene(session, actor, audit_id)
    views = saved_views(session, actor, audit_id)
    letters = letters_about(session, actor, audit_id)

# render the choices, which decide what is loaded
frame.audit_head(page.head.title, page.head.reference, page.head.stage, page.head.may, audit_id)
st.title("Charts")
pulse.follow(audit_id, page.pulse)
if not page.ladders:
    st.info("Charts fill by themselves once fieldwork opens and agencies answer.", icon=":material/hourglass_empty:")
    st.stop()
arranging.open_view(page, views)
chosen, shown = dashboard.filters(page), board.chosen_tiles(page)
arranging.draw(page, views, chosen, shown)

# load
with reading() as session:
    figures = results(session, actor, audit_id, chosen, [tile.key for tile in shown])
    clicked = picking.picks(page, chosen)
    behind = dashboard.BehindThem(
        {key: returns_behind(session, actor, audit_id, picked) for key, picked in clicked.items()},
        picking.things(session, actor, audit_id, page, chosen),
    )

# render
dashboard.draw(page, chosen, figures, shown, behind)
reminded.draw(page, letters)
