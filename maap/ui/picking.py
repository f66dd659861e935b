"""What was clicked on in a dashboard, as what the returns behind it have in common."""

from maap.charts.exhibits import key_of
from maap.domain.ladders import Ladder
from maap.ui import tiles
from maap.ui.specs import NO_GRADE
from maap.views.returns_behind import Picked
from maap.views.scene import Chosen, Scene


def picks(scene: Scene, chosen: Chosen) -> dict[str, Picked]:
    """What was clicked on, by chart."""
    if not scene.may_see_behind:
        return {}
    clicked: dict[str, Picked] = {}
    for ladder in scene.ladders:
        for kind, agency in (("grades", chosen.agency_id), ("panel", None)):
            if point := tiles.picked(key := key_of(kind, chosen, ladder)):
                levels = _levels(ladder, point.get("level", ""))
                clicked[key] = Picked(agency, point.get("row", ""), levels, panel=kind == "panel")
    if point := tiles.picked("returns"):
        clicked["returns"] = Picked(_number(point.get("row")), progress=point.get("level", "all"))
    if point := tiles.picked("agencies"):
        clicked["agencies"] = Picked(_number(point.get("agency")), point.get("domain", ""))
    if point := tiles.picked(key := key_of("themes", chosen)):
        theme, polarity = _number(point.get("theme")), point.get("polarity", "")
        clicked[key] = Picked(chosen.agency_id, chosen.domain, theme_id=theme, polarity=polarity)
    return clicked


def _levels(ladder: Ladder, level: str) -> tuple[str, ...]:
    if level == NO_GRADE:
        return tuple(apart.key for apart in ladder.apart)
    return (level,) if level else ()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
