"""Minutes as a page and in Word, for those who read the panel's cases."""

from io import BytesIO

import pytest
from docx import Document
from sqlmodel import select
from starlette.applications import Starlette

from maap.domain.meeting import Minutes, Note, Plan
from maap.domain.people import Role
from maap.outside.clock import now
from maap.reports.minutes import minutes_in_word
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.meeting import call_case, end_meeting, start_meeting, write_note
from maap.usecases.signin import sign_in
from maap.views.meeting import minutes
from maap.web.minutes import ROUTES
from tests import factories as make
from tests.usecases.test_panel import Room
from tests.web.visitor import Visitor


class Met:
    """A meeting that has ended."""

    def __init__(self) -> None:
        with work() as session:
            make.partnership(session)
            self.room = Room(session)
            self.audit_id, case_id = self.room.audit.id or 0, self.room.case.id or 0
            self.id = start_meeting(session, self.room.chair, self.audit_id, Plan(cases=(case_id,)))
            call_case(session, self.room.chair, self.audit_id, self.id, case_id, 1)
            self.room.agree(session, "good", reason="It was <b>in time</b>.")
            note = Note(text="One line.\nAnother line.")
            write_note(session, self.room.chair, self.audit_id, self.id, case_id, note, 1)
            end_meeting(session, self.room.chair, self.audit_id, self.id)
            self.member = session.get_one(t.Person, self.room.member(session).person_id)

    @property
    def address(self) -> str:
        """Where its minutes are."""
        return f"/files/audits/{self.audit_id}/minutes/{self.id}"

    def kept(self) -> Minutes:
        """The minutes as a value."""
        with reading() as session:
            return minutes(session, self.room.chair, self.audit_id, self.id)


@pytest.fixture
def met(database: object) -> Met:
    return Met()


def visiting(person: t.Person) -> Visitor:
    """Their browser."""
    with work() as session:
        token = sign_in(session, person, now())
    return Visitor(lambda: Starlette(routes=ROUTES), cookies={settings().cookie: token})


def lines(content: bytes) -> list[str]:
    """Every line of a Word document, tables row by row."""
    found: list[str] = []
    for part in Document(BytesIO(content)).iter_inner_content():
        rows = getattr(part, "rows", None)
        found += [" | ".join(cell.text for cell in row.cells) for row in rows] if rows else [part.text]  # type: ignore[union-attr]
    return [line for line in found if line]


def test_the_page_and_the_word_document_say_the_same(met: Met) -> None:
    reply = visiting(met.member).get(met.address)
    assert reply.status == 200
    assert "It was &lt;b&gt;in time&lt;/b&gt;." in reply.text
    told = lines(minutes_in_word(met.kept(), "Example Partnership"))
    assert "Timeliness | Good | The panel agreed. It was <b>in time</b>. | " in told
    assert told[-4:-1] == ["Note", "One line.", "Another line."]
    for line in ("One line.", "Another line.", "The panel read 2 returns.", met.room.case.reference):
        assert line in reply.text
        assert line in told


def test_the_document_has_a_title_a_language_and_tables_with_a_head(met: Met) -> None:
    paper = Document(BytesIO(minutes_in_word(met.kept(), "Example Partnership")))
    assert paper.core_properties.title.startswith("Minutes of panel meeting 1")
    assert paper.core_properties.language == "en-GB"
    assert [one.style.name for one in paper.paragraphs][:1] == ["Title"]
    assert all("tblHeader" in table.rows[0]._tr.xml for table in paper.tables)


def test_each_download_leaves_a_line_with_its_form(met: Met) -> None:
    visitor = visiting(met.member)
    visitor.get(met.address)
    with reading() as session:
        last = session.exec(select(t.TrailEntry).order_by(t.TrailEntry.id.desc())).first()
    assert last is not None
    assert (last.deed, last.detail) == ("took minutes", {"form": "page"})


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER])
@pytest.mark.parametrize("ending", ["", ".docx"])
def test_who_does_not_read_cases_gets_no_minutes(met: Met, role: Role, ending: str) -> None:
    with work() as session:
        someone = make.person(session, role, agency=met.room.police)
    reply = visiting(someone).get(met.address + ending)
    assert reply.status == 404
    assert "in time" not in reply.text
