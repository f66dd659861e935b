"""The codebook as a file: for those who read findings, and for nobody else; each download leaves a line."""

import pytest
from sqlmodel import col, select
from starlette.applications import Starlette

from maap.domain.people import Role
from maap.outside.clock import now
from maap.outside.qdc import read
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.signin import sign_in
from maap.web.codebook import ROUTES
from tests import factories as make
from tests.web.visitor import Reply, Visitor


@pytest.fixture(autouse=True)
def _book(database: object) -> None:
    with work() as session:
        make.partnership(session, name="Example", short_name="EP")
        group = make.theme(session, "working_together")
        words = {"definition": "Told in time.", "use_when": "They were told.", "not_when": "Minutes."}
        make.theme(session, "information_sharing", group_id=group.id, words=["passed on"], **words)


def _asked(*roles: Role) -> Reply:
    visitor = Visitor(lambda: Starlette(routes=ROUTES))
    if roles:
        with work() as session:
            agency = make.agency(session) if set(roles) & {Role.AGENCY_LEAD, Role.AUDITOR} else None
            visitor.cookies[settings().cookie] = sign_in(session, make.person(session, *roles, agency=agency), now())
    return visitor.get("/files/codebook.qdc")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CHAIR, Role.PANEL_MEMBER])
def test_those_who_read_findings_may_take_it_away(role: Role) -> None:
    reply = _asked(role)
    (code,) = read(reply.text.encode())
    assert (code.key, code.words, code.group) == ("information_sharing", ("passed on",), "Working together")
    assert "codebook.qdc" in reply.headers["content-disposition"]
    with reading() as session:
        last = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id).desc())).first()
    assert last is not None
    assert (last.deed, last.detail) == ("downloaded the codebook", {"themes": 1})


@pytest.mark.parametrize("role", [Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER, Role.ADMINISTRATOR])
def test_others_are_refused_in_a_sentence(role: Role) -> None:
    reply = _asked(role)
    assert reply.status == 404
    assert "you may not" in reply.text
    assert "information_sharing" not in reply.text


def test_nobody_gets_it_without_signing_in() -> None:
    assert _asked().status == 404
