"""What can be taken away of a dashboard: the whole, its data, and each chart as a picture."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from maap.charts.exhibits import Exhibit
from maap.domain.disclosure import Audience
from maap.domain.tiles import Tile
from maap.ui.words import plain
from maap.views.scene import Chosen, Scene

WHOLE = Chosen()
FILES = (
    ("figures.pdf", "PDF", ":material/picture_as_pdf:"),
    ("figures.pptx", "Slides", ":material/slideshow:"),
    ("figures.xlsx", "Excel", ":material/table_view:"),
    ("figures.csv", "CSV", ":material/csv:"),
    ("figures.csv-metadata.json", "What the CSV’s columns mean", ":material/info:"),
)
_WARNED = {
    Audience.INSIDE: "Files hold exact figures that name agencies. They are for the audit’s own team.",
    Audience.PARTNERSHIP: "Files hold what this page shows, and stay inside the partnership.",
}


def draw(scene: Scene, chosen: Chosen, shown: Sequence[Tile], exhibits: Sequence[Exhibit]) -> None:
    """Links to the files. They hold what the page shows now, in its order, and each leaves a line in the trail."""
    words = f"{_WARNED[scene.audience]} What goes outside is taken on the page “Share”."
    _links(words, f"/files/audits/{scene.head.audit_id}/dashboard", _asked(shown, chosen), exhibits)


def draw_own(shown: Sequence[Tile], exhibits: Sequence[Exhibit]) -> None:
    """The same of an agency's own page."""
    words = "Files hold what this page shows: your own agency’s figures and nobody else’s."
    _links(words, "/files/our-agency", _asked(shown), exhibits)


def draw_years(shown: Sequence[Tile], chosen: Mapping[str, str], exhibits: Sequence[Exhibit]) -> None:
    """The same of the page across the years. ``chosen``: the domain and the two years, by the key of each choice."""
    words = (
        "Files hold the charts of this page as you see them. Somebody else may see less: send them the page’s address, "
        "not a file."
    )
    asked = urlencode([*(("tile", tile.key) for tile in shown), *chosen.items()])
    _links(words, "/files/across-the-years", asked, exhibits)


def _links(words: str, place: str, asked: str, exhibits: Sequence[Exhibit]) -> None:
    with st.expander("Take it away", icon=":material/download:", key="take-away"):
        st.text(words)
        with st.container(horizontal=True, key="take-away-files"):
            for name, label, icon in FILES:
                st.link_button(label, f"{place}/{name}?{asked}", icon=icon)
        drawn = [one for one in exhibits if one.chart is not None and not one.chart.empty]
        if drawn:
            st.markdown("Single charts:\n\n" + "\n".join(f"- {_pictures(place, one, asked)}" for one in drawn))


def _asked(shown: Sequence[Tile], chosen: Chosen = WHOLE) -> str:
    pairs = [("tile", tile.key) for tile in shown]
    if chosen.domain:
        pairs.append(("domain", chosen.domain))
    if chosen.agency_id is not None:
        pairs.append(("agency", str(chosen.agency_id)))
    return urlencode(pairs)


def _pictures(place: str, one: Exhibit, asked: str) -> str:
    """A measure's name with its two pictures. Each link says what it is, for those who hear the links alone."""
    name = plain(one.heading)
    places = ((f"{place}/{one.name}.{ending}", ending.upper()) for ending in ("png", "svg"))
    return " · ".join(f"[{name} as {ending}]({address}?{asked})" for address, ending in places)
