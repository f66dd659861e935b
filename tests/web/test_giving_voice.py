"""Somebody without an account gives their view by a one-time form."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.applications import Starlette

from maap.domain.people import Role
from maap.domain.voice import Kind, NewLink
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.giving_voice import MOST_FROM_ONE_PLACE
from maap.usecases.voice import make_voice_link, revoke_voice_link
from maap.web.giving_voice import ROUTES
from tests import factories as make
from tests.web.visitor import Visitor

CLOSED = "This form is closed"


class Asking:
    """A case about which somebody is asked, and the coordinator who asks."""

    def __init__(self) -> None:
        with work() as session:
            self.audit = make.audit(session, stage="panel")
            self.case = make.case(session, self.audit)
            self.coordinator = make.acting(session, Role.COORDINATOR, now=now())

    def link(self, kind: Kind = Kind.PARENT) -> str:
        """The address of a new one-time form."""
        with work() as session:
            new = NewLink(case_id=self.case.id or 0, kind=kind)
            return f"/voice-form/{make_voice_link(session, self.coordinator, self.audit.id or 0, new)}"

    def heard(self) -> list[t.Voice]:
        """What came in."""
        with reading() as session:
            return list(session.exec(select(t.Voice)))


@pytest.fixture
def asking(database: object) -> Asking:
    return Asking()


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(lambda: Starlette(routes=ROUTES))


def test_a_view_is_given_without_an_account_and_once(asking: Asking, visitor: Visitor) -> None:
    link = asking.link()
    opened = visitor.get(link)
    assert opened.status == 200
    assert "Tell us how it was for your family" in opened.text
    assert visitor.get(link).status == 200  # opening it spends nothing
    sent = visitor.post(link, {"good": "They <b>listened</b>.", "respected": "Yes", "may-quote": "yes"})
    assert sent.status == 200
    assert "Thank you" in sent.text
    (heard,) = asking.heard()
    assert heard.said == [
        ["Did people treat you with respect?", "Yes"],
        ["What helped you and your family?", "They <b>listened</b>."],
    ]
    assert (heard.kind, heard.may_quote, heard.entered_by, heard.agency_id) == ("parent", True, None, None)
    again = visitor.post(link, {"good": "Once more."})
    assert again.status == 410
    assert CLOSED in again.text
    assert len(asking.heard()) == 1


def test_nothing_about_the_case_stands_on_the_form(asking: Asking, visitor: Visitor) -> None:
    text = visitor.get(asking.link()).text
    assert asking.case.reference not in text
    assert asking.audit.title not in text


def test_a_link_runs_out_is_taken_back_and_cannot_be_guessed(asking: Asking, visitor: Visitor) -> None:
    late, back = asking.link(), asking.link()
    with work() as session:
        rows = session.exec(select(t.VoiceLink).order_by(t.VoiceLink.id)).all()
        rows[0].expires_at = now() - timedelta(minutes=1)
        session.add(rows[0])
        taken_back = rows[1].id or 0
    with work() as session:
        revoke_voice_link(session, asking.coordinator, asking.audit.id or 0, taken_back)
    for address in (late, back, "/voice-form/made-up"):
        for reply in (visitor.get(address), visitor.post(address, {"good": "Much."})):
            assert reply.status == 410
            assert CLOSED in reply.text
    assert asking.heard() == []


def test_what_shows_who_somebody_is_comes_back_with_everything_still_in_the_form(
    asking: Asking, visitor: Visitor
) -> None:
    link = asking.link()
    sent = visitor.post(link, {"good": "Ring me on 07700 900123.", "bad": "Red Hall Primary School was far."})
    assert sent.status == 400
    assert "07700 900123.</textarea>" in sent.text
    assert "Please take this out" in sent.text
    assert re.search(r'name="keep-bad"', sent.text)
    assert not re.search(r'name="keep-good"', sent.text)
    assert asking.heard() == []
    kept = visitor.post(link, {"good": "They rang.", "bad": "Red Hall Primary School was far.", "keep-bad": "yes"})
    assert kept.status == 200
    assert [one.kept for one in asking.heard()] == [True]


def test_an_empty_form_is_not_taken_and_the_link_still_works(asking: Asking, visitor: Visitor) -> None:
    link = asking.link()
    assert "Please answer at least one question" in visitor.post(link, {}).text
    assert visitor.post(link, {"good": "Much."}).status == 200


def test_a_form_of_another_site_is_refused(asking: Asking, visitor: Visitor) -> None:
    reply = visitor.post(asking.link(), {"good": "Much."}, origin="http://evil.example.org")
    assert reply.status == 410
    assert asking.heard() == []


def test_too_many_forms_from_one_place_wait_and_nothing_typed_is_lost(asking: Asking, visitor: Visitor) -> None:
    link = asking.link()
    for _ in range(MOST_FROM_ONE_PLACE):
        assert visitor.post(link, {"good": ""}).status == 400
    reply = visitor.post(link, {"good": "Much."})
    assert reply.status == 400
    assert "Wait five minutes" in reply.text
    assert "Much.</textarea>" in reply.text


def test_after_the_panel_it_is_too_late(asking: Asking, visitor: Visitor) -> None:
    link = asking.link()
    with work() as session:
        session.get_one(t.Audit, asking.audit.id).stage = "reporting"
    assert "it is too late now" in visitor.get(link).text


def test_the_trail_says_that_a_view_came_in_and_not_what_it_says(asking: Asking, visitor: Visitor) -> None:
    visitor.post(asking.link(), {"good": "They listened."})
    with reading() as session:
        entry = session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == "received a view")).one()
    assert "listened" not in str(entry.detail)
    assert entry.person_id is None
