"""An open audit takes a newer version; draft returns go over to it when their agency says so."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import ReturnClosed
from maap.domain.giving import Given
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.forms import form, freeze, return_form
from maap.storage.trail_values import value_faults
from maap.usecases.answering import save_answer
from maap.usecases.fieldwork import submit
from maap.usecases.versions import give_newer_version, upgrade_return
from maap.views.questionnaires import shelf
from maap.views.results import grades
from maap.views.returns import sheet
from maap.views.versions import Upgrade, upgrade, versions
from tests import factories as make
from tests.domain.test_moving import ANSWERS, NEW, OLD, QUESTIONS, but
from tests.domain.test_moving import form as a_form


class Scene:
    """Two police returns in fieldwork on version 1: one with answers, one that nobody has begun."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.police = make.agency(session, "police")
        terms = {"questionnaire": "small", "modules": []}
        self.audit = make.audit(session, self.police, terms=terms)
        self.publish(OLD)
        freeze(self.audit, OLD)
        self.begun, self.fresh = (
            make.a_return(session, make.case(session, self.audit, salt="ab" * 16), self.police, state="not started")
            for _ in range(2)
        )
        self.coordinator = make.acting(session, Role.COORDINATOR)
        self.auditor = self.named(self.police)
        for question, value in ANSWERS.items():
            self.save(question, value)

    def named(self, agency: t.Agency) -> Actor:
        """An auditor named for the audit."""
        actor = make.acting(self.session, Role.AUDITOR, agency=agency)
        named = t.NamedAuditor(audit_id=self.audit.id, agency_id=agency.id, person_id=actor.person_id)
        self.session.add(named)
        self.session.flush()
        return actor

    def publish(self, version: Questionnaire) -> None:
        """Onto the shelf."""
        facts = {"title": version.title, "audience": version.audience, "published": True}
        body = version.model_dump(mode="json")
        self.session.add(t.QuestionnaireVersion(key=version.key, version=version.version, body=body, **facts))
        self.session.flush()

    def save(self, question: str, value: object, seen: int = 0) -> None:
        """Answer a question of the return that was begun."""
        save_answer(self.session, self.auditor, self.begun.id or 0, Given(question, value, seen))

    def give(self, version: Questionnaire = NEW) -> int:
        """Publish a version and give it to the audit."""
        self.publish(version)
        found = versions(self.session, self.coordinator, self.audit.id or 0)
        assert found is not None
        assert found.newer is not None
        return give_newer_version(self.session, self.coordinator, self.audit.id or 0, found.newer.digest)

    def upgrade(self) -> Upgrade:
        """What would move."""
        found = upgrade(self.session, self.auditor, self.begun.id or 0)
        assert found is not None
        return found

    def move(self) -> int:
        """Move the return as it is seen now."""
        return upgrade_return(self.session, self.auditor, self.begun.id or 0, self.upgrade().seen)

    def stored(self, question: str) -> t.Answer:
        """What is stored of an answer."""
        return self.session.exec(
            select(t.Answer).where(t.Answer.return_id == self.begun.id, t.Answer.question_id == question)
        ).one()

    def deeds(self) -> list[str]:
        """What the trail says."""
        return list(self.session.exec(select(t.TrailEntry.deed).order_by(col(t.TrailEntry.id))))


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_a_version_that_is_published_meanwhile_changes_nothing_by_itself(session: Session, scene: Scene) -> None:
    scene.publish(NEW)
    assert form(scene.audit).version == 1
    assert upgrade(session, scene.auditor, scene.begun.id or 0) is None


def test_the_coordinator_reads_what_differs_and_gives_the_audit_the_newer_version(
    session: Session, scene: Scene
) -> None:
    assert scene.give() == 1
    assert form(scene.audit).version == 2
    assert return_form(session, scene.audit, scene.begun).version == 1
    assert return_form(session, scene.audit, scene.fresh).version == 2
    found = versions(session, scene.coordinator, scene.audit.id or 0)
    assert found is not None
    assert (found.version, found.newer, found.behind) == (2, None, (("Police", 1),))
    assert scene.deeds()[-1] == "gave the audit a newer version of its questionnaire"


def test_the_shelf_says_of_both_versions_that_the_audit_uses_them(session: Session, scene: Scene) -> None:
    scene.give()
    (shelved,) = shelf(session, scene.coordinator)
    assert [(one.version, one.used_in) for one in shelved.versions] == [
        (2, (scene.audit.reference,)),
        (1, (scene.audit.reference,)),
    ]


def test_a_return_that_is_in_is_not_said_to_be_behind(session: Session, scene: Scene) -> None:
    scene.give()
    scene.begun.state = "submitted"
    session.flush()
    found = versions(session, scene.coordinator, scene.audit.id or 0)
    assert found is not None
    assert found.behind == ()


def test_a_draft_return_is_answered_on_its_own_version_until_it_is_moved(session: Session, scene: Scene) -> None:
    scene.give()
    scene.save("seen", "weekly", seen=1)
    assert "well" in {question.id for question in sheet(session, scene.auditor, scene.begun.id or 0).form.questions}


def test_what_moves_is_shown_before_it_is_done(scene: Scene) -> None:
    scene.give()
    found = scene.upgrade()
    assert (found.before, found.version) == (1, 2)
    assert found.moving.kept == ("known", "plan")
    assert {one.question_id for one in found.moving.unfit} == {"seen", "visits", "visits__evidence", "well"}
    assert any("Taken out." in change.sentence for change in found.changes)
    assert scene.stored("well").value == ANSWERS["well"]


def test_moving_keeps_what_fits_and_leaves_the_rest_in_the_history(session: Session, scene: Scene) -> None:
    scene.give()
    assert scene.move() == 4
    assert scene.begun.form_digest == ""
    assert [scene.stored(key).value for key in ("known", "plan", "seen", "well")] == ["yes", "good", None, None]
    history = select(t.AnswerVersion.value).where(t.AnswerVersion.answer_id == scene.stored("well").id)
    assert list(session.exec(history)) == [ANSWERS["well"], None]
    page = sheet(session, scene.auditor, scene.begun.id or 0)
    assert [question.id for question in page.route.unanswered] == ["seen", "visits", "home"]
    assert page.route.hidden == frozenset()
    assert scene.deeds()[-2:] == ["set an answer aside", "moved a return to the newer version of its questionnaire"]


def test_what_was_set_aside_agrees_with_the_trail(session: Session, scene: Scene) -> None:
    scene.give()
    scene.move()
    assert list(value_faults(session)) == []
    scene.stored("well").value = "Put back behind the trail."
    session.flush()
    assert len(list(value_faults(session))) == 1


def test_figures_count_a_grade_once_whatever_version_its_return_is_on(session: Session, scene: Scene) -> None:
    def counted() -> int:
        charted = grades(session, scene.coordinator, scene.audit.id or 0).together
        return sum(n for counts in charted.values() for n in counts.values())

    before = counted()
    scene.give()
    assert counted() == before == 1
    scene.move()
    assert counted() == 1


def test_a_grade_that_is_no_longer_asked_leaves_the_figures(session: Session, scene: Scene) -> None:
    scene.give(a_form(*but("plan", relevant="${known} = 'no'"), version=2))
    scene.move()
    assert (scene.stored("plan").value, scene.stored("plan").counted) == ("good", False)
    assert grades(session, scene.coordinator, scene.audit.id or 0).together == {}


@pytest.mark.parametrize(
    ("newer", "written"),
    [
        (QUESTIONS, 0),
        (but("plan", relevant="${known} = 'no'"), 1),
        (but("known", label="Was this adult known?"), 0),
    ],
)
def test_what_charts_read_is_written_where_the_newer_version_changes_it(
    session: Session, scene: Scene, newer: list[dict[str, Any]], written: int
) -> None:
    scene.give(a_form(*newer, version=2, introduction="Read the guidance first."))
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *call: asked.append(call[2]))
    scene.move()
    assert len([one for one in asked if one.startswith("UPDATE answer ")]) == written
    assert scene.stored("plan").counted is (written == 0)


def test_an_answer_given_after_the_look_stops_the_move(session: Session, scene: Scene) -> None:
    scene.give()
    seen = scene.upgrade().seen
    scene.save("known", "no", seen=1)
    with pytest.raises(Problem, match="A colleague has just changed this return"):
        upgrade_return(session, scene.auditor, scene.begun.id or 0, seen)
    assert scene.begun.form_digest


def test_a_return_is_moved_once(session: Session, scene: Scene) -> None:
    scene.give()
    seen = scene.upgrade().seen
    scene.move()
    with pytest.raises(Problem, match="newest version already"):
        upgrade_return(session, scene.auditor, scene.begun.id or 0, seen)


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_a_return_that_is_in_is_not_moved(session: Session, scene: Scene, state: str) -> None:
    scene.give()
    seen = scene.upgrade().seen
    scene.begun.state = state
    session.flush()
    assert upgrade(session, scene.auditor, scene.begun.id or 0) is None
    with pytest.raises(ReturnClosed, match="reopen"):
        upgrade_return(session, scene.auditor, scene.begun.id or 0, seen)


def test_a_draft_may_be_finished_and_submitted_on_the_version_it_was_begun_on(session: Session, scene: Scene) -> None:
    scene.give()
    submit(session, scene.auditor, scene.begun.id or 0)
    assert (scene.begun.state, return_form(session, scene.audit, scene.begun).version) == ("submitted", 1)


def test_a_return_behind_by_two_versions_goes_straight_to_the_newest(session: Session, scene: Scene) -> None:
    scene.give()
    third = NEW.changed(version=3, introduction="Read the guidance first.")
    assert scene.give(third) == 0
    assert scene.upgrade().version == 3
    scene.move()
    assert return_form(session, scene.audit, scene.begun).introduction == "Read the guidance first."


def test_a_version_published_while_the_coordinator_was_reading_is_not_given_unread(
    session: Session, scene: Scene
) -> None:
    scene.publish(NEW)
    found = versions(session, scene.coordinator, scene.audit.id or 0)
    assert found is not None
    assert found.newer is not None
    scene.publish(NEW.changed(version=3, introduction="Another."))
    with pytest.raises(Problem, match="published since"):
        give_newer_version(session, scene.coordinator, scene.audit.id or 0, found.newer.digest)
    assert form(scene.audit).version == 1


def test_a_version_that_cannot_be_counted_together_is_named_and_not_given(session: Session, scene: Scene) -> None:
    scene.publish(a_form(*QUESTIONS[:2], version=2))
    found = versions(session, scene.coordinator, scene.audit.id or 0)
    assert found is not None
    assert found.newer is not None
    assert "Keep this version for the next audit" in found.newer.in_the_way
    with pytest.raises(Problem, match="counted together"):
        give_newer_version(session, scene.coordinator, scene.audit.id or 0, found.newer.digest)


@pytest.mark.parametrize("stage", ["sampling", "panel", "closed"])
def test_a_newer_version_is_given_in_fieldwork_only(session: Session, scene: Scene, stage: str) -> None:
    scene.publish(NEW)
    scene.audit.stage = stage
    session.flush()
    assert versions(session, scene.coordinator, scene.audit.id or 0) is None
    with pytest.raises(WrongStage):
        give_newer_version(session, scene.coordinator, scene.audit.id or 0, "x")


def test_only_the_coordinator_gives_and_only_the_agency_moves(session: Session, scene: Scene) -> None:
    scene.give()
    seen = scene.upgrade().seen
    with pytest.raises(NotAllowed):
        give_newer_version(session, scene.auditor, scene.audit.id or 0, "x")
    with pytest.raises(NotAllowed):
        upgrade_return(session, scene.coordinator, scene.begun.id or 0, seen)
    health = make.agency(session, "health")
    session.add(t.Participation(audit_id=scene.audit.id, agency_id=health.id, answer="committed"))
    with pytest.raises(NotYours):
        upgrade_return(session, scene.named(health), scene.begun.id or 0, seen)
