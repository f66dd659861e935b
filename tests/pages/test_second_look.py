"""Administration asks once more who one is, when that was shown long ago; other pages do not."""

from collections.abc import Callable

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.domain.sessions import FRESH
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.ui.rooms import ROOMS
from tests.pages.conftest import a_person

ADMINISTRATION = [room for room in ROOMS if room.menu == "administration"]


@pytest.mark.parametrize("room", ADMINISTRATION, ids=lambda room: room.script)
def test_an_administrator_who_signed_in_long_ago_is_asked_first(
    signed_in: Callable[[t.Person | None], AppTest], room: object
) -> None:
    browser = signed_in(a_person(Role.ADMINISTRATOR))
    with work() as session:
        session.execute(update(t.SignIn).values(confirmed_at=now() - FRESH))
    page = browser.run().switch_page(room.path).run()  # type: ignore[attr-defined]
    assert [title.value for title in page.title] == ["Is it still you?"]
    assert not page.exception


def test_work_goes_on_without_being_asked(signed_in: Callable[[t.Person | None], AppTest]) -> None:
    browser = signed_in(a_person(Role.COORDINATOR))
    with work() as session:
        session.execute(update(t.SignIn).values(confirmed_at=now() - FRESH))
    assert "My work" in [title.value for title in browser.run().title]
