"""Files go to those who may have them, and each download leaves a line."""

import re
from datetime import timedelta
from typing import Any, Protocol

import anyio
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.types import Message

from maap.domain.certificate import Certificate
from maap.domain.people import Role
from maap.domain.sampling import Plan
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.forms import freeze
from maap.usecases.signin import sign_in
from maap.web.files import ROUTES
from tests import factories as make
from tests.made_cohorts import cohort_file, sampled
from tests.usecases.test_answering import FORM


class Asked(Protocol):
    """Asks for an address as somebody who signed in just now, or an hour ago and did nothing since."""

    def __call__(self, path: str, person: t.Person | None, an_hour_ago: bool = False) -> "Answer": ...


class Answer:
    """A response, whole."""

    def __init__(self, messages: list[Message]) -> None:
        self.status: int = messages[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
        self.text = b"".join(message.get("body", b"") for message in messages[1:]).decode(errors="replace")


@pytest.fixture
def asked(database: object) -> Asked:
    app = Starlette(routes=ROUTES)

    def ask(path: str, person: t.Person | None, an_hour_ago: bool = False) -> Answer:
        token = ""
        if person is not None:
            with work() as session:
                token = sign_in(session, person, now() - timedelta(hours=an_hour_ago))
        cookie = f"{settings().cookie}={token}".encode()
        scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": ""}
        scope["headers"] = [(b"cookie", cookie), (b"host", b"localhost")]
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        anyio.run(lambda: app(scope, receive, send))
        return Answer(messages)

    return ask


class Scene:
    """An audit with a sample, and a police return with answers."""

    def __init__(self) -> None:
        with work() as session:
            police, health = make.agency(session, "police"), make.agency(session, "health")
            self.audit = make.audit(session, police, health, stage="sampling", title="Neglect <script>")
            self.coordinator = make.person(session, Role.COORDINATOR)
            self.chair, self.observer = make.person(session, Role.CHAIR), make.person(session, Role.OBSERVER)
            self.lead = make.person(session, Role.AGENCY_LEAD, agency=police)
            self.other_lead = make.person(session, Role.AGENCY_LEAD, agency=health)
            sampled(session, make.actor(self.coordinator, Role.COORDINATOR), self.audit)
            freeze(self.audit, FORM)
            session.add(self.audit)
            case = session.exec(select(t.Case).order_by(col(t.Case.number))).first()
            assert case is not None
            self.row = make.a_return(session, case, police)
            make.answer(session, self.row, "siblings", "no", self.lead)
            make.answer(session, self.row, "siblings_seen", "good", self.lead)
            make.answer(session, self.row, "notes", "Seen <b>alone</b>.\nTwice.", self.lead)
        self.certificate = f"/files/audits/{self.audit.id}/certificate"
        self.sheet = f"/files/returns/{self.row.id}"


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


def last_deed() -> t.TrailEntry:
    with reading() as session:
        return session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()  # type: ignore[return-value]


def test_the_certificate_comes_as_a_file_that_nobody_keeps(scene: Scene, asked: Asked) -> None:
    answer = asked(scene.certificate + ".json", scene.coordinator)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    name = f"{scene.audit.reference}-certificate.json"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert len(Certificate.from_json(answer.text).drawn) == 6


def test_the_certificate_counts_one_in_the_singular(scene: Scene, asked: Asked) -> None:
    with work() as session:
        small = make.audit(session, stage="sampling")
        sampled(session, make.actor(scene.coordinator, Role.COORDINATOR), small, Plan(size=1, seed="one", reserves=1))
    words = asked(f"/files/audits/{small.id}/certificate", scene.coordinator).text
    assert "<p>1 case out of" in words
    assert "1 reserve was kept, in the drawn order. None of them stands in." in words


def test_a_download_leaves_a_line_in_the_trail(scene: Scene, asked: Asked) -> None:
    asked(scene.certificate + ".json", scene.coordinator)
    entry = last_deed()
    assert (entry.deed, entry.person_id) == ("downloaded the certificate", scene.coordinator.id)
    asked(scene.sheet, scene.lead)
    assert (last_deed().deed, last_deed().about) == ("downloaded a return", f"return {scene.row.id}")


@pytest.mark.parametrize("what", ["certificate", "certificate.json", "return"])
def test_nobody_gets_a_file_without_signing_in(scene: Scene, asked: Asked, what: str) -> None:
    path = scene.sheet if what == "return" else f"/files/audits/{scene.audit.id}/{what}"
    answer = asked(path, None)
    assert (answer.status, answer.text, answer.headers["cache-control"]) == (404, "Not found", "no-store")


def test_somebody_whose_page_was_locked_is_told_to_unlock_it(scene: Scene, asked: Asked) -> None:
    answer = asked(scene.certificate, scene.coordinator, an_hour_ago=True)
    assert answer.status == 404
    assert "Go back to it and unlock it" in answer.text


def test_what_the_chair_may_not_have_is_refused_in_a_sentence(scene: Scene, asked: Asked) -> None:
    answer = asked(scene.certificate + ".json", scene.chair)
    assert answer.status == 404
    assert "you may not upload a cohort or draw the sample" in answer.text
    assert last_deed().deed != "downloaded the certificate"


def test_a_file_that_is_refused_leaves_a_line_that_tells_nothing_of_the_other_agency(
    scene: Scene, asked: Asked
) -> None:
    answer = asked(scene.sheet, scene.other_lead)
    entry = last_deed()
    assert answer.status == 404
    assert (entry.deed, entry.about, entry.person_id) == ("was refused", f"return {scene.row.id}", scene.other_lead.id)
    assert (entry.audit_id, entry.agency_id, entry.detail) == (None, scene.other_lead.agency_id, {})


def test_the_chair_prints_the_certificate_without_the_lists_references(scene: Scene, asked: Asked) -> None:
    for_chair, for_coordinator = asked(scene.certificate, scene.chair), asked(scene.certificate, scene.coordinator)
    references = {line.split(b",")[0].decode() for line in cohort_file().splitlines()[1:]}
    assert for_chair.status == for_coordinator.status == 200
    assert not references & set(re.findall(r"C-\d{5}", for_chair.text))
    assert references & set(re.findall(r"C-\d{5}", for_coordinator.text))
    assert f"{scene.audit.reference}-01" in for_chair.text


def test_what_people_typed_is_escaped_on_paper(scene: Scene, asked: Asked) -> None:
    assert "Neglect &lt;script&gt;" in asked(scene.certificate, scene.coordinator).text
    assert "Seen &lt;b&gt;alone&lt;/b&gt;." in asked(scene.sheet, scene.lead).text


def test_a_return_is_printed_with_its_answers_and_without_those_that_are_hidden(scene: Scene, asked: Asked) -> None:
    answer = asked(scene.sheet, scene.lead)
    assert answer.status == 200
    assert "Are there other children?" in answer.text
    assert "Were they seen?" not in answer.text
    assert answer.headers["content-disposition"].endswith('-Police.html"')


def test_a_return_that_is_not_known_says_who_checked(scene: Scene, asked: Asked) -> None:
    with work() as session:
        row = session.get_one(t.Return, scene.row.id)
        row.state, row.checked_by = "not known to us", "records officer"
        session.add(row)
    assert "Checked by: records officer." in asked(scene.sheet, scene.lead).text


def test_another_agencys_return_looks_as_if_it_did_not_exist(scene: Scene, asked: Asked) -> None:
    theirs, none = asked(scene.sheet, scene.other_lead), asked("/files/returns/99999", scene.other_lead)
    assert theirs.status == none.status == 404
    assert theirs.text == none.text


@pytest.mark.parametrize("path", ["/files/audits/999/certificate", f"/files/returns/{10**30}"])
def test_what_is_not_there_is_said_in_a_sentence(scene: Scene, asked: Asked, path: str) -> None:
    answer = asked(path, scene.coordinator)
    assert answer.status == 404
    assert "There is no such" in answer.text


def test_an_observer_gets_no_certificate(scene: Scene, asked: Asked) -> None:
    assert asked(scene.certificate, scene.observer).status == 404


def test_a_return_to_fill_in_comes_as_a_workbook_for_those_who_answer_it(scene: Scene, asked: Asked) -> None:
    with work() as session:
        audit = session.get_one(t.Audit, scene.audit.id)
        audit.stage = "fieldwork"
        session.add(audit)
    answer = asked(scene.sheet + ".xlsx", scene.lead)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-disposition"].endswith('-Police.xlsx"')
    assert last_deed().deed == "took a return out as a workbook"
    assert asked(scene.sheet + ".xlsx", scene.coordinator).status == 404
    assert asked(scene.sheet + ".xlsx", scene.other_lead).status == 404
    assert asked(scene.sheet + ".xlsx", None).text == "Not found"
