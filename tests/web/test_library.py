"""A briefing's file goes to those who are signed in, just as it came, and each download leaves a line."""

import pytest
from sqlmodel import col, select
from starlette.applications import Starlette

from maap.demonstration.paper import as_pdf
from maap.domain.library import Facts
from maap.domain.people import Role
from maap.outside.clock import now
from maap.outside.document_text import read_document
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.library import add
from maap.usecases.signin import sign_in
from maap.web.library import ROUTES
from tests import factories as make
from tests.web.visitor import Visitor


@pytest.fixture
def kept(database: object) -> int:
    content = as_pdf(("Start a chronology early.",))
    with work() as session:
        facts = Facts(title="Neglect\r\nX: y", year="2021/22", kind="briefing")
        return add(session, make.acting(session, Role.COORDINATOR), facts, read_document("a.pdf", content), content)


def _visiting(*roles: Role) -> Visitor:
    visitor = Visitor(lambda: Starlette(routes=ROUTES))
    if roles:
        with work() as session:
            visitor.cookies[settings().cookie] = sign_in(session, make.person(session, *roles), now())
    return visitor


def _downloads() -> int:
    with reading() as session:
        rows = session.exec(select(t.TrailEntry).where(col(t.TrailEntry.deed) == "downloaded a library item"))
        return len(rows.all())


def test_a_reader_gets_the_file_as_an_attachment_and_the_trail_a_line(kept: int) -> None:
    before = _downloads()
    reply = _visiting(Role.OBSERVER).get(f"/files/library/{kept}")
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"].startswith("attachment")
    assert "\n" not in reply.headers["content-disposition"]
    assert reply.text.startswith("%PDF")
    assert _downloads() == before + 1


def test_a_stranger_and_somebody_without_a_role_get_no_file(kept: int) -> None:
    assert _visiting().get(f"/files/library/{kept}").status == 404
    assert "%PDF" not in _visiting(Role.ADMINISTRATOR).get(f"/files/library/{kept}").text


def test_a_file_that_is_not_there_is_not_there(kept: int) -> None:
    assert _visiting(Role.OBSERVER).get(f"/files/library/{kept + 1}").status == 404
