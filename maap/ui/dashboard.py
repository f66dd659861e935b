"""The parts of an audit's dashboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from maap.domain import sentences
from maap.domain.audit import Stage, has_reached
from maap.domain.disclosure import FEWEST_OTHERS, HIDDEN, SHOWN
from maap.domain.ladders import Ladder, Named, Tally, tally, together
from maap.domain.tiles import Tile
from maap.ui import board, charts, found, tiles
from maap.ui.specs import NO_GRADE
from maap.ui.words import moment, plain
from maap.views.board import Pictures
from maap.views.finding_themes import NONE, FindingThemes
from maap.views.results import AgencyRows, Progress, Rows, ThemeCounts
from maap.views.returns_behind import Behind, Picked
from maap.views.scene import Chosen, Scene

ALL_AGENCIES, ALL_DOMAINS = "All agencies", "All domains"
_WHOLE = Named("", "All domains")
_RULE = "To protect children and agencies, other agencies are shown together only."
_RULE_BESIDE_OWN = f"{_RULE[:-1]}, and a domain once at least {FEWEST_OTHERS} of them have graded it."


@dataclass(frozen=True)
class Results:
    """Everything that the dashboard draws, and the returns behind each chart that was clicked on."""

    progress: Sequence[Progress]
    grades: Rows
    panel: Rows
    by_agency: Sequence[AgencyRows]
    themes: ThemeCounts
    behind: Mapping[str, tuple[Behind, ...]]
    of_findings: FindingThemes = NONE
    pictures: Pictures = field(default_factory=dict)

    @property
    def handed_in(self) -> int:
        """Returns that are in."""
        return sum(row.handed_in for row in self.progress)

    @property
    def due(self) -> int:
        """Returns asked for."""
        return sum(row.due for row in self.progress)


def filters(scene: Scene) -> Chosen:
    """The two choices that live in the address, so that a view can be sent."""
    domains = {ALL_DOMAINS: ""} | {domain.name: domain.key for domain in scene.domains}
    agencies = {ALL_AGENCIES: None} | {agency.name: agency.id for agency in scene.agencies}
    with st.container(horizontal=True, key="filters"):
        domain = st.selectbox("Domain", list(domains), key="domain", bind="query-params", width=320)
        agency = ALL_AGENCIES
        if len(agencies) > 1:
            agency = st.selectbox("Agency", list(agencies), key="agency", bind="query-params", width=240)
    return Chosen(agencies.get(agency), domains.get(domain, ""))


def picks(scene: Scene, chosen: Chosen) -> dict[str, Picked]:
    """What was clicked on, by chart."""
    if not scene.may_see_behind:
        return {}
    clicked: dict[str, Picked] = {}
    for ladder in scene.ladders:
        for kind, agency in (("grades", chosen.agency_id), ("panel", None)):
            if point := tiles.picked(key := _key(kind, chosen, ladder)):
                levels = _levels(ladder, point.get("level", ""))
                clicked[key] = Picked(agency, point.get("row", ""), levels, panel=kind == "panel")
    if point := tiles.picked("returns"):
        clicked["returns"] = Picked(_number(point.get("row")), progress=point.get("level", "all"))
    if point := tiles.picked("agencies"):
        clicked["agencies"] = Picked(_number(point.get("agency")), point.get("domain", ""))
    if point := tiles.picked(key := _key("themes", chosen)):
        theme, polarity = _number(point.get("theme")), point.get("polarity", "")
        clicked[key] = Picked(chosen.agency_id, chosen.domain, theme_id=theme, polarity=polarity)
    return clicked


def _key(kind: str, chosen: Chosen, ladder: Ladder | None = None) -> str:
    """A chart's key. Another choice is another chart, so that a click on a bar that is gone is forgotten."""
    return "-".join((kind, ladder.key if ladder else "all", chosen.domain or "all", str(chosen.agency_id or 0)))


def _levels(ladder: Ladder, level: str) -> tuple[str, ...]:
    if level == NO_GRADE:
        return tuple(apart.key for apart in ladder.apart)
    return (level,) if level else ()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def draw(scene: Scene, chosen: Chosen, results: Results, shown: Sequence[Tile]) -> None:
    """The whole dashboard: is practice good and what works first, then who still owes a return, then where."""
    _standing(scene, results)
    keys = [tile.key for tile in shown if _has(tile.key, scene, results)]
    for at in range(0, len(keys), 2):
        for place, key in zip(st.columns(2, gap="medium"), keys[at : at + 2], strict=False):
            with place:
                _tile(key, scene, chosen, results)


def _has(key: str, scene: Scene, results: Results) -> bool:
    """Whether a measure has something to say here, so that nothing leaves a gap."""
    match key:
        case "findings":
            return bool(results.of_findings.rows)
        case "panel":
            return bool(results.panel) or has_reached(scene.head.stage, Stage.PANEL)
        case "agencies":
            return SHOWN[scene.audience].agencies or scene.own is not None
        case "grades" | "themes" | "returns":
            return True
        case _:
            return key in results.pictures


def _tile(key: str, scene: Scene, chosen: Chosen, results: Results) -> None:
    match key:
        case "grades":
            _grades(scene, chosen, results)
        case "themes":
            _themes(scene, chosen, results)
        case "findings":
            found.themes(_key("findings", chosen), results.of_findings)
        case "returns":
            _returns(scene, results)
        case "agencies":
            _by_agency(scene, results)
        case "panel":
            _panel(scene, chosen, results)
        case _:
            board.picture(key, scene, results.pictures, results.handed_in, results.due)


def _standing(scene: Scene, results: Results) -> None:
    closed = scene.head.stage is Stage.CLOSED
    live = (
        "The audit is closed and its numbers no longer change." if closed else "This page follows every saved answer."
    )
    st.text(f"As at {moment(scene.as_at)}. {live}")
    if not SHOWN[scene.audience].agencies:
        st.text(_RULE_BESIDE_OWN if scene.own else _RULE)
    with st.container(horizontal=True, key="figures"):
        st.metric("Returns in", f"{results.handed_in:,} of {results.due:,}", border=True)
        for ladder in scene.ladders[:1]:
            whole = together(ladder, _WHOLE, _tallies(ladder, Chosen(), results.grades))
            graded = f"{whole.better:,} of {whole.graded:,}" if whole.graded else "None yet"
            st.metric(f"Grades that are {plain(ladder.better_words)}", graded, border=True)
        if not closed:
            st.metric("Returns late", str(sum(row.late for row in results.progress)), border=True)


def _tallies(ladder: Ladder, chosen: Chosen, rows: Rows) -> tuple[Tally, ...]:
    kept = (domain for domain in ladder.domains if chosen.domain in ("", domain.key))
    return tuple(tally(ladder, domain, rows.get(domain.key, {})) for domain in kept)


def _foot(scene: Scene, results: Results, n: str = "") -> str:
    return tiles.foot(scene.as_at, results.handed_in, results.due, n)


def _below(key: str, scene: Scene, results: Results) -> None:
    if key in results.behind:
        tiles.behind(key, results.behind[key], scene.head.audit_id)


def _grades(scene: Scene, chosen: Chosen, results: Results) -> None:
    inside = SHOWN[scene.audience].agencies
    for ladder in scene.ladders:
        rows = _tallies(ladder, chosen, results.grades)
        key, graded = _key("grades", chosen, ladder), sum(row.graded for row in rows)
        sentence = sentences.grades(ladder, rows, "agencies")
        if not inside and scene.own and not graded:
            sentence = HIDDEN
        tiles.tile(
            key,
            "How agencies grade their own practice",
            sentence,
            charts.grades(ladder, rows) if graded else None,
            _foot(scene, results, sentences.counted(graded, "grade")),
            scene.may_see_behind,
        )
        _below(key, scene, results)


def _panel(scene: Scene, chosen: Chosen, results: Results) -> None:
    if not (has_reached(scene.head.stage, Stage.PANEL) or results.panel):
        return
    for ladder in scene.ladders:
        rows = _tallies(ladder, chosen, results.panel)
        key, graded = _key("panel", chosen, ladder), sum(row.graded for row in rows)
        if not graded and ladder is not scene.ladders[0]:
            continue
        tiles.tile(
            key,
            "What the panel agreed",
            sentences.grades(ladder, rows, "the panel"),
            charts.grades(ladder, rows) if graded else None,
            _foot(scene, results, sentences.counted(graded, "grade of cases", "grades of cases")),
            scene.may_see_behind,
        )
        _below(key, scene, results)


def _themes(scene: Scene, chosen: Chosen, results: Results) -> None:
    key = _key("themes", chosen)
    rows, returns = results.themes.rows, results.themes.returns
    said = sentences.themes(
        [(row.theme, row.strengths) for row in rows], [(row.theme, row.areas) for row in rows], returns
    )
    tiles.tile(
        key,
        "What works, and what to develop",
        HIDDEN if results.themes.kept_back else said,
        charts.themes(rows) if rows else None,
        _foot(scene, results, sentences.counted(returns, "return with themes", "returns with themes")),
        scene.may_see_behind,
    )
    _below(key, scene, results)


def _returns(scene: Scene, results: Results) -> None:
    late = sum(row.late for row in results.progress)
    longest = max((row.longest for row in results.progress), default=0)
    tiles.tile(
        "returns",
        "Returns in against due",
        sentences.returns_in(results.handed_in, results.due, late, longest),
        charts.returns_in(results.progress),
        _foot(scene, results, sentences.counted(results.due, "return")),
        scene.may_see_behind,
    )
    _below("returns", scene, results)


def _by_agency(scene: Scene, results: Results) -> None:
    inside = SHOWN[scene.audience].agencies
    if not scene.ladders or not (inside or scene.own):
        return
    ladder = scene.ladders[0]
    rows = [(str(row.agency_id or 0), row.agency, _tallies(ladder, Chosen(), row.rows)) for row in results.by_agency]
    each = [together(ladder, Named(key, name), tallies) for key, name, tallies in rows]
    rows = [row for row, whole in zip(rows, each, strict=True) if whole.graded]
    graded = sum(whole.graded for whole in each)
    if inside:
        heading = "Domain by agency"
        sentence = sentences.by_agency(ladder, len(rows), sum(whole.better for whole in each), graded)
    else:
        heading = "Your agency beside the others"
        sentence = _beside(scene, ladder, each)
    chart = charts.grades_by_agency(ladder, rows) if rows else None
    foot = _foot(scene, results, sentences.counted(graded, "grade"))
    tiles.tile("agencies", heading, sentence, chart, foot, scene.may_see_behind)
    _below("agencies", scene, results)


def _beside(scene: Scene, ladder: Ladder, each: Sequence[Tally]) -> str:
    by_key = {whole.key: whole for whole in each}
    own = by_key.get(str(scene.own.id) if scene.own else "", together(ladder, _WHOLE, ()))
    return sentences.beside(ladder, own, by_key.get("0"))
