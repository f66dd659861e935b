"""The retention page: rules are saved, a hold is placed, words go and a certificate stays."""

from collections.abc import Callable
from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.held import is_held
from tests import factories as make
from tests.pages.conftest import a_person

Browser = Callable[[t.Person | None], AppTest]


def _opened(signed_in: Browser) -> AppTest:
    with work() as session:
        police = make.agency(session, "police")
        closed = make.audit(session, police, stage="closed", closed_at=datetime(2015, 1, 1, tzinfo=UTC))
        make.answer(session, make.a_return(session, make.case(session, closed), police), "notes", "Words")
    return signed_in(a_person(Role.ADMINISTRATOR)).run().switch_page("pages/admin/retention.py").run()


def test_an_audit_is_put_on_hold_with_a_reason_and_the_hold_is_lifted(signed_in: Browser) -> None:
    page = _opened(signed_in)
    page.button(key="hold-place/1").click().run()
    assert any("Say why" in error.value for error in page.error)
    page.text_input(key="hold-why/1").set_value("A review asked for it")
    page.button(key="hold-place/1").click().run()
    assert any("On hold" in shown.value for shown in page.markdown) and not page.exception
    page.button(key="hold-lift/1").click().run()
    with reading() as session:
        assert not is_held(session, 1)


def test_words_are_removed_and_a_certificate_says_so(signed_in: Browser) -> None:
    page = _opened(signed_in)
    page.button(key="words-remove/1").click().run()
    assert not page.exception and not page.error
    assert any("left to remove" in shown.value for shown in page.markdown)
    with reading() as session:
        assert session.get_one(t.Removal, 1).removed["cases"] == 1
        assert session.get_one(t.Answer, 1).value is None


def test_the_rules_are_changed(signed_in: Browser) -> None:
    page = _opened(signed_in)
    page.number_input(key="retention:default/returns").set_value(600)
    page.button(key="retention-save/default").click().run()
    assert any("Kept until" in shown.value for shown in page.markdown) and not page.exception
