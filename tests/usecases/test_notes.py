"""An agency and the coordinator talk about a question, beside it."""

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.remarks import LONGEST_REMARK, Side, Standing, standing
from maap.storage import tables as t
from maap.usecases.notes import close_notes, note
from maap.views.grid import grid
from maap.views.returns import sheet
from tests import factories as make
from tests.usecases.test_answering import Scene


class Talk(Scene):
    """A police return, its auditor and a coordinator."""

    def __init__(self, session: Session, stage: str = "fieldwork", state: str = "in progress") -> None:
        super().__init__(session, stage, state)
        self.id = self.row.id or 0
        self.coordinator = make.acting(session, Role.COORDINATOR)

    def said(self, session: Session, reader: Actor) -> list[tuple[str, Side, bool, bool]]:
        """What a reader sees beside the question about siblings."""
        remarks = sheet(session, reader, self.id).remarks.get("siblings", ())
        return [(one.text, one.by, one.mine, one.still_open) for one in remarks]


@pytest.fixture
def talk(session: Session) -> Talk:
    return Talk(session)


def test_a_question_is_raised_answered_and_closed(session: Session, talk: Talk) -> None:
    note(session, talk.auditor, talk.id, "siblings", " Do cousins count? ")
    note(session, talk.coordinator, talk.id, "siblings", "Yes, when they often stay.")
    assert talk.said(session, talk.auditor) == [
        ("Do cousins count?", Side.AGENCY, True, True),
        ("Yes, when they often stay.", Side.TEAM, False, True),
    ]
    assert sheet(session, talk.coordinator, talk.id).discussed == ("siblings",)
    close_notes(session, talk.auditor, talk.id, "siblings")
    assert [still_open for *_, still_open in talk.said(session, talk.coordinator)] == [False, False]
    assert sheet(session, talk.coordinator, talk.id).discussed == ()


def test_a_word_from_the_other_side_answers() -> None:
    assert standing([Side.AGENCY, Side.AGENCY]) is Standing.RAISED
    assert standing([Side.AGENCY, Side.TEAM]) is Standing.ANSWERED
    assert standing([Side.TEAM, Side.AGENCY, Side.TEAM]) is Standing.RAISED


def test_every_note_leaves_a_line_without_its_words(session: Session, talk: Talk) -> None:
    note(session, talk.auditor, talk.id, "siblings", "Do cousins count?")
    close_notes(session, talk.coordinator, talk.id, "siblings")
    lines = session.exec(select(t.TrailEntry)).all()
    assert [line.deed for line in lines] == ["wrote a note on a question", "closed the notes on a question"]
    assert [line.detail for line in lines] == [{"question": "siblings"}] * 2


def test_a_submitted_return_can_still_be_talked_about(session: Session) -> None:
    talk = Talk(session, state="submitted")
    note(session, talk.coordinator, talk.id, "siblings", "Which children do you mean?")
    assert len(talk.said(session, talk.auditor)) == 1


def test_nobody_talks_after_the_fieldwork(session: Session) -> None:
    talk = Talk(session, stage="panel")
    with pytest.raises(WrongStage):
        note(session, talk.auditor, talk.id, "siblings", "Too late?")


def test_words_that_show_somebody_are_refused(session: Session, talk: Talk) -> None:
    with pytest.raises(Identifiers):
        note(session, talk.auditor, talk.id, "siblings", "Ring 07700 900123.")
    with pytest.raises(MayIdentify):
        note(session, talk.auditor, talk.id, "siblings", "Mum said that Connor was asleep.")
    note(session, talk.auditor, talk.id, "siblings", "Mum said that Connor was asleep.", "the name of a dog")


@pytest.mark.parametrize(
    "question, text, says",
    [
        ("siblings", "  ", "Write what you want"),
        ("siblings", "x" * (LONGEST_REMARK + 1), "Shorten it"),
        ("elsewhere", "Hello?", "not part of this return"),
    ],
)
def test_an_empty_or_misplaced_note_is_refused(
    session: Session, talk: Talk, question: str, text: str, says: str
) -> None:
    with pytest.raises(Problem, match=says):
        note(session, talk.auditor, talk.id, question, text)


def test_closing_twice_is_said(session: Session, talk: Talk) -> None:
    with pytest.raises(Problem, match="already closed"):
        close_notes(session, talk.auditor, talk.id, "siblings")


def test_nobody_but_the_agency_and_the_coordinator_talks(session: Session, talk: Talk) -> None:
    stranger = talk.auditor_of(session, talk.health)
    for actor, problem in (
        (stranger, NotYours),
        (make.acting(session, Role.ADMINISTRATOR), NotYours),
        (make.acting(session, Role.CHAIR), NotAllowed),
        (make.acting(session, Role.OBSERVER), NotAllowed),
    ):
        with pytest.raises(problem):
            note(session, actor, talk.id, "siblings", "May I?")
        with pytest.raises(problem):
            close_notes(session, actor, talk.id, "siblings")


def test_the_list_of_returns_counts_questions_with_open_notes_for_those_two_alone(session: Session, talk: Talk) -> None:
    note(session, talk.auditor, talk.id, "siblings", "Do cousins count?")
    note(session, talk.auditor, talk.id, "siblings", "And friends?")
    note(session, talk.auditor, talk.id, "notes", "How long?")
    close_notes(session, talk.auditor, talk.id, "notes")
    audit_id = talk.audit.id or 0
    readers = (talk.auditor, talk.coordinator, make.acting(session, Role.CHAIR))
    assert [grid(session, reader, audit_id).cells[0].discussed for reader in readers] == [1, 1, 0]


def test_the_same_words_twice_in_a_row_are_one_note(session: Session, talk: Talk) -> None:
    for words in ("Do cousins count?", "Do cousins count? ", "And uncles?", "Do cousins count?"):
        note(session, talk.auditor, talk.id, "siblings", words)
    note(session, talk.coordinator, talk.id, "siblings", "Do cousins count?")
    lines = session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == "wrote a note on a question")).all()
    assert len(talk.said(session, talk.coordinator)) == len(lines) == 4
