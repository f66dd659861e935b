"""Everything that a dashboard shows of one audit: the page, its files and whatever draws it load it here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from maap.access import seat
from maap.domain.disclosure import SHOWN
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.tiles import Tile, arranged
from maap.storage.letter_texts import partnership_name
from maap.views.board import Pictures, pictures
from maap.views.finding_themes import NONE, FindingThemes, finding_themes
from maap.views.results import (
    AgencyRows,
    Progress,
    Rows,
    ThemeCounts,
    grades,
    panel_grades,
    returns_in,
    themes,
)
from maap.views.scene import Chosen, Scene, scene

WHOLE = Chosen()


@dataclass(frozen=True)
class Results:
    """The figures behind the tiles. What nobody chose is empty."""

    progress: Sequence[Progress]
    grades: Rows
    panel: Rows
    by_agency: Sequence[AgencyRows]
    themes: ThemeCounts
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


def results(
    session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE, tiles: Collection[str] = ()
) -> Results:
    """The figures of these tiles, each through its own door. Returns and grades stand at the head in any case."""
    seat(session, actor, audit_id, Permission.SEE_RESULTS)
    graded = grades(session, actor, audit_id, chosen)
    return Results(
        progress=returns_in(session, actor, audit_id),
        grades=graded.together,
        panel=panel_grades(session, actor, audit_id, chosen) if "panel" in tiles else {},
        by_agency=graded.by_agency if "agencies" in tiles else (),
        themes=themes(session, actor, audit_id, chosen) if "themes" in tiles else ThemeCounts((), 0),
        of_findings=finding_themes(session, actor, audit_id, chosen) if "findings" in tiles else NONE,
        pictures=pictures(session, actor, audit_id, tiles, chosen),
    )


@dataclass(frozen=True)
class Taken:
    """A dashboard as somebody takes it away: what its page would show to them now."""

    scene: Scene
    chosen: Chosen
    tiles: tuple[Tile, ...]
    results: Results
    year: str
    partnership: str


def dashboard_to_take(
    session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE, tiles: Collection[str] = ()
) -> Taken:
    """The dashboard with these tiles, or the standard ones. Raises Withheld, and NotYours for a part there is not."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    about = scene(session, actor, audit_id)
    if chosen.domain not in {"", *(domain.key for domain in about.domains)}:
        raise NotYours("domain")
    if SHOWN[about.audience].agencies and chosen.agency_id not in {None, *(one.id for one in about.agencies)}:
        raise NotYours("agency")
    kept = arranged(tiles, SHOWN[about.audience].agencies)
    figures = results(session, actor, audit_id, chosen, [tile.key for tile in kept])
    return Taken(about, chosen, kept, figures, place.audit.year, partnership_name(session))
