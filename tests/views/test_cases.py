"""What each reader may know of a cohort, its sample and its cases."""

import json

import pytest
from sqlmodel import Session

from maap.domain.certificate import Certificate
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.sampling import Plan
from maap.storage import tables as t
from maap.usecases.cases import replace_case, set_aside
from maap.views.cases import SampleDrawn, cases, certificate, certificate_file
from tests import factories as make
from tests.made_cohorts import PLAN, cohort_file, sampled, uploaded


@pytest.fixture
def audit(session: Session) -> t.Audit:
    return make.audit(session, make.agency(session), stage="sampling")


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def drawn(session: Session, actor: Actor, audit: t.Audit) -> SampleDrawn:
    sample = cases(session, actor, audit.id or 0).sample
    assert sample is not None
    return sample


def test_an_audit_begins_without_a_cohort_or_a_sample(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    page = cases(session, coordinator, audit.id or 0)
    assert (page.cohort, page.sample, page.may_draw, page.may_replace) == (None, None, True, False)


def test_a_cohort_is_told_in_counts(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    twice = cohort_file() + cohort_file(1).splitlines()[1] + b"\n"
    uploaded(session, coordinator, audit, twice)
    cohort = cases(session, coordinator, audit.id or 0).cohort
    assert cohort is not None
    assert (cohort.rows, cohort.eligible) == (31, 30)
    assert cohort.excluded_for == {"The same reference is listed more than once": 1}
    assert cohort.population == {"Child in need": 10, "Child protection": 5, "Early help": 15}


def test_the_sample_stands_beside_its_cohort_group_by_group(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sampled(session, coordinator, audit)
    told = [(group.name, group.population, group.sampled) for group in drawn(session, coordinator, audit).groups]
    assert told == [("Child in need", 10, 2), ("Child protection", 5, 1), ("Early help", 15, 3)]
    assert drawn(session, coordinator, audit).reserves == 9


def test_a_group_without_a_case_in_the_sample_is_counted_as_none(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    quotas = {"Early help": 2}
    sampled(session, coordinator, audit, Plan(size=2, seed="s", method="stratified", quotas=quotas))
    absent = [group.name for group in drawn(session, coordinator, audit).groups if not group.sampled]
    assert absent == ["Child in need", "Child protection"]


def test_a_replaced_case_names_its_stand_in_and_the_reason(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sampled(session, coordinator, audit)
    old = drawn(session, coordinator, audit).cases[0]
    new = replace_case(session, coordinator, audit.id or 0, old.case_id, "court")
    sample = drawn(session, coordinator, audit)
    replaced = sample.cases[0]
    assert (replaced.drawn, replaced.stand_in) == (False, new.reference)
    assert replaced.reason == "A court case or a criminal investigation is under way"
    assert (sample.size, sample.reserves) == (6, 8)


def test_returns_that_hold_answers_are_counted_for_each_case(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sampled(session, coordinator, audit)
    first, second = drawn(session, coordinator, audit).cases[:2]
    for case_id, value in ((first.case_id, "Seen."), (second.case_id, None)):
        about = session.get_one(t.Case, case_id)
        make.answer(session, make.a_return(session, about, make.agency(session)), "notes", value)
    assert [case.answered for case in drawn(session, coordinator, audit).cases[:3]] == [1, 0, 0]


def test_only_those_who_draw_see_the_lists_references(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit)
    chair = make.acting(session, Role.CHAIR)
    assert all(case.cohort_reference for case in drawn(session, coordinator, audit).cases)
    assert "C-0" not in repr(cases(session, chair, audit.id or 0))
    assert not certificate(session, chair, audit.id or 0).full
    with pytest.raises(NotAllowed):
        certificate_file(session, chair, audit.id or 0)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR, Role.PANEL_MEMBER])
def test_others_see_nothing_of_the_sample(session: Session, audit: t.Audit, role: Role) -> None:
    someone = make.acting(session, role)
    with pytest.raises((NotAllowed, NotYours)):
        cases(session, someone, audit.id or 0)
    with pytest.raises((NotAllowed, NotYours)):
        certificate(session, someone, audit.id or 0)


def test_an_agencys_people_see_nothing_of_the_sample(session: Session, audit: t.Audit) -> None:
    lead = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session))
    with pytest.raises(NotAllowed):
        cases(session, lead, audit.id or 0)


def test_the_certificates_file_is_the_certificate(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sample = sampled(session, coordinator, audit)
    name, text = certificate_file(session, coordinator, audit.id or 0)
    assert name == f"{audit.reference}-certificate.json"
    assert Certificate.from_json(text) == Certificate.model_validate(sample.certificate)
    assert json.loads(text)["plan"]["seed"] == PLAN.seed


def test_there_is_no_certificate_before_the_draw(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    with pytest.raises(Problem, match="not drawn"):
        certificate(session, coordinator, audit.id or 0)


def test_samples_that_were_set_aside_stay_visible(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit)
    set_aside(session, coordinator, audit.id or 0, "rehearsal")
    page = cases(session, coordinator, audit.id or 0)
    assert page.sample is None
    assert [one.reason for one in page.set_aside] == ["The draw was a rehearsal"]


def test_a_case_can_be_replaced_while_the_audit_samples_or_is_in_fieldwork(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sampled(session, coordinator, audit)
    open_at = []
    for stage in ("sampling", "fieldwork", "panel", "closed"):
        audit.stage = stage
        open_at.append(cases(session, coordinator, audit.id or 0).may_replace)
    assert open_at == [True, True, False, False]
