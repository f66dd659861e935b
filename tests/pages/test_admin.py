"""An administrator's pages: nothing typed is lost, links are shown once, and nobody else gets in."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.trail import record
from maap.usecases.people import change_person, drafted
from maap.usecases.setup import furnish
from tests import factories as make
from tests.pages.conftest import refusals
from tests.usecases.furnished import shipped

Browser = Callable[[t.Person | None], AppTest]
PAGES = ("people", "providers", "agencies", "themes", "scales", "partnership", "trail")


@pytest.fixture
def admin(set_up: None) -> t.Person:
    with work() as session:
        session.delete(session.get_one(t.Partnership, 1))
        session.flush()
        furnish(session, "Example Partnership", "EP", shipped())
        return make.person(session, Role.ADMINISTRATOR, name="Amina Shah", email="amina@example.org")


def _at(browser: AppTest, page: str) -> AppTest:
    browser.run()
    browser.switch_page(f"pages/admin/{page}.py").run()
    assert not browser.exception
    return browser


def _stored(table: type[Any], **wanted: Any) -> Any:
    with reading() as session:
        statement = select(table)
        for name, value in wanted.items():
            statement = statement.where(getattr(table, name) == value)
        return session.exec(statement).first()


@pytest.mark.parametrize("page", PAGES)
def test_every_administration_page_opens(admin: t.Person, signed_in: Browser, page: str) -> None:
    opened = _at(signed_in(admin), page)
    assert opened.title and not opened.error


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_finds_anything_there_by_the_address(
    admin: t.Person, signed_in: Browser, page: str, role: Role
) -> None:
    with work() as session:
        somebody = make.person(session, role, agency=make.agency(session, "police"))
    refused = _at(signed_in(somebody), page)
    assert "you may not" in refusals(refused)
    assert not refused.text_input and not refused.dataframe


def test_a_person_is_added_and_invited_without_typing_anything_twice(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "people")
    page.text_input(key="person:new/name").set_value("Zoë *Khan*")
    page.text_input(key="person:new/email").set_value("zoe")
    page.button(key="person-save/new").click().run()
    assert "name@example.gov.uk" in refusals(page)
    assert page.text_input(key="person:new/name").value == "Zoë *Khan*"
    page.text_input(key="person:new/email").set_value("zoe@example.org")
    page.multiselect(key="person:new/roles").set_value([Role.AUDITOR])
    page.button(key="person-save/new").click().run()
    assert "works for one agency" in refusals(page)
    police = _stored(t.Agency, key="police")
    page.selectbox(key="person:new/agency_id").set_value(police.id)
    page.button(key="person-save/new").click().run()
    zoe = _stored(t.Person, email="zoe@example.org")
    assert not page.error and (zoe.name, zoe.agency_id) == ("Zoë *Khan*", police.id)
    assert page.selectbox(key="person-chosen").value == zoe.id
    page.button(key=f"person-link/{zoe.id}").click().run()
    address, letter = (code.value for code in page.code)
    assert "/join/" in address and address in letter and "Dear Zoë *Khan*," in letter
    page.run()
    assert not page.code


def test_the_form_is_empty_again_after_somebody_was_added(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "people")
    page.text_input(key="person:new/name").set_value("Zoe Khan")
    page.text_input(key="person:new/email").set_value("zoe@example.org")
    page.multiselect(key="person:new/roles").set_value([Role.CHAIR])
    page.button(key="person-save/new").click().run()
    page.selectbox(key="person-chosen").set_value(None).run()
    assert page.text_input(key="person:new/name").value == ""


def test_a_colleague_who_was_faster_is_not_overwritten_and_nothing_typed_is_lost(
    admin: t.Person, signed_in: Browser
) -> None:
    with work() as session:
        bob = make.person(session, Role.CHAIR, name="Bob", email="bob@example.org")
    page = _at(signed_in(admin), "people")
    page.selectbox(key="person-chosen").set_value(bob.id).run()
    page.text_input(key=f"person:{bob.id}/name").set_value("Bob from here")
    with work() as session:
        draft = drafted({"name": "Bob from there", "email": "bob@example.org", "roles": [Role.CHAIR]})
        change_person(session, make.actor(admin, Role.ADMINISTRATOR), bob.id or 0, draft, 1)
    page.button(key=f"person-save/{bob.id}").click().run()
    assert "A colleague has just changed this" in refusals(page)
    assert page.text_input(key=f"person:{bob.id}/name").value == "Bob from here"
    assert _stored(t.Person, id=bob.id).name == "Bob from there"
    page.button(key=f"person-save/{bob.id}").click().run()
    assert _stored(t.Person, id=bob.id).name == "Bob from here"
    assert not page.error


def test_what_was_typed_can_be_thrown_away(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "people")
    page.selectbox(key="person-chosen").set_value(admin.id).run()
    page.text_input(key=f"person:{admin.id}/name").set_value("")
    page.button(key=f"person-save/{admin.id}").click().run()
    assert "Enter the person's name" in refusals(page)
    page.button(key=f"person-undo/{admin.id}").click().run()
    assert page.text_input(key=f"person:{admin.id}/name").value == "Amina Shah"
    assert not page.error


def test_the_only_administrator_is_told_why_they_stay(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "people")
    page.selectbox(key="person-chosen").set_value(admin.id).run()
    page.button(key=f"person-leaves/{admin.id}").click().run()
    assert "only administrator" in refusals(page)
    assert _stored(t.Person, id=admin.id).active


def test_somebody_leaves_and_comes_back(admin: t.Person, signed_in: Browser) -> None:
    with work() as session:
        bob = make.person(session, Role.CHAIR, name="Bob")
    page = _at(signed_in(admin), "people")
    page.selectbox(key="person-chosen").set_value(bob.id).run()
    page.button(key=f"person-leaves/{bob.id}").click().run()
    assert not _stored(t.Person, id=bob.id).active
    assert f"person-link/{bob.id}" not in [button.key for button in page.button]
    page.button(key=f"person-back/{bob.id}").click().run()
    assert _stored(t.Person, id=bob.id).active


def test_two_hundred_people_are_found_by_name_role_and_agency(admin: t.Person, signed_in: Browser) -> None:
    with work() as session:
        police = make.agency(session, "police")
        for n in range(200):
            make.person(session, Role.AUDITOR, agency=police, name=f"Auditor-{n}.")
    page = _at(signed_in(admin), "people")
    assert len(page.dataframe[0].value) == 201
    page.text_input(key="people/text").set_value("POLICE auditor-19.").run()
    assert list(page.dataframe[0].value["Name"]) == ["Auditor-19."]
    page.multiselect(key="people/roles").set_value([Role.CHAIR]).run()
    assert not page.dataframe


def test_an_agency_is_added_and_renamed(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "agencies")
    page.text_input(key="agency:new/name").set_value("Harbour Trust")
    page.text_input(key="agency:new/short_name").set_value("Police")
    page.button(key="agency-save/new").click().run()
    assert "Remit: write something here." in refusals(page)
    page.text_area(key="agency:new/remit").set_value("Mentoring.")
    page.button(key="agency-save/new").click().run()
    assert "“Police” is also a name of Police" in refusals(page)
    page.text_input(key="agency:new/short_name").set_value("Harbour")
    page.button(key="agency-save/new").click().run()
    row = _stored(t.Agency, key="harbour_trust")
    page.text_input(key=f"agency:{row.id}/name").set_value("Harbour and Quay")
    page.checkbox(key=f"agency:{row.id}/active").set_value(False)
    page.button(key=f"agency-save/{row.id}").click().run()
    row = _stored(t.Agency, key="harbour_trust")
    assert (row.name, row.active, row.revision) == ("Harbour and Quay", False, 2)
    assert "Harbour and Quay" in set(page.dataframe[0].value["Name"])


def test_a_theme_is_added_to_a_new_group(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "themes")
    page.text_input(key="group:new/name").set_value("Nights")
    page.button(key="group-save/new").click().run()
    group = _stored(t.Theme, key="group_nights")
    page.text_input(key="theme:new/name").set_value("Night-time economy")
    page.selectbox(key="theme:new/group_id").set_value(group.id)
    for field in ("definition", "use_when", "not_when"):
        page.text_area(key=f"theme:new/{field}").set_value(f"Words for {field}.")
    page.button(key="theme-save/new").click().run()
    assert not page.error
    assert _stored(t.Theme, key="night_time_economy").group_id == group.id
    page.text_input(key="themes/text").set_value("night-time").run()
    assert list(page.dataframe[0].value["Theme"]) == ["Night-time economy"]


def test_a_scale_and_the_timetable_are_saved(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "scales")
    scale = _stored(t.Choice, key="grade4")
    page.selectbox(key="scale-chosen").set_value(scale.id).run()
    page.text_input(key=f"scale:{scale.id}/name").set_value("Our grades")
    page.button(key=f"scale-save/{scale.id}").click().run()
    page.button(key="timetable-save/1").click().run()
    assert not page.error
    after = _stored(t.Choice, key="grade4")
    assert (after.name, after.body["levels"]) == ("Our grades", scale.body["levels"])
    assert _stored(t.Choice, kind="timetable").revision == 2


def test_a_wrong_telephone_number_is_refused_and_the_rest_is_kept(admin: t.Person, signed_in: Browser) -> None:
    page = _at(signed_in(admin), "partnership")
    page.text_input(key="facts:1/safeguarding_children.phone").set_value("ask the duty desk")
    page.text_area(key="facts:1/procedures").set_value("We commit.")
    page.button(key="facts-save/1").click().run()
    assert "Children: telephone: write the number" in refusals(page)
    assert page.text_area(key="facts:1/procedures").value == "We commit."
    assert _stored(t.Partnership).procedures != "We commit."
    page.text_input(key="facts:1/safeguarding_children.phone").set_value("01632 960000")
    page.button(key="facts-save/1").click().run()
    row = _stored(t.Partnership)
    assert (row.procedures, row.choices["safeguarding_children"]["phone"]) == ("We commit.", "01632 960000")


def test_the_trail_is_turned_page_by_page_and_searched(admin: t.Person, signed_in: Browser) -> None:
    with work() as session:
        for n in range(60):
            record(session, make.actor(admin, Role.ADMINISTRATOR), "did something", number=n)
    page = _at(signed_in(admin), "trail")
    assert len(page.dataframe[0].value) == 50
    page.button(key="trail_older").click().run()
    assert list(page.dataframe[0].value["About"])[-1] == "number: 0"
    page.text_input(key="trail/text").set_value("signed in amina").run()
    assert list(page.dataframe[0].value["Did what"]) == ["Signed in"]
    page.button(key="check_trail").click().run()
    assert "none was altered" in page.success[0].value


def test_roles_that_need_a_second_factor_are_chosen_and_their_people_set_one_up_first(
    admin: t.Person, signed_in: Browser
) -> None:
    with work() as session:
        chair = make.person(session, Role.CHAIR)
    page = _at(signed_in(admin), "providers")
    page.multiselect(key="factor-roles").set_value([Role.CHAIR])
    page.button(key="factor-roles-save").click().run()
    assert any("1 person in these roles has none here yet" in text.value for text in page.text)
    browser = signed_in(chair).run()
    for path in ("pages/home/work.py", "pages/audits/all.py"):
        assert [title.value for title in browser.switch_page(path).run().title] == ["One step before you go on"]
    account = browser.switch_page("pages/home/account.py").run()
    account.button(key="factor-begin").click().run()
    secret = account.session_state["account/secret"]
    account.text_input(key="factor-code").set_value(pyotp.TOTP(secret).now())
    account.button(key="factor-confirm").click().run()
    assert any("Keep these on paper" in one.value for one in account.markdown)
    assert browser.switch_page("pages/audits/all.py").run().title[0].value != "One step before you go on"


def test_what_shows_a_second_factor_is_chosen_beside_the_other_fields_and_stands_in_the_list(
    admin: t.Person, signed_in: Browser
) -> None:
    page = _at(signed_in(admin), "providers")
    for name, typed in {
        "name": "Example Trust",
        "issuer": "https://am.example.nhs.uk",
        "client": "maap",
        "asks_for": "AAL3_ANY",
    }.items():
        page.text_input(key=f"provider:new/{name}").set_value(typed)
    page.button(key="provider-save/new").click().run()
    assert "Say what shows a second factor, too" in page.error[0].value
    page.text_input(key="provider:new/shown_by").set_value("AAL2_OR_AAL3_ANY, AAL3_ANY")
    page.button(key="provider-save/new").click().run()
    assert not page.error
    row = page.dataframe[0].value.iloc[0]
    assert (row["Name"], row["Second factor"]) == ("Example Trust", "Shown there")
    kept = [one.value for one in page.text_input if one.key and one.key.endswith(("/shown_by", "/asks_for"))]
    assert kept == ["AAL2_OR_AAL3_ANY AAL3_ANY", "AAL3_ANY"]


def test_ones_own_account_leads_to_another_password_and_says_once_that_it_is_changed(
    admin: t.Person, signed_in: Browser
) -> None:
    browser = signed_in(admin).run()
    browser.query_params["changed"] = "password"
    account = browser.switch_page("pages/home/account.py").run()
    assert any("/own-password" in one.proto.body for one in account.get("html"))
    assert any("Your password is changed" in one.value for one in account.success)
    assert not account.run().success
