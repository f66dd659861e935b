"""Empty forms are for those who fill them in, and nobody else is told more than that there is no such file."""

import pytest
from starlette.applications import Starlette

from maap.domain.people import GRANTS, Permission, Role
from maap.outside.clock import now
from maap.storage.db import work
from maap.usecases.signin import sign_in
from maap.web import empty_forms
from tests import factories as make
from tests.web.visitor import Visitor

FORMS = {
    "/files/earlier-results.csv": Permission.KEEP_LIBRARY,
    "/files/templates/report.docx": Permission.CHANGE_TEMPLATES,
}


def _member(role: Role) -> Visitor:
    visitor = Visitor(lambda: Starlette(routes=empty_forms.ROUTES))
    with work() as session:
        make.partnership(session)
        visitor.cookies["maap"] = sign_in(session, make.person(session, role), now())
    return visitor


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_fill_a_form_in_may_take_it_away(role: Role) -> None:
    visitor = _member(role)
    for address, permission in FORMS.items():
        assert visitor.get(address).status == (200 if permission in GRANTS[role] else 404), (role, address)


@pytest.mark.usefixtures("database")
def test_a_template_that_there_is_not_is_refused_in_a_sentence() -> None:
    reply = _member(Role.COORDINATOR).get("/files/templates/made-up.docx")
    assert reply.status == 404 and "There is no such template here" in reply.text
