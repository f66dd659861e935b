"""Views of a dashboard that are kept under a name: saved, opened, sent, renamed and deleted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from maap.domain.people import Actor
from maap.domain.saved_views import LONGEST_NAME, arrange
from maap.domain.tiles import Tile
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.live.shelves import Shelf
from maap.ui.people import origin
from maap.ui.words import plain
from maap.views.saved_views import View, Views

_SHOWN, _OPENED, _WANTED = "arranging/shown", "arranging/opened", "arranging/wanted"
SetTo = Callable[[View], Mapping[str, Any]]


def handle(actor: Actor, shelf: Shelf) -> None:
    """Save what the page showed, or change a view that is there."""
    if frame.pressed("save-view"):
        _save(actor, shelf)
    if (target := frame.pressed_one("open-view")) is not None:
        st.session_state[_WANTED] = int(target)
    if (target := frame.pressed_one("rename-view")) is not None:
        view_id, _, seen = target.partition("-")
        name = str(frame.fields("view-name").get(view_id) or "")
        with beside.deed("views", "The view has its new name."), work() as session:
            shelf.rename(session, actor, int(view_id), name, int(seen))
    if (target := frame.pressed_one("delete-view")) is not None:
        with beside.deed("views", "The view is deleted."), work() as session:
            shelf.delete(session, actor, int(target))
    if (target := frame.pressed_one("default-view")) is not None:
        view_id, _, wanted = target.partition("-")
        with beside.deed("views", "It is kept how this page opens."), work() as session:
            shelf.open_first(session, actor, int(view_id), wanted == "yes")


def _save(actor: Actor, shelf: Shelf) -> None:
    """What the page showed last is kept: the choice is read from the page, not from its address."""
    of, tiles, chosen = st.session_state.get(_SHOWN, ("", (), {}))
    fields = frame.fields("new-view")
    with beside.deed("views", "The view is saved."):
        name = str(fields.get("name") or "")
        kept = arrange(name, tiles if of == shelf.key else (), known=shelf.known, **chosen)
        with work() as session:
            shelf.keep(session, actor, kept, bool(fields.get("team")))


def open_view(shelf: Shelf, views: Views, set_to: SetTo) -> None:
    """Put the wanted view into the choices, before they are drawn: the address then holds the whole choice.

    Wanted is what was pressed, what the address names, or at the first visit without a choice the default.
    ``set_to``: what a view sets besides the charts, by the key of each choice.
    """
    asked = st.query_params.get("view", "")
    wanted = st.session_state.pop(_WANTED, None) or (int(asked) if asked.isascii() and asked.isdigit() else None)
    if asked:
        del st.query_params["view"]
    view = views.by_id(wanted) if wanted else None
    if wanted and view is None:
        st.warning("This view is not here any more, or it is somebody else’s. You see the charts as you left them.")
    first = shelf.key not in st.session_state.setdefault(_OPENED, set())
    st.session_state[_OPENED].add(shelf.key)
    if not wanted and first and not any(name in st.query_params for name in shelf.bound):
        view = views.default
    if view is not None:
        st.session_state["charts"] = [shelf.known[key].name for key in view.tiles]
        st.session_state.update(set_to(view))


def draw(shelf: Shelf, views: Views, shown: Sequence[Tile], **chosen: Any) -> None:
    """The views there are, and a name for what is shown now. ``chosen``: what `arrange` keeps besides the tiles."""
    st.session_state[_SHOWN] = (shelf.key, tuple(tile.key for tile in shown), chosen)
    with st.expander(f"Saved views ({len(views.rows)})", icon=":material/bookmarks:", key="saved-views"):
        beside.here("views")
        for view in views.rows:
            _line(shelf, view)
        with st.form("save-view-form", border=False, clear_on_submit=True):
            st.text_input(
                "Name for the charts and choices that you see now", key="new-view/name", max_chars=LONGEST_NAME
            )
            if views.may_arrange:
                st.checkbox(shelf.everybody, key="new-view/team")
            st.form_submit_button("Save this view", key="save-view", icon=":material/bookmark_add:")


def _line(shelf: Shelf, view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"cell-view-{view.id}"):
        st.button(plain(view.name), key=f"open-view/{view.id}", icon=":material/bookmark:", help="Open this view")
        st.badge("Team" if view.team else "Yours", color="blue" if view.team else "gray")
        if view.is_default:
            st.badge("Opens first", color="green")
        with st.popover("Send or change" if view.mine else "Send", key=f"change-view-{view.id}"):
            st.text("Its address, for people who may see these charts. Each sees what their own role may see.")
            mark = "&" if "?" in shelf.address else "?"
            st.code(f"{origin()}/{shelf.address}{mark}view={view.id}", language=None, wrap_lines=True)
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
