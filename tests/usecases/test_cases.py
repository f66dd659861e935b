"""From a list to cases that anybody can draw again."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from maap.domain.audit import WrongStage
from maap.domain.certificate import Certificate, verify
from maap.domain.cohort import IdentifyingColumn, read_cohort
from maap.domain.eligibility import Eligibility
from maap.domain.listing import Mapping
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.problems import Problem
from maap.domain.sampling import Plan
from maap.outside.spreadsheets import read_table
from maap.storage import tables as t
from maap.usecases.cases import HoldsAnswers, draw_sample, replace_case, set_aside, upload_cohort
from tests import factories as make
from tests.made_cohorts import MAPPING, PLAN, cohort_file, sampled, uploaded

COORDINATOR = Role.COORDINATOR


@pytest.fixture
def audit(session: Session) -> t.Audit:
    return make.audit(session, make.agency(session), make.agency(session, "health"), stage="sampling")


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, COORDINATOR)


def cases(session: Session, audit: t.Audit) -> list[t.Case]:
    return list(session.exec(select(t.Case).where(t.Case.audit_id == audit.id).order_by(col(t.Case.number))))


def last_deed(session: Session) -> t.TrailEntry:
    return session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()  # type: ignore[return-value]


def everything_stored(session: Session) -> str:
    rows = session.exec(select(t.CohortRow)).all()
    summaries = session.exec(select(t.Cohort)).all()
    return json.dumps([[row.model_dump(mode="json") for row in found] for found in (rows, summaries)])


def test_a_list_is_kept_as_references_groups_and_reasons(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    rules = Eligibility(period_start=date(2026, 1, 11), at_least_agencies=3)
    mapping = MAPPING.model_copy(update={"last_intervention": "Last intervention", "agencies": "Agencies"})
    upload_cohort(session, coordinator, audit.id or 0, "list.csv", cohort_file(), mapping, rules)
    rows = session.exec(select(t.CohortRow).order_by(col(t.CohortRow.row_number))).all()
    assert len(rows) == 30
    assert (rows[0].reference, rows[0].excluded) == (
        "C-00001",
        "The last intervention was before 11 January 2026, when the audited period starts",
    )
    assert (rows[9].excluded, rows[10].stratum, rows[10].excluded) == ("", ["Early help"], "")
    assert last_deed(session).detail["eligible"] == sum(not row.excluded for row in rows)


def test_columns_that_are_not_mapped_are_never_stored(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    uploaded(session, coordinator, audit, cohort_file(Team="Tipton North"))
    assert "Tipton" not in everything_stored(session)
    assert "Early help" in everything_stored(session)


@pytest.mark.parametrize("reference", ["9434765919", "Jane Smith"])
def test_a_list_whose_reference_identifies_people_is_refused_whole(
    session: Session, audit: t.Audit, coordinator: Actor, reference: str
) -> None:
    data = cohort_file(Child=reference)
    with pytest.raises(IdentifyingColumn, match="“Child” seems to hold"):
        upload_cohort(session, coordinator, audit.id or 0, "l.csv", data, Mapping(reference="Child"), Eligibility())
    assert session.exec(select(t.Cohort)).all() == []


def test_a_new_list_takes_the_place_of_the_earlier_one(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    uploaded(session, coordinator, audit)
    uploaded(session, coordinator, audit, cohort_file(12))
    assert len(session.exec(select(t.Cohort)).all()) == 1
    assert len(session.exec(select(t.CohortRow)).all()) == 12


def test_only_the_files_own_name_is_kept(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    name = "C:\\Users\\someone\\list\n.csv"
    kept = upload_cohort(session, coordinator, audit.id or 0, name, cohort_file(), MAPPING, Eligibility())
    assert kept.file_name == "list.csv"


@pytest.mark.parametrize("stage", ["draft", "agreed", "fieldwork", "closed"])
def test_lists_are_uploaded_while_the_audit_is_sampling(session: Session, coordinator: Actor, stage: str) -> None:
    with pytest.raises(WrongStage):
        uploaded(session, coordinator, make.audit(session, stage=stage))


@pytest.mark.parametrize("role", [Role.CHAIR, Role.OBSERVER])
def test_only_the_coordinator_uploads_draws_sets_aside_and_replaces(
    session: Session, audit: t.Audit, coordinator: Actor, role: Role
) -> None:
    someone, number = make.acting(session, role), audit.id or 0
    sampled(session, coordinator, audit)
    with pytest.raises(NotAllowed):
        uploaded(session, someone, audit)
    with pytest.raises(NotAllowed):
        draw_sample(session, someone, number, PLAN)
    with pytest.raises(NotAllowed):
        set_aside(session, someone, number, "rehearsal")
    with pytest.raises(NotAllowed):
        replace_case(session, someone, number, cases(session, audit)[0].id or 0, "court")


def test_the_drawn_cases_have_neutral_references(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit)
    drawn = cases(session, audit)
    assert [case.reference for case in drawn] == [f"{audit.reference}-{n:02}" for n in range(1, 7)]
    assert {case.stratum for case in drawn} == {"Child protection", "Child in need", "Early help"}
    assert all(case.cohort_reference.startswith("C-") for case in drawn)


def test_the_stored_certificate_proves_the_sample_from_the_file(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sample = sampled(session, coordinator, audit)
    told = Certificate.model_validate(sample.certificate)
    again = read_cohort(read_table("cohort.csv", cohort_file()), told.columns, told.eligibility)
    assert verify(told, again) == ()
    assert [case.reference for case in told.drawn] == [case.cohort_reference for case in cases(session, audit)]


def test_the_same_seed_draws_the_same_cases_for_another_audit(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    other = make.audit(session, stage="sampling")
    sampled(session, coordinator, audit)
    sampled(session, coordinator, other)
    references = [[case.cohort_reference for case in cases(session, each)] for each in (audit, other)]
    assert references[0] == references[1]


def test_a_sample_needs_a_list(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    with pytest.raises(Problem, match="Upload the cohort first"):
        draw_sample(session, coordinator, audit.id or 0, PLAN)


def test_a_plan_that_cannot_be_met_stores_nothing(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    uploaded(session, coordinator, audit)
    with pytest.raises(Problem, match="only 30 cases may be drawn"):
        draw_sample(session, coordinator, audit.id or 0, Plan(size=31, seed="s"))
    assert session.exec(select(t.Sample)).all() == []


def test_nobody_draws_twice_without_setting_the_first_sample_aside(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sampled(session, coordinator, audit)
    with pytest.raises(Problem, match="drawn already"):
        draw_sample(session, coordinator, audit.id or 0, PLAN)
    with pytest.raises(Problem, match="Set that sample aside"):
        uploaded(session, coordinator, audit)


def test_a_sample_set_aside_leaves_its_certificates_hash_in_the_trail(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sampled(session, coordinator, audit)
    drawn = last_deed(session).detail["certificate_sha256"]
    set_aside(session, coordinator, audit.id or 0, "wrong_plan")
    assert last_deed(session).detail == {"reason": "wrong_plan", "certificate_sha256": drawn}
    assert cases(session, audit) == []
    assert draw_sample(session, coordinator, audit.id or 0, PLAN.model_copy(update={"size": 8})).id
    assert len(cases(session, audit)) == 8


def test_a_sample_is_set_aside_for_a_listed_reason_only(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit)
    with pytest.raises(Problem, match="listed reasons"):
        set_aside(session, coordinator, audit.id or 0, "I did not like it")
    assert len(cases(session, audit)) == 6


def test_a_sample_can_no_longer_be_set_aside_in_fieldwork(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit)
    audit.stage = "fieldwork"
    with pytest.raises(WrongStage):
        set_aside(session, coordinator, audit.id or 0, "rehearsal")


def test_cases_drawn_here_lately_are_not_drawn_again(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    earlier = make.audit(session, stage="sampling")
    sampled(session, coordinator, earlier)
    rules, number = Eligibility(not_audited_since=date(2025, 3, 3)), audit.id or 0
    kept = upload_cohort(session, coordinator, number, "l.csv", cohort_file(), MAPPING, rules)
    drawn = {case.cohort_reference for case in cases(session, earlier)}
    left_out = session.exec(
        select(t.CohortRow).where(t.CohortRow.cohort_id == kept.id, t.CohortRow.excluded != "")
    ).all()
    assert {row.reference for row in left_out} == drawn
    told = Certificate.model_validate(draw_sample(session, coordinator, number, PLAN).certificate)
    again = read_cohort(read_table("cohort.csv", cohort_file()), told.columns, told.eligibility)
    assert verify(told, again) == ()


def test_a_case_drawn_here_long_ago_may_be_drawn_again(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    long_ago = make.acting(session, COORDINATOR, now=datetime(2024, 1, 8, 12, tzinfo=UTC))
    sampled(session, long_ago, make.audit(session, stage="sampling"))
    rules = Eligibility(not_audited_since=date(2025, 3, 3))
    kept = upload_cohort(session, coordinator, audit.id or 0, "l.csv", cohort_file(), MAPPING, rules)
    assert kept.summary["eligible"] == 30


def test_the_next_reserve_of_the_group_stands_in_for_a_replaced_case(
    session: Session, audit: t.Audit, coordinator: Actor
) -> None:
    sample = sampled(session, coordinator, audit)
    reserves = Certificate.model_validate(sample.certificate).reserves
    old = cases(session, audit)[2]
    new = replace_case(session, coordinator, audit.id or 0, old.id or 0, "court")
    due = next(reserve for reserve in reserves if reserve.stratum == old.stratum)
    assert (new.cohort_reference, new.stratum, new.reference) == (due.reference, old.stratum, f"{audit.reference}-07")
    assert (old.status, old.replaced_reason, old.replaced_by_id) == ("replaced", "court", new.id)
    told = Certificate.model_validate(session.get_one(t.Sample, sample.id, populate_existing=True).certificate)
    assert [change.into for change in told.replacements] == [new.cohort_reference]
    again = read_cohort(read_table("cohort.csv", cohort_file()), told.columns, told.eligibility)
    assert verify(told, again) == ()


def test_a_case_is_replaced_once(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit)
    old = cases(session, audit)[0].id or 0
    replace_case(session, coordinator, audit.id or 0, old, "court")
    with pytest.raises(Problem, match="was replaced already"):
        replace_case(session, coordinator, audit.id or 0, old, "court")
    assert len(cases(session, audit)) == 7


def test_without_a_reserve_the_sample_stays_as_it_is(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit, PLAN.model_copy(update={"reserves": 0}))
    with pytest.raises(Problem, match="No reserve is left"):
        replace_case(session, coordinator, audit.id or 0, cases(session, audit)[0].id or 0, "court")


def test_a_case_of_another_audit_is_out_of_reach(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    other = make.audit(session, stage="sampling")
    sampled(session, coordinator, audit)
    sampled(session, coordinator, other)
    with pytest.raises(Problem, match="no such case"):
        replace_case(session, coordinator, audit.id or 0, cases(session, other)[0].id or 0, "court")


@pytest.fixture
def in_fieldwork(session: Session, audit: t.Audit, coordinator: Actor) -> t.Case:
    """A case in fieldwork, with a return of each agency that nobody began."""
    sampled(session, coordinator, audit)
    audit.stage = "fieldwork"
    case = cases(session, audit)[0]
    for agency in session.exec(select(t.Agency)):
        make.a_return(session, case, agency, "not started")
    return case


def returns(session: Session, case_id: int | None) -> list[t.Return]:
    return list(session.exec(select(t.Return).where(t.Return.case_id == case_id)))


def test_in_fieldwork_the_stand_in_gets_its_returns_and_the_old_ones_are_withdrawn(
    session: Session, audit: t.Audit, coordinator: Actor, in_fieldwork: t.Case
) -> None:
    new = replace_case(session, coordinator, audit.id or 0, in_fieldwork.id or 0, "moved_away")
    dealt = returns(session, new.id)
    assert {one.state for one in dealt} == {"not started"}
    assert {one.due for one in dealt} == {date(2026, 3, 24)}  # 15 working days: these terms have no timetable
    assert (len(dealt), returns(session, in_fieldwork.id)) == (2, [])
    assert last_deed(session).detail["withdrawn"] == 2


def test_a_case_with_answers_is_replaced_only_by_somebody_who_knows(
    session: Session, audit: t.Audit, coordinator: Actor, in_fieldwork: t.Case
) -> None:
    begun = returns(session, in_fieldwork.id)[0]
    begun.state = "in progress"
    make.answer(session, begun, "notes", "Seen alone.")
    with pytest.raises(HoldsAnswers, match="1 return about it already holds answers"):
        replace_case(session, coordinator, audit.id or 0, in_fieldwork.id or 0, "court")
    replace_case(session, coordinator, audit.id or 0, in_fieldwork.id or 0, "court", despite_answers=True)
    assert [one.id for one in returns(session, in_fieldwork.id)] == [begun.id]


def test_an_answer_that_was_taken_back_does_not_hold_up_a_replacement(
    session: Session, audit: t.Audit, coordinator: Actor, in_fieldwork: t.Case
) -> None:
    begun = returns(session, in_fieldwork.id)[0]
    begun.state = "in progress"
    make.answer(session, begun, "notes", None)
    assert replace_case(session, coordinator, audit.id or 0, in_fieldwork.id or 0, "few_agencies").number == 7


def looked_in(session: Session, row: t.Return) -> None:
    """Somebody opened a return, and is to answer it together with another; nobody has begun."""
    someone = make.person(session, Role.AUDITOR)
    session.add(t.Presence(return_id=row.id or 0, person_id=someone.id or 0, section="", at=make.NOW))
    session.add(t.FellowAuditor(return_id=row.id or 0, person_id=someone.id or 0))
    session.flush()


def test_a_return_that_was_only_opened_or_given_out_is_withdrawn(
    session: Session, audit: t.Audit, coordinator: Actor, in_fieldwork: t.Case
) -> None:
    for row in returns(session, in_fieldwork.id):
        looked_in(session, row)
    replace_case(session, coordinator, audit.id or 0, in_fieldwork.id or 0, "moved_away")
    assert returns(session, in_fieldwork.id) == []
    assert session.exec(select(t.Presence)).all() == [] and session.exec(select(t.FellowAuditor)).all() == []


def test_a_return_about_which_somebody_wrote_a_note_stays_with_it(
    session: Session, audit: t.Audit, coordinator: Actor, in_fieldwork: t.Case
) -> None:
    asked = returns(session, in_fieldwork.id)[0]
    facts = {"text": "Do you know this child?", "by_agency": False, "written_by": coordinator.person_id}
    session.add(t.QuestionNote(return_id=asked.id or 0, question_id="notes", written_at=make.NOW, **facts))
    session.flush()
    replace_case(session, coordinator, audit.id or 0, in_fieldwork.id or 0, "moved_away")
    assert [one.id for one in returns(session, in_fieldwork.id)] == [asked.id]


def test_a_concern_about_a_case_outlives_its_sample(session: Session, audit: t.Audit, coordinator: Actor) -> None:
    sampled(session, coordinator, audit)
    someone = session.get_one(t.Person, coordinator.person_id)
    concern = make.concern(session, audit, someone, case_id=cases(session, audit)[0].id)
    set_aside(session, coordinator, audit.id or 0, "wrong_plan")
    session.refresh(concern)
    assert concern.case_id is None and cases(session, audit) == []
    assert last_deed(session).detail["concerns"] == 1
