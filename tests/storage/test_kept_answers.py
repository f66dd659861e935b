"""What is stored when an answer is given: the row, its history, the line of the trail, and what charts read of it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlalchemy.orm.exc import ObjectDeletedError
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import Overtaken, ReturnClosed
from maap.domain.people import Actor, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.words import lexicon
from maap.storage import answer_rows
from maap.storage import tables as t
from maap.storage.answer_rows import AnswerRow
from maap.storage.answers import describe, mark, open_pad, read_pad, write
from maap.storage.forms import freeze
from maap.storage.trail_values import sealed
from maap.usecases.answering import Given, MayIdentify
from tests import factories as make
from tests.usecases.test_answering import FORM

LIKELY = "Mum said that Connor was asleep."
MORE = [
    {"id": "child", "kind": "text", "label": "In a few words", "need": "optional"},
    {
        "id": "visits",
        "kind": "repeat",
        "label": "Visits",
        "need": "optional",
        "questions": [{"id": "what", "kind": "text", "label": "What was seen?"}],
    },
    {
        "id": "areas",
        "kind": "themes",
        "polarity": "area",
        "domain": "timeliness",
        "label": "Areas",
        "need": "optional",
        "relevant": "${siblings} = 'yes'",
    },
    {
        "id": "who",
        "kind": "choice",
        "label": "Who?",
        "need": "optional",
        "options": [{"value": "DY11HF", "label": "A"}],
    },
]


def _form() -> Questionnaire:
    told = FORM.model_dump(mode="json")
    told["sections"][0]["questions"] += MORE
    picked = {"id": "extra", "title": "Extra", "optional": True}
    told["sections"].append({**picked, "questions": [{"id": "x", "kind": "text", "label": "X", "need": "optional"}]})
    return Questionnaire.model_validate(told)


class Kept:
    """A return of the police, not begun, and two colleagues who answer it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.police = make.agency(session, "police")
        self.audit = make.audit(session, self.police)
        freeze(self.audit, _form())
        self.case = make.case(session, self.audit)
        self.row = make.a_return(session, self.case, self.police, state="not started")
        self.ann = make.acting(session, Role.AUDITOR, agency=self.police)
        self.bob = make.acting(session, Role.AUDITOR, agency=self.police, now=make.NOW + timedelta(hours=1))

    def give(self, question: str, value: object, seen: int = 0, by: Actor | None = None, why: str = "") -> int:
        pad = open_pad(self.session, self.audit, self.case, self.row)
        revision = write(self.session, by or self.ann, pad, Given(question, value, seen, why), lexicon())
        self.session.flush()
        self.session.expire_all()
        return revision

    def answer(self, question: str) -> t.Answer:
        of_it = (t.Answer.return_id == self.row.id, t.Answer.question_id == question)
        return self.session.exec(select(t.Answer).where(*of_it)).one()

    def all(self, table: Any) -> list[Any]:
        return list(self.session.exec(select(table).order_by(table.id)))

    def marks(self) -> list[tuple[int, bool]]:
        return [(one.theme_id, one.counted) for one in self.all(t.ThemeMark)]


@pytest.fixture
def kept(session: Session) -> Kept:
    return Kept(session)


def test_an_answer_and_each_of_its_versions_say_who_gave_them_and_when(kept: Kept) -> None:
    assert kept.give("siblings", "yes") == 1
    assert kept.give("siblings", "no", seen=1, by=kept.bob) == 2
    row = kept.answer("siblings")
    assert (row.value, row.revision, row.saved_by, row.saved_at) == ("no", 2, kept.bob.person_id, kept.bob.now)
    told = [(one.answer_id, one.revision, one.value, one.saved_by, one.saved_at) for one in kept.all(t.AnswerVersion)]
    assert told == [
        (row.id, 1, "yes", kept.ann.person_id, kept.ann.now),
        (row.id, 2, "no", kept.bob.person_id, kept.bob.now),
    ]
    assert {one.evidence for one in (row, *kept.all(t.AnswerVersion))} == {""}


def test_the_first_answer_begins_the_return_and_every_one_touches_it(kept: Kept) -> None:
    kept.give("siblings", "yes")
    assert (kept.row.state, kept.row.revision, kept.row.touched_at) == ("in progress", 2, kept.ann.now)
    kept.give("notes", "The plan was clear.", by=kept.bob)
    assert (kept.row.state, kept.row.revision, kept.row.touched_at) == ("in progress", 2, kept.bob.now)


def test_an_answer_leaves_every_other_return_and_every_other_answer_as_it_is(kept: Kept) -> None:
    other = make.a_return(kept.session, make.case(kept.session, kept.audit), kept.police, state="not started")
    make.answer(kept.session, other, "siblings", "no")
    kept.give("notes", "The plan was clear.")
    kept.give("siblings", "yes")
    kept.give("siblings", "no", seen=1, by=kept.bob)
    assert (other.state, other.revision, other.touched_at) == ("not started", 1, None)
    found = {(one.return_id, one.question_id): (one.value, one.revision) for one in kept.all(t.Answer)}
    assert found == {
        (other.id, "siblings"): ("no", 1),
        (kept.row.id, "notes"): ("The plan was clear.", 1),
        (kept.row.id, "siblings"): ("no", 2),
    }


def test_a_pad_that_is_written_on_twice_knows_what_was_written_first(kept: Kept) -> None:
    pad = open_pad(kept.session, kept.audit, kept.case, kept.row)
    assert write(kept.session, kept.ann, pad, Given("siblings", "yes", 0), lexicon()) == 1
    assert pad.stored["siblings"].value == "yes"
    assert write(kept.session, kept.ann, pad, Given("siblings", "no", 1), lexicon()) == 2
    assert kept.answer("siblings").revision == 2


def test_a_return_that_was_sent_back_stays_so_while_it_is_answered(kept: Kept) -> None:
    kept.row.state = "changes requested"
    kept.give("siblings", "yes")
    assert (kept.row.state, kept.row.revision) == ("changes requested", 1)


def test_the_line_of_the_trail_seals_what_was_and_what_became_of_it(kept: Kept) -> None:
    kept.give("notes", "One.")
    kept.give("notes", "Two.", seen=1)
    first, second = kept.all(t.TrailEntry)
    salt = kept.case.salt
    assert (first.deed, first.audit_id, first.about, first.person_id) == (
        "answered", kept.audit.id, f"return {kept.row.id}", kept.ann.person_id,
    )  # fmt: skip
    assert first.detail == {
        "question": "notes",
        "revision": 1,
        "sealed_before": sealed(salt, None),
        "sealed_after": sealed(salt, "One."),
    }
    assert second.detail == {
        "question": "notes",
        "revision": 2,
        "sealed_before": sealed(salt, "One."),
        "sealed_after": sealed(salt, "Two."),
    }


@pytest.mark.parametrize("question, value", [("notes", LIKELY), ("child", LIKELY), ("visits", [{"what": LIKELY}])])
def test_free_words_are_looked_through_wherever_they_are_typed(kept: Kept, question: str, value: object) -> None:
    with pytest.raises(MayIdentify):
        kept.give(question, value)
    kept.session.rollback()
    assert kept.all(t.Answer) == []


def test_what_is_only_chosen_is_not(kept: Kept) -> None:
    """Its words are the questionnaire's, even where they look like a postcode."""
    assert kept.give("who", "DY11HF") == 1


def test_an_old_date_in_words_is_asked_about_as_of_today(kept: Kept) -> None:
    with pytest.raises(MayIdentify):
        kept.give("notes", "The child, born 3 March 2015, was seen.")


def test_a_reason_stands_in_the_trail_only_where_one_was_given(kept: Kept) -> None:
    kept.give("notes", LIKELY, why="the name of a dog")
    kept.give("notes", "The plan was clear.", seen=1)
    first, second = kept.all(t.TrailEntry)
    assert first.detail["kept_because"] == "the name of a dog"
    assert "kept_because" not in second.detail


def test_a_colleague_who_saw_less_is_told_and_shown_both(kept: Kept) -> None:
    kept.give("notes", "The first words.")
    with pytest.raises(Overtaken, match="A colleague has just changed this answer") as told:
        kept.give("notes", "Other words.", by=kept.bob)
    assert (told.value.mine, told.value.theirs) == ("Other words.", "The first words.")
    with pytest.raises(Overtaken) as told:
        kept.give("child", "Nobody answered this yet.", seen=1)
    assert (told.value.mine, told.value.theirs) == ("Nobody answered this yet.", None)


def test_a_grade_stands_beside_its_domain_and_goes_when_it_is_cleared(kept: Kept) -> None:
    kept.give("siblings", "yes")
    kept.give("siblings_seen", "good")
    assert (kept.answer("siblings_seen").domain, kept.answer("siblings_seen").grade) == ("timeliness", "good")
    kept.give("siblings_seen", None, seen=1)
    assert (kept.answer("siblings_seen").domain, kept.answer("siblings_seen").grade) == ("timeliness", "")
    assert (kept.answer("siblings").domain, kept.answer("siblings").grade) == ("", "")


def test_a_theme_is_marked_with_all_that_charts_read_of_it(kept: Kept) -> None:
    theme = make.theme(kept.session, "voice")
    kept.give("siblings", "yes")
    kept.give("areas", ["voice"])
    row = kept.answer("areas")
    (one,) = kept.all(t.ThemeMark)
    assert (one.answer_id, one.return_id, one.theme_id, one.polarity, one.domain, one.counted) == (
        row.id, kept.row.id, theme.id, "area", "timeliness", True,
    )  # fmt: skip


def test_themes_stop_counting_with_their_question_and_count_again_with_it(kept: Kept) -> None:
    theme, other = make.theme(kept.session, "voice"), make.theme(kept.session, "consent")
    kept.give("siblings", "yes")
    kept.give("areas", ["voice"])
    kept.give("strengths", ["consent"])
    kept.give("siblings", "no", seen=1)
    assert not kept.answer("areas").counted
    assert kept.marks() == [(theme.id, False), (other.id, True)]
    kept.give("areas", ["consent"], seen=1)
    assert sorted(kept.marks(), key=str) == sorted([(other.id, True), (other.id, False)], key=str)
    kept.give("siblings", "yes", seen=2)
    assert kept.answer("areas").counted
    assert {counted for _, counted in kept.marks()} == {True}


def test_who_holds_an_answer_or_its_themes_in_the_same_deed_reads_them_as_they_are_by_now(kept: Kept) -> None:
    make.theme(kept.session, "voice")
    kept.give("siblings", "yes")
    kept.give("areas", ["voice"])
    siblings, areas, (theme,) = kept.answer("siblings"), kept.answer("areas"), kept.all(t.ThemeMark)
    assert (siblings.value, areas.counted, theme.counted) == ("yes", True, True)
    pad = open_pad(kept.session, kept.audit, kept.case, kept.row)
    write(kept.session, kept.ann, pad, Given("siblings", "no", 1), lexicon())
    assert (siblings.value, areas.counted, theme.counted) == ("no", False, False)
    write(kept.session, kept.ann, pad, Given("areas", None, 1), lexicon())
    with pytest.raises(ObjectDeletedError):
        assert theme.counted


def test_each_way_of_storing_is_seen_by_who_holds_the_row(kept: Kept) -> None:
    make.theme(kept.session, "voice")
    kept.give("strengths", ["voice"])
    held, (theme,) = kept.answer("strengths"), kept.all(t.ThemeMark)
    row = answer_rows.rows_of(kept.session, kept.row.id or 0)["strengths"]
    row.value = []
    assert (held.value, held.counted, theme.counted) == (["voice"], True, True)
    answer_rows.keep(kept.session, kept.ann, row)
    assert (held.value, held.revision) == ([], 2)
    row.counted = False
    answer_rows.read_by_charts(kept.session, row)
    assert (held.counted, theme.counted) == (False, False)
    answer_rows.unmark(kept.session, row)
    with pytest.raises(ObjectDeletedError):
        assert theme.counted


def test_themes_that_became_one_are_marked_once_under_the_name_of_today(kept: Kept) -> None:
    old, new = make.theme(kept.session, "listening"), make.theme(kept.session, "voice")
    old.merged_into_id = new.id
    kept.give("strengths", ["voice", "listening"])
    assert kept.marks() == [(new.id, True)]


def test_a_theme_that_nobody_knows_is_refused_and_clearing_takes_the_marks_away(kept: Kept) -> None:
    make.theme(kept.session, "voice")
    kept.give("strengths", ["voice"])
    kept.give("strengths", None, seen=1)
    assert kept.marks() == []
    with pytest.raises(Problem, match="One of these themes is no longer in the list"):
        kept.give("strengths", ["voice", "gone"], seen=2)


def test_an_answer_to_a_question_that_is_no_longer_there_is_left_as_it_is(kept: Kept) -> None:
    row = AnswerRow("long_gone", kept.row.id or 0, value="good", grade="good")
    describe(_form(), row)
    mark(kept.session, _form(), row)
    assert (row.grade, row.domain) == ("good", "")


def test_the_choice_of_a_section_is_an_answer_without_a_domain(kept: Kept) -> None:
    assert kept.give("extra__picked", "yes") == 1
    assert kept.answer("extra__picked").domain == ""


def test_what_is_closed_says_why(kept: Kept) -> None:
    kept.row.state = "submitted"
    with pytest.raises(ReturnClosed) as told:
        kept.give("siblings", "yes")
    assert str(told.value) == (
        "This return is “submitted”, so its answers can no longer change. "
        "To change one, ask your agency's lead to reopen it."
    )
    kept.case.status = "replaced"
    with pytest.raises(ReturnClosed, match="This case was replaced, so its return is no longer asked for"):
        kept.give("siblings", "yes")
    kept.audit.stage = "panel"
    with pytest.raises(WrongStage, match="fieldwork"):
        kept.give("siblings", "yes")


def test_a_pad_holds_the_answers_of_its_own_return_and_to_write_on_it_the_salt_of_its_case(kept: Kept) -> None:
    other = make.a_return(kept.session, make.case(kept.session, kept.audit), kept.police)
    make.answer(kept.session, other, "notes", "Of another return.")
    kept.give("siblings", "yes")
    pad = open_pad(kept.session, kept.audit, kept.case, kept.row)
    assert (pad.row, set(pad.stored), pad.salt) == (kept.row, {"siblings"}, kept.case.salt)
    assert pad.sheet.question("police_only")
    assert read_pad(kept.session, kept.audit, kept.row).salt == ""


def _begun(engine: Engine) -> tuple[Session, t.Audit, t.Case, t.Return]:
    """Somebody is about to answer: in a session of theirs, with the audit as it was read at the door."""
    with Session(engine) as session, session.begin():
        kept = Kept(session)
        ids = (kept.audit.id, kept.case.id, kept.row.id)
    session = Session(engine)
    audit = session.get_one(t.Audit, ids[0], options=[defer(t.Audit.questionnaire)])
    case, row = session.get_one(t.Case, ids[1]), session.get_one(t.Return, ids[2])
    assert audit.form_digest
    return session, audit, case, row


def test_on_postgresql_whoever_writes_on_a_return_keeps_others_waiting(on_postgresql: Engine) -> None:
    session, audit, case, row = _begun(on_postgresql)
    mine = sa.select(t.Return.id).where(t.Return.id == row.id).with_for_update(nowait=True)
    with on_postgresql.connect() as other:
        assert other.execute(mine).scalar() == row.id, "looking at it keeps nobody waiting"
    with session:
        open_pad(session, audit, case, row)
        with on_postgresql.connect() as other, pytest.raises(sa.exc.OperationalError, match="could not obtain lock"):
            other.execute(mine)


def test_on_postgresql_a_version_that_came_meanwhile_is_the_one_that_is_answered(on_postgresql: Engine) -> None:
    session, audit, case, row = _begun(on_postgresql)
    newer = _form().changed(title="Newer")
    with Session(on_postgresql) as other, other.begin():
        freeze(other.get_one(t.Audit, audit.id), newer)
    with session:
        assert open_pad(session, audit, case, row).sheet.title == "Newer"
