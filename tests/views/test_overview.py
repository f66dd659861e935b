"""An audit at one glance, for each who reaches it."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from maap.domain.audit import Stage
from maap.domain.commitment import Commitment
from maap.domain.next_step import Task
from maap.domain.panels import scales
from maap.domain.people import NotYours, Permission, Role
from maap.domain.timeline import When
from maap.outside import configuration
from maap.settings import ROOT
from maap.storage import tables as t
from maap.storage.forms import form, freeze
from maap.views.overview import Counted, overview
from maap.views.work import work
from tests import factories as make

PAST = date(2026, 3, 2)


def _fieldwork(session: Session, **facts: Any) -> t.Audit:
    """Police owe three returns (one in, one late), health one, which is in."""
    police, health = make.agency(session, "police"), make.agency(session, "health")
    audit = make.audit(session, police, health, **facts)
    cases = [make.case(session, audit, number) for number in (1, 2, 3)]
    make.a_return(session, cases[0], police, "not known to us", due=PAST)
    make.a_return(session, cases[1], police, "in progress", due=PAST)
    make.a_return(session, cases[2], police, "not started")
    make.a_return(session, cases[0], health, "submitted", due=PAST)
    return audit


def test_the_coordinator_sees_every_return_and_what_is_outstanding(session: Session) -> None:
    audit = _fieldwork(session)
    page = overview(session, make.acting(session, Role.COORDINATOR), audit.id)
    assert page.returns == Counted(4, 2, 1, own_only=False)
    assert page.next.task is Task.CHASE_RETURNS
    assert page.moves
    assert [(one.agency, one.state, one.late) for one in page.moves.outstanding] == [
        ("Police", "in progress", True),
        ("Police", "not started", False),
    ]


def test_an_agency_sees_the_counts_of_its_own_returns_alone(session: Session) -> None:
    audit = _fieldwork(session)
    health_lead = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "health"))
    page = overview(session, health_lead, audit.id)
    assert page.returns == Counted(1, 1, 0, own_only=True)
    assert (page.standing, page.moves, page.own_answer) == (None, None, Commitment.COMMITTED)
    assert "Police" not in repr(page)


def test_returns_of_a_replaced_case_are_no_longer_owed(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police)
    make.a_return(session, make.case(session, audit, 1, status="replaced"), police, "in progress", due=PAST)
    make.a_return(session, make.case(session, audit, 2), police, "submitted")
    for role in (Role.COORDINATOR, Role.AGENCY_LEAD):
        actor = make.acting(session, role, agency=police)
        page = overview(session, actor, audit.id)
        assert page.returns == Counted(1, 1, 0, own_only=role is Role.AGENCY_LEAD)
        assert Task.CHASE_RETURNS not in [card.task for card in work(session, actor).waiting]


def test_an_observer_sees_counts_but_neither_answers_nor_moves(session: Session) -> None:
    audit = _fieldwork(session)
    page = overview(session, make.acting(session, Role.OBSERVER), audit.id)
    assert page.returns == Counted(4, 2, 1, own_only=False)
    assert (page.standing, page.moves, page.own_answer) == (None, None, None)
    assert not page.head.may(Permission.CHASE_AGENCIES)


def test_a_draft_names_who_has_not_signed_the_current_version(session: Session) -> None:
    audit = make.audit(session, stage="draft", terms_version=2)
    ann, bob = make.person(session, name="Ann Lee"), make.person(session, name="Bob Ray")
    for version, person, signed in ((1, ann, None), (2, ann, make.NOW), (2, bob, None)):
        session.add(t.Signature(audit_id=audit.id, version=version, person_id=person.id, signed_at=signed))
    session.flush()
    page = overview(session, make.acting(session, Role.COORDINATOR), audit.id)
    assert page.waiting_for == ("Bob Ray",)
    assert page.next.more == "1 of 2 has signed so far."


def test_dates_say_what_is_done_late_and_next(session: Session) -> None:
    dates = [
        {"key": key, "name": key, "on": on}
        for key, on in (("terms_signed", "2026-02-02"), ("returns_due", "2026-03-02"), ("panel", "2026-03-20"))
    ]
    audit = _fieldwork(session, terms={"timetable": dates})
    page = overview(session, make.acting(session, Role.CHAIR), audit.id)
    assert [one.when for one in page.dates] == [When.DONE, When.LATE, When.NEXT]


def test_a_move_lists_everything_that_stands_in_its_way(session: Session) -> None:
    audit = make.audit(session, make.agency(session, "police"), stage="sampling")
    moves = overview(session, make.acting(session, Role.COORDINATOR), audit.id).moves
    assert moves
    assert (moves.onward, len(moves.in_the_way), moves.back) == (Stage.FIELDWORK, 3, None)


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_an_overview_for_everybody_who_reaches_it(session: Session, stage: Stage) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage=stage)
    for role in (Role.COORDINATOR, Role.CHAIR, Role.OBSERVER, Role.AGENCY_LEAD):
        page = overview(session, make.acting(session, role, agency=police), audit.id)
        assert page.head.stage is stage
        assert page.next.what


def test_a_case_counts_as_graded_once_it_has_a_grade_in_every_domain_of_the_questionnaire(session: Session) -> None:
    audit = make.audit(session, make.agency(session, "police"), stage="panel")
    shipped = {one.key: one for one in configuration.load(ROOT / "config").questionnaires}
    freeze(audit, shipped["maap_core_children"])
    domains = list(scales(form(audit)))
    whole, begun = make.case(session, audit, 1), make.case(session, audit, 2)
    for graded, in_domains in ((whole, domains), (begun, domains[:-1])):
        for domain in in_domains:
            facts = {"grade": "good", "agreed_by": make.person(session).id, "agreed_at": make.NOW}
            session.add(t.PanelGrade(audit_id=audit.id, case_id=graded.id, domain=domain, **facts))
    session.flush()
    page = overview(session, make.acting(session, Role.CHAIR), audit.id)
    assert page.next.more == "1 of 2 cases is graded in every domain so far."


def test_a_stranger_finds_no_overview(session: Session) -> None:
    audit = make.audit(session, make.agency(session, "police"))
    with pytest.raises(NotYours):
        overview(session, make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "health")), audit.id)
