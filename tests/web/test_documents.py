"""Documents are downloaded by those who may have them, and each download leaves a line."""

import re
from typing import Any

import anyio
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.types import Message

from maap.domain.documents import Kind
from maap.domain.people import Role
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.trail import mark_faults
from maap.usecases.documents import keep_draft, publish, publish_pack
from maap.usecases.signin import sign_in
from maap.views.documents import draft, packs
from maap.web.documents import ROUTES
from tests import factories as make
from tests.reports.scene import PLANTED, Reported
from tests.web.test_files import Answer


class House:
    """A reported audit with a published report and the police's pack, and somebody of each role."""

    def __init__(self) -> None:
        with work() as session:
            scene = Reported(session)
            self.audit, self.police = scene.id, scene.police.id or 0
            document = draft(session, scene.coordinator, self.audit, Kind.REPORT).document
            self.report = keep_draft(session, scene.coordinator, self.audit, document)
            publish(session, scene.chair, self.audit, self.report, {"pdf": b"%PDF", "html": b"<h1>Report</h1>"}, 1)
            pack = packs(session, scene.coordinator, self.audit)[self.police]
            files = {"html": PLANTED.encode()}
            self.pack = publish_pack(session, scene.chair, self.audit, self.police, pack, files)
            self.people = {role: self._somebody(session, role, scene.police) for role in Role}
            self.other = make.person(session, Role.AGENCY_LEAD, agency=scene.charted.agencies["health"])
        self.app = Starlette(routes=ROUTES)

    def _somebody(self, session: Any, role: Role, police: t.Agency) -> t.Person:
        person = make.person(session, role, agency=police if role in (Role.AGENCY_LEAD, Role.AUDITOR) else None)
        place = {"audit_id": self.audit, "person_id": person.id}
        if role is Role.AUDITOR:
            session.add(t.NamedAuditor(agency_id=police.id, **place))
        if role is Role.PANEL_MEMBER:
            session.add(t.PanelMember(**place))
        return person

    def ask(self, path: str, person: t.Person | None) -> Answer:
        """The answer to a request."""
        with work() as session:
            token = sign_in(session, person, now()) if person else ""
        scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": ""}
        scope["headers"] = [(b"cookie", f"{settings().cookie}={token}".encode()), (b"host", b"localhost")]
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        anyio.run(self.app, scope, receive, send)
        return Answer(messages)


@pytest.fixture
def house(database: object) -> House:
    return House()


READERS = {
    "/files/audits/{audit}/documents/report.html": {Role.COORDINATOR},
    "/files/audits/{audit}/documents/team-report.pdf": {Role.COORDINATOR},
    "/files/audits/{audit}/documents/briefing.docx": {Role.COORDINATOR},
    "/files/audits/{audit}/documents/slides.pptx": {Role.COORDINATOR},
    "/files/audits/{audit}/packs/{police}.html": {Role.COORDINATOR},
    "/files/audits/{audit}/terms.pdf": set(Role) - {Role.ADMINISTRATOR},
    "/files/years/2025.html": {Role.COORDINATOR},
    "/files/editions/{report}": set(Role) - {Role.ADMINISTRATOR},
    "/files/editions/{report}.pdf": set(Role) - {Role.ADMINISTRATOR},
    "/files/editions/{pack}.html": {Role.COORDINATOR, Role.AGENCY_LEAD},
}


@pytest.mark.parametrize("address", READERS)
def test_each_document_goes_to_those_it_is_for(house: House, address: str) -> None:
    path = address.format(**{name: value for name, value in vars(house).items() if isinstance(value, int)})
    found = {role for role, person in house.people.items() if house.ask(path, person).status == 200}
    assert found == READERS[address]
    assert house.ask(path, None).status == 404


def test_another_agencys_lead_gets_neither_the_pack_nor_its_words(house: House) -> None:
    answer = house.ask(f"/files/editions/{house.pack}.html", house.other)
    assert answer.status == 404
    assert PLANTED not in answer.text


def test_a_page_is_shown_and_a_file_is_kept(house: House) -> None:
    coordinator = house.people[Role.COORDINATOR]
    page = house.ask(f"/files/editions/{house.report}", coordinator)
    file = house.ask(f"/files/editions/{house.report}.pdf", coordinator)
    assert "content-disposition" not in page.headers
    assert page.headers["content-type"].startswith("text/html")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["cache-control"] == "no-store"


def test_each_download_leaves_a_line(house: House) -> None:
    coordinator = house.people[Role.COORDINATOR]
    house.ask(f"/files/editions/{house.report}.pdf", coordinator)
    house.ask(f"/files/audits/{house.audit}/documents/report.html", coordinator)
    house.ask(f"/files/audits/{house.audit}/terms.html", coordinator)
    house.ask("/files/years/2025.html", coordinator)
    with reading() as session:
        deeds = list(session.exec(select(t.TrailEntry.deed).order_by(col(t.TrailEntry.id))))
    assert [deed for deed in deeds if deed.startswith("downloaded")] == [
        "downloaded a document",
        "downloaded a draft",
        "downloaded the terms",
        "downloaded an annual briefing",
    ]


@pytest.mark.parametrize(
    "path", ["documents/nothing.pdf", "documents/report.exe", "documents/report.pptx", "packs/9999.pdf"]
)
def test_what_is_not_there_is_not_found(house: House, path: str) -> None:
    assert house.ask(f"/files/audits/{house.audit}/{path}", house.people[Role.COORDINATOR]).status == 404


@pytest.mark.parametrize("role", Role)
def test_a_frozen_draft_is_read_by_those_who_publish_and_by_nobody_else(house: House, role: Role) -> None:
    with work() as session:
        coordinator = make.acting(session, Role.COORDINATOR)
        document = draft(session, coordinator, house.audit, Kind.BRIEFING).document
        frozen = keep_draft(session, coordinator, house.audit, document)
    answer = house.ask(f"/files/audits/{house.audit}/drafts/{frozen}.html", house.people[role])
    if role in (Role.COORDINATOR, Role.CHAIR):
        assert answer.status == 200
        assert document.parts[0].title in answer.text.replace("&#39;", "'")
        with reading() as session:
            last = session.exec(select(t.TrailEntry.deed).order_by(col(t.TrailEntry.id).desc())).first()
        assert last == "read a frozen draft"
    else:
        assert answer.status in (403, 404)
    gone = house.ask(f"/files/audits/{house.audit}/drafts/{house.report}.html", house.people[Role.CHAIR])
    assert gone.status == 404


def test_the_page_of_an_edition_that_was_replaced_leads_to_the_newest(house: House) -> None:
    reader = house.people[Role.OBSERVER]
    with work() as session:
        coordinator = make.acting(session, Role.COORDINATOR)
        document = draft(session, coordinator, house.audit, Kind.REPORT).document
        newest = keep_draft(session, coordinator, house.audit, document)
        files = {"pdf": b"%PDF-2", "html": b"<header><h1>Report again</h1></header>"}
        publish(session, make.acting(session, Role.CHAIR), house.audit, newest, files, 1)
        kept = session.exec(select(t.EditionFile).where(t.EditionFile.edition_id == house.report)).all()
        next(one for one in kept if one.ending == "html").content = b"<header><h1>Report</h1></header>"
    for path in (f"/files/editions/{house.report}", f"/files/editions/{house.report}.html"):
        page = house.ask(path, reader).text
        assert "Replaced by the edition of 3 March 2026." in page
        assert f'href="/files/editions/{newest}"' in page
    assert "Replaced" not in house.ask(f"/files/editions/{newest}", reader).text
    kept = house.ask(f"/files/editions/{house.report}.pdf", reader)
    assert kept.text == "%PDF", "to the byte as it was published"
    assert "Replaced-" in kept.headers["content-disposition"]
    assert "Replaced-" not in house.ask(f"/files/editions/{newest}.pdf", reader).headers["content-disposition"]


@pytest.mark.parametrize("path", ["/files/audits/{audit}/packs/{police}.html", "/files/years/2025.html"])
def test_a_pack_and_an_annual_report_carry_the_mark_of_the_trail(house: House, path: str) -> None:
    with work() as session:
        coordinator = make.person(session, Role.COORDINATOR)
    page = house.ask(path.format(audit=house.audit, police=house.police), coordinator).text
    with reading() as session:
        assert list(mark_faults(session, " ".join(re.findall(r"\b(\d+) ([0-9a-f]{64})\b", page)[0]))) == []
