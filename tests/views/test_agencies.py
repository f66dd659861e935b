"""Who has committed, for those who chase; an agency's own part, for its lead."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from maap.domain.commitment import Commitment
from maap.domain.people import NotAllowed, NotYours, Role
from maap.storage import tables as t
from maap.usecases.agencies import commit, decline, name_auditors
from maap.usecases.post import change_text
from maap.views.agencies import commitments, own_commitment
from tests import factories as make

OPENS = {"key": "returns_open", "name": "Returns open", "on": "2026-03-16"}


def _audit(session: Session, stage: str = "agreed") -> t.Audit:
    """An audit that asks police, health and probation, none of which has answered."""
    agencies = [make.agency(session, key, position=n) for n, key in enumerate(("police", "health", "probation"))]
    audit = make.audit(session, *agencies, stage=stage, terms={"timetable": [OPENS], "purpose": "Does it work?"})
    for part in session.exec(select(t.Participation).where(t.Participation.audit_id == audit.id)):
        part.answer = "asked"
        session.add(part)
    session.flush()
    return audit


def test_the_coordinator_sees_each_answer_with_who_and_when_and_why(session: Session) -> None:
    audit = _audit(session)
    police_lead = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "police"))
    health_lead = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "health"))
    commit(session, police_lead, audit.id, seen=1)
    name_auditors(session, police_lead, audit.id, [police_lead.person_id], seen=2)
    decline(session, health_lead, audit.id, "We have nobody free.", seen=1)
    page = commitments(session, make.acting(session, Role.COORDINATOR), audit.id)
    seen = [(row.agency, row.answer, row.answered_by, row.reason, row.auditors) for row in page.agencies]
    assert seen == [
        ("Police", Commitment.COMMITTED, police_lead.name, "", (police_lead.name,)),
        ("Health", Commitment.DECLINED, health_lead.name, "We have nobody free.", ()),
        ("Probation", Commitment.ASKED, "", "", ()),
    ]


def test_a_reminder_is_ready_for_whoever_has_not_answered_or_named_nobody(session: Session) -> None:
    audit = _audit(session)
    commit(session, make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "police")), audit.id, seen=1)
    lead = make.person(session, Role.AGENCY_LEAD, agency=make.agency(session, "probation"))
    page = commitments(session, make.acting(session, Role.CHAIR), audit.id)
    reminders = {row.agency: row.reminder for row in page.awaited}
    assert list(reminders) == ["Police", "Health", "Probation"]
    assert reminders["Police"] and "name the auditors" in reminders["Police"].subject
    assert reminders["Probation"] and f"Dear {lead.name}," in reminders["Probation"].body
    assert "16 March 2026" in reminders["Probation"].body


def test_reminders_say_what_an_administrator_chose_and_leave_an_unset_day_out(session: Session) -> None:
    audit = _audit(session)
    body = "Dear {name}, does {agency} take part? Please answer by {due}."
    change_text(
        session, make.acting(session, Role.ADMINISTRATOR), "remind_to_commit", {"subject": "x", "body": body}, 0
    )
    (dated, *_) = commitments(session, make.acting(session, Role.CHAIR), audit.id).awaited
    assert dated.reminder and dated.reminder.body.endswith("take part? Please answer by 16 March 2026.")
    later = make.acting(session, Role.CHAIR, now=make.NOW + timedelta(days=60))
    (undated, *_) = commitments(session, later, audit.id).awaited
    assert undated.reminder and undated.reminder.body == f"Dear colleague, does {undated.agency} take part?"


def test_nothing_is_chased_once_the_panel_sits(session: Session) -> None:
    audit = _audit(session, stage="panel")
    assert commitments(session, make.acting(session, Role.COORDINATOR), audit.id).awaited == ()


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.OBSERVER])
def test_agencies_and_observers_do_not_see_who_has_committed(session: Session, role: Role) -> None:
    audit = _audit(session)
    with pytest.raises(NotAllowed):
        commitments(session, make.acting(session, role, agency=make.agency(session, "police")), audit.id)


def test_a_lead_sees_their_own_agencys_answer_and_people_only(session: Session) -> None:
    audit = _audit(session)
    police, health = make.agency(session, "police"), make.agency(session, "health")
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    health_lead = make.acting(session, Role.AGENCY_LEAD, agency=health)
    decline(session, health_lead, audit.id, "We have nobody free.", seen=1)
    own = own_commitment(session, lead, audit.id)
    assert (own.agency, own.answer, own.revision, own.may_answer) == ("Police", Commitment.ASKED, 1, True)
    assert [one.name for one in own.candidates] == [lead.name]
    assert health_lead.name not in repr(own)
    assert "nobody free" not in repr(own)


def test_a_lead_reads_the_procedures_and_what_the_audit_is_for(session: Session) -> None:
    make.partnership(session, name="P", short_name="P", procedures="1. Look for strengths first.")
    audit = _audit(session)
    own = own_commitment(
        session, make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "police")), audit.id
    )
    assert own.procedures == "1. Look for strengths first."
    assert own.summary["Purpose"] == "Does it work?"


def test_an_agency_that_has_begun_is_not_offered_to_decline(session: Session) -> None:
    audit = _audit(session, stage="fieldwork")
    police = make.agency(session, "police")
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    assert own_commitment(session, lead, audit.id).may_decline
    make.a_return(session, make.case(session, audit), police, "in progress")
    assert not own_commitment(session, lead, audit.id).may_decline


def test_a_lead_of_an_agency_that_is_not_asked_finds_nothing(session: Session) -> None:
    audit = _audit(session)
    stranger = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "fire"))
    with pytest.raises(NotYours):
        own_commitment(session, stranger, audit.id)
