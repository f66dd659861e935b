"""Agencies check a draft for accuracy, and the coordinator answers each comment."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.accuracy import Comment, Reply
from maap.domain.fitting import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.accuracy import answer, comment, end_check, open_check, say_checked, take_back
from tests import factories as make
from tests.factories import NOW

PARTS = [{"key": "summary", "title": "Summary", "text": "Agencies met late."}]


class Draft:
    """A draft report that is open to two agencies, and the people around it."""

    def __init__(self, session: Session, opened: bool = True) -> None:
        self.session = session
        self.police, self.housing = make.agency(session, "police"), make.agency(session, "housing")
        self.audit = make.audit(session, self.police, self.housing, stage="reporting")
        self.audit_id = self.audit.id or 0
        self.coordinator = make.acting(session, Role.COORDINATOR)
        self.leads = {
            one.key: make.acting(session, Role.AGENCY_LEAD, agency=one) for one in (self.police, self.housing)
        }
        self.edition = self.made()
        if opened:
            self.open()

    def made(self, **facts: Any) -> t.Edition:
        """An edition."""
        usual = {"kind": "report", "year": "2025/26", "number": 1, "title": "Full report", "body": {"parts": PARTS}}
        row = t.Edition(audit_id=self.audit_id, made_by=self.coordinator.person_id, made_at=NOW, **{**usual, **facts})
        self.session.add(row)
        self.session.flush()
        return row

    def open(self, days: int = 10) -> None:
        """Open it to the agencies."""
        until = NOW.date() + timedelta(days=days)
        open_check(self.session, self.coordinator, self.audit_id, self.edition.id or 0, until)

    def say(
        self, text: str = "We met in time.", agency: str = "police", part: str = "summary", because: str = ""
    ) -> int:
        """An agency's lead comments."""
        said = Comment(part=part, text=text, kept_because=because)
        comment(self.session, self.leads[agency], self.audit_id, self.edition.id or 0, said)
        return self.session.exec(select(t.AccuracyComment.id).order_by(t.AccuracyComment.id.desc())).first() or 0

    def reply(self, comment_id: int, seen: int = 1, by: Actor | None = None) -> None:
        """The coordinator answers."""
        given = Reply(answer="accepted", reason="You are right.")
        answer(self.session, by or self.coordinator, self.audit_id, comment_id, given, seen)


@pytest.fixture
def draft(session: Session) -> Draft:
    return Draft(session)


def test_an_agency_comments_and_the_coordinator_answers(session: Session, draft: Draft) -> None:
    comment_id = draft.say()
    draft.reply(comment_id)
    row = session.get_one(t.AccuracyComment, comment_id, populate_existing=True)
    assert (row.agency_id, row.text, row.answer, row.reason) == (
        draft.police.id,
        "We met in time.",
        "accepted",
        "You are right.",
    )
    deeds = session.exec(select(t.TrailEntry.deed).order_by(t.TrailEntry.id)).all()
    assert deeds == ["opened a draft to the agencies", "commented on a draft", "answered a comment on a draft"]


def test_of_two_answers_at_once_the_second_is_told(draft: Draft) -> None:
    comment_id = draft.say()
    draft.reply(comment_id)
    with pytest.raises(Overtaken):
        draft.reply(comment_id)


def test_comments_are_guarded_and_name_a_part_of_the_draft(draft: Draft) -> None:
    with pytest.raises(Identifiers):
        draft.say("Ring 07700 900123.")
    with pytest.raises(MayIdentify):
        draft.say("Mrs Alice Thornbury met in time.")
    draft.say("Mrs Alice Thornbury met in time.", because="The name is made up.")
    with pytest.raises(Problem, match="not in the draft any more"):
        draft.say(part="gone")


def test_only_a_draft_of_this_audit_with_words_is_opened(session: Session, draft: Draft) -> None:
    until = NOW.date() + timedelta(days=3)
    cases = {
        "no text yet": draft.made(number=2, body={}),
        "published already": draft.made(number=3, state="published"),
        "no such draft": draft.made(number=4, agency_id=draft.police.id),
    }
    for says, row in cases.items():
        with pytest.raises(Problem, match=says):
            open_check(session, draft.coordinator, draft.audit_id, row.id or 0, until)


def test_after_its_day_or_its_end_nothing_more_is_said(session: Session, draft: Draft) -> None:
    comment_id = draft.say()
    end_check(session, draft.coordinator, draft.audit_id, draft.edition.id or 0)
    lead = draft.leads["police"]
    deeds = [
        lambda: draft.say(),
        lambda: take_back(session, lead, draft.audit_id, comment_id),
        lambda: say_checked(session, lead, draft.audit_id, draft.edition.id or 0),
    ]
    for deed in deeds:
        with pytest.raises(Problem, match="This check is closed"):
            deed()
    draft.reply(comment_id)  # what was said still gets its answer
    draft.open(days=5)
    assert draft.say("Once more.") != comment_id


def test_an_agency_takes_its_own_comment_back_while_it_has_no_answer(session: Session, draft: Draft) -> None:
    first, second = draft.say(), draft.say("And again.")
    with pytest.raises(NotYours, match="no such comment"):
        take_back(session, draft.leads["housing"], draft.audit_id, first)
    take_back(session, draft.leads["police"], draft.audit_id, first)
    draft.reply(second)
    with pytest.raises(Problem, match="has its answer"):
        take_back(session, draft.leads["police"], draft.audit_id, second)
    assert session.exec(select(t.AccuracyComment.id)).all() == [second]


def test_saying_twice_that_it_was_read_is_saying_it_once(session: Session, draft: Draft) -> None:
    for _ in range(2):
        say_checked(session, draft.leads["police"], draft.audit_id, draft.edition.id or 0)
    assert [one.agency_id for one in session.exec(select(t.AccuracyReply))] == [draft.police.id]


def test_an_agency_that_declined_says_nothing(session: Session, draft: Draft) -> None:
    part = session.exec(select(t.Participation).where(t.Participation.agency_id == draft.police.id)).one()
    part.answer = "declined"
    session.flush()
    with pytest.raises(NotYours, match="no such draft"):
        draft.say()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENCY_LEAD])
def test_only_agency_leads_comment(session: Session, draft: Draft, role: Role) -> None:
    someone = make.acting(session, role, agency=draft.police)
    session.add(t.PanelMember(audit_id=draft.audit_id, person_id=someone.person_id))
    session.add(t.NamedAuditor(audit_id=draft.audit_id, agency_id=draft.police.id, person_id=someone.person_id))
    session.flush()
    with pytest.raises((NotAllowed, NotYours)):
        comment(session, someone, draft.audit_id, draft.edition.id or 0, Comment(part="summary", text="No."))
    with pytest.raises((NotAllowed, NotYours)):
        say_checked(session, someone, draft.audit_id, draft.edition.id or 0)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_the_coordinator_opens_closes_and_answers(session: Session, draft: Draft, role: Role) -> None:
    comment_id = draft.say()
    someone = make.acting(session, role, agency=draft.police)
    until = NOW.date() + timedelta(days=3)
    deeds = [
        lambda: open_check(session, someone, draft.audit_id, draft.edition.id or 0, until),
        lambda: end_check(session, someone, draft.audit_id, draft.edition.id or 0),
        lambda: draft.reply(comment_id, by=someone),
    ]
    for deed in deeds:
        with pytest.raises((NotAllowed, NotYours)):
            deed()
