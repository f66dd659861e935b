"""The way of a return, from nobody's to accepted, and back."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import ReturnClosed
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.fieldwork import accept, ask_for_changes, assign, not_known, reopen, submit
from tests import factories as make
from tests.usecases.test_answering import Scene

Deed = Callable[[Session, Actor, int], None]


class Way(Scene):
    """A return and everybody who has to do with it."""

    def __init__(self, session: Session, stage: str = "fieldwork", state: str = "not started") -> None:
        super().__init__(session, stage, state)
        self.lead = make.acting(session, Role.AGENCY_LEAD, agency=self.police)
        self.other_lead = make.acting(session, Role.AGENCY_LEAD, agency=self.health)
        self.coordinator = make.acting(session, Role.COORDINATOR)
        self.id = self.row.id or 0


@pytest.fixture
def way(session: Session) -> Way:
    return Way(session)


def _answered(session: Session, way: Way) -> Way:
    way.save(session, "siblings", "no")
    return way


def test_a_complete_return_is_submitted_accepted_and_counted_as_in(session: Session, way: Way) -> None:
    submit(session, way.auditor, _answered(session, way).id)
    assert (way.row.state, way.row.submitted_by) == ("submitted", way.auditor.person_id)
    accept(session, way.lead, way.id)
    assert (way.row.state, way.row.accepted_at) == ("accepted", way.lead.now)


def test_an_incomplete_return_is_not_submitted_and_the_sentence_counts_what_is_missing(
    session: Session, way: Way
) -> None:
    with pytest.raises(Problem, match="1 question still needs an answer"):
        submit(session, way.auditor, way.id)
    assert way.row.state == "not started"


def test_not_known_is_a_complete_return_in_one_step_and_says_which_role_checked(session: Session, way: Way) -> None:
    not_known(session, way.auditor, way.id, "  Records officer ")
    assert (way.row.state, way.row.checked_by) == ("not known to us", "Records officer")
    assert (way.row.submitted_at, way.row.submitted_by) == (way.auditor.now, way.auditor.person_id)


def test_not_known_needs_the_role_of_whoever_looked(session: Session, way: Way) -> None:
    with pytest.raises(Problem, match="Say which role checked"):
        not_known(session, way.auditor, way.id, " ")


def test_a_return_with_answers_cannot_be_called_not_known(session: Session, way: Way) -> None:
    with pytest.raises(ReturnClosed, match="already holds answers"):
        not_known(session, way.auditor, _answered(session, way).id, "Records officer")


def test_changes_are_asked_for_on_named_sections_and_closed_when_it_is_submitted_again(
    session: Session, way: Way
) -> None:
    submit(session, way.auditor, _answered(session, way).id)
    ask_for_changes(session, way.lead, way.id, ["only"], "Say more about the siblings.")
    assert way.row.state == "changes requested"
    way.save(session, "notes", "There were none in the home.")
    submit(session, way.auditor, way.id)
    session.expire_all()
    request = session.exec(select(t.ChangeRequest)).one()
    assert (request.sections, request.closed_at is not None) == (["only"], True)


@pytest.mark.parametrize(
    "sections, note, says",
    [([], "More", "at least one section"), (["gone"], "More", "at least one"), (["only"], " ", "what should change")],
)
def test_asking_for_changes_needs_a_section_and_a_reason(
    session: Session, way: Way, sections: list[str], note: str, says: str
) -> None:
    submit(session, way.auditor, _answered(session, way).id)
    with pytest.raises(Problem, match=says):
        ask_for_changes(session, way.lead, way.id, sections, note)


@pytest.mark.parametrize("note", ["Ring 07700 900123 about the visit.", "NHS number 943 476 5919", "B" * 4_001])
def test_what_is_asked_to_be_changed_identifies_nobody_and_is_kept_whole(session: Session, way: Way, note: str) -> None:
    submit(session, way.auditor, _answered(session, way).id)
    with pytest.raises(Problem):
        ask_for_changes(session, way.lead, way.id, ["only"], note)
    accept(session, way.lead, way.id)
    with pytest.raises(Problem):
        reopen(session, way.lead, way.id, note)


def test_who_checked_the_records_is_a_role_and_no_telephone_number(session: Session, way: Way) -> None:
    for typed in ("Records officer, 07700 900123", "A very long role " * 10):
        with pytest.raises(Problem):
            not_known(session, way.auditor, way.id, typed)


def test_a_return_is_reopened_with_a_reason_and_keeps_its_answers(session: Session, way: Way) -> None:
    submit(session, way.auditor, _answered(session, way).id)
    accept(session, way.lead, way.id)
    with pytest.raises(Problem, match="Say why"):
        reopen(session, way.lead, way.id, "")
    reopen(session, way.coordinator, way.id, "A new record was found.")
    assert (way.row.state, way.row.accepted_at, way.stored(session, "siblings").value) == ("in progress", None, "no")
    assert way.save(session, "siblings", "yes", seen=1) == 2


def test_only_the_agencys_own_lead_accepts(session: Session, way: Way) -> None:
    submit(session, way.auditor, _answered(session, way).id)
    with pytest.raises(NotAllowed):
        accept(session, way.auditor, way.id)
    with pytest.raises(NotAllowed):
        accept(session, way.coordinator, way.id)
    with pytest.raises(NotYours):
        accept(session, way.other_lead, way.id)


def test_a_return_is_given_to_a_named_auditor_of_the_own_agency_only(session: Session, way: Way) -> None:
    assign(session, way.lead, way.id, way.auditor.person_id, seen=1)
    session.refresh(way.row)
    assert way.row.auditor_id == way.auditor.person_id
    stranger = way.auditor_of(session, way.health)
    with pytest.raises(Problem, match="Name this person"):
        assign(session, way.lead, way.id, stranger.person_id, seen=2)
    with pytest.raises(NotYours):
        assign(session, way.other_lead, way.id, stranger.person_id, seen=2)


def test_two_leads_do_not_give_the_same_return_to_two_people(session: Session, way: Way) -> None:
    assign(session, way.lead, way.id, way.auditor.person_id, seen=1)
    with pytest.raises(Problem, match="A colleague has just changed this return"):
        assign(session, way.lead, way.id, None, seen=1)


@pytest.mark.parametrize(
    "deed",
    [
        lambda s, a, r: not_known(s, a, r, "Records officer"),
        submit,
        accept,
        lambda s, a, r: ask_for_changes(s, a, r, ["only"], "More"),
        lambda s, a, r: reopen(s, a, r, "Because"),
    ],
)
def test_nothing_moves_once_the_returns_are_closed(session: Session, deed: Deed) -> None:
    way = Way(session, stage="panel", state="submitted")
    with pytest.raises(WrongStage):
        deed(session, way.lead, way.id)


def test_every_move_leaves_a_line_with_the_state_before_and_after(session: Session, way: Way) -> None:
    submit(session, way.auditor, _answered(session, way).id)
    line = session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == "submitted a return")).one()
    assert (line.detail, line.about) == ({"before": "in progress", "after": "submitted"}, f"return {way.id}")


def test_a_return_whose_answers_were_all_cleared_may_be_not_known(session: Session, way: Way) -> None:
    way.save(session, "siblings", "yes")
    way.save(session, "siblings", None, seen=1)
    not_known(session, way.auditor, way.id, "Records officer")
    assert way.row.state == "not known to us"
