"""An audit is started, its terms are written and signed, and taken back when they must change."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from maap.access import audits_of
from maap.domain.audit import WrongStage
from maap.domain.identifiers import Identifiers
from maap.domain.people import NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.signing import NotComplete
from maap.domain.terms import STEPS, Terms
from maap.domain.timetable import CannotMove, milestone_of
from maap.domain.written_terms import BadTerms, TermsOvertaken
from maap.storage import tables as t
from maap.usecases.terms import (
    amend,
    ask_for_signatures,
    move_milestone,
    plan_timetable,
    save_terms,
    sign,
    start_audit,
    start_reaudit,
)
from tests import factories as make
from tests.usecases.furnished import Household, agreed_audit, full, household, written_audit


@pytest.fixture
def home(session: Session) -> Household:
    return household(session)


def terms_of(session: Session, audit_id: int | None) -> Terms:
    session.expire_all()
    audit = session.get(t.Audit, audit_id)
    assert audit is not None
    return Terms.model_validate(audit.terms)


def deeds(session: Session, audit_id: int | None) -> list[str]:
    lines = select(t.TrailEntry.deed).where(t.TrailEntry.audit_id == audit_id).order_by(col(t.TrailEntry.id))
    return list(session.exec(lines))


def letters(session: Session, kind: str) -> list[int]:
    return list(session.exec(select(t.Letter.person_id).where(t.Letter.kind == kind).order_by(col(t.Letter.id))))


# starting


def test_audits_of_a_year_are_numbered_one_after_another(session: Session, home: Household) -> None:
    references = [
        start_audit(session, home.coordinator, title, year).reference
        for title, year in (("Neglect", "2025/26"), ("Neglect", "2026/27"), ("Exploitation", "2025/26"))
    ]
    assert references == ["MAAP25-1", "MAAP26-1", "MAAP25-2"]


def test_a_new_audit_begins_with_standing_sentences_timetable_and_period(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, " Neglect ", "2025/26")
    terms = Terms.model_validate(audit.terms)
    assert (audit.title, audit.stage, terms.title, terms.audit_year) == ("Neglect", "draft", "Neglect", "2025/26")
    assert "individual workers" in terms.out_of_scope
    assert terms.starts == date(2026, 3, 17)
    assert (terms.period_start, terms.period_end) == (date(2025, 3, 1), date(2026, 2, 28))
    assert deeds(session, audit.id) == ["started an audit"]


def test_an_audit_for_adults_calls_the_adults_team(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Self-neglect", "2025/26", "adults")
    assert Terms.model_validate(audit.terms).concern_contact == "Adult social care safeguarding team"


def test_everything_wrong_with_a_start_is_said_at_once(session: Session, home: Household) -> None:
    with pytest.raises(Problem) as refused:
        start_audit(session, home.coordinator, " ", "2026/28", "pets")
    assert len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AGENCY_LEAD, Role.OBSERVER, Role.ADMINISTRATOR])
def test_only_a_coordinator_starts_an_audit(session: Session, home: Household, role: Role) -> None:
    with pytest.raises(NotAllowed):
        start_audit(session, make.acting(session, role), "Neglect", "2025/26")


def test_a_reaudit_carries_what_is_kept_and_begins_its_own_dates(session: Session, home: Household) -> None:
    earlier = written_audit(session, home, seed="old seed")
    again = start_reaudit(session, home.coordinator, earlier.id or 0, {"focus", "sample", "sign_off"}, year="2026/27")
    terms = Terms.model_validate(again.terms)
    assert again.earlier_id == terms.reaudit_of == earlier.id
    assert (again.reference, again.title, terms.title) == ("MAAP26-1", earlier.title, earlier.title)
    assert terms.purpose == "Do families get help in time?"
    assert (terms.sample_size, terms.seed, terms.audit_year) == (8, "", "2026/27")
    assert terms.agencies == ()
    assert terms.signatories == ()
    assert terms.timetable != ()
    assert "individual workers" in terms.out_of_scope


def test_a_reaudit_of_an_audit_out_of_reach_does_not_exist(session: Session, home: Household) -> None:
    with pytest.raises(NotYours):
        start_reaudit(session, home.coordinator, 999, {step.key for step in STEPS})


# writing


def test_saved_terms_are_trimmed_kept_and_left_in_the_trail_by_field(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    save_terms(
        session, home.coordinator, audit.id or 0, {"purpose": "  Is help early? ", "title": "Early help"}, seen=1
    )
    assert terms_of(session, audit.id).purpose == "Is help early?"
    assert audit.title == "Early help"
    last = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()
    assert last is not None
    assert last.detail == {"fields": ["purpose", "title"]}


def test_two_coordinators_never_overwrite_each_other(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    save_terms(session, home.coordinator, audit.id or 0, {"purpose": "The first."}, seen=1)
    with pytest.raises(TermsOvertaken):
        save_terms(session, make.acting(session, Role.COORDINATOR), audit.id or 0, {"purpose": "The second."}, seen=1)
    assert terms_of(session, audit.id).purpose == "The first."


def test_saving_what_is_there_already_changes_nothing(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    save_terms(session, home.coordinator, audit.id or 0, {"title": "Neglect"}, seen=1)
    assert audit.terms_revision == 1


def test_each_bad_field_gets_its_sentence_and_nothing_is_kept(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    bad = {
        "purpose": "Good enough.",
        "sample_size": 900,
        "quorum": None,
        "title": "x" * 121,
        "inclusion": "For example 943 476 5919",
        "audit_year": "next year",
        "triggers": ["the weather"],
    }
    with pytest.raises(BadTerms) as refused:
        save_terms(session, home.coordinator, audit.id or 0, bad, seen=1)
    said = refused.value.sentences
    assert set(said) == set(bad) - {"purpose"}
    assert said["sample_size"] == "Cases to draw: enter 500 or fewer."
    assert said["quorum"] == "Fewest members for a panel to agree grades: enter a number."
    assert "an NHS number" in said["inclusion"]
    assert terms_of(session, audit.id).purpose == ""


def test_a_telephone_number_belongs_to_the_safety_contact_only(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    save_terms(session, home.coordinator, audit.id or 0, {"concern_phone": "01384 813000"}, seen=1)
    with pytest.raises(BadTerms):
        save_terms(session, home.coordinator, audit.id or 0, {"why_now": "Ring 01384 813000"}, seen=2)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.OBSERVER])
def test_who_may_only_read_does_not_write(session: Session, home: Household, role: Role) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    with pytest.raises(NotAllowed):
        save_terms(session, make.acting(session, role), audit.id or 0, {"purpose": "Mine."}, seen=1)


def test_a_moved_date_takes_those_after_it_along(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    before = Terms.model_validate(audit.terms).timetable
    after = move_milestone(session, home.coordinator, audit.id or 0, "cohort", date(2026, 3, 25), seen=1).timetable
    assert (before[1].on, after[1].on) == (date(2026, 3, 24), date(2026, 3, 25))
    assert after[0] == before[0]
    assert all(new.on > old.on for new, old in zip(after[1:], before[1:], strict=True))
    assert terms_of(session, audit.id).timetable == after


def test_a_date_on_a_sunday_is_refused(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    with pytest.raises(CannotMove, match="is a weekend"):
        move_milestone(session, home.coordinator, audit.id or 0, "cohort", date(2026, 3, 29), seen=1)


def test_the_timetable_can_be_made_anew_from_the_template(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    terms = plan_timetable(session, home.coordinator, audit.id or 0, date(2026, 4, 13), seen=1)
    assert terms.starts == date(2026, 4, 13)
    due = milestone_of(terms.timetable, "returns_due")
    assert due is not None
    assert due.on == date(2026, 5, 19)  # 15 working days after 27 April, past the early May bank holiday


# asking for signatures


def test_unfinished_terms_are_refused_with_every_sentence(session: Session, home: Household) -> None:
    audit = start_audit(session, home.coordinator, "Neglect", "2025/26")
    with pytest.raises(NotComplete) as refused:
        ask_for_signatures(session, home.coordinator, audit.id or 0)
    assert "Choose at least one theme." in refused.value.sentences
    assert "Name the people who sign these terms." in refused.value.sentences
    assert session.exec(select(t.Signature)).all() == []


def test_asking_freezes_the_version_and_lets_the_agencies_in(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    assert [a.id for a in audits_of(session, home.health)] == []
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    version = session.exec(select(t.TermsVersion)).one()
    assert (version.number, version.body) == (1, audit.terms)
    assert [a.id for a in audits_of(session, home.health)] == [audit.id]
    assert audit.stage == "draft"
    assert letters(session, "please sign") == [home.chair.person_id, home.police.person_id]
    parts = {p.remit: p.lead_id for p in session.exec(select(t.Participation))}
    assert parts == {"Incidents and referrals.": home.police.person_id, "Attendances.": home.health.person_id}


def test_terms_that_are_out_for_signature_do_not_change(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    with pytest.raises(WrongStage, match="out for signature"):
        save_terms(session, home.coordinator, audit.id or 0, {"purpose": "Another."}, seen=audit.terms_revision)
    with pytest.raises(WrongStage, match="already been asked"):
        ask_for_signatures(session, home.coordinator, audit.id or 0)


def test_signatures_are_asked_on_the_terms_that_were_read(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    with pytest.raises(TermsOvertaken):
        ask_for_signatures(session, home.coordinator, audit.id or 0, seen=1)


def test_nobody_is_asked_who_could_not_sign(session: Session, home: Household) -> None:
    stranger = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "probation"))
    audit = written_audit(
        session, home, signatories=[{"person": stranger.person_id}], panel_members=[home.observer.person_id] * 3
    )
    with pytest.raises(NotComplete) as refused:
        ask_for_signatures(session, home.coordinator, audit.id or 0)
    said = " ".join(refused.value.sentences)
    assert f"{stranger.name} cannot sign" in said
    assert f"{home.observer.name} cannot sit on the panel" in said


def test_a_lead_who_left_and_a_form_that_is_not_published_are_named(session: Session, home: Household) -> None:
    audit = written_audit(session, home, questionnaire="not_there")
    lead = session.get(t.Person, home.health.person_id)
    assert lead is not None
    lead.active = False
    session.add(lead)
    with pytest.raises(NotComplete) as refused:
        ask_for_signatures(session, home.coordinator, audit.id or 0)
    said = " ".join(refused.value.sentences)
    assert f"{lead.name} is not a lead of" in said
    assert "is not published" in said


# signing


def test_the_last_signature_agrees_the_audit_and_asks_agencies_to_commit(session: Session, home: Household) -> None:
    audit = written_audit(session, home, panel_members=[home.coordinator.person_id, home.chair.person_id], quorum=2)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    sign(session, home.police, audit.id or 0, version=1)
    assert audit.stage == "draft"
    assert letters(session, "please commit") == []
    pulse = audit.pulse
    sign(session, home.chair, audit.id or 0, version=1)
    session.refresh(audit)
    assert audit.stage == "agreed"
    assert audit.pulse > pulse
    assert letters(session, "please commit") == [home.police.person_id, home.health.person_id]
    assert set(session.exec(select(t.PanelMember.person_id))) == {home.coordinator.person_id, home.chair.person_id}
    assert deeds(session, audit.id)[-3:] == ["signed the terms", "signed the terms", "agreed the terms"]


def test_nobody_signs_unasked_or_twice(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    with pytest.raises(Problem, match="not been asked"):
        sign(session, home.coordinator, audit.id or 0)
    with pytest.raises(Problem, match="not been asked"):
        sign(session, home.health, audit.id or 0)
    sign(session, home.chair, audit.id or 0)
    with pytest.raises(Problem, match="already signed"):
        sign(session, home.chair, audit.id or 0)
    with pytest.raises(NotAllowed):
        sign(session, home.observer, audit.id or 0)


def test_nobody_signs_before_signatures_are_asked_for(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    with pytest.raises(Problem, match="not been asked"):
        sign(session, home.chair, audit.id or 0)


def test_a_version_that_was_taken_back_cannot_be_signed(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    amend(session, home.coordinator, audit.id or 0, "A date was wrong.")
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    with pytest.raises(Problem, match="taken back and changed"):
        sign(session, home.chair, audit.id or 0, version=1)
    sign(session, home.chair, audit.id or 0, version=2)


# taking back


def test_agreed_terms_are_taken_back_and_signed_again(session: Session, home: Household) -> None:
    audit = agreed_audit(session, home)
    amend(session, home.coordinator, audit.id or 0, "The hospital cannot take part; the school nurses can.")
    assert (audit.stage, audit.terms_version) == ("draft", 2)
    assert letters(session, "terms taken back") == [home.chair.person_id, home.police.person_id]
    save_terms(session, home.coordinator, audit.id or 0, {"sample_size": 9}, seen=audit.terms_revision)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    versions = session.exec(select(t.TermsVersion).order_by(col(t.TermsVersion.number))).all()
    assert [(v.number, v.body["sample_size"]) for v in versions] == [(1, 8), (2, 9)]
    assert versions[1].reason.startswith("The hospital")
    sign(session, home.chair, audit.id or 0)
    sign(session, home.police, audit.id or 0)
    session.refresh(audit)
    assert audit.stage == "agreed"


def test_an_agency_taken_out_loses_sight_and_one_that_stays_keeps_its_answer(session: Session, home: Household) -> None:
    audit = agreed_audit(session, home)
    third = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "early_years"))
    for part in session.exec(select(t.Participation)):
        part.answer = "committed"
        session.add(part)
    amend(session, home.coordinator, audit.id or 0, "Another agency instead.")
    agencies = [full(home)["agencies"][0], {"agency": "early_years", "remit": "Daily care.", "lead": third.person_id}]
    save_terms(session, home.coordinator, audit.id or 0, {"agencies": agencies}, seen=audit.terms_revision)
    ask_for_signatures(session, home.coordinator, audit.id or 0)
    answers = {p.lead_id: p.answer for p in session.exec(select(t.Participation))}
    assert answers == {home.police.person_id: "committed", third.person_id: "asked"}
    assert audits_of(session, home.health) == []
    sign(session, home.chair, audit.id or 0)
    sign(session, home.police, audit.id or 0)
    assert letters(session, "terms changed") == [home.police.person_id]
    assert letters(session, "please commit")[-1] == third.person_id


def test_terms_are_not_taken_back_without_a_reason_or_with_an_identifier(session: Session, home: Household) -> None:
    audit = agreed_audit(session, home)
    with pytest.raises(Problem, match="Say what has to change"):
        amend(session, home.coordinator, audit.id or 0, "  ")
    with pytest.raises(Identifiers):
        amend(session, home.coordinator, audit.id or 0, "See 943 476 5919")
    assert audit.terms_version == 1


def test_terms_still_being_written_cannot_be_taken_back(session: Session, home: Household) -> None:
    audit = written_audit(session, home)
    with pytest.raises(WrongStage, match="still being written"):
        amend(session, home.coordinator, audit.id or 0, "A reason.")


@pytest.mark.parametrize("stage", ["fieldwork", "panel", "reporting", "published", "closed"])
def test_terms_stand_once_fieldwork_has_begun(session: Session, home: Household, stage: str) -> None:
    audit = agreed_audit(session, home)
    audit.stage = stage
    session.add(audit)
    session.flush()
    with pytest.raises(WrongStage):
        amend(session, home.coordinator, audit.id or 0, "Too late.")
