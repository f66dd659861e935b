"""People arrange the charts: the team keeps a view for its board, and somebody has letters about the page."""

from maap.demonstration.stage import Scene, Story
from maap.domain.saved_views import arrange
from maap.usecases.dashboard_letters import want_letters
from maap.usecases.saved_views import save_view

FOR_THE_BOARD = ("themes", "grades", "panel", "actions")
ON_MONDAY = 0


def arranged(scene: Scene, audit_id: int, ago: float) -> Story:
    """A view of four charts for the whole team, and a letter each Monday for the coordinator."""
    at = yield scene.moment(ago, 10)
    coordinator = scene.cast.coordinator(at)
    save_view(scene.session, coordinator, audit_id, arrange("For the board", FOR_THE_BOARD), team=True)
    want_letters(scene.session, coordinator, audit_id, ON_MONDAY)
