"""An immediate concern is recorded without its story, acknowledged by a second person, and escalated in time."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.concerns import NewConcern, Outcome, ToldWhom
from maap.domain.fitting import Overtaken
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.concerns import acknowledge, escalate_due, raise_concern
from maap.views.concerns import room, summary, waiting
from tests import factories as make

TOLD = NewConcern(told_at=make.NOW - timedelta(minutes=20), told_whom=ToldWhom.CHILDREN)


def _audit(session: Session) -> tuple[t.Audit, Actor]:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    auditor = make.acting(session, Role.AUDITOR, agency=police)
    session.add(t.NamedAuditor(audit_id=audit.id or 0, agency_id=police.id or 0, person_id=auditor.person_id))
    session.flush()
    return audit, auditor


def _later(who: Actor, **after: float) -> Actor:
    return Actor(who.person_id, who.name, who.roles, who.agency_id, who.now + timedelta(**after))


def test_a_concern_writes_to_everybody_who_watches_and_tells_no_story(session: Session) -> None:
    audit, auditor = _audit(session)
    watchers = [make.acting(session, Role.COORDINATOR), make.acting(session, Role.CHAIR)]
    raise_concern(session, auditor, audit.id or 0, TOLD)
    letters = session.exec(select(t.Letter)).all()
    assert {letter.person_id for letter in letters} == {one.person_id for one in watchers}


@pytest.mark.parametrize(("agreed", "given"), [(4, 4), (None, 1)])
def test_the_clock_gives_the_hours_of_the_terms_or_one_working_hour(
    session: Session, agreed: int | None, given: int
) -> None:
    audit, auditor = _audit(session)
    audit.terms = {**audit.terms, "concern_hours": agreed}
    key = raise_concern(session, auditor, audit.id or 0, TOLD)
    row = session.get_one(t.ImmediateConcern, key)
    assert row.due_at - row.raised_at == timedelta(hours=given)


def test_pressing_twice_records_one_concern(session: Session) -> None:
    audit, auditor = _audit(session)
    assert raise_concern(session, auditor, audit.id or 0, TOLD) == raise_concern(session, auditor, audit.id or 0, TOLD)


@pytest.mark.parametrize("ago", [timedelta(minutes=-30), timedelta(days=60)])
def test_a_time_that_cannot_be_is_refused(session: Session, ago: timedelta) -> None:
    audit, auditor = _audit(session)
    with pytest.raises(Problem):
        raise_concern(session, auditor, audit.id or 0, TOLD.model_copy(update={"told_at": make.NOW - ago}))


def test_a_case_of_another_audit_is_refused(session: Session) -> None:
    audit, auditor = _audit(session)
    foreign = make.case(session, make.audit(session))
    with pytest.raises(NotYours):
        raise_concern(session, auditor, audit.id or 0, TOLD.model_copy(update={"case_id": foreign.id}))


def test_a_second_person_stops_the_clock_and_only_once(session: Session) -> None:
    audit, auditor = _audit(session)
    coordinator = make.acting(session, Role.COORDINATOR)
    key = raise_concern(session, auditor, audit.id or 0, TOLD)
    acknowledge(session, _later(coordinator, hours=2), audit.id or 0, key, Outcome.KNOWN, seen=1)
    row = session.get_one(t.ImmediateConcern, key, populate_existing=True)
    assert (row.outcome, row.acknowledged_by) == ("KNOWN", coordinator.person_id)
    with pytest.raises(Problem, match="already acknowledged"):
        acknowledge(session, coordinator, audit.id or 0, key, Outcome.KNOWN, seen=2)


def test_whoever_recorded_it_does_not_acknowledge_it_while_there_is_somebody_else(session: Session) -> None:
    audit, _ = _audit(session)
    coordinator = make.acting(session, Role.COORDINATOR)
    key = raise_concern(session, coordinator, audit.id or 0, TOLD)
    make.acting(session, Role.CHAIR)
    with pytest.raises(Problem, match="second person"):
        acknowledge(session, coordinator, audit.id or 0, key, Outcome.KNOWN, seen=1)


def test_a_stale_page_does_not_acknowledge(session: Session) -> None:
    audit, auditor = _audit(session)
    key = raise_concern(session, auditor, audit.id or 0, TOLD)
    with pytest.raises(Overtaken):
        acknowledge(session, make.acting(session, Role.CHAIR), audit.id or 0, key, Outcome.KNOWN, seen=7)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.AGENCY_LEAD, Role.PANEL_MEMBER, Role.OBSERVER])
def test_others_may_not_acknowledge(session: Session, role: Role) -> None:
    audit, auditor = _audit(session)
    key = raise_concern(session, auditor, audit.id or 0, TOLD)
    agency = make.agency(session, "police") if role in (Role.AUDITOR, Role.AGENCY_LEAD) else None
    with pytest.raises((NotAllowed, NotYours)):
        acknowledge(session, make.acting(session, role, agency=agency), audit.id or 0, key, Outcome.KNOWN, seen=1)


def test_an_overdue_concern_is_escalated_once(session: Session) -> None:
    audit, auditor = _audit(session)
    make.acting(session, Role.COORDINATOR)
    raise_concern(session, auditor, audit.id or 0, TOLD)
    assert escalate_due(session, make.NOW + timedelta(hours=23)) == 0
    assert escalate_due(session, make.NOW + timedelta(hours=25)) == 1
    assert escalate_due(session, make.NOW + timedelta(hours=26)) == 0
    kinds = [letter.kind for letter in session.exec(select(t.Letter).order_by(t.Letter.id))]
    assert kinds == ["immediate concern", "immediate concern overdue"]


def test_those_who_watch_see_it_waiting_and_an_agency_sees_only_its_own(session: Session) -> None:
    audit, auditor = _audit(session)
    other = make.agency(session, "health")
    session.add(t.Participation(audit_id=audit.id or 0, agency_id=other.id or 0, answer="committed"))
    key = raise_concern(session, auditor, audit.id or 0, TOLD)
    assert [line.concern_id for line in waiting(session, make.acting(session, Role.CHAIR))] == [key]
    assert [line.concern_id for line in room(session, auditor, audit.id or 0).lines] == [key]
    stranger = make.acting(session, Role.AGENCY_LEAD, agency=other)
    assert room(session, stranger, audit.id or 0).lines == ()


def test_the_audit_counts_concerns_with_the_hours_to_response(session: Session) -> None:
    audit, auditor = _audit(session)
    coordinator = make.acting(session, Role.COORDINATOR)
    key = raise_concern(session, auditor, audit.id or 0, TOLD)
    acknowledge(session, _later(coordinator, hours=3), audit.id or 0, key, Outcome.KNOWN, seen=1)
    counted = summary(session, coordinator, audit.id or 0)
    assert (counted.count, counted.acknowledged, counted.median_hours) == (1, 1, 3.0)
