"""Views of a dashboard that are kept under a name: saved, opened, sent, renamed and deleted."""

from collections.abc import Sequence

import streamlit as st

from maap.domain.people import Actor
from maap.domain.saved_views import LONGEST_NAME, arrange
from maap.domain.tiles import BY_KEY, Tile
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.people import origin
from maap.ui.words import plain
from maap.usecases.saved_views import delete_view, make_default, rename_view, save_view
from maap.views.saved_views import View, Views
from maap.views.scene import Chosen, Scene

_SHOWN, _OPENED, _WANTED = "arranging/shown", "arranging/opened", "arranging/wanted"
_BOUND = ("charts", "domain", "agency")


def handle(actor: Actor, audit_id: int) -> None:
    """Save what the page showed, or change a view that is there."""
    if frame.pressed("save-view"):
        _save(actor, audit_id)
    if (target := frame.pressed_one("open-view")) is not None:
        st.session_state[_WANTED] = int(target)
    if (target := frame.pressed_one("rename-view")) is not None:
        view_id, _, seen = target.partition("-")
        name = str(frame.fields("view-name").get(view_id) or "")
        with beside.deed("views", "The view has its new name."), work() as session:
            rename_view(session, actor, audit_id, int(view_id), name, int(seen))
    if (target := frame.pressed_one("delete-view")) is not None:
        with beside.deed("views", "The view is deleted."), work() as session:
            delete_view(session, actor, audit_id, int(target))
    if (target := frame.pressed_one("default-view")) is not None:
        view_id, _, wanted = target.partition("-")
        with beside.deed("views", "It is kept how this page opens."), work() as session:
            make_default(session, actor, audit_id, int(view_id), wanted == "yes")


def _save(actor: Actor, audit_id: int) -> None:
    """What the page showed last is kept: the choice is read from the page, not from its address."""
    of_audit, tiles, chosen = st.session_state.get(_SHOWN, (0, (), Chosen()))
    fields = frame.fields("new-view")
    with beside.deed("views", "The view is saved."):
        kept = arrange(
            str(fields.get("name") or ""), tiles if of_audit == audit_id else (), chosen.domain, chosen.agency_id
        )
        with work() as session:
            save_view(session, actor, audit_id, kept, bool(fields.get("team")))


def open_view(scene: Scene, views: Views) -> None:
    """Put the wanted view into the choices, before they are drawn: the address then holds the whole choice.

    Wanted is what was pressed, what the address names, or at the first visit without a choice the default.
    """
    asked = st.query_params.get("view", "")
    wanted = st.session_state.pop(_WANTED, None) or (int(asked) if asked.isascii() and asked.isdigit() else None)
    if asked:
        del st.query_params["view"]
    view = views.by_id(wanted) if wanted else None
    if wanted and view is None:
        st.warning("This view is not here any more, or it is somebody else’s. You see the charts as you left them.")
    first = scene.head.audit_id not in st.session_state.setdefault(_OPENED, set())
    st.session_state[_OPENED].add(scene.head.audit_id)
    if not wanted and first and not any(name in st.query_params for name in _BOUND):
        view = views.default
    if view is not None:
        _put(scene, view)


def _put(scene: Scene, view: View) -> None:
    domains = {domain.key: domain.name for domain in scene.domains}
    agencies = {agency.id: agency.name for agency in scene.agencies}
    st.session_state["charts"] = [BY_KEY[key].name for key in view.tiles]
    st.session_state["domain"] = domains.get(view.chosen.domain, "All domains")
    if len(agencies) > 0:
        st.session_state["agency"] = agencies.get(view.chosen.agency_id or 0, "All agencies")


def draw(scene: Scene, views: Views, chosen: Chosen, shown: Sequence[Tile]) -> None:
    """The views there are, and a name for what is shown now."""
    st.session_state[_SHOWN] = (scene.head.audit_id, tuple(tile.key for tile in shown), chosen)
    with st.expander(f"Saved views ({len(views.rows)})", icon=":material/bookmarks:", key="saved-views"):
        beside.here("views")
        for view in views.rows:
            _line(scene.head.audit_id, view)
        with st.form("save-view-form", border=False, clear_on_submit=True):
            st.text_input(
                "Name for the charts and choices that you see now", key="new-view/name", max_chars=LONGEST_NAME
            )
            if views.may_arrange:
                st.checkbox("For the whole team: everybody who sees these charts may open it", key="new-view/team")
            st.form_submit_button("Save this view", key="save-view", icon=":material/bookmark_add:")


def _line(audit_id: int, view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"cell-view-{view.id}"):
        st.button(plain(view.name), key=f"open-view/{view.id}", icon=":material/bookmark:", help="Open this view")
        st.badge("Team" if view.team else "Yours", color="blue" if view.team else "gray")
        if view.is_default:
            st.badge("Opens first", color="green")
        with st.popover("Send or change" if view.mine else "Send", key=f"change-view-{view.id}"):
            st.text("Its address, for people who may see these charts. Each sees what their own role may see.")
            st.code(f"{origin()}/charts?audit={audit_id}&view={view.id}", language=None, wrap_lines=True)
            if view.mine:
                _change(view)


def _change(view: View) -> None:
    st.text_input("Name", value=view.name, key=f"view-name/{view.id}", max_chars=LONGEST_NAME)
    st.button("Rename", key=f"rename-view/{view.id}-{view.revision}")
    if view.is_default:
        st.button("Do not open with it", key=f"default-view/{view.id}-no")
    else:
        whose = "for the whole team" if view.team else "for me"
        st.button(f"Open the page with it, {whose}", key=f"default-view/{view.id}-yes")
    st.button("Delete", key=f"delete-view/{view.id}", type="tertiary", icon=":material/delete:")
