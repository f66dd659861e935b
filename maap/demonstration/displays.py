"""A screen on a wall of the partnership's office, which shows the audit that is with its panel."""

from datetime import timedelta

from maap.demonstration.stage import Scene, Story
from maap.usecases.displays import make_display_link, revoke_display_link, was_seen
from maap.views.displays import display_links


def on_a_wall(scene: Scene, audit_id: int, ago: float) -> Story:
    """The first link was lost and ended; the second is the one that hangs there."""
    at = yield scene.moment(ago, 9)
    lost = make_display_link(scene.session, scene.cast.coordinator(at), audit_id, 90)
    was_seen(scene.session, lost, at + timedelta(minutes=2))
    at = yield scene.moment(ago - 1, 10)
    coordinator = scene.cast.coordinator(at)
    (first,) = [line for line in display_links(scene.session, coordinator, audit_id) if line.state == "on"]
    revoke_display_link(scene.session, coordinator, audit_id, first.id)
    token = make_display_link(scene.session, coordinator, audit_id, 90)
    was_seen(scene.session, token, at + timedelta(minutes=5))
