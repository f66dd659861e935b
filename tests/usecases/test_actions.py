"""An action is written with an owner and a date, reported on by its agency, and closed by another person."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from maap.domain.actions import Closing, Direction, Evidence, NewAction, NewUpdate, NotNow, Reason, Status
from maap.domain.audit import WrongStage
from maap.domain.commendations import NewCommendation
from maap.domain.fieldwork import Overtaken
from maap.domain.identifiers import Identifiers
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.recommendations import Kind, NewRecommendation
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.usecases.actions import (
    add_action,
    ask_to_close,
    change_action,
    close_action,
    close_without,
    remind_due,
    reopen_action,
    report,
    say_difference,
    send_back,
)
from maap.usecases.actions.closing import OwnRequest
from maap.usecases.actions.reporting import NotOurs
from maap.usecases.commendations import change_commendation, commend, read, remove_commendation, send
from maap.usecases.recommendations import change_recommendation, recommend, remove_recommendation
from maap.views.actions import plan
from maap.views.commendations import commendations
from maap.views.tracker import Filters, Only, tracker
from tests import factories as make
from tests.usecases.test_panel import FORM


@dataclass
class Scene:
    """An audit that is being reported, with two agencies."""

    audit: int
    police: t.Agency
    health: t.Agency
    coordinator: Actor
    chair: Actor
    police_lead: Actor
    health_lead: Actor
    recommendation: int


@pytest.fixture
def scene(session: Session) -> Scene:
    police, health = make.agency(session, "police"), make.agency(session, "health")
    audit = make.audit(session, police, health, stage="reporting")
    freeze(audit, FORM)
    session.flush()
    return Scene(
        audit=audit.id or 0,
        police=police,
        health=health,
        coordinator=make.acting(session, Role.COORDINATOR),
        chair=make.acting(session, Role.CHAIR),
        police_lead=make.acting(session, Role.AGENCY_LEAD, agency=police),
        health_lead=make.acting(session, Role.AGENCY_LEAD, agency=health),
        recommendation=make.recommendation(session, audit).id or 0,
    )


def _new(scene: Scene, **different: object) -> NewAction:
    given = {
        "recommendation_id": scene.recommendation,
        "text": "Invite health to every strategy discussion and note who came.",
        "lead_agency_id": scene.police.id,
        "owner_role": "Head of safeguarding",
        "due": date(2026, 6, 30),
        "domain": "timeliness",
    }
    return NewAction.model_validate(given | different)


def _written(session: Session, scene: Scene) -> int:
    return add_action(session, scene.coordinator, scene.audit, _new(scene))


def _row(session: Session, action_id: int) -> t.Action:
    return session.get_one(t.Action, action_id, populate_existing=True)


def test_an_action_that_lacks_owner_date_or_measure_is_refused_with_a_sentence_for_each(
    session: Session, scene: Scene
) -> None:
    with pytest.raises(Problem) as refused:
        add_action(session, scene.coordinator, scene.audit, _new(scene, owner_role="", due=None, domain=""))
    assert len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"owner_role": "Sarah Jones"}, "not a name"),
        ({"due": date(2026, 3, 2)}, "not in the future"),
        ({"due": date(2026, 4, 3)}, "Nobody works on 3 April 2026"),
        ({"text": "Improve it."}, "what exactly is done"),
        ({"lead_agency_id": 99_999}, "takes part"),
        ({"domain": "unheard_of"}, "no such part of practice"),
    ],
)
def test_what_cannot_be_done_or_proved_is_refused(
    session: Session, scene: Scene, different: dict[str, object], said: str
) -> None:
    with pytest.raises(Problem, match=said):
        add_action(session, scene.coordinator, scene.audit, _new(scene, **different))
    assert session.exec(select(t.Action)).all() == []


def test_an_action_goes_from_its_agency_to_another_person_who_says_what_difference_it_made(
    session: Session, scene: Scene
) -> None:
    key = _written(session, scene)
    done = NewUpdate(
        status=Status.ON_TRACK, text="Health is invited.", evidence_kind=Evidence.DATA, evidence="9 of 10."
    )
    report(session, scene.police_lead, scene.audit, key, done, seen=1)
    ask_to_close(session, scene.police_lead, scene.audit, key, Reason(text="It is the rule now."), seen=2)
    closing = Closing(direction=Direction.BETTER, difference="Health comes nine times in ten.", still_open=True)
    close_action(session, scene.coordinator, scene.audit, key, closing, seen=3)
    row = _row(session, key)
    assert (row.status, row.direction, row.still_open) == ("done with impact", "better", True)


def test_better_without_evidence_is_done_and_not_done_with_impact(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    ask_to_close(session, scene.police_lead, scene.audit, key, Reason(text="Done."), seen=1)
    closing = Closing(direction=Direction.BETTER, difference="People say so.", still_open=False)
    close_action(session, scene.coordinator, scene.audit, key, closing, seen=2)
    assert _row(session, key).status == "done"


def test_whoever_asked_to_close_does_not_confirm_it(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    ask_to_close(session, scene.coordinator, scene.audit, key, Reason(text="Done."), seen=1)
    closing = Closing(direction=Direction.SAME, difference="Nothing yet.", still_open=True)
    with pytest.raises(OwnRequest):
        close_action(session, scene.coordinator, scene.audit, key, closing, seen=2)
    close_action(session, scene.chair, scene.audit, key, closing, seen=2)


def test_an_agency_may_not_close_nor_report_on_another_agencys_action(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    with pytest.raises(NotOurs):
        report(session, scene.health_lead, scene.audit, key, NewUpdate(text="Ours."), seen=1)
    with pytest.raises(NotOurs):
        ask_to_close(session, scene.health_lead, scene.audit, key, Reason(text="Done."), seen=1)
    with pytest.raises(NotAllowed):
        close_action(session, scene.police_lead, scene.audit, key, Closing(difference="x"), seen=1)


def test_an_action_is_sent_back_closed_without_and_opened_again_with_a_reason(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    ask_to_close(session, scene.police_lead, scene.audit, key, Reason(text="Done."), seen=1)
    with pytest.raises(Problem, match="missing"):
        send_back(session, scene.coordinator, scene.audit, key, Reason(), seen=2)
    send_back(session, scene.coordinator, scene.audit, key, Reason(text="Show who came."), seen=2)
    close_without(session, scene.coordinator, scene.audit, key, Reason(text="Another plan does it."), seen=3)
    assert (_row(session, key).status, _row(session, key).still_open) == ("closed without", True)
    reopen_action(session, scene.coordinator, scene.audit, key, Reason(text="That plan ended."), seen=4)
    assert _row(session, key).status == "on track"


def test_the_difference_can_be_said_later_and_not_before_it_is_done(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    later = Closing(direction=Direction.WORSE, difference="The re-audit shows less.", still_open=True)
    with pytest.raises(NotNow):
        say_difference(session, scene.coordinator, scene.audit, key, later, seen=1)
    ask_to_close(session, scene.police_lead, scene.audit, key, Reason(text="Done."), seen=1)
    close_action(session, scene.chair, scene.audit, key, Closing(difference="See in autumn.", still_open=True), seen=2)
    say_difference(session, scene.coordinator, scene.audit, key, later, seen=3)
    assert _row(session, key).direction == "worse"


def test_a_stale_page_changes_nothing(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    report(session, scene.police_lead, scene.audit, key, NewUpdate(text="Begun."), seen=1)
    with pytest.raises(Overtaken):
        report(session, scene.police_lead, scene.audit, key, NewUpdate(text="Also begun."), seen=1)
    with pytest.raises(Overtaken):
        change_action(session, scene.coordinator, scene.audit, key, _new(scene, owner_role="Chief nurse"), seen=1)


def test_a_new_date_stays_in_the_history(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    change_action(session, scene.coordinator, scene.audit, key, _new(scene, due=date(2026, 7, 31)), seen=1)
    told = session.exec(select(t.ActionUpdate.text).where(t.ActionUpdate.action_id == key)).one()
    assert told == "Due 31 July 2026 instead of 30 June 2026."


def test_numbers_of_people_are_refused_in_a_report(session: Session, scene: Scene) -> None:
    key = _written(session, scene)
    with pytest.raises(Identifiers):
        report(session, scene.police_lead, scene.audit, key, NewUpdate(text="NHS number 943 476 5919"), seen=1)


def test_agencies_read_the_plan_once_it_is_reported_and_the_team_before(session: Session, scene: Scene) -> None:
    session.get_one(t.Audit, scene.audit).stage = "panel"
    _written(session, scene)
    assert len(plan(session, scene.coordinator, scene.audit).recommendations) == 1
    assert plan(session, scene.police_lead, scene.audit).recommendations == ()
    session.get_one(t.Audit, scene.audit).stage = "reporting"
    assert len(plan(session, scene.police_lead, scene.audit).recommendations) == 1


def test_actions_are_written_from_the_panel_on(session: Session, scene: Scene) -> None:
    session.get_one(t.Audit, scene.audit).stage = "fieldwork"
    with pytest.raises(WrongStage):
        _written(session, scene)


def test_a_lead_is_written_to_when_an_action_is_due_and_again_only_after_weeks(session: Session, scene: Scene) -> None:
    make.action(session, session.get_one(t.Audit, scene.audit), scene.police, due=date(2026, 2, 27))
    assert remind_due(session, make.NOW) == 1
    assert remind_due(session, make.NOW) == 0
    assert session.exec(select(t.Letter.person_id)).all() == [scene.police_lead.person_id]


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 8), date(2026, 4, 3)])
def test_no_lead_is_written_to_on_a_weekend_or_a_bank_holiday(session: Session, scene: Scene, day: date) -> None:
    make.action(session, session.get_one(t.Audit, scene.audit), scene.police, due=date(2026, 2, 27))
    assert remind_due(session, datetime(day.year, day.month, day.day, 9, tzinfo=UTC)) == 0


def test_the_tracker_lists_what_is_overdue_and_what_is_done_without_impact(session: Session, scene: Scene) -> None:
    audit = session.get_one(t.Audit, scene.audit)
    late = make.action(session, audit, scene.police, due=date(2026, 2, 27))
    done = make.action(session, audit, scene.police, status="done", closed_at=make.NOW)
    make.action(session, audit, scene.health)
    found = {
        only: [row.line.action_id for row in tracker(session, scene.coordinator, Filters(only=only)).rows]
        for only in (Only.OVERDUE, Only.NO_IMPACT)
    }
    assert found == {Only.OVERDUE: [late.id], Only.NO_IMPACT: [done.id]}


def test_a_recommendation_with_actions_stays(session: Session, scene: Scene) -> None:
    _written(session, scene)
    with pytest.raises(Problem, match="has actions"):
        remove_recommendation(session, scene.coordinator, scene.audit, scene.recommendation)
    given = NewRecommendation(kind=Kind.COMMUNICATE, text="Tell every team.")
    key = recommend(session, scene.coordinator, scene.audit, given)
    change_recommendation(
        session, scene.coordinator, scene.audit, key, given.model_copy(update={"text": "Tell each team."}), seen=1
    )
    remove_recommendation(session, scene.coordinator, scene.audit, key)
    assert session.get(t.Recommendation, key) is None


def test_a_recommendation_rests_on_findings_of_its_own_audit(session: Session, scene: Scene) -> None:
    foreign = make.finding(session, make.audit(session))
    given = NewRecommendation(text="Meet.", finding_ids=(foreign.id or 0,))
    with pytest.raises(Problem):
        recommend(session, scene.coordinator, scene.audit, given)


def test_praise_is_sent_once_and_read_by_its_agency_alone(session: Session, scene: Scene) -> None:
    given = NewCommendation(
        agency_id=scene.police.id or 0, team="Night team", text="Officers asked what a day is like."
    )
    key = commend(session, scene.coordinator, scene.audit, given)
    assert commendations(session, scene.police_lead, scene.audit).rows == ()
    send(session, scene.coordinator, scene.audit, key)
    with pytest.raises(Problem, match="is sent"):
        change_commendation(session, scene.coordinator, scene.audit, key, given, seen=2)
    with pytest.raises(NotYours):
        read(session, scene.health_lead, scene.audit, key)
    read(session, scene.police_lead, scene.audit, key)
    assert [row.read_at for row in commendations(session, scene.coordinator, scene.audit).rows] == [make.NOW]
    assert commendations(session, scene.health_lead, scene.audit).rows == ()


def test_praise_that_is_not_sent_yet_can_be_worded_anew_and_taken_out(session: Session, scene: Scene) -> None:
    given = NewCommendation(agency_id=scene.police.id or 0, team="Night team", text="Officers asked.")
    key = commend(session, scene.coordinator, scene.audit, given)
    better = given.model_copy(update={"text": "Officers asked what a day is like."})
    with pytest.raises(NotAllowed):
        change_commendation(session, scene.police_lead, scene.audit, key, better, seen=1)
    change_commendation(session, scene.coordinator, scene.audit, key, better, seen=1)
    with pytest.raises(Overtaken, match="A colleague has just changed"):
        change_commendation(session, scene.coordinator, scene.audit, key, given, seen=1)
    assert [row.text for row in commendations(session, scene.coordinator, scene.audit).rows] == [better.text]
    with pytest.raises(NotAllowed):
        remove_commendation(session, scene.police_lead, scene.audit, key)
    remove_commendation(session, scene.coordinator, scene.audit, key)
    assert commendations(session, scene.coordinator, scene.audit).rows == ()
    other = commend(session, scene.coordinator, scene.audit, given)
    send(session, scene.coordinator, scene.audit, other)
    with pytest.raises(Problem, match="is sent"):
        remove_commendation(session, scene.coordinator, scene.audit, other)
