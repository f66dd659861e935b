"""A tile with all that it says: the page draws it, and files are made of it, so both hold the same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from maap.charts import drawings
from maap.charts.drawings import Chart
from maap.charts.pictures import drawn
from maap.domain import sentences
from maap.domain.audit import Stage, has_reached
from maap.domain.disclosure import HIDDEN, SHOWN
from maap.domain.ladders import Ladder, Named, Tally, tally, together
from maap.domain.people import LONDON
from maap.domain.tiles import BY_KEY, Tile
from maap.domain.written_dates import spoken
from maap.views.dashboard import Results
from maap.views.results import Rows
from maap.views.scene import Chosen, Scene

WHOLE = Named("", "All domains")


@dataclass(frozen=True)
class Exhibit:
    """A tile. ``key``: another choice is another key. ``name``: how its files are called. ``note``: its foot.

    ``measure``: which of the measures it is.
    """

    key: str
    name: str
    heading: str
    sentence: str
    chart: Chart | None
    note: str
    measure: str = ""


def exhibits(scene: Scene, chosen: Chosen, results: Results, shown: Sequence[Tile]) -> tuple[Exhibit, ...]:
    """Every tile that has something to say, in the order in which they were chosen."""
    return tuple(one for tile in shown for one in of_tile(tile.key, scene, chosen, results))


def of_tile(key: str, scene: Scene, chosen: Chosen, results: Results) -> tuple[Exhibit, ...]:
    """A tile's exhibits: one, or one for each scale of the questionnaire. None where there is nothing to say."""
    maker = _MAKERS.get(key, _picture(key))
    return tuple(replace(one, measure=key) for one in maker(scene, chosen, results))


def key_of(kind: str, chosen: Chosen, ladder: Ladder | None = None) -> str:
    """An exhibit's key. Another choice is another chart, so that a click on a bar that is gone is forgotten."""
    return "-".join((kind, ladder.key if ladder else "all", chosen.domain or "all", str(chosen.agency_id or 0)))


def tallies(ladder: Ladder, chosen: Chosen, rows: Rows) -> tuple[Tally, ...]:
    """The grades of each domain of a scale, within the choice."""
    kept = (domain for domain in ladder.domains if chosen.domain in ("", domain.key))
    return tuple(tally(ladder, domain, rows.get(domain.key, {})) for domain in kept)


def moment(at: datetime) -> str:
    """«3 March 2026 at 14:02», where the partnership is."""
    local = at.astimezone(LONDON)
    return f"{spoken(local.date())} at {local:%H:%M}"


def complete(results: Results) -> str:
    """«9 of 24 returns in»."""
    if not results.due:
        return sentences.returns_in(0, 0, 0, 0).rstrip(".").lower()
    return f"{sentences.share(results.handed_in, results.due, 'return')} in"


def _foot(scene: Scene, results: Results, n: str = "") -> str:
    """«As at 3 March 2026 at 14:02 · 9 of 24 returns in · n = 15 grades»."""
    parts = (f"As at {moment(scene.as_at)}", complete(results), f"n = {n}" if n else "")
    return " · ".join(part for part in parts if part)


def _grades(scene: Scene, chosen: Chosen, results: Results) -> Iterator[Exhibit]:
    for ladder in scene.ladders:
        rows = tallies(ladder, chosen, results.grades)
        graded = sum(row.graded for row in rows)
        said = sentences.grades(ladder, rows, "agencies")
        if not SHOWN[scene.audience].agencies and scene.own and not graded:
            said = HIDDEN
        yield Exhibit(
            key_of("grades", chosen, ladder),
            f"grades-{ladder.key}",
            BY_KEY["grades"].name,
            said,
            drawings.grades(ladder, rows) if graded else None,
            _foot(scene, results, sentences.counted(graded, "grade")),
        )


def _panel(scene: Scene, chosen: Chosen, results: Results) -> Iterator[Exhibit]:
    if not (has_reached(scene.head.stage, Stage.PANEL) or results.panel):
        return
    for ladder in scene.ladders:
        rows = tallies(ladder, chosen, results.panel)
        graded = sum(row.graded for row in rows)
        if graded or ladder is scene.ladders[0]:
            yield Exhibit(
                key_of("panel", chosen, ladder),
                f"panel-{ladder.key}",
                BY_KEY["panel"].name,
                sentences.grades(ladder, rows, "the panel"),
                drawings.grades(ladder, rows) if graded else None,
                _foot(scene, results, sentences.counted(graded, "grade of cases", "grades of cases")),
            )


def _themes(scene: Scene, chosen: Chosen, results: Results) -> Iterator[Exhibit]:
    rows, returns = results.themes.rows, results.themes.returns
    strengths, areas = [(row.theme, row.strengths) for row in rows], [(row.theme, row.areas) for row in rows]
    yield Exhibit(
        key_of("themes", chosen),
        "themes",
        BY_KEY["themes"].name,
        HIDDEN if results.themes.kept_back else sentences.themes(strengths, areas, returns),
        drawings.themes(rows) if rows else None,
        _foot(scene, results, sentences.counted(returns, "return with themes", "returns with themes")),
    )


def _findings(_scene: Scene, chosen: Chosen, results: Results) -> Iterator[Exhibit]:
    """What the audit found, beside what agencies named. The foot says that findings are counted, not returns."""
    found = results.of_findings
    if found.rows:
        strengths, areas = ([(row.theme, getattr(row, side)) for row in found.rows] for side in ("strengths", "areas"))
        yield Exhibit(
            key_of("findings", chosen),
            "findings",
            BY_KEY["findings"].name,
            sentences.themes(strengths, areas, found.findings, "finding"),
            drawings.themes(found.rows, "findings"),
            f"Counted here: {sentences.counted(found.findings, 'finding')} coded by the audit’s team, not returns",
        )


def _returns(scene: Scene, _chosen: Chosen, results: Results) -> Iterator[Exhibit]:
    late = sum(row.late for row in results.progress)
    longest = max((row.longest for row in results.progress), default=0)
    yield Exhibit(
        "returns",
        "returns",
        BY_KEY["returns"].name,
        sentences.returns_in(results.handed_in, results.due, late, longest),
        drawings.returns_in(results.progress),
        _foot(scene, results, sentences.counted(results.due, "return")),
    )


def _agencies(scene: Scene, _chosen: Chosen, results: Results) -> Iterator[Exhibit]:
    inside = SHOWN[scene.audience].agencies
    if not scene.ladders or not (inside or scene.own):
        return
    ladder, whole = scene.ladders[0], Chosen()
    rows = [(str(row.agency_id or 0), row.agency, tallies(ladder, whole, row.rows)) for row in results.by_agency]
    each = [together(ladder, Named(key, name), of_each) for key, name, of_each in rows]
    rows = [row for row, one in zip(rows, each, strict=True) if one.graded]
    graded = sum(one.graded for one in each)
    better = sum(one.better for one in each)
    yield Exhibit(
        "agencies",
        "agencies",
        BY_KEY["agencies"].name if inside else "Your agency beside the others",
        sentences.by_agency(ladder, len(rows), better, graded) if inside else _beside(scene, ladder, each),
        drawings.grades_by_agency(ladder, rows) if rows else None,
        _foot(scene, results, sentences.counted(graded, "grade")),
    )


def _beside(scene: Scene, ladder: Ladder, each: Sequence[Tally]) -> str:
    by_key = {one.key: one for one in each}
    own = by_key.get(str(scene.own.id) if scene.own else "", together(ladder, WHOLE, ()))
    return sentences.beside(ladder, own, by_key.get("0"))


_Maker = Callable[[Scene, Chosen, Results], Iterator[Exhibit]]


def _picture(key: str) -> _Maker:
    """The maker of one of the further measures."""

    def made(scene: Scene, _chosen: Chosen, results: Results) -> Iterator[Exhibit]:
        shown = results.pictures.get(key)
        if shown is not None:
            note = _foot(scene, results, shown.n)
            yield Exhibit(f"board-{key}", key, BY_KEY[key].name, shown.sentence, drawn(shown), note)

    return made


_MAKERS: Mapping[str, _Maker] = {
    "grades": _grades,
    "panel": _panel,
    "themes": _themes,
    "findings": _findings,
    "returns": _returns,
    "agencies": _agencies,
}
