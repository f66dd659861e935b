"""Documents of audits that came to their end: frozen by the coordinator, published by the chair, given to agencies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from maap.demonstration.stage import Scene, Story
from maap.domain.documents import Kind
from maap.domain.drafting import Written
from maap.domain.people import Actor
from maap.domain.use_made import Use
from maap.reports.making import files
from maap.usecases.documents import keep_draft, publish, publish_pack, write_part
from maap.usecases.use_made import record_use
from maap.views.documents import draft, packs
from maap.views.editions import draft_edition
from maap.views.editions import published as shelf

_REWRITTEN = (
    "Think of one child whom you know. What would they say about the points above?\n\n"
    "- Did somebody ask them, and write down their words?\n\n- Did anything change because of what they said?"
)

_ADDED = "- Who else would notice first that something is wrong: a school, a youth worker, a neighbour?"
_USES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "police": {
            "how": "team meeting",
            "reached": 14,
            "text": "Read at the start of two shifts; signs are now asked for.",
        },
        "acute_hospital": {"how": "supervision", "text": "Team managers ask for it in every supervision."},
    }
)


def published(scene: Scene, audit_id: int, ago: float, *kinds: Kind, each_agency: bool = False) -> Story:
    """These documents are written and published so many days ago, and each agency gets its pack."""
    at = yield scene.moment(ago + 2, 14)
    coordinator = scene.cast.coordinator(at)
    _rewrite(scene, audit_id, coordinator, _REWRITTEN)
    drafts = [_frozen(scene, coordinator, audit_id, kind) for kind in kinds]
    at = yield scene.moment(ago, 10)
    for edition_id in drafts:
        _out(scene, scene.cast.chair(at), audit_id, edition_id)
    if each_agency:
        coordinator = scene.cast.coordinator(at)
        for agency_id, document in packs(scene.session, coordinator, audit_id).items():
            publish_pack(scene.session, coordinator, audit_id, agency_id, document, files(document))


def published_again(scene: Scene, audit_id: int, ago: float) -> Story:
    """The briefing is made clearer after practitioners had read it: a second edition takes the place of the first."""
    at = yield scene.moment(ago + 2, 14)
    coordinator = scene.cast.coordinator(at)
    _rewrite(scene, audit_id, coordinator, f"{_REWRITTEN}\n\n{_ADDED}")
    edition_id = _frozen(scene, coordinator, audit_id, Kind.BRIEFING)
    at = yield scene.moment(ago, 10)
    _out(scene, scene.cast.chair(at), audit_id, edition_id)


def used(scene: Scene, audit_id: int, ago: float) -> Story:
    """Two agencies say how they used the briefing, some days apart."""
    for later, (key, use) in enumerate(_USES.items()):
        at = yield scene.moment(ago - 5 * later, 16)
        lead = scene.cast.lead(key, at)
        briefings = (one for one in shelf(scene.session, lead) if one.audit_id == audit_id)
        edition = next(one.edition_id for one in briefings if one.kind is Kind.BRIEFING)
        record_use(scene.session, lead, edition, Use(used_on=at.date(), **use))


def _frozen(scene: Scene, coordinator: Actor, audit_id: int, kind: Kind) -> int:
    return keep_draft(scene.session, coordinator, audit_id, draft(scene.session, coordinator, audit_id, kind).document)


def _out(scene: Scene, chair: Actor, audit_id: int, edition_id: int) -> None:
    document, seen = draft_edition(scene.session, chair, audit_id, edition_id)
    publish(scene.session, chair, audit_id, edition_id, files(document), seen)


def _rewrite(scene: Scene, audit_id: int, coordinator: Actor, words: str) -> None:
    """The coordinator writes one part of the briefing in words of their own."""
    parts = draft(scene.session, coordinator, audit_id, Kind.BRIEFING).parts
    found = next((one for one in parts if one.part.key == "meaning"), None)
    if found is not None:
        seen = found.edit.revision if found.edit else 0
        write_part(scene.session, coordinator, audit_id, Written(Kind.BRIEFING, "meaning", words, found.basis, seen))
