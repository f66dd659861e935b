"""Twenty people at once: nothing that was said to be saved is lost, and nobody overwrites anybody unseen.

The control run on SQLModel's own default engine must lose: a test that cannot fail proves nothing. MAAP_TEST_SAVES
sets how often each of the twenty saves an answer.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, col, create_engine, select

from maap.domain.fieldwork import Overtaken
from maap.domain.people import Actor, Role
from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import tables as t
from maap.storage import trail
from maap.storage.db import reading, work
from maap.storage.dealing import deal
from maap.storage.forms import freeze
from maap.usecases.answering import Given, save_answer
from maap.usecases.people import PersonDraft, change_person
from tests import factories as make
from tests.usecases.test_answering import FORM

PEOPLE, EDITS = 20, 50
SAVES = int(os.environ.get("MAAP_TEST_SAVES", "0"))
Opened = Callable[[], AbstractContextManager[Session]]


def _at_once(deed: Callable[[int], object], people: int = PEOPLE) -> list[object]:
    """Everybody does it at the same time; what came of it for each."""
    with ThreadPoolExecutor(people) as threads:
        return list(threads.map(deed, range(people)))


def _a_tally() -> int:
    """An answer that holds a number for everybody to add to."""
    with work() as session:
        police = make.agency(session, "police")
        row = make.a_return(session, make.case(session, make.audit(session, police)), police)
        return make.answer(session, row, "children", 0).id or 0


def _count_together(opened: Opened, tally: int) -> tuple[int, list[str]]:
    """Everybody reads the number, adds one and saves, again and again. What is counted at last, and the errors."""
    errors: list[str] = []

    def count(_person: int) -> None:
        for _ in range(EDITS):
            try:
                with opened() as session:
                    row = session.get_one(t.Answer, tally)
                    row.value += 1
                    session.add(row)
                    session.commit() if opened is not work else None
            except Exception as fault:
                errors.append(str(fault))

    _at_once(count)
    with reading() as session:
        return int(session.get_one(t.Answer, tally).value), errors


def test_no_edit_of_a_thousand_is_lost(engine: Engine) -> None:
    counted, errors = _count_together(work, _a_tally())
    assert (counted, errors) == (PEOPLE * EDITS, [])


@pytest.mark.parametrize("house", ["sqlite_plain", "on_postgresql"])
def test_the_default_engine_loses_most_of_them_without_an_error(house: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(house)
    tally = _a_tally()
    bare = create_engine(settings().url, **({"pool_size": PEOPLE} if house == "on_postgresql" else {}))
    try:
        counted, errors = _count_together(lambda: Session(bare), tally)
    finally:
        bare.dispose()
    assert PEOPLE * EDITS - counted - len(errors) > PEOPLE * EDITS / 2


class Fieldwork:
    """Twenty agencies, a return of each, and its auditor."""

    def __init__(self) -> None:
        with work() as session:
            agencies = [make.agency(session, f"agency_{n}") for n in range(PEOPLE)]
            self.audit = make.audit(session, *agencies)
            freeze(self.audit, FORM)
            self.case = make.case(session, self.audit)
            self.returns = [make.a_return(session, self.case, agency, "not started").id or 0 for agency in agencies]
            self.auditors = [self.auditor_of(session, agency) for agency in agencies]
            self.colleagues = [self.auditor_of(session, agencies[0]) for _ in range(PEOPLE)]

    def auditor_of(self, session: Session, agency: t.Agency) -> Actor:
        """A named auditor of an agency."""
        somebody = make.acting(session, Role.AUDITOR, agency=agency)
        session.add(t.NamedAuditor(audit_id=self.audit.id, agency_id=agency.id, person_id=somebody.person_id))
        return somebody

    def notes(self, return_id: int) -> list[tuple[int, object]]:
        """Every version of the answer «notes», oldest first."""
        with reading() as session:
            rows = session.exec(
                select(t.AnswerVersion.revision, t.AnswerVersion.value)
                .join(t.Answer, col(t.Answer.id) == t.AnswerVersion.answer_id)
                .where(t.Answer.return_id == return_id, t.Answer.question_id == "notes")
                .order_by(col(t.AnswerVersion.revision))
            )
            return [(revision, value) for revision, value in rows]

    def standing(self) -> tuple[int, int, list[str]]:
        """The audit's pulse, the number of answers in the trail, and the trail's faults."""
        with reading() as session:
            pulse = session.exec(select(t.Audit.pulse)).one()
            lines = session.exec(select(func.count()).where(t.TrailEntry.deed == "answered")).one()
            return pulse, lines, list(trail.faults(session))


def _words(person: int, edit: int) -> str:
    return f"Step {person * EDITS + edit} of the plan was clear."


def test_twenty_agencies_answer_their_own_returns_at_once(productive_engine: Engine) -> None:
    scene, edits = Fieldwork(), SAVES or 10

    def answer(person: int) -> None:
        for edit in range(edits):
            given = Given("notes", _words(person, edit), seen=edit)
            with work() as session:
                save_answer(session, scene.auditors[person], scene.returns[person], given)

    _at_once(answer)
    for person, return_id in enumerate(scene.returns):
        assert scene.notes(return_id) == [(edit + 1, _words(person, edit)) for edit in range(edits)]
    assert scene.standing() == (PEOPLE * edits, PEOPLE * edits, [])


def test_twenty_colleagues_on_one_answer_are_saved_or_told(productive_engine: Engine) -> None:
    scene, edits = Fieldwork(), SAVES or 2
    shared = scene.returns[0]

    def answer(person: int) -> tuple[list[tuple[int, object]], int]:
        saved: list[tuple[int, object]] = []
        overtaken = 0
        while len(saved) < edits:
            with reading() as session:
                seen = session.exec(select(t.Answer.revision).where(t.Answer.return_id == shared)).first() or 0
            mine = _words(person, len(saved))
            try:
                with work() as session:
                    revision = save_answer(session, scene.colleagues[person], shared, Given("notes", mine, seen))
                saved.append((revision, mine))
            except Overtaken as refused:
                overtaken += refused.mine == mine and refused.theirs is not None
        return saved, overtaken

    came_of_it = _at_once(answer)
    acknowledged = sorted(one for saved, _ in came_of_it for one in saved)  # type: ignore[misc,attr-defined]
    assert [revision for revision, _ in acknowledged] == list(range(1, PEOPLE * edits + 1))
    assert scene.notes(shared) == acknowledged
    assert sum(overtaken for _, overtaken in came_of_it) > 0  # type: ignore[misc,attr-defined]
    assert scene.standing() == (PEOPLE * edits, PEOPLE * edits, [])


def _refusals(outcomes: Iterable[object]) -> int:
    return sum(isinstance(outcome, Problem) for outcome in outcomes)


def _tried(deed: Callable[[Session], object]) -> object:
    """What came of a deed: its result, or the refusal."""
    try:
        with work() as session:
            return deed(session)
    except Problem as problem:
        return problem


def test_of_twenty_who_saw_the_same_answer_one_changes_it(engine: Engine) -> None:
    scene = Fieldwork()

    def answer(person: int) -> object:
        given = Given("notes", _words(person, 0), seen=0)
        return _tried(lambda session: save_answer(session, scene.colleagues[person], scene.returns[0], given))

    outcomes = _at_once(answer)
    assert [outcome for outcome in outcomes if not isinstance(outcome, Overtaken)] == [1]
    assert len(scene.notes(scene.returns[0])) == 1


def test_of_twenty_who_saw_the_same_person_one_changes_them(engine: Engine) -> None:
    with work() as session:
        administrator = make.acting(session, Role.ADMINISTRATOR)
        somebody = make.person(session, Role.OBSERVER)

    def change(person: int) -> object:
        draft = PersonDraft(name=f"Name {person}", email="one@example.org", roles=frozenset({Role.OBSERVER}))
        return _tried(lambda session: change_person(session, administrator, somebody.id or 0, draft, seen=1))

    assert _refusals(_at_once(change)) == PEOPLE - 1
    with reading() as session:
        assert session.get_one(t.Person, somebody.id).revision == 2


def test_returns_dealt_twenty_times_at_once_are_dealt_once(engine: Engine) -> None:
    with work() as session:
        audit = make.audit(session, *[make.agency(session, key) for key in ("police", "health")])
        for _ in range(3):
            make.case(session, audit)

    def dealt(_person: int) -> object:
        return _tried(lambda session: deal(session, audit.id or 0, date(2026, 3, 31)))

    assert sorted(_at_once(dealt)) == [0] * (PEOPLE - 1) + [6]  # type: ignore[type-var]
