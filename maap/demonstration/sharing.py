"""A snapshot of what an audit found goes outside: taken, approved by the chair, and read through a link."""

from maap.demonstration.stage import Scene, Story
from maap.domain.shared import TileKey
from maap.usecases.opening_shared import count_view
from maap.usecases.sharing import approve_snapshot, make_share_link, take_snapshot

READERS = 7


def shared_outside(scene: Scene, audit_id: int, ago: float) -> Story:
    """The snapshot and, on the days after it, a link that a few people open. It runs out like any other."""
    at = yield scene.moment(ago, 11)
    coordinator = scene.cast.coordinator(at)
    taken = take_snapshot(scene.session, coordinator, audit_id, tuple(TileKey))
    at = yield scene.moment(ago - 1, 9)
    approve_snapshot(scene.session, scene.cast.chair(at), audit_id, taken, 1)
    at = yield scene.moment(ago - 1, 15)
    token = make_share_link(scene.session, scene.cast.coordinator(at), audit_id, taken, 365)
    for _ in range(READERS):
        count_view(scene.session, token)
