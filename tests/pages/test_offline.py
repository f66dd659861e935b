"""An auditor takes a return out as a workbook, and brings it back on its page."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.domain.workbook import SEAL
from maap.outside.return_workbook import write
from maap.storage import keys
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.answering import Given, save_answer
from maap.usecases.offline import taken_out
from tests import factories as make
from tests.pages.test_answering import Browser, Scene

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def scene(set_up: None) -> Scene:
    return Scene()


def workbook(scene: Scene, person: t.Person | None = None, **answered: str) -> bytes:
    """The return's workbook, with the answer of some questions filled in, by the beginning of their label."""
    with work() as session:
        book = taken_out(session, make.actor(person or scene.ann, Role.AUDITOR), scene.row.id or 0)
    opened = load_workbook(io.BytesIO(write(book, keys.derived(SEAL))))
    sheet = opened["1 Only"]
    for label, value in answered.items():
        row = next(cell.row for cell in sheet["A"] if str(cell.value).startswith(label))
        sheet.cell(row, 3).value = value
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def uploaded(page: AppTest, data: bytes) -> AppTest:
    """The page with the file in its box."""
    page.file_uploader[0].set_value(("return.xlsx", data, XLSX))
    return page.run()


def choice(scene: Scene, question: str, seen: int = 0) -> str:
    """The key of a choice."""
    return f"offline/{scene.row.id}/{question}/{seen}/choice"


def said(page: AppTest) -> str:
    """Every refusal on the page."""
    return " ".join(error.value for error in page.error).replace("\\", "")


def test_answers_are_shown_before_they_are_saved_and_saved_when_they_are_chosen(
    scene: Scene, signed_in: Browser
) -> None:
    page = scene.opened(signed_in(scene.ann), "offline")
    page = uploaded(page, workbook(scene, Are="Yes", What="The plan was clear."))
    assert "The plan was clear." in [text.value for text in page.text]
    assert scene.stored("notes") is None
    page.radio(key=choice(scene, "notes")).set_value("Keep what is saved")
    page.button(key="offline-take").click().run()
    assert (scene.stored("siblings"), scene.stored("notes")) == ("yes", None)
    assert not page.exception


def test_where_a_colleague_answered_meanwhile_nothing_is_chosen_beforehand(scene: Scene, signed_in: Browser) -> None:
    data = workbook(scene, What="Mine")
    with work() as session:
        save_answer(session, make.actor(scene.bob, Role.AUDITOR), scene.row.id or 0, Given("notes", "Theirs", 0))
    page = uploaded(scene.opened(signed_in(scene.ann), "offline"), data)
    assert {"Mine", "Theirs"} <= {text.value for text in page.text}
    assert page.radio(key=choice(scene, "notes", 1)).value is None
    page.button(key="offline-take").click().run()
    assert "Choose at least one answer" in said(page)
    page.radio(key=choice(scene, "notes", 1)).set_value("Take it from the workbook")
    page.button(key="offline-take").click().run()
    assert scene.stored("notes") == "Mine"
    assert [success.value for success in page.success] == ["Nothing in this workbook differs from what is saved."]


def test_an_answer_given_while_the_comparison_is_shown_is_not_overwritten(scene: Scene, signed_in: Browser) -> None:
    page = uploaded(scene.opened(signed_in(scene.ann), "offline"), workbook(scene, What="Mine"))
    with work() as session:
        save_answer(session, make.actor(scene.bob, Role.AUDITOR), scene.row.id or 0, Given("notes", "Theirs", 0))
    page.button(key="offline-take").click().run()
    assert "Nothing was taken from the workbook" in said(page)
    assert scene.stored("notes") == "Theirs"
    assert page.radio(key=choice(scene, "notes", 1)).value is None


def test_an_identifier_is_saved_only_with_its_words_replaced(scene: Scene, signed_in: Browser) -> None:
    page = uploaded(scene.opened(signed_in(scene.ann), "offline"), workbook(scene, What="Ring 07700 900123 for more."))
    assert page.radio(key=choice(scene, "notes")).options == ["Keep what is saved", "Take it with the words replaced"]
    page.radio(key=choice(scene, "notes")).set_value("Take it with the words replaced")
    page.button(key="offline-take").click().run()
    assert "07700" not in str(scene.stored("notes"))
    assert scene.stored("notes")


def test_a_file_that_is_no_workbook_is_refused_and_the_page_goes_on(scene: Scene, signed_in: Browser) -> None:
    page = uploaded(scene.opened(signed_in(scene.ann), "offline"), b"PK\x03\x04 nothing")
    assert "cannot be read" in said(page)
    assert page.file_uploader


def test_a_workbook_of_another_return_is_refused(scene: Scene, signed_in: Browser) -> None:
    data = workbook(scene)
    with work() as session:
        other = make.a_return(
            session, make.case(session, scene.audit), make.agency(session, "police"), state="not started"
        )
    browser = signed_in(scene.ann).run()
    browser.query_params["return"] = str(other.id)
    page = uploaded(browser.switch_page("pages/fieldwork/offline.py").run(), data)
    assert "This workbook is a return about case" in said(page)


def test_a_return_that_is_in_offers_no_upload(scene: Scene, signed_in: Browser) -> None:
    with work() as session:
        row = session.get_one(t.Return, scene.row.id)
        row.state = "submitted"
        session.add(row)
    page = scene.opened(signed_in(scene.ann), "offline")
    assert not page.file_uploader
    assert not page.exception


@pytest.mark.parametrize("person", ["stranger"])
def test_another_agency_finds_nothing(scene: Scene, signed_in: Callable[..., AppTest], person: str) -> None:
    page = scene.opened(signed_in(getattr(scene, person)), "offline")
    assert "There is no such return here" in said(page)
