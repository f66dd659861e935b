"""A return that is written at once is stored as one whose answers were saved one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session, col, select

from maap.demonstration.fieldwork import Owed, owed, told
from maap.demonstration.outlines import FIELDWORK
from maap.demonstration.people import Cast
from maap.demonstration.returns import write_return
from maap.demonstration.stage import Scene
from maap.demonstration.terms import signed_so_that_due
from maap.domain.audit import Stage
from maap.domain.due_dates import RETURNS_DUE
from maap.domain.engine import route
from maap.domain.fieldwork import ReturnState
from maap.domain.timetable import milestone_of, plan
from maap.outside.bank_holidays import around
from maap.storage import tables as t
from maap.storage.forms import return_form
from maap.storage.register import timetable_template
from maap.usecases.answering import Given, save_answer
from maap.usecases.fieldwork import submit
from maap.views.versions import upgrade
from tests.demonstration.conftest import NOW


@pytest.fixture
def scene(shown: Session) -> Scene:
    cast = Cast(
        {person.email: person.id or 0 for person in shown.exec(select(t.Person))},
        {agency.key: agency.id or 0 for agency in shown.exec(select(t.Agency))},
    )
    return Scene(shown, cast, NOW, {theme.key: theme.id or 0 for theme in shown.exec(select(t.Theme))})


def _of_fieldwork(scene: Scene) -> list[Owed]:
    audit = scene.session.exec(select(t.Audit).where(t.Audit.stage == Stage.FIELDWORK)).one()
    return owed(scene, audit.id or 0)


def _stored(scene: Scene, one: Owed) -> dict[str, tuple[object, ...]]:
    """Question → its answer as it is stored, with its versions and the themes that it names."""
    rows = scene.session.exec(select(t.Answer).where(t.Answer.return_id == one.id)).all()
    return {
        row.question_id: (
            *(row.value, row.counted, row.domain, row.grade, row.revision, row.evidence),
            scene.session.exec(select(t.AnswerVersion.value).where(t.AnswerVersion.answer_id == row.id)).all(),
            sorted(
                (mark.theme_id, mark.polarity, mark.domain, mark.counted, mark.return_id == one.id)
                for mark in scene.session.exec(select(t.ThemeMark).where(t.ThemeMark.answer_id == row.id))
            ),
        )
        for row in rows
    }


def test_written_at_once_is_the_same_as_saved_one_by_one(scene: Scene) -> None:
    first, second = [one for one in _of_fieldwork(scene) if one.agency == "gp"][:2]
    auditor = scene.cast.auditor("gp", NOW)
    sheet, answers = return_form(scene.session, first.audit, first.row, "gp"), told(FIELDWORK, first, auditor)
    write_return(scene, auditor, first.row, sheet, answers)
    for question_id in route(sheet, answers, NOW.date()).answers:
        save_answer(scene.session, auditor, second.id, Given(question_id, answers[question_id], seen=0))
    assert _stored(scene, first) == _stored(scene, second)
    assert first.row.state == second.row.state == ReturnState.IN_PROGRESS
    submit(scene.session, auditor, first.id)


def test_only_what_the_questionnaire_asks_is_counted(scene: Scene) -> None:
    for one in _of_fieldwork(scene):
        rows = scene.session.exec(select(t.Answer).where(t.Answer.return_id == one.id)).all()
        sheet = return_form(scene.session, one.audit, one.row, one.agency)
        taken = route(sheet, {row.question_id: row.value for row in rows}, NOW.date())
        assert {row.question_id for row in rows if row.counted} == set(taken.answers)
        assert taken.complete or one.row.state not in (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


def test_an_answer_that_is_no_longer_asked_is_kept(scene: Scene) -> None:
    kept = scene.session.exec(select(t.Answer.question_id).where(col(t.Answer.counted).is_(False))).all()
    assert set(kept) == {"missed_followed_up"}


@pytest.mark.parametrize("day", [date(2026, 4, 7), date(2026, 12, 28), date(2027, 1, 4)])
def test_returns_are_overdue_around_bank_holidays_too(scene: Scene, day: date) -> None:
    then = replace(scene, now=datetime.combine(day, time(10), UTC))
    signed = then.day(signed_so_that_due(then, 2, soonest=38))
    due = milestone_of(plan(timetable_template(scene.session), signed, around(signed)), RETURNS_DUE)
    assert due is not None
    assert day - timedelta(days=12) < due.on < day


def test_draft_returns_are_behind_the_second_version_and_say_what_would_move(scene: Scene) -> None:
    behind = [one for one in _of_fieldwork(scene) if one.row.form_digest and one.row.state == ReturnState.IN_PROGRESS]
    found = [
        upgrade(scene.session, scene.cast.auditor(one.agency, NOW), one.id) for one in behind if one.agency == "police"
    ]
    assert found
    assert all(one is not None and one.version == 2 and one.moving.kept for one in found)
    assert any(one is not None and one.moving.unfit for one in found)
