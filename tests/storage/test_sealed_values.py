"""What stands in the trail for an answer, and what is said of answers that are not what it says."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from maap.domain.people import Role
from maap.outside.words import lexicon
from maap.storage import db, trail
from maap.storage import tables as t
from maap.storage.answers import open_pad, write
from maap.storage.forms import freeze
from maap.storage.trail_values import sealed, sealed_change, value_faults
from maap.usecases.answering import Given
from tests import factories as make
from tests.unordered import rows_in_order
from tests.usecases.test_answering import FORM

SALT = "ab" * 32


def test_a_value_is_sealed_as_values_were_from_the_first_day() -> None:
    """Another figure here means that no answer that was ever sealed could be proved any more."""
    assert (
        sealed(SALT, {"b": "ffônió", "a": [1, None]})
        == "1f91c2c065432012ed825d03b37725f3f63d5cf1100487f24b8ac200262d2945"
    )


def test_a_change_is_two_seals_and_without_a_salt_none() -> None:
    assert sealed_change(SALT, None, "yes") == {
        "sealed_before": sealed(SALT, None),
        "sealed_after": sealed(SALT, "yes"),
    }
    assert sealed_change("", None, "yes") == {}


class Said:
    """Two returns: the first answered twice, and once more; the second once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        police = make.agency(session, "police")
        self.audit = make.audit(session, police)
        freeze(self.audit, FORM)
        self.somebody = make.acting(session, Role.AUDITOR, agency=police)
        self.cases = [make.case(session, self.audit) for _ in range(2)]
        self.rows = [make.a_return(session, case, police) for case in self.cases]
        trail.record_by_the_house(session, make.NOW, "started")
        for which, question, value, seen in (
            (0, "notes", "One.", 0),
            (0, "notes", "Two.", 1),
            (0, "siblings", "yes", 0),
            (1, "siblings", "no", 0),
        ):
            pad = open_pad(session, self.audit, self.cases[which], self.rows[which])
            write(session, self.somebody, pad, Given(question, value, seen), lexicon())
        session.flush()

    def faults(self, *statements: str) -> list[str]:
        for statement in statements:
            self.session.execute(sa.text(statement))
        self.session.expire_all()
        return list(value_faults(self.session))


@pytest.fixture
def said(session: Session) -> Said:
    return Said(session)


def test_answers_that_are_what_was_saved_have_no_faults(said: Said) -> None:
    assert said.faults() == []


def test_a_version_that_was_changed_is_named_with_its_line(said: Said) -> None:
    assert said.faults("""update answerversion set value = '"x"' where id = 1""") == [
        f"Version 1 of “notes” in return {said.rows[0].id} is not what line 2 of the trail says was saved."
    ]


def test_an_answer_that_was_changed_beside_its_history_is_named(said: Said) -> None:
    assert said.faults("""update answer set value = '"x"' where question_id = 'notes'""") == [
        f"Version 2 of “notes” in return {said.rows[0].id} was changed without a line in the trail."
    ]


@pytest.mark.parametrize("way", ["asc", "desc"])
def test_versions_that_are_gone_are_named_each_with_its_line(said: Said, way: str) -> None:
    with rows_in_order(db.engine(), way):
        found = said.faults("delete from answerversion where id in (1, 4)")
    assert found == [
        f"Version 1 of “notes” in return {said.rows[0].id} is gone; line 2 says it was saved.",
        f"Version 1 of “siblings” in return {said.rows[1].id} is gone; line 5 says it was saved.",
    ]


def test_a_case_whose_salt_was_removed_says_nothing_and_the_others_still_do(said: Said) -> None:
    said.cases[0].salt = ""
    said.session.flush()
    assert said.faults("delete from answerversion where id in (1, 4)") == [
        f"Version 1 of “siblings” in return {said.rows[1].id} is gone; line 5 says it was saved."
    ]


def test_an_answer_from_before_answers_were_sealed_is_not_accused(said: Said) -> None:
    row = make.answer(said.session, said.rows[1], "notes", "Old.", revision=1)
    facts = {"answer_id": row.id, "revision": 1, "saved_at": make.NOW, "saved_by": said.somebody.person_id}
    said.session.add(t.AnswerVersion(value="Old.", **facts))
    about = f"return {said.rows[1].id}"
    trail.record(said.session, said.somebody, "answered", about=about, question="notes", revision=1)
    said.session.flush()
    assert said.faults() == []


@pytest.mark.parametrize(
    "deed, about, counts",
    [
        ("answered", "return 1", True),
        ("set an answer aside", "return 1", True),
        ("noted", "return 1", False),
        ("answered", "case 1", False),
    ],
)
def test_only_lines_about_answers_to_returns_are_looked_at(said: Said, deed: str, about: str, counts: bool) -> None:
    about = about.replace("1", str(said.rows[0].id))
    seals = sealed_change(said.cases[0].salt, None, "x")
    trail.record(said.session, said.somebody, deed, about=about, question="q", revision=3, **seals)
    gone = [f"Version 3 of “q” in return {said.rows[0].id} is gone; line 6 says it was saved."]
    assert said.faults() == (gone if counts else [])
