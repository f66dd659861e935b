"""What the same agency answered last time stands beside a question: its own answers alone, and never copied."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.last_time import last_time as beside
from maap.domain.last_time import names_a_case
from maap.domain.people import NotAllowed, NotYours, Role
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.views.last_time import last_time
from tests import factories as make
from tests.domain.test_moving import form
from tests.usecases.test_answering import FORM, Scene

THEN = datetime(2025, 3, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def earlier(session: Session, scene: Scene, agency: t.Agency | None = None, **facts: Any) -> t.Return:
    """A return of an earlier audit about the same case, handed in, with answers."""
    by = agency or scene.police
    audit = make.audit(session, scene.police, scene.health, stage="closed")
    freeze(audit, FORM)
    same = session.get_one(t.Case, scene.row.case_id).cohort_reference
    case = make.case(session, audit, cohort_reference=facts.pop("reference", same))
    row = make.a_return(session, case, by, **({"state": "accepted", "submitted_at": THEN} | facts))
    for question, value in {"siblings": "yes", "siblings_seen": "good", "notes": f"Said by {by.key}."}.items():
        make.answer(session, row, question, value)
    return row


def found(session: Session, scene: Scene) -> dict[str, str]:
    """The earlier answers, by question."""
    return {key: one.answer for key, one in last_time(session, scene.auditor, scene.row.id or 0).items()}


def test_the_last_answers_about_the_same_case_are_said_in_words_with_month_and_year(
    session: Session, scene: Scene
) -> None:
    earlier(session, scene)
    assert found(session, scene) == {"siblings": "Yes", "siblings_seen": "Good", "notes": "Said by police."}
    assert last_time(session, scene.auditor, scene.row.id or 0)["notes"].when == "April 2025", (
        "where the partnership is"
    )


def test_nothing_is_copied_into_the_return(session: Session, scene: Scene) -> None:
    earlier(session, scene)
    found(session, scene)
    assert session.exec(select(t.Answer).where(t.Answer.return_id == scene.row.id)).all() == []


def test_another_agencys_answers_are_never_shown(session: Session, scene: Scene) -> None:
    earlier(session, scene, scene.health)
    assert found(session, scene) == {}


def test_the_latest_of_several_audits_counts(session: Session, scene: Scene) -> None:
    earlier(session, scene, submitted_at=datetime(2023, 3, 3, tzinfo=UTC))
    row = earlier(session, scene)
    answer = session.exec(select(t.Answer).where(t.Answer.return_id == row.id, t.Answer.question_id == "notes")).one()
    answer.value = "The later one."
    session.flush()
    assert found(session, scene)["notes"] == "The later one."


@pytest.mark.parametrize("state", ["in progress", "changes requested", "not known to us"])
def test_what_was_never_handed_in_is_not_shown(session: Session, scene: Scene, state: str) -> None:
    earlier(session, scene, state=state)
    assert found(session, scene) == {}


def test_an_answer_that_did_not_count_is_not_shown(session: Session, scene: Scene) -> None:
    row = earlier(session, scene)
    hidden = session.exec(select(t.Answer).where(t.Answer.return_id == row.id, t.Answer.question_id == "notes")).one()
    hidden.counted = False
    session.flush()
    assert "notes" not in found(session, scene)


def test_what_an_agency_told_in_confidence_is_not_shown() -> None:
    asked = form({"id": "single_agency_issue", "kind": "text", "label": "Is there an issue?"})
    assert beside(asked, asked, {"single_agency_issue": "Referrals wait."}, date(2025, 3, 3)) == {}


def test_the_number_of_a_row_names_no_case(session: Session, scene: Scene) -> None:
    assert names_a_case("C-00017")
    assert not names_a_case("17")
    assert not names_a_case("anonymous")
    case = session.get_one(t.Case, scene.row.case_id)
    case.cohort_reference = "17"
    make.a_return(session, make.case(session, scene.audit), scene.police)
    earlier(session, scene, reference="17")
    assert found(session, scene) == {}


def test_an_audit_of_the_agency_itself_shows_what_it_said_of_itself_last_time(session: Session, scene: Scene) -> None:
    earlier(session, scene, reference="Another-1")
    assert found(session, scene)["notes"] == "Said by police."


def test_another_case_of_the_agency_is_never_shown_as_this_one(session: Session, scene: Scene) -> None:
    row = earlier(session, scene, reference="Another-1")
    audit = session.get_one(t.Audit, row.audit_id)
    make.a_return(session, make.case(session, audit), scene.police)
    assert found(session, scene) == {}, "the earlier audit was about several cases"


def test_a_question_that_is_asked_in_another_way_now_has_no_last_time(session: Session, scene: Scene) -> None:
    row = earlier(session, scene)
    freeze(session.get_one(t.Audit, row.audit_id), form({"id": "siblings", "kind": "text", "label": "Which siblings?"}))
    session.flush()
    assert found(session, scene) == {}


def test_only_the_agencys_own_people_who_may_answer_are_told(session: Session, scene: Scene) -> None:
    earlier(session, scene)
    with pytest.raises(NotYours):
        last_time(session, scene.auditor_of(session, scene.health), scene.row.id or 0)
    with pytest.raises(NotAllowed):
        last_time(session, make.acting(session, Role.COORDINATOR), scene.row.id or 0)
