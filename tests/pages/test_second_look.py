"""Administration asks once more who one is, when that was shown long ago; other pages do not."""

from collections.abc import Callable

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from maap.domain.people import Permission, Role
from maap.domain.sessions import FRESH
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.ui.lock import asks_anew
from maap.ui.rooms import ROOMS
from tests.pages.conftest import a_person

ASKED = [room for room in ROOMS if asks_anew(room)]
P = Permission
GRAVE = {P.MANAGE_PEOPLE, P.MANAGE_PARTNERSHIP, P.READ_TRAIL, P.SHARE_FIGURES}
"""Whatever one of these opens deserves a second look: who may do what, and what goes outside."""


def test_every_page_of_a_grave_permission_asks_anew_and_so_does_ones_own_way_of_signing_in() -> None:
    grave = {room.script for room in ROOMS if GRAVE & set(room.needs)}
    assert {room.script for room in ASKED} == grave | {"home/account"}


@pytest.mark.parametrize("room", ASKED, ids=lambda room: room.script)
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
