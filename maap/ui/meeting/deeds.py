"""Everything that is done in a meeting: what a key press or a form asks for, each in one unit of work."""

from collections.abc import Callable
from datetime import date
from typing import Any

from maap.domain.actions import NewAction
from maap.domain.learning import NewFinding, Polarity
from maap.domain.meeting import Came, Note, Plan
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.recommendations import Kind, NewRecommendation
from maap.storage.db import work
from maap.ui import agreeing, beside, frame, opened
from maap.ui.meeting import around, bar
from maap.usecases.actions import add_action
from maap.usecases.coding import code_finding
from maap.usecases.findings import make_finding
from maap.usecases.meeting import (
    add_case,
    call_case,
    end_meeting,
    move_case,
    note_decision,
    set_attendance,
    start_meeting,
    write_note,
)
from maap.usecases.recommendations import recommend

Deed = Callable[[Actor, int, int, int, str], None]


def handle(actor: Actor, audit_id: int) -> None:
    """Whatever brought us here."""
    bar.switched()
    agreeing.record_agreed(actor, audit_id)
    _start(actor, audit_id)
    _agenda(actor, audit_id)
    _attendance(actor, audit_id)
    if (target := frame.pressed_one("end-meeting")) is not None:
        with beside.deed("end", "The meeting has ended. Its minutes are below."), work() as session:
            end_meeting(session, actor, audit_id, int(target))
    for pane, deed in _FORMS.items():
        if (target := frame.pressed_one(f"save-at-panel-{pane}")) is not None:
            meeting_id, case_id = (int(part) for part in target.split("/"))
            deed(actor, audit_id, meeting_id, case_id, f"at-panel-{pane}/{meeting_id}/{case_id}")


def _start(actor: Actor, audit_id: int) -> None:
    if not frame.pressed("start-meeting"):
        return
    typed = frame.fields(around.START)
    with beside.deed("start", "The meeting is open."):
        if not typed.get("cases"):
            raise Problem("Choose at least one case, then start the meeting.")
        plan = Plan(cases=tuple(typed["cases"]), minutes_each=int(typed.get("minutes") or 45))
        with work() as session:
            start_meeting(session, actor, audit_id, plan)


def _agenda(actor: Actor, audit_id: int) -> None:
    if (target := frame.pressed_one("call")) is not None:
        meeting_id, case_id, seen = (int(part) for part in target.split("/"))
        with frame.refusals(end=False), work() as session:
            call_case(session, actor, audit_id, meeting_id, case_id, seen)
    if (target := frame.pressed_one("agenda-up")) is not None:
        meeting_id, case_id = (int(part) for part in target.split("/"))
        with frame.refusals(end=False), work() as session:
            move_case(session, actor, audit_id, meeting_id, case_id, -1)
    if (target := frame.pressed_one("agenda-add-save")) is not None:
        case_id = int(frame.fields("agenda-add").get("case") or 0)
        with frame.refusals(end=False), work() as session:
            add_case(session, actor, audit_id, int(target), case_id)


def _attendance(actor: Actor, audit_id: int) -> None:
    if (target := frame.pressed_one("attendance-save")) is None:
        return
    came = []
    for name, people in frame.fields(f"attendance/{target}").items():
        agency, _, role = name.partition("/")
        came.append(Came(agency_id=int(agency) or None, role=role, people=int(people or 0)))
    with beside.deed("attendance", "Who is here is saved."), work() as session:
        set_attendance(session, actor, audit_id, int(target), came)


def _text(typed: dict[str, Any], name: str) -> str:
    return str(typed.get(name) or "")


def _finding(actor: Actor, audit_id: int, meeting_id: int, case_id: int, key: str) -> None:
    typed = frame.fields(key)
    with opened.saving(key, "The finding is written."):
        about = next((name.removeprefix("domain/") for name, on in typed.items() if on and name[:7] == "domain/"), "")
        given = NewFinding(
            polarity=typed.get("polarity") or Polarity.STRENGTH,
            text=_text(typed, "text"),
            domain=about,
            source="panel",
            case_id=case_id,
            kept_because=_text(typed, "kept_because"),
        )
        with work() as session:
            found = make_finding(session, actor, audit_id, given)
            if typed.get("themes"):
                code_finding(session, actor, audit_id, found, typed["themes"], (), seen=1)
            note_decision(session, actor, audit_id, meeting_id, case_id, ("finding", found))


def _recommendation(actor: Actor, audit_id: int, meeting_id: int, case_id: int, key: str) -> None:
    typed = frame.fields(key)
    with opened.saving(key, "The recommendation is written."):
        given = NewRecommendation(
            kind=typed.get("kind") or Kind.PRACTICE_CHANGE,
            text=_text(typed, "text"),
            finding_ids=tuple(typed.get("findings") or ()),
            kept_because=_text(typed, "kept_because"),
        )
        with work() as session:
            made = recommend(session, actor, audit_id, given)
            note_decision(session, actor, audit_id, meeting_id, case_id, ("recommendation", made))


def _action(actor: Actor, audit_id: int, meeting_id: int, case_id: int, key: str) -> None:
    typed = frame.fields(key)
    with opened.saving(key, "The action is in the plan."):
        due = typed.get("due")
        given = NewAction(
            recommendation_id=int(typed.get("under") or 0),
            text=_text(typed, "text"),
            lead_agency_id=int(typed.get("agency") or 0),
            owner_role=_text(typed, "owner_role"),
            due=due if isinstance(due, date) else None,
            measure=_text(typed, "measure"),
            kept_because=_text(typed, "kept_because"),
        )
        with work() as session:
            made = add_action(session, actor, audit_id, given)
            note_decision(session, actor, audit_id, meeting_id, case_id, ("action", made))


def _note(actor: Actor, audit_id: int, meeting_id: int, case_id: int, key: str) -> None:
    typed = frame.fields(key)
    with opened.saving(key, "The note is saved."):
        note = Note(text=_text(typed, "text"), kept_because=_text(typed, "kept_because"))
        with work() as session:
            write_note(session, actor, audit_id, meeting_id, case_id, note, int(typed.get("seen") or 0))


_FORMS: dict[str, Deed] = {
    "finding": _finding,
    "recommendation": _recommendation,
    "action": _action,
    "note": _note,
}
