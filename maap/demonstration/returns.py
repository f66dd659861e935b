"""Writing a whole return at once, as saving its answers one by one would have stored it, with one line in the trail."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col

from maap.demonstration.stage import Scene
from maap.domain.engine import route
from maap.domain.fieldwork import ReturnState
from maap.domain.people import Actor
from maap.domain.questionnaire import EVIDENCE, Grade, Questionnaire, Themes
from maap.storage.pulse import beat
from maap.storage.tables import Answer, AnswerVersion, Return, ThemeMark
from maap.storage.trail import record

_KEPT = ("value", "evidence", "revision", "saved_at", "saved_by")


def write_return(
    scene: Scene, actor: Actor, row: Return, sheet: Questionnaire, told: Mapping[str, Any], at_most: int = 0
) -> None:
    """Store what was told, as far as it is asked; the return is in progress then.

    ``at_most``: so many answers only, for one that is not finished.
    """
    asked = list(route(sheet, told, actor.today).answers)
    given = {key: told[key] for key in asked[: at_most or None]}
    by = {"return_id": row.id, "revision": 1, "saved_at": actor.now, "saved_by": actor.person_id, "evidence": ""}
    rows = [{**by, "question_id": key, "value": value, **_graded(sheet, key, value)} for key, value in given.items()]
    ids = _stored(scene.session, rows)
    _mark(scene, row, sheet, [(ids[key], key, value) for key, value in given.items()])
    _begun(scene.session, actor, row)
    beat(scene.session, row.audit_id)
    record(
        scene.session,
        actor,
        "answered in the demonstration",
        audit_id=row.audit_id,
        about=f"return {row.id}",
        answers=len(rows),
    )


def _graded(sheet: Questionnaire, key: str, value: object) -> dict[str, Any]:
    is_grade = not key.endswith(EVIDENCE) and isinstance(sheet.question(key), Grade)
    return {
        "counted": True,
        "domain": sheet.domain_of(key) if is_grade else "",
        "grade": str(value) if is_grade else "",
    }


def _stored(session: Session, rows: list[dict[str, Any]]) -> dict[str, int]:
    """The answers and their first versions. Question → id of its answer."""
    made = session.execute(insert(Answer).returning(col(Answer.id), sort_by_parameter_order=True), rows)
    ids = dict(zip((row["question_id"] for row in rows), made.scalars(), strict=True))
    first = [{**{key: row[key] for key in _KEPT}, "answer_id": ids[row["question_id"]]} for row in rows]
    session.execute(insert(AnswerVersion), first)
    return {key: found or 0 for key, found in ids.items()}


def _mark(scene: Scene, row: Return, sheet: Questionnaire, given: list[tuple[int, str, Any]]) -> None:
    """The themes that coded answers name."""
    marks = [
        {
            "answer_id": answer_id,
            "return_id": row.id,
            "theme_id": scene.themes[theme],
            "polarity": question.polarity,
            "domain": sheet.domain_of(key),
            "counted": True,
        }
        for answer_id, key, value in given
        if not key.endswith(EVIDENCE) and isinstance(question := sheet.question(key), Themes)
        for theme in value
    ]
    if marks:
        scene.session.execute(insert(ThemeMark), marks)


def _begun(session: Session, actor: Actor, row: Return) -> None:
    row.state, row.touched_at = ReturnState.IN_PROGRESS.value, actor.now
    row.revision += 1
    session.add(row)
    session.flush()


def close_return(scene: Scene, auditor: Actor, row: Return) -> None:
    """What auditor and lead did with a return of an audit whose fieldwork is long over, without their steps."""
    row.state, row.auditor_id = ReturnState.ACCEPTED.value, auditor.person_id
    row.submitted_at, row.submitted_by, row.accepted_at = auditor.now, auditor.person_id, auditor.now
    row.revision += 2
    scene.session.add(row)
