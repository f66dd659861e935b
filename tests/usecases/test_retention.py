"""What people wrote goes when its time has come, and nothing that was learned; a hold keeps all of it."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.problems import Problem
from maap.domain.retention import Held, due_on, months_after
from maap.storage import tables as t
from maap.storage import trail
from maap.storage.forms import freeze
from maap.storage.trail_values import AFTER, BEFORE, sealed, value_faults
from maap.usecases.answering import Given, save_answer
from maap.usecases.retention import change_rules, hold, lift, remove_traces, remove_words
from maap.views.retention import retention
from tests import factories as make
from tests.usecases.test_answering import FORM

CLOSED = datetime(2019, 1, 31, 12, tzinfo=UTC)
CANARY = "Canary sang before dawn"


class Scene:
    """An audit that closed seven years ago, with an answer in words, a grade, an action, and an issue."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.admin = make.acting(session, Role.ADMINISTRATOR)
        police = make.agency(session, "police")
        audit = make.audit(session, police, stage="fieldwork")
        freeze(audit, FORM)
        case = make.case(session, audit)
        self.row = make.a_return(session, case, police)
        auditor = make.person(session, Role.AUDITOR, agency=police)
        session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=auditor.id))
        session.flush()
        actor = make.actor(auditor, Role.AUDITOR)
        save_answer(session, actor, self.row.id or 0, Given("notes", CANARY, 0))
        save_answer(session, actor, self.row.id or 0, Given("siblings", "yes", 0))
        save_answer(session, actor, self.row.id or 0, Given("siblings_seen", "good", 0))
        make.issue(session, audit, police, text=CANARY)
        self.action = make.action(session, audit, police, status="done", closed_at=CLOSED)
        make.finding(session, audit)
        audit.stage, audit.closed_at = "closed", CLOSED
        session.add(audit)
        session.flush()
        self.audit_id = audit.id or 0

    def removed(self) -> dict[str, int]:
        """Run it."""
        return remove_words(self.session, self.admin, self.audit_id)

    def words(self) -> str:
        """Everything in the database, as text, without the trail."""
        kept = [t.Answer, t.AnswerVersion, t.AgencyIssue, t.Case, t.CohortRow, t.QuestionNote]
        return " ".join(str(row.model_dump()) for table in kept for row in self.session.exec(select(table)))


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_words_go_and_what_was_learned_stays(scene: Scene) -> None:
    assert CANARY in scene.words()
    gone = scene.removed()
    assert CANARY not in scene.words() and gone["answers that are not grades"] == 2
    grade = scene.session.exec(select(t.Answer).where(t.Answer.question_id == "siblings_seen")).one()
    assert (grade.value, grade.grade) == ("good", "good")
    for table in (t.Action, t.Finding, t.Return, t.Case, t.AgencyIssue):
        assert scene.session.exec(select(table)).all()


def test_the_trail_still_holds_and_its_seals_cannot_be_guessed_any_more(scene: Scene) -> None:
    scene.removed()
    assert list(trail.faults(scene.session)) == [] and list(value_faults(scene.session)) == []
    assert {case.salt for case in scene.session.exec(select(t.Case))} == {""}


DICTIONARY = (None, CANARY, *("yes", "no", "not known", "good", "inadequate", "outstanding", "requires improvement"))


def _guessed(session: Session) -> tuple[int, int]:
    """Of the seals in the trail: how many a dictionary opens with any salt that the database still holds, and all."""
    salts = {case.salt for case in session.exec(select(t.Case))} | {""}
    known = {sealed(salt, word) for salt in salts for word in DICTIONARY}
    details = [line.detail for line in session.exec(select(t.TrailEntry))]
    seals = [detail[name] for detail in details for name in (BEFORE, AFTER) if name in detail]
    return sum(seal in known for seal in seals), len(seals)


def test_what_was_removed_cannot_be_found_again_with_a_dictionary(scene: Scene) -> None:
    assert _guessed(scene.session) == (6, 6), "the control: while the salt is there, a dictionary opens every seal"
    scene.removed()
    assert _guessed(scene.session) == (0, 6)


def test_a_removal_is_certified_in_the_trail_with_what_went(scene: Scene) -> None:
    gone = scene.removed()
    (certificate,) = retention(scene.session, scene.admin).certificates
    assert certificate.removed == gone
    line = scene.session.exec(select(t.TrailEntry).where(t.TrailEntry.audit_id == scene.audit_id)).all()[-1]
    assert line.deed == "removed words that are no longer kept" and line.detail["removed"] == gone


def test_what_would_go_is_shown_first_and_is_what_goes(scene: Scene) -> None:
    (before,) = retention(scene.session, scene.admin).audits
    assert before.is_due and before.due == date(2026, 1, 31)
    assert dict(before.would_go) == scene.removed()
    (after,) = retention(scene.session, scene.admin).audits
    assert not after.would_go


def test_nothing_goes_twice(scene: Scene) -> None:
    scene.removed()
    with pytest.raises(Problem, match="still to be kept"):
        scene.removed()


def test_a_hold_keeps_everything_until_it_is_lifted(scene: Scene) -> None:
    hold(scene.session, scene.admin, scene.audit_id, "A safeguarding review has asked for it")
    with pytest.raises(Held):
        scene.removed()
    assert CANARY in scene.words()
    with pytest.raises(Problem, match="already"):
        hold(scene.session, scene.admin, scene.audit_id, "again")
    lift(scene.session, scene.admin, scene.audit_id)
    scene.removed()


def test_nothing_goes_while_an_action_is_open(scene: Scene) -> None:
    scene.action.closed_at = None
    scene.session.add(scene.action)
    scene.session.flush()
    with pytest.raises(Problem, match="still to be kept"):
        scene.removed()


def test_nothing_goes_before_its_time(scene: Scene) -> None:
    change_rules(scene.session, scene.admin, {"returns": 85, "letters": 12, "sessions": 12}, 0)
    (kept,) = retention(scene.session, scene.admin).audits
    assert kept.due == date(2026, 2, 28) and kept.is_due
    change_rules(scene.session, scene.admin, {"returns": 120, "letters": 12, "sessions": 12}, 1)
    with pytest.raises(Problem, match="still to be kept"):
        scene.removed()


def test_old_letters_and_sign_ins_lose_what_they_said(scene: Scene) -> None:
    letter = t.Letter(person_id=1, kind="x", subject="x", body=CANARY, written_at=CLOSED, sent_at=CLOSED)
    scene.session.add(letter)
    scene.session.flush()
    assert remove_traces(scene.session, scene.admin)["letters"] == 1
    scene.session.refresh(letter)
    assert CANARY not in letter.body


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_removes_anything(scene: Scene, role: Role) -> None:
    other: Actor = make.acting(scene.session, role)
    for deed in (
        lambda: remove_words(scene.session, other, scene.audit_id),
        lambda: hold(scene.session, other, scene.audit_id, "x"),
        lambda: lift(scene.session, other, scene.audit_id),
        lambda: retention(scene.session, other),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_months_end_on_the_last_day_there_is() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert due_on(None, [], 12) is None and due_on(CLOSED, [None], 12) is None
