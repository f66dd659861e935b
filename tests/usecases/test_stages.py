"""The coordinator moves an audit from stage to stage, and the conditions hold."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.audit import Stage, WrongStage
from maap.domain.people import NotAllowed, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.domain.standing import GoingBack
from maap.outside import configuration
from maap.settings import ROOT
from maap.storage import tables as t
from maap.storage.forms import form
from maap.usecases.stages import move_back, move_on
from tests import factories as make

CORE, MODULE = "maap_core_children", "module_neglect"


@pytest.fixture(scope="module")
def shelf() -> dict[str, Questionnaire]:
    """The shipped questionnaires by their keys."""
    return {one.key: one for one in configuration.load(ROOT / "config").questionnaires}


def _publish(session: Session, questionnaire: Questionnaire, published: bool = True, version: int = 1) -> None:
    body = questionnaire.model_dump(mode="json")
    facts = {"title": questionnaire.title, "audience": questionnaire.audience, "module_of": questionnaire.module_of}
    session.add(t.QuestionnaireVersion(key=questionnaire.key, version=version, published=published, body=body, **facts))
    session.flush()


def _ready(session: Session, shelf: dict[str, Questionnaire], **terms: Any) -> t.Audit:
    """An audit that is ready for fieldwork: a sample of two cases, two committed agencies, a published questionnaire."""
    _publish(session, shelf[CORE])
    _publish(session, shelf[MODULE])
    terms = {"questionnaire": CORE, "modules": [MODULE]} | terms
    agencies = make.agency(session, "police"), make.agency(session, "health")
    audit = make.audit(session, *agencies, stage="sampling", terms=terms)
    someone = make.person(session)
    cohort = t.Cohort(audit_id=audit.id, file_name="c.csv", sha256="0", uploaded_at=make.NOW, uploaded_by=someone.id)
    session.add(cohort)
    session.flush()
    session.add(t.Sample(audit_id=audit.id, cohort_id=cohort.id, drawn_at=make.NOW, drawn_by=someone.id))
    make.case(session, audit, 1)
    make.case(session, audit, 2)
    return audit


def test_an_agreed_audit_starts_sampling(session: Session) -> None:
    audit = make.audit(session, stage="agreed")
    coordinator = make.acting(session, Role.COORDINATOR)
    move_on(session, coordinator, audit.id, Stage.SAMPLING)
    assert audit.stage == "sampling"
    entry = session.exec(select(t.TrailEntry)).one()
    assert (entry.deed, entry.detail["before"]) == ("moved the audit to sampling", "agreed")


def test_opening_fieldwork_freezes_the_questionnaire_with_its_modules(
    session: Session, shelf: dict[str, Questionnaire]
) -> None:
    audit = _ready(session, shelf)
    move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK)
    asked = [section.id for section in form(audit).sections]
    assert {section.id for section in shelf[MODULE].sections} < set(asked)
    assert (audit.stage, audit.fieldwork_at) == ("fieldwork", make.NOW)


def test_the_newest_published_version_is_frozen(session: Session, shelf: dict[str, Questionnaire]) -> None:
    audit = _ready(session, shelf, modules=[])
    _publish(session, shelf[CORE].model_copy(update={"version": 2, "title": "Second"}), version=2)
    _publish(session, shelf[CORE].model_copy(update={"version": 3, "title": "Draft"}), version=3, published=False)
    move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK)
    assert form(audit).title == "Second"


def test_opening_fieldwork_deals_a_return_per_case_and_committed_agency(
    session: Session, shelf: dict[str, Questionnaire]
) -> None:
    audit = _ready(session, shelf)
    declined = make.agency(session, "probation")
    session.add(t.Participation(audit_id=audit.id, agency_id=declined.id, answer="declined"))
    move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK)
    rows = session.exec(select(t.Return)).all()
    assert len(rows) == 4
    assert declined.id not in {row.agency_id for row in rows}
    assert {row.due for row in rows} == {date(2026, 3, 24)}, "fifteen working days, for want of a timetable"


def test_opening_fieldwork_writes_to_leads_and_auditors_of_committed_agencies(
    session: Session, shelf: dict[str, Questionnaire]
) -> None:
    audit = _ready(session, shelf)
    police, probation = make.agency(session, "police"), make.agency(session, "probation")
    session.add(t.Participation(audit_id=audit.id, agency_id=probation.id, answer="asked"))
    lead = make.person(session, Role.AGENCY_LEAD, agency=police)
    named, unnamed = (make.person(session, Role.AUDITOR, agency=police) for _ in range(2))
    make.person(session, Role.AGENCY_LEAD, agency=probation)
    session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=named.id))
    move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK)
    letters = session.exec(select(t.Letter)).all()
    assert {letter.person_id for letter in letters} == {lead.id, named.id}
    assert unnamed.id not in {letter.person_id for letter in letters}
    assert all("24 March 2026" in letter.body and letter.sent_at is None for letter in letters)


def test_fieldwork_names_all_that_stands_in_its_way(session: Session) -> None:
    audit = make.audit(session, make.agency(session, "police"), stage="sampling")
    with pytest.raises(Problem) as refused:
        move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK)
    for wanted in ("no cohort", "Only one agency", "no questionnaire"):
        assert wanted in str(refused.value)
    assert (audit.stage, audit.questionnaire) == ("sampling", None)


def test_an_unpublished_module_keeps_fieldwork_closed(session: Session, shelf: dict[str, Questionnaire]) -> None:
    audit = _ready(session, shelf, modules=["module_child_exploitation"])
    with pytest.raises(Problem, match="module_child_exploitation” in the terms of reference is not published"):
        move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK)


def test_a_module_of_another_core_keeps_fieldwork_closed(session: Session, shelf: dict[str, Questionnaire]) -> None:
    audit = _ready(session, shelf, questionnaire="maap_core_adults")
    _publish(session, shelf["maap_core_adults"])
    with pytest.raises(Problem, match="does not belong"):
        move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK)


def test_the_panel_opens_when_every_return_is_in(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage="fieldwork")
    for number, state in enumerate(("submitted", "accepted", "not known to us"), 1):
        make.a_return(session, make.case(session, audit, number), police, state)
    move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.PANEL)
    assert audit.stage == "panel"


def test_outstanding_returns_keep_the_panel_closed_until_the_coordinator_accepts_them(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage="fieldwork")
    left = make.a_return(session, make.case(session, audit, 1), police, "changes requested")
    make.a_return(session, make.case(session, audit, 2), police, "submitted")
    coordinator = make.acting(session, Role.COORDINATOR)
    with pytest.raises(Problem, match="1 of 2 returns is not in"):
        move_on(session, coordinator, audit.id, Stage.PANEL)
    move_on(session, coordinator, audit.id, Stage.PANEL, despite_outstanding=True)
    assert session.exec(select(t.TrailEntry.detail)).one()["went_on_without"] == [left.id]


def test_despite_outstanding_returns_opens_nothing_else(session: Session) -> None:
    audit = make.audit(session, stage="sampling")
    with pytest.raises(Problem, match="no cohort"):
        move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK, despite_outstanding=True)


@pytest.mark.parametrize(("at", "to"), [("panel", Stage.REPORTING), ("reporting", Stage.PUBLISHED)])
def test_report_and_publication_follow_the_panel(session: Session, at: str, to: Stage) -> None:
    audit = make.audit(session, stage=at)
    move_on(session, make.acting(session, Role.COORDINATOR), audit.id, to)
    assert audit.stage == to


@pytest.mark.parametrize(
    ("at", "to"),
    [
        ("draft", Stage.AGREED),  # the last signature does that
        ("agreed", Stage.DRAFT),  # amending the terms does that
        ("published", Stage.CLOSED),  # closing freezes the figures
        ("panel", Stage.FIELDWORK),  # only back, with a reason
        ("agreed", Stage.FIELDWORK),
        ("closed", Stage.PUBLISHED),
    ],
)
def test_no_other_move_is_made_here(session: Session, at: str, to: Stage) -> None:
    audit = make.audit(session, stage=at)
    with pytest.raises(WrongStage):
        move_on(session, make.acting(session, Role.COORDINATOR), audit.id, to)
    assert audit.stage == at


def test_a_panel_goes_back_to_fieldwork_for_a_listed_reason_and_tells_the_agencies(session: Session) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage="panel")
    lead = make.person(session, Role.AGENCY_LEAD, agency=police)
    move_back(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.FIELDWORK, GoingBack.RETURN_MISSING)
    assert audit.stage == "fieldwork"
    assert session.exec(select(t.TrailEntry.detail)).one()["reason"] == GoingBack.RETURN_MISSING
    letter = session.exec(select(t.Letter)).one()
    assert (letter.person_id, "open again" in letter.subject) == (lead.id, True)


def test_a_reason_of_another_step_back_is_refused(session: Session) -> None:
    audit = make.audit(session, stage="reporting")
    with pytest.raises(Problem, match="listed reasons"):
        move_back(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.PANEL, GoingBack.RETURN_MISSING)


def test_only_panel_and_reporting_go_back(session: Session) -> None:
    audit = make.audit(session, stage="published")
    with pytest.raises(WrongStage):
        move_back(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.REPORTING, GoingBack.CASE_TO_DISCUSS)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR, Role.ADMINISTRATOR}))
def test_nobody_but_the_coordinator_moves_an_audit(session: Session, role: Role) -> None:
    police = make.agency(session, "police")
    audit = make.audit(session, police, stage="agreed")
    someone = make.acting(session, role, agency=police)
    session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=someone.person_id))
    session.add(t.PanelMember(audit_id=audit.id, person_id=someone.person_id))
    session.flush()
    with pytest.raises(NotAllowed):
        move_on(session, someone, audit.id, Stage.SAMPLING)
    with pytest.raises(NotAllowed):
        move_back(session, someone, audit.id, Stage.SAMPLING, GoingBack.CASE_TO_DISCUSS)


def test_a_move_beats_the_pulse(session: Session) -> None:
    audit = make.audit(session, stage="agreed")
    move_on(session, make.acting(session, Role.COORDINATOR), audit.id, Stage.SAMPLING)
    session.refresh(audit)
    assert audit.pulse == 1
