"""One action on its way: found in its audit, changed by compare-and-set, each deed a line in its history."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from maap.domain.actions import Deed, Status, Step, step_of
from maap.domain.fieldwork import Overtaken
from maap.domain.people import Actor, NotYours
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Action, ActionUpdate
from maap.storage.trail import record

_DEEDS = {
    Deed.REPORTED: "reported on an action",
    Deed.CHANGED: "changed an action",
    Deed.ASKED: "asked to close an action",
    Deed.SENT_BACK: "sent an action back",
    Deed.CLOSED: "confirmed that an action is done",
    Deed.JUDGED: "said what difference an action made",
    Deed.CLOSED_WITHOUT: "closed an action without it being done",
    Deed.REOPENED: "opened an action again",
}


@dataclass(frozen=True)
class Told:
    """What somebody did and wrote. ``evidence_kind`` and ``evidence`` are empty unless they reported some."""

    deed: Deed
    text: str
    evidence_kind: str = ""
    evidence: str = ""
    kept_because: str = ""
    numbers: dict[str, Any] = field(default_factory=dict)


def action_of(session: Session, audit_id: int, action_id: int) -> Action:
    """The action, when it belongs to this audit. Raises NotYours."""
    row = session.get(Action, action_id, populate_existing=True)
    if row is None or row.audit_id != audit_id:
        raise NotYours("action")
    return row


def where(row: Action) -> Step:
    """Where the action is in its life."""
    return step_of(Status(row.status), row.asked_to_close_by is not None)


def went_on(session: Session, actor: Actor, row: Action, seen: int, told: Told, **values: Any) -> None:
    """Store the new values with a line in the action's history and in the trail.

    ``seen`` is the revision on the actor's page. Raises Overtaken when the action is at another by now.
    """
    before = row.status
    if not changed(session, Action, row.id or 0, seen, **values):
        raise Overtaken(
            "A colleague has just done something with this action. Read it on this page; what you typed is still in "
            "its fields. Send it again if it still holds.",
            told.text,
            before,
        )
    after = str(values.get("status", before))
    session.add(
        ActionUpdate(
            action_id=row.id or 0,
            deed=told.deed,
            status=after,
            text=told.text,
            evidence_kind=told.evidence_kind,
            evidence=told.evidence,
            made_by=actor.person_id,
            made_at=actor.now,
        )
    )
    beat(session, row.audit_id)
    record(
        session,
        actor,
        _DEEDS[told.deed],
        audit_id=row.audit_id,
        about=f"action {row.number}",
        before=before,
        after=after,
        evidence=told.evidence_kind,
        **told.numbers,
        **({"kept_because": told.kept_because} if told.kept_because else {}),
    )
