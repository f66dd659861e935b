"""Documents of audits that came to their end: frozen by the coordinator, published by the chair, given to agencies."""

from maap.demonstration.stage import Scene, Story
from maap.domain.documents import Kind
from maap.domain.drafting import Written
from maap.domain.people import Actor
from maap.reports.making import files
from maap.usecases.documents import keep_draft, publish, publish_pack, write_part
from maap.views.documents import draft, packs
from maap.views.editions import draft_edition

_REWRITTEN = (
    "Think of one child whom you know. What would they say about the points above?\n\n"
    "- Did somebody ask them, and write down their words?\n\n- Did anything change because of what they said?"
)


def published(scene: Scene, audit_id: int, ago: float, *kinds: Kind, each_agency: bool = False) -> Story:
    """These documents are written and published so many days ago, and each agency gets its pack."""
    at = yield scene.moment(ago + 2, 14)
    coordinator = scene.cast.coordinator(at)
    _rewrite(scene, audit_id, coordinator)
    drafts = [
        keep_draft(scene.session, coordinator, audit_id, draft(scene.session, coordinator, audit_id, kind).document)
        for kind in kinds
    ]
    at = yield scene.moment(ago, 10)
    chair = scene.cast.chair(at)
    for edition_id in drafts:
        document, seen = draft_edition(scene.session, chair, audit_id, edition_id)
        publish(scene.session, chair, audit_id, edition_id, files(document), seen)
    if each_agency:
        coordinator = scene.cast.coordinator(at)
        for agency_id, document in packs(scene.session, coordinator, audit_id).items():
            publish_pack(scene.session, coordinator, audit_id, agency_id, document, files(document))


def _rewrite(scene: Scene, audit_id: int, coordinator: Actor) -> None:
    """The coordinator writes one part of the briefing in words of their own."""
    parts = draft(scene.session, coordinator, audit_id, Kind.BRIEFING).parts
    found = next((one for one in parts if one.part.key == "meaning"), None)
    if found is not None:
        given = Written(Kind.BRIEFING, "meaning", _REWRITTEN, found.basis)
        write_part(scene.session, coordinator, audit_id, given)
