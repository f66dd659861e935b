"""A return taken out, filled in and brought back."""

from dataclasses import replace

import pytest
from sqlmodel import Session, col, select

from maap.domain.fieldwork import ReturnClosed
from maap.domain.giving import Given
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.workbook import Brought, ReturnWorkbook
from maap.domain.workbook_return import Difference, NotThisReturn
from maap.storage import tables as t
from maap.usecases.offline import compare, take_in, taken_out
from tests import factories as make
from tests.usecases.test_answering import Scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def out(session: Session, scene: Scene, by: Actor | None = None) -> ReturnWorkbook:
    """The workbook of the scene's return."""
    return taken_out(session, by or scene.auditor, scene.row.id or 0)


def filled(book: ReturnWorkbook, **changed: object) -> Brought:
    """The workbook come back, with some cells changed."""
    cells = [cell for sheet in book.sheets for row in sheet.rows for cell in (row.answer, row.evidence) if cell]
    return Brought(book.code, {cell.path: cell.shown for cell in cells} | changed)


def found(session: Session, scene: Scene, back: Brought) -> dict[str, Difference]:
    """What differs, by question."""
    return {one.question_id: one for one in compare(session, scene.auditor, scene.row.id or 0, back)}


def deeds(session: Session) -> list[str]:
    """What the trail says."""
    return list(session.exec(select(t.TrailEntry.deed).order_by(col(t.TrailEntry.id))))


def test_a_return_goes_out_with_its_answers_and_its_code_and_leaves_a_line(session: Session, scene: Scene) -> None:
    scene.save(session, "notes", "The plan was clear.")
    book = out(session, scene)
    assert filled(book).cells["notes"] == "The plan was clear."
    assert (book.code.return_id, book.code.form) == (scene.row.id, scene.audit.form_digest)
    assert book.code.seen["notes"].revision == 1
    assert deeds(session)[-1] == "took a return out as a workbook"


def test_what_was_filled_in_is_shown_and_then_stored_as_if_given_on_the_page(session: Session, scene: Scene) -> None:
    back = filled(out(session, scene), siblings="Yes", siblings_seen="Inadequate")
    differences = found(session, scene, back)
    assert list(differences) == ["siblings", "siblings_seen"]
    assert session.exec(select(t.Answer)).all() == []
    chosen = [Given(one.question_id, one.value, one.seen) for one in differences.values()]
    assert take_in(session, scene.auditor, scene.row.id or 0, chosen) == 2
    stored = scene.stored(session, "siblings_seen")
    assert (stored.value, stored.grade, stored.counted, stored.revision) == ("inadequate", "inadequate", True, 1)
    assert scene.row.state == "in progress"
    assert deeds(session)[-3:] == ["answered", "answered", "took answers in from a workbook"]
    assert found(session, scene, back) == {}


def test_a_colleagues_answer_given_meanwhile_is_a_clash(session: Session, scene: Scene) -> None:
    book = out(session, scene)
    scene.save(session, "notes", "Theirs", by=scene.auditor_of(session, scene.police))
    clash = found(session, scene, filled(book, notes="Mine"))["notes"]
    assert (clash.clash, clash.brought, clash.saved, clash.seen) == (True, "Mine", "Theirs", 1)


def test_an_answer_that_a_colleague_changes_after_the_comparison_stops_all_of_it(
    session: Session, scene: Scene
) -> None:
    back = filled(out(session, scene), siblings="Yes", notes="Mine")
    chosen = [Given(one.question_id, one.value, one.seen) for one in found(session, scene, back).values()]
    scene.save(session, "notes", "Theirs")
    with pytest.raises(Problem, match="Nothing was taken from the workbook, because of “What worked well"):
        take_in(session, scene.auditor, scene.row.id or 0, chosen)


def test_what_shows_somebody_is_refused_on_the_way_in_too(session: Session, scene: Scene) -> None:
    return_id = scene.row.id or 0
    with pytest.raises(Problem, match="NHS number"):
        take_in(session, scene.auditor, return_id, [Given("notes", "NHS number 943 476 5919", 0)])
    with pytest.raises(Problem, match="say why"):
        take_in(session, scene.auditor, return_id, [Given("notes", "Mum said that Connor was asleep.", 0)])
    take_in(session, scene.auditor, return_id, [Given("notes", "Mum said that Connor was asleep.", 0, "a dog's name")])


def test_nothing_chosen_is_said(session: Session, scene: Scene) -> None:
    with pytest.raises(Problem, match="Choose at least one"):
        take_in(session, scene.auditor, scene.row.id or 0, [])


def test_a_question_that_is_not_asked_of_this_agency_is_refused(session: Session, scene: Scene) -> None:
    with pytest.raises(Problem, match="not part of your questionnaire"):
        take_in(session, scene.auditor, scene.row.id or 0, [Given("elsewhere", "x", 0)])


def test_a_workbook_of_another_return_or_version_is_refused(session: Session, scene: Scene) -> None:
    back = filled(out(session, scene))
    other = make.a_return(session, make.case(session, scene.audit), scene.police)
    with pytest.raises(NotThisReturn, match="about case"):
        compare(session, scene.auditor, other.id or 0, back)
    older = replace(back, code=back.code.model_copy(update={"form": "older"}))
    with pytest.raises(NotThisReturn, match="questionnaire has changed"):
        compare(session, scene.auditor, scene.row.id or 0, older)


@pytest.mark.parametrize("state", ["submitted", "accepted", "not known to us"])
def test_a_return_that_is_in_is_neither_taken_out_nor_in(session: Session, scene: Scene, state: str) -> None:
    back = filled(out(session, scene), notes="Mine")
    scene.row.state = state
    session.flush()
    for deed in (
        lambda: out(session, scene),
        lambda: found(session, scene, back),
        lambda: take_in(session, scene.auditor, scene.row.id or 0, [Given("notes", "Mine", 0)]),
    ):
        with pytest.raises(ReturnClosed):
            deed()


def test_nobody_else_gets_or_brings_a_workbook(session: Session, scene: Scene) -> None:
    back, return_id = filled(out(session, scene)), scene.row.id or 0
    stranger = scene.auditor_of(session, scene.health)
    for actor, problem in (
        (stranger, NotYours),
        (make.acting(session, Role.ADMINISTRATOR), NotYours),
        (make.acting(session, Role.COORDINATOR), NotAllowed),
        (make.acting(session, Role.OBSERVER), NotAllowed),
    ):
        with pytest.raises(problem):
            taken_out(session, actor, return_id)
        with pytest.raises(problem):
            compare(session, actor, return_id, back)
        with pytest.raises(problem):
            take_in(session, actor, return_id, [Given("notes", "Mine", 0)])
