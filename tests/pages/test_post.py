"""The post page, and the calendar and letters of one's own account."""

from collections.abc import Callable

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.pages.conftest import a_person

Browser = Callable[[t.Person | None], AppTest]


def _outbox() -> None:
    with work() as session:
        person = make.person(session, Role.AUDITOR, name="Ann Auditor")
        for n, facts in enumerate(
            [{}, {"sent_at": make.NOW}, {"given_up_at": make.NOW, "outcome": "550 No such user"}]
        ):
            session.add(
                t.Letter(person_id=person.id, kind="x", subject=f"Letter {n}", body="x", written_at=make.NOW, **facts)
            )


def test_an_administrator_sees_what_was_given_up_and_tries_it_again(signed_in: Browser) -> None:
    _outbox()
    page = signed_in(a_person(Role.ADMINISTRATOR)).run().switch_page("pages/admin/post.py").run()
    assert not page.exception
    page.session_state["post/state"] = "given up"
    page.run()
    assert any("550 No such user" in shown.value for shown in page.markdown)
    page.button(key="letter-again/3").click().run()
    assert not page.exception
    with reading() as session:
        assert session.get_one(t.Letter, 3).given_up_at is None


def test_a_letters_text_is_changed_and_a_wrong_field_is_refused_in_a_sentence(signed_in: Browser) -> None:
    page = signed_in(a_person(Role.ADMINISTRATOR)).run().switch_page("pages/admin/post.py").run()
    page.selectbox(key="letter-chosen").select(0).run()
    page.text_input(key="letter:returns_due_soon/subject").set_value("Due on {day}")
    page.button(key="letter-save/returns_due_soon").click().run()
    assert any("cannot be filled in" in error.value for error in page.error)
    page.text_input(key="letter:returns_due_soon/subject").set_value("Due on {due}")
    page.button(key="letter-save/returns_due_soon").click().run()
    assert not page.exception and not page.error
    with reading() as session:
        assert session.exec(select(t.Choice).where(t.Choice.kind == "letter")).one().body["subject"] == "Due on {due}"


def test_a_letter_that_is_copied_by_hand_is_changed_too_and_keeps_its_link(signed_in: Browser) -> None:
    alma = a_person(Role.ADMINISTRATOR)
    page = signed_in(alma).run().switch_page("pages/admin/post.py").run()
    box = page.selectbox(key="letter-chosen")
    box.select_index(box.options.index("An invitation")).run()
    assert any("copies this text on the page “People”" in shown.value for shown in page.caption)
    page.text_area(key="letter:invitation/body").set_value("{name}, welcome.")
    page.button(key="letter-save/invitation").click().run()
    assert any("Keep" in error.value for error in page.error)
    page.text_area(key="letter:invitation/body").set_value("Hello {name}, here: {address} until {due}")
    page.button(key="letter-save/invitation").click().run()
    assert not page.exception and not page.error
    page.switch_page("pages/admin/people.py").run()
    page.selectbox(key="person-chosen").set_value(alma.id).run()
    page.button(key=f"person-link/{alma.id}").click().run()
    address, letter = (code.value for code in page.code)
    assert f"Hello {alma.name}, here: {address} until " in letter


def test_a_letter_whose_day_may_be_missing_is_seen_both_ways(signed_in: Browser) -> None:
    page = signed_in(a_person(Role.ADMINISTRATOR)).run().switch_page("pages/admin/post.py").run()
    box = page.selectbox(key="letter-chosen")
    box.select_index(box.options.index("Does an agency take part?")).run()
    shown = [one.value for one in page.text if "accepts the procedures" in one.value]
    assert ["3 March 2026" in one for one in shown] == [True, False]


def test_a_calendar_address_is_shown_once_and_the_weekly_letter_can_be_stopped(signed_in: Browser) -> None:
    page = signed_in(a_person(Role.AUDITOR)).run().switch_page("pages/home/account.py").run()
    page.button(key="calendar-new").click().run()
    assert any("/calendar/" in code.value for code in page.code)
    page.button(key="weekly/no").click().run()
    assert not any("/calendar/" in code.value for code in page.code)
    assert any("stopped the weekly letter" in shown.value for shown in page.text)
    assert not page.exception


def test_a_letter_is_seen_as_it_is_typed_before_it_is_saved(signed_in: Browser) -> None:
    page = signed_in(a_person(Role.ADMINISTRATOR)).run().switch_page("pages/admin/post.py").run()
    page.selectbox(key="letter-chosen").select(0).run()
    page.text_area(key="letter:returns_due_soon/body").set_value("Hello {name}, by {due}.")
    page.button(key="letter-look/returns_due_soon").click().run()
    assert "Hello Ann Example, by 3 March 2026." in [one.value for one in page.text]
    page.text_area(key="letter:returns_due_soon/body").set_value("Hello {child}.")
    page.button(key="letter-look/returns_due_soon").click().run()
    assert any("cannot be filled in" in error.value for error in page.error)
    with reading() as session:
        assert not session.exec(select(t.Choice).where(t.Choice.kind == "letter")).all()
