"""Which measures a dashboard shows, and in which order."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from maap.domain import house_boards
from maap.domain.disclosure import SHOWN
from maap.domain.house_boards import Board
from maap.domain.tiles import Tile, arranged, offered
from maap.views.scene import Scene


def chosen_tiles(scene: Scene) -> tuple[Tile, ...]:
    """The measures of an audit in the order in which somebody chose them."""
    inside = SHOWN[scene.audience].agencies
    return _chosen(offered(inside), lambda keys: arranged(keys, inside))


def house_tiles(board: Board) -> tuple[Tile, ...]:
    """The measures of a dashboard of the house in the order in which somebody chose them."""
    return _chosen(house_boards.TILES[board], lambda keys: house_boards.arranged(board, keys))


def _chosen(there: Sequence[Tile], put: Callable[[Iterable[str]], tuple[Tile, ...]]) -> tuple[Tile, ...]:
    """The choice lives in the address and can be sent."""
    names = {tile.name: tile.key for tile in there}
    with st.expander("Choose and order the charts", icon=":material/tune:"):
        picked = st.multiselect(
            "Charts, in the order in which you choose them",
            list(names),
            default=[tile.name for tile in put(())],
            key="charts",
            bind="query-params",
        )
        st.caption("The address of this page holds your choice: keep it as a bookmark, or send it.")
        shown = put(names[name] for name in picked)
        for tile in shown:
            st.text(f"{tile.name}. {tile.meaning} {tile.adds_up}".rstrip())
    return shown
