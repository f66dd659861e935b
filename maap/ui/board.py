"""Which measures a dashboard shows, and in which order."""

import streamlit as st

from maap.domain.disclosure import SHOWN
from maap.domain.tiles import Tile, arranged, offered
from maap.views.scene import Scene


def chosen_tiles(scene: Scene) -> tuple[Tile, ...]:
    """The measures in the order in which somebody chose them. The choice lives in the address and can be sent."""
    inside = SHOWN[scene.audience].agencies
    names = {tile.name: tile.key for tile in offered(inside)}
    with st.expander("Choose and order the charts", icon=":material/tune:"):
        picked = st.multiselect(
            "Charts, in the order in which you choose them",
            list(names),
            default=[tile.name for tile in arranged((), inside)],
            key="charts",
            bind="query-params",
        )
        st.caption("The address of this page holds your choice: keep it as a bookmark, or send it.")
        shown = arranged((names[name] for name in picked), inside)
        for tile in shown:
            st.text(f"{tile.name}. {tile.meaning} {tile.adds_up}")
    return shown
