"""A coordinator uploads a cohort, draws the sample and replaces a case, all on one page."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.made_cohorts import PLAN, cohort_file, sampled, uploaded
from tests.pages.conftest import a_person

Browser = Callable[[t.Person | None], AppTest]


@pytest.fixture
def audit(set_up: None) -> t.Audit:
    with work() as session:
        terms = {"sample_size": 6, "sample_method": "stratified", "at_least_agencies": 2, "not_audited_months": 0}
        return make.audit(session, make.agency(session), stage="sampling", terms=terms)


@pytest.fixture
def coordinator(set_up: None) -> t.Person:
    return a_person(Role.COORDINATOR)


def opened(browser: AppTest, audit: t.Audit) -> AppTest:
    browser.run()
    browser.query_params["audit"] = str(audit.id)
    return browser.switch_page("pages/cases/sample.py").run()


def chosen(page: AppTest, data: bytes, name: str = "cohort.csv") -> AppTest:
    page.file_uploader[0].set_value((name, data, "text/csv"))
    return page.run()


def pressed(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.text)


def said(page: AppTest) -> str:
    return "\n".join(error.value for error in page.error).replace("\\", "")


def cases(audit: t.Audit) -> list[t.Case]:
    with reading() as session:
        return list(session.exec(select(t.Case).where(t.Case.audit_id == audit.id).order_by(col(t.Case.number))))


def with_sample(audit: t.Audit, coordinator: t.Person) -> None:
    with work() as session:
        sampled(session, make.actor(coordinator, Role.COORDINATOR), audit)


def with_cohort(audit: t.Audit, coordinator: t.Person) -> None:
    with work() as session:
        uploaded(session, make.actor(coordinator, Role.COORDINATOR), audit)


def test_from_a_file_to_a_sample_on_one_page(signed_in: Browser, audit: t.Audit, coordinator: t.Person) -> None:
    page = chosen(opened(signed_in(coordinator), audit), cohort_file())
    page = pressed(page, "Read this list")
    assert "30 cases may be drawn; 0 rows left out" in texts(page)
    page = pressed(page, "Draw the sample")
    assert not page.exception
    assert "6 cases out of 30 in the cohort, drawn at random within groups" in texts(page)
    assert "Every group of the cohort is in the sample." in texts(page)
    assert [case.reference for case in cases(audit)] == [f"{audit.reference}-{n:02}" for n in range(1, 7)]


def test_columns_that_identify_people_are_named_and_cannot_be_chosen(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    page = chosen(opened(signed_in(coordinator), audit), cohort_file(Child="Amelia Jones"))
    assert "The column “Child” seems to hold names of people" in page.warning[0].value.replace("\\", "")
    assert all("Child" not in box.options for box in page.selectbox)
    assert "Child" not in page.dataframe[0].value.columns


def test_a_file_that_is_no_list_is_refused_beside_the_upload(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    page = chosen(opened(signed_in(coordinator), audit), b"%PDF-1.7", "list.csv")
    assert "list.csv: This is not a spreadsheet" in said(page)
    assert page.file_uploader


def test_a_refused_list_keeps_what_was_chosen(signed_in: Browser, audit: t.Audit, coordinator: t.Person) -> None:
    page = chosen(opened(signed_in(coordinator), audit), cohort_file())
    agencies = next(box for box in page.selectbox if box.label == "Agencies that know the case")
    agencies.set_value("")
    next(box for box in page.multiselect).set_value(["Threshold", "Last audited"])
    page = pressed(page, "Read this list")
    assert "A rule needs the agencies that know the case" in said(page)
    assert page.multiselect[0].value == ["Threshold", "Last audited"]
    assert "1. Upload the cohort" in [header.value for header in page.header]


def test_the_seed_stands_there_before_the_draw_and_stays_the_same(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    with_cohort(audit, coordinator)
    page = opened(signed_in(coordinator), audit)
    seed = page.text_input[0].value
    assert len(seed) > 10
    assert page.run().text_input[0].value == seed
    pressed(page, "Draw the sample")
    with reading() as session:
        assert session.exec(select(t.Sample.certificate)).one()["plan"]["seed"] == seed


def test_a_draw_that_cannot_be_made_is_refused_and_keeps_its_numbers(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    with_cohort(audit, coordinator)
    page = opened(signed_in(coordinator), audit)
    size = next(field for field in page.number_input if field.label == "Cases to draw")
    size.set_value(40)
    page = pressed(page.run(), "Draw the sample")
    assert "40 cases were asked for, but only 30 cases may be drawn" in said(page)
    assert next(field for field in page.number_input if field.label == "Cases to draw").value == 40


def test_numbers_for_each_group_begin_with_the_shares(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    with_cohort(audit, coordinator)
    page = opened(signed_in(coordinator), audit)
    page.radio[0].set_value("quotas")
    page = page.run()
    assert "These numbers make a sample of 6 cases." in texts(page)
    early_help = next(field for field in page.number_input if field.label.startswith("Early help"))
    early_help.set_value(1)
    pressed(page.run(), "Draw the sample")
    assert [case.stratum for case in cases(audit)].count("Early help") == 1


def test_a_case_is_replaced_for_a_listed_reason(signed_in: Browser, audit: t.Audit, coordinator: t.Person) -> None:
    with_sample(audit, coordinator)
    page = opened(signed_in(coordinator), audit)
    assert "Choose the case to replace." in said(pressed(page, "Replace this case"))
    old = cases(audit)[0]
    next(box for box in page.selectbox if box.label == "Case").set_value(old.id)
    next(box for box in page.selectbox if box.label == "Reason").set_value("court")
    page = pressed(page, "Replace this case")
    assert not page.error
    assert f"{old.reference} was replaced by {audit.reference}-07. Reason: A court case" in texts(page)


def test_a_sample_set_aside_leaves_room_for_another_with_another_seed(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    with_sample(audit, coordinator)
    page = opened(signed_in(coordinator), audit)
    assert "Choose one of the listed reasons" in said(pressed(page, "Set the sample aside"))
    next(box for box in page.selectbox if box.key == f"aside-{audit.id}/reason").set_value("wrong_plan")
    page = pressed(page, "Set the sample aside")
    assert cases(audit) == []
    assert page.text_input[0].value != PLAN.seed
    assert any("A sample was set aside on" in caption.value for caption in page.caption)


def test_the_chair_sees_the_sample_and_can_change_nothing(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    with_sample(audit, coordinator)
    page = opened(signed_in(a_person(Role.CHAIR)), audit)
    assert "6 cases out of 30 in the cohort" in texts(page)
    assert "Reference in the list" not in page.dataframe[1].value.columns
    assert not page.button
    assert not page.file_uploader


def test_before_its_time_the_page_says_what_it_waits_for(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    with work() as session:
        early = make.audit(session, stage="agreed")
    page = opened(signed_in(coordinator), early)
    assert "The list of cases is not uploaded yet." in texts(page)
    assert not page.file_uploader


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR])
def test_others_do_not_get_in(signed_in: Browser, audit: t.Audit, role: Role) -> None:
    page = opened(signed_in(a_person(role)), audit)
    assert said(page)
    assert not page.dataframe


def test_groups_named_like_markdown_are_shown_as_they_are(
    signed_in: Browser, audit: t.Audit, coordinator: t.Person
) -> None:
    data = cohort_file().replace(b"Early help", b"**Early** $help$")
    with work() as session:
        uploaded(session, make.actor(coordinator, Role.COORDINATOR), audit, data)
    page = opened(signed_in(coordinator), audit)
    page.radio[0].set_value("quotas")
    labels = [field.label for field in page.run().number_input]
    assert r"\*\*Early\*\* \$help\$ \(15 may be drawn\)" in labels
