"""What was clicked on in a dashboard, as what the returns behind it have in common."""

from sqlmodel import Session

from maap.charts.exhibits import key_of
from maap.charts.specs import NO_GRADE
from maap.domain.ladders import Ladder
from maap.domain.people import Actor, Permission
from maap.ui.live import tiles
from maap.views.returns_behind import Picked
from maap.views.scene import Chosen, Scene
from maap.views.work_behind import Thing, actions_behind, findings_behind


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
    return clicked | _further(chosen)


NO_CHOICE = ("arrivals", "pairs", "both", "sample", "timely")
"""Measures that are of the whole audit, whatever is chosen above."""
OF_RETURNS = ("lines", "shift", "theme_domains", "theme_agencies", *NO_CHOICE)


def _further(chosen: Chosen) -> dict[str, Picked]:
    """Clicks on the further measures that are made of returns."""
    clicked: dict[str, Picked] = {}
    for measure in OF_RETURNS:
        if point := tiles.picked(key := f"board-{measure}"):
            row = point.get("row", point.get("agency", ""))
            column = point.get("level", point.get("domain", ""))
            agency, domain = (None, "") if measure in NO_CHOICE else (chosen.agency_id, chosen.domain)
            clicked[key] = Picked(agency, domain, measure=measure, row=row, column=column)
    if point := tiles.picked("board-beside"):
        panel = point.get("domain") == "panel"
        clicked["board-beside"] = Picked(None if panel else chosen.agency_id, point.get("agency", ""), panel=panel)
    return clicked


def may_look_behind(scene: Scene, measure: str) -> bool:
    """Whether a click on this measure leads anywhere for this reader."""
    match measure:
        case "findings":
            return scene.head.may(Permission.READ_FINDINGS)
        case "actions":
            return scene.head.may(Permission.SEE_ACTIONS)
        case "concerns" | "issues":
            return False
        case _:
            return scene.may_see_behind


def things(session: Session, actor: Actor, audit_id: int, scene: Scene, chosen: Chosen) -> dict[str, tuple[Thing, ...]]:
    """The findings and actions behind what was clicked on, where the reader may read them."""
    found: dict[str, tuple[Thing, ...]] = {}
    if may_look_behind(scene, "findings") and (point := tiles.picked(key := key_of("findings", chosen))):
        theme, polarity = _number(point.get("theme")), point.get("polarity", "")
        found[key] = findings_behind(session, actor, audit_id, theme, polarity, chosen.domain)
    if may_look_behind(scene, "actions") and (point := tiles.picked("board-actions")):
        found["board-actions"] = actions_behind(session, actor, audit_id, point.get("row", ""))
    return found


def _levels(ladder: Ladder, level: str) -> tuple[str, ...]:
    if level == NO_GRADE:
        return tuple(apart.key for apart in ladder.apart)
    return (level,) if level else ()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
