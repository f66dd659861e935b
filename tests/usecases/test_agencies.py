"""Agencies commit, decline and name their auditors: each for itself alone."""

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.identifiers import Identifiers
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.storage.dealing import deal
from maap.usecases.agencies import AnswerOvertaken, commit, decline, name_auditors
from tests import factories as make

DUE = {"key": "returns_due", "name": "Returns due", "on": "2026-04-01"}


def _asked(session: Session, stage: str = "agreed", **facts: Any) -> tuple[t.Audit, Actor, t.Participation]:
    """An audit that asks the police, whose lead is acting."""
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage=stage, **facts)
    part = session.exec(select(t.Participation).where(t.Participation.audit_id == audit.id)).one()
    part.answer = "asked"
    session.add(part)
    session.flush()
    return audit, make.acting(session, Role.AGENCY_LEAD, agency=police), part


def _trail(session: Session) -> list[str]:
    return list(session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)))


def test_a_lead_commits_their_agency_by_name_and_date(session: Session) -> None:
    audit, lead, part = _asked(session)
    commit(session, lead, audit.id, seen=1)
    session.refresh(part)
    assert (part.answer, part.answered_by, part.answered_at, part.revision) == (
        "committed",
        lead.person_id,
        lead.now,
        2,
    )
    assert _trail(session) == ["committed the agency to the procedures"]


def test_the_trail_keeps_which_wording_of_the_procedures_was_accepted(session: Session) -> None:
    make.partnership(session, name="P", short_name="P", procedures="1. Look for strengths first.")
    audit, lead, _ = _asked(session)
    commit(session, lead, audit.id, seen=1)
    detail = session.exec(select(t.TrailEntry.detail)).one()
    assert detail["procedures_sha256"] == hashlib.sha256(b"1. Look for strengths first.").hexdigest()


def test_an_answer_to_a_page_that_a_colleague_overtook_is_refused(session: Session) -> None:
    audit, lead, part = _asked(session)
    decline(session, lead, audit.id, "We have nobody free.", seen=1)
    with pytest.raises(AnswerOvertaken):
        commit(session, lead, audit.id, seen=1)
    session.refresh(part)
    assert part.answer == "declined"


def test_an_agency_that_declined_may_still_commit(session: Session) -> None:
    audit, lead, part = _asked(session)
    decline(session, lead, audit.id, "We have nobody free.", seen=1)
    commit(session, lead, audit.id, seen=2)
    session.refresh(part)
    assert (part.answer, part.reason) == ("committed", "")


def test_declining_needs_a_reason(session: Session) -> None:
    audit, lead, part = _asked(session)
    with pytest.raises(Problem, match="Say why"):
        decline(session, lead, audit.id, "  ", seen=1)
    session.refresh(part)
    assert part.answer == "asked"


def test_a_reason_with_a_telephone_number_is_refused(session: Session) -> None:
    audit, lead, _ = _asked(session)
    with pytest.raises(Identifiers):
        decline(session, lead, audit.id, "Call me on 01384 812345 about it.", seen=1)


@pytest.mark.parametrize("stage", ["draft", "panel", "reporting", "published", "closed"])
def test_an_agency_answers_only_between_signing_and_the_panel(session: Session, stage: str) -> None:
    audit, lead, _ = _asked(session, stage=stage)
    with pytest.raises(WrongStage):
        commit(session, lead, audit.id, seen=1)


def test_a_late_commitment_gets_its_returns_at_once(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork", terms={"timetable": [DUE]})
    make.case(session, audit, 1)
    make.case(session, audit, 2)
    commit(session, lead, audit.id, seen=1)
    assert [row.due for row in session.exec(select(t.Return))] == [date(2026, 4, 1)] * 2


def test_nobody_is_late_on_the_day_they_commit(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork", terms={"timetable": [DUE | {"on": "2026-03-02"}]})
    make.case(session, audit, 1)
    commit(session, lead, audit.id, seen=1)
    assert session.exec(select(t.Return.due)).one() == date(2026, 3, 10), "five working days from 3 March"


def test_before_fieldwork_no_returns_are_dealt(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="sampling")
    make.case(session, audit, 1)
    commit(session, lead, audit.id, seen=1)
    assert session.exec(select(t.Return)).all() == []


def test_declining_takes_back_untouched_returns_and_the_auditors(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork")
    make.case(session, audit, 1)
    commit(session, lead, audit.id, seen=1)
    name_auditors(session, lead, audit.id, [lead.person_id], seen=2)
    decline(session, lead, audit.id, "Our auditor has left.", seen=3)
    assert session.exec(select(t.Return)).all() == []
    assert session.exec(select(t.NamedAuditor)).all() == []


def test_declining_takes_back_returns_that_were_only_opened(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork")
    row = make.a_return(session, make.case(session, audit, 1), make.agency(session, "police"), "not started")
    session.add(t.Presence(return_id=row.id or 0, person_id=lead.person_id, section="", at=make.NOW))
    session.flush()
    decline(session, lead, audit.id, "We have nobody free.", seen=1)
    assert session.exec(select(t.Return)).all() == [] and session.exec(select(t.Presence)).all() == []


def test_an_agency_that_wrote_a_note_on_a_return_has_begun(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork")
    row = make.a_return(session, make.case(session, audit, 1), make.agency(session, "police"), "not started")
    facts = {"text": "Is this case ours?", "by_agency": True, "written_by": lead.person_id, "written_at": make.NOW}
    session.add(t.QuestionNote(return_id=row.id or 0, question_id="notes", **facts))
    session.flush()
    with pytest.raises(Problem, match="already begun"):
        decline(session, lead, audit.id, "We have nobody free.", seen=1)


def test_an_agency_with_a_begun_return_cannot_decline(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork")
    make.a_return(session, make.case(session, audit, 1), make.agency(session, "police"), "not known to us")
    with pytest.raises(Problem, match="already begun"):
        decline(session, lead, audit.id, "We have nobody free.", seen=1)


def test_declining_leaves_other_agencies_returns_alone(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork")
    health = make.agency(session, "health")
    session.add(t.Participation(audit_id=audit.id, agency_id=health.id, answer="committed"))
    make.case(session, audit, 1)
    session.flush()
    deal(session, audit.id, date(2026, 4, 1))
    decline(session, lead, audit.id, "We have nobody free.", seen=1)
    assert [row.agency_id for row in session.exec(select(t.Return))] == [health.id]


def test_auditors_are_named_from_the_own_agency(session: Session) -> None:
    audit, lead, _ = _asked(session)
    police = make.agency(session, "police")
    auditors = [make.person(session, Role.AUDITOR, agency=police).id for _ in range(2)]
    commit(session, lead, audit.id, seen=1)
    name_auditors(session, lead, audit.id, auditors, seen=2)
    named = session.exec(select(t.NamedAuditor.person_id).where(t.NamedAuditor.agency_id == police.id))
    assert sorted(named) == sorted(auditors)


@pytest.mark.parametrize("stranger", ["of another agency", "who has left", "without a role there"])
def test_nobody_else_can_be_named(session: Session, stranger: str) -> None:
    audit, lead, _ = _asked(session)
    police, health = make.agency(session, "police"), make.agency(session, "health")
    person = {
        "of another agency": lambda: make.person(session, Role.AUDITOR, agency=health),
        "who has left": lambda: make.person(session, Role.AUDITOR, agency=police, active=False),
        "without a role there": lambda: make.person(session, Role.PANEL_MEMBER, agency=police),
    }[stranger]()
    commit(session, lead, audit.id, seen=1)
    with pytest.raises(Problem, match="Choose auditors from the list"):
        name_auditors(session, lead, audit.id, [person.id], seen=2)


def test_auditors_are_named_after_committing_and_at_least_one(session: Session) -> None:
    audit, lead, _ = _asked(session)
    with pytest.raises(Problem, match="Commit your agency"):
        name_auditors(session, lead, audit.id, [lead.person_id], seen=1)
    commit(session, lead, audit.id, seen=1)
    with pytest.raises(Problem, match="at least one"):
        name_auditors(session, lead, audit.id, [], seen=2)


def test_open_returns_of_somebody_no_longer_named_go_back_to_nobody(session: Session) -> None:
    audit, lead, _ = _asked(session, stage="fieldwork")
    police = make.agency(session, "police")
    ann, bob = (make.person(session, Role.AUDITOR, agency=police) for _ in range(2))
    commit(session, lead, audit.id, seen=1)
    name_auditors(session, lead, audit.id, [ann.id, bob.id], seen=2)
    begun = make.a_return(session, make.case(session, audit, 1), police, "in progress", auditor_id=ann.id)
    handed_in = make.a_return(session, make.case(session, audit, 2), police, "submitted", auditor_id=ann.id)
    name_auditors(session, lead, audit.id, [bob.id], seen=3)
    session.refresh(begun)
    session.refresh(handed_in)
    assert (begun.auditor_id, begun.revision, handed_in.auditor_id) == (None, 2, ann.id)


def test_a_lead_acts_for_no_other_agency(session: Session) -> None:
    audit, _, part = _asked(session)
    health_lead = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "health"))
    for deed in (
        lambda: commit(session, health_lead, audit.id, seen=1),
        lambda: decline(session, health_lead, audit.id, "No.", seen=1),
        lambda: name_auditors(session, health_lead, audit.id, [health_lead.person_id], seen=1),
    ):
        with pytest.raises(NotYours):
            deed()
    session.refresh(part)
    assert part.answer == "asked"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR, Role.OBSERVER])
def test_nobody_of_the_partnership_answers_for_an_agency(session: Session, role: Role) -> None:
    audit, _, _ = _asked(session)
    with pytest.raises(NotAllowed):
        commit(session, make.acting(session, role), audit.id, seen=1)


def test_a_named_auditor_does_not_answer_for_the_agency(session: Session) -> None:
    audit, lead, _ = _asked(session)
    auditor = make.acting(session, Role.AUDITOR, agency=make.agency(session, "police"))
    commit(session, lead, audit.id, seen=1)
    name_auditors(session, lead, audit.id, [auditor.person_id], seen=2)
    with pytest.raises(NotAllowed):
        decline(session, auditor, audit.id, "No.", seen=3)


def test_every_answer_beats_the_pulse_of_the_audit(session: Session) -> None:
    audit, lead, _ = _asked(session)
    commit(session, lead, audit.id, seen=1)
    name_auditors(session, lead, audit.id, [lead.person_id], seen=2)
    decline(session, lead, audit.id, "No.", seen=3)
    session.refresh(audit)
    assert audit.pulse == 3
