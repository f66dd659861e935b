"""People arrange the charts: each dashboard has a view for everybody, and somebody has letters about the page."""

from maap.demonstration.stage import Scene, Story
from maap.domain.house_boards import TILES, Board
from maap.domain.people import Actor
from maap.domain.saved_views import arrange
from maap.usecases.dashboard_letters import want_letters
from maap.usecases.house_views import save_house_view
from maap.usecases.saved_views import save_view

FOR_THE_BOARD = ("themes", "grades", "panel", "actions")
BETTER_OR_NOT = ("areas", "strengths")
WHAT_WE_OWE = ("returns", "timely", "actions", "issues")
ON_MONDAY = 0


def arranged(scene: Scene, audit_id: int, ago: float) -> Story:
    """A view of four charts for the whole team, one of each dashboard of the house, and a letter each Monday."""
    at = yield scene.moment(ago, 10)
    coordinator = scene.cast.coordinator(at)
    save_view(scene.session, coordinator, audit_id, arrange("For the board", FOR_THE_BOARD), team=True)
    want_letters(scene.session, coordinator, audit_id, ON_MONDAY)
    _of_house(scene, coordinator, Board.YEARS, "Is practice getting better?", BETTER_OR_NOT)
    for agency in ("police", "childrens_social_care"):
        _of_house(scene, scene.cast.lead(agency, at), Board.AGENCY, "What we still owe", WHAT_WE_OWE)


def _of_house(scene: Scene, actor: Actor, board: Board, name: str, tiles: tuple[str, ...]) -> None:
    kept = arrange(name, tiles, known={tile.key for tile in TILES[board]})
    save_house_view(scene.session, actor, board, kept, everybody=True)
