"""Answers are saved one at a time, and nobody's are lost."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from maap.domain.answers import BadAnswer
from maap.domain.audit import WrongStage
from maap.domain.fieldwork import Overtaken, ReturnClosed
from maap.domain.identifiers import Identifiers
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.usecases.answering import Given, MayIdentify, save_answer
from tests import factories as make

FORM = Questionnaire.model_validate(
    {
        "key": "small",
        "title": "Small",
        "audience": "children",
        "domains": [{"key": "timeliness", "name": "Timeliness"}],
        "scales": [
            {
                "key": "grade",
                "name": "Grade",
                "direction": "higher_is_better",
                "levels": [
                    {"value": "good", "label": "Good", "rank": 2},
                    {"value": "inadequate", "label": "Inadequate", "rank": 1},
                ],
            }
        ],
        "sections": [
            {
                "id": "only",
                "title": "Only",
                "questions": [
                    {"id": "siblings", "kind": "yes_no", "label": "Are there other children?"},
                    {
                        "id": "siblings_seen",
                        "kind": "grade",
                        "scale": "grade",
                        "domain": "timeliness",
                        "label": "Were they seen?",
                        "relevant": "${siblings} = 'yes'",
                    },
                    {
                        "id": "strengths",
                        "kind": "themes",
                        "polarity": "strength",
                        "label": "Strengths",
                        "need": "optional",
                    },
                    {"id": "notes", "kind": "long_text", "label": "What worked well?", "need": "optional"},
                    {
                        "id": "police_only",
                        "kind": "text",
                        "label": "For police",
                        "agencies": ["police"],
                        "need": "optional",
                    },
                ],
            }
        ],
    }
)


class Scene:
    """A police return in fieldwork, its auditor, and somebody of health."""

    def __init__(self, session: Session, stage: str = "fieldwork", state: str = "not started") -> None:
        self.police, self.health = make.agency(session, "police"), make.agency(session, "health")
        self.audit = make.audit(session, self.police, self.health, stage=stage)
        freeze(self.audit, FORM)
        self.row = make.a_return(session, make.case(session, self.audit), self.police, state=state)
        self.auditor = self.auditor_of(session, self.police)
        session.flush()

    def auditor_of(self, session: Session, agency: t.Agency) -> Actor:
        """A named auditor of an agency."""
        somebody = make.acting(session, Role.AUDITOR, agency=agency)
        session.add(t.NamedAuditor(audit_id=self.audit.id, agency_id=agency.id, person_id=somebody.person_id))
        session.flush()
        return somebody

    def save(
        self, session: Session, question: str, value: object, seen: int = 0, by: Actor | None = None, why: str = ""
    ) -> int:
        """Answer a question."""
        return save_answer(session, by or self.auditor, self.row.id or 0, Given(question, value, seen, why))

    def stored(self, session: Session, question: str) -> t.Answer:
        """What is stored."""
        return session.exec(
            select(t.Answer).where(t.Answer.return_id == self.row.id, t.Answer.question_id == question)
        ).one()


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_an_answer_is_stored_with_its_history_and_starts_the_return(session: Session, scene: Scene) -> None:
    assert scene.save(session, "siblings", "yes") == 1
    assert scene.save(session, "siblings", "no", seen=1) == 2
    stored = scene.stored(session, "siblings")
    assert (stored.value, stored.revision, scene.row.state) == ("no", 2, "in progress")
    history = session.exec(select(t.AnswerVersion).where(t.AnswerVersion.answer_id == stored.id)).all()
    assert [version.value for version in history] == ["yes", "no"]


def test_every_answer_leaves_a_line_in_the_trail_and_beats_the_pulse(session: Session, scene: Scene) -> None:
    scene.save(session, "notes", "The plan was clear.")
    line = session.exec(select(t.TrailEntry)).one()
    said = {key: value for key, value in line.detail.items() if not key.startswith("sealed")}
    assert (line.deed, said) == ("answered", {"question": "notes", "revision": 1})
    assert "The plan was clear." not in str(line.detail)
    session.refresh(scene.audit)
    assert scene.audit.pulse == 1


def test_a_colleagues_answer_is_not_overwritten_and_both_texts_are_shown(session: Session, scene: Scene) -> None:
    bob = scene.auditor_of(session, scene.police)
    scene.save(session, "notes", "The first words")
    with pytest.raises(Overtaken) as refused:
        scene.save(session, "notes", "Other words", seen=0, by=bob)
    assert (refused.value.mine, refused.value.theirs) == ("Other words", "The first words")
    assert scene.stored(session, "notes").value == "The first words"


def test_a_hidden_answer_is_kept_and_not_counted_until_it_is_asked_again(session: Session, scene: Scene) -> None:
    scene.save(session, "siblings", "yes")
    scene.save(session, "siblings_seen", "good")
    assert (scene.stored(session, "siblings_seen").domain, scene.stored(session, "siblings_seen").counted) == (
        "timeliness",
        True,
    )
    scene.save(session, "siblings", "no", seen=1)
    hidden = scene.stored(session, "siblings_seen")
    assert (hidden.value, hidden.counted) == ("good", False)
    scene.save(session, "siblings", "yes", seen=2)
    assert scene.stored(session, "siblings_seen").counted


def test_themes_are_marked_with_their_polarity_and_follow_the_answer(session: Session, scene: Scene) -> None:
    make.theme(session, "voice"), make.theme(session, "consent")
    scene.save(session, "strengths", ["voice", "consent"])
    scene.save(session, "strengths", ["consent"], seen=1)
    marks = session.exec(
        select(t.Theme.key, t.ThemeMark.polarity).join(t.ThemeMark, t.ThemeMark.theme_id == t.Theme.id)
    ).all()
    assert marks == [("consent", "strength")]


def test_clearing_an_answer_keeps_its_history(session: Session, scene: Scene) -> None:
    scene.save(session, "siblings", "yes")
    scene.save(session, "siblings", None, seen=1)
    assert scene.stored(session, "siblings").value is None


@pytest.mark.parametrize(
    "question, value, says",
    [
        ("siblings", "perhaps", "Choose one of those shown"),
        ("no_such", "x", "not part of your questionnaire"),
        ("strengths", ["gone"], "no longer in the list"),
    ],
)
def test_a_bad_answer_is_refused_in_a_sentence_and_nothing_is_stored(
    session: Session, scene: Scene, question: str, value: object, says: str
) -> None:
    with pytest.raises(Exception, match=says) as refused:
        scene.save(session, question, value)
    assert refused.type.__name__ in ("BadAnswer", "Problem")
    session.rollback()
    assert session.exec(select(t.Answer)).all() == []


def test_an_agency_cannot_answer_a_question_meant_for_another(session: Session, scene: Scene) -> None:
    other = make.a_return(session, make.case(session, scene.audit), scene.health)
    auditor = scene.auditor_of(session, scene.health)
    with pytest.raises(BadAnswer):
        save_answer(session, auditor, other.id or 0, Given("police_only", "x", 0))


def test_an_nhs_number_is_refused_whatever_the_reason(session: Session, scene: Scene) -> None:
    with pytest.raises(Identifiers):
        scene.save(session, "notes", "The child, NHS number 943 476 5919, was seen.", why="it is needed here")


def test_a_likely_name_is_kept_only_with_a_reason_which_the_trail_keeps(session: Session, scene: Scene) -> None:
    with pytest.raises(MayIdentify) as asked:
        scene.save(session, "notes", "Mum said that Connor was asleep.")
    assert [mark.text for mark in asked.value.marks] == ["Connor"]
    scene.save(session, "notes", "Mum said that Connor was asleep.", why="the name of a dog")
    assert session.exec(select(t.TrailEntry)).one().detail["kept_because"] == "the name of a dog"


@pytest.mark.parametrize("state", ["submitted", "accepted", "not known to us"])
def test_a_return_that_is_in_takes_no_more_answers(session: Session, state: str) -> None:
    with pytest.raises(ReturnClosed):
        Scene(session, state=state).save(session, "siblings", "yes")


def test_no_answers_outside_fieldwork(session: Session) -> None:
    with pytest.raises(WrongStage):
        Scene(session, stage="panel").save(session, "siblings", "yes")


def test_another_agencys_auditor_finds_no_such_return(session: Session, scene: Scene) -> None:
    stranger = scene.auditor_of(session, scene.health)
    with pytest.raises(NotYours, match="no such return"):
        scene.save(session, "siblings", "yes", by=stranger)


def test_an_auditor_cannot_answer_a_return_given_to_a_colleague(session: Session, scene: Scene) -> None:
    scene.row.auditor_id = scene.auditor_of(session, scene.police).person_id
    session.flush()
    with pytest.raises(NotYours):
        scene.save(session, "siblings", "yes")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR, Role.OBSERVER])
def test_nobody_of_the_partnership_answers_for_an_agency(session: Session, scene: Scene, role: Role) -> None:
    with pytest.raises(NotAllowed):
        scene.save(session, "siblings", "yes", by=make.acting(session, role))


def test_the_administrator_reaches_no_return(session: Session, scene: Scene) -> None:
    with pytest.raises(NotYours):
        scene.save(session, "siblings", "yes", by=make.acting(session, Role.ADMINISTRATOR))


def test_an_auditor_who_sits_on_the_panel_still_answers_for_the_own_agency_alone(
    session: Session, scene: Scene
) -> None:
    somebody = make.person(session, Role.AUDITOR, Role.PANEL_MEMBER, agency=scene.health)
    session.add(t.NamedAuditor(audit_id=scene.audit.id, agency_id=scene.health.id, person_id=somebody.id))
    session.add(t.PanelMember(audit_id=scene.audit.id, person_id=somebody.id))
    session.flush()
    with pytest.raises(NotYours):
        scene.save(session, "siblings", "yes", by=make.actor(somebody, Role.AUDITOR, Role.PANEL_MEMBER))


def test_saved_moments_are_kept_in_utc(session: Session, scene: Scene) -> None:
    scene.save(session, "siblings", "yes")
    session.expire_all()
    assert scene.stored(session, "siblings").saved_at == datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def test_a_case_that_was_replaced_takes_no_more_answers(session: Session, scene: Scene) -> None:
    session.get_one(t.Case, scene.row.case_id).status = "replaced"
    session.flush()
    with pytest.raises(ReturnClosed, match="replaced"):
        scene.save(session, "siblings", "yes")
