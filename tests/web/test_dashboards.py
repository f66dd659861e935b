"""A dashboard that is taken away holds what its page shows to this reader, and no more; each file is in the trail."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from maap.domain.people import Role
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.signin import sign_in
from maap.web.dashboards import ROUTES
from maap.web.gate import Gate
from tests import factories as make
from tests.views.charted import Charted

NAMES = ("figures.pdf", "figures.pptx", "figures.xlsx", "figures.csv", "figures.csv-metadata.json")
BEFORE = "/files/audits"
Asks = Callable[..., bytes]


@dataclass
class Place:
    """An audit in which four agencies graded themselves; a coordinator, a manager of the police, and an auditor."""

    audit: int
    people: dict[str, t.Person]

    def client(self, who: str) -> TestClient:
        """A browser in which somebody is signed in."""
        with work() as session:
            token = sign_in(session, self.people[who], now())
        client = TestClient(Gate(Starlette(routes=ROUTES)), "http://localhost")
        client.cookies.set(settings().cookie, token)
        return client

    def get(self, who: str, name: str, asked: str = "") -> bytes:
        """A file that somebody may have."""
        answer = self.client(who).get(f"{BEFORE}/{self.audit}/dashboard/{name}{asked}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return answer.content


@pytest.fixture
def place(database: object) -> Place:
    with work() as session:
        make.partnership(session, name="Dudley Safeguarding", short_name="DSPP")
        charted = Charted(session)
        for agency in ("police", "health", "schools", "housing"):
            row = charted.graded(agency, timeliness="good", communication="inadequate")
            charted.themed(row, "consent", "strength", "timeliness")
        make.theme(session, "consent").name = '=HYPERLINK("x")'
        police = charted.agencies["police"]
        people = {
            "coordinator": make.person(session, Role.COORDINATOR),
            "observer": make.person(session, Role.OBSERVER, agency=police),
            "auditor": make.person(session, Role.AUDITOR, agency=police),
        }
        session.add(t.NamedAuditor(audit_id=charted.id, agency_id=police.id or 0, person_id=people["auditor"].id or 0))
        return Place(charted.id, people)


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _said(content: bytes, name: str) -> str:
    """Everything that a file says."""
    match name.rpartition(".")[2]:
        case "pdf":
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        case "pptx":
            shapes = [shape for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes]
            cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
            return "\n".join([shape.text_frame.text for shape in shapes if shape.has_text_frame] + cells)
        case "xlsx":
            book = load_workbook(io.BytesIO(content))
            return "\n".join(str(cell) for page in book for row in page.values for cell in row if cell is not None)
        case _:
            return content.decode()


@pytest.mark.parametrize("name", NAMES[:4])
def test_a_file_says_whom_it_is_for_as_at_when_and_what_each_tile_says(place: Place, name: str) -> None:
    said = " ".join(_said(place.get("coordinator", name), name).split())
    assert "For the audit’s own team" in said
    assert "4 of 8 grades are Good or better." in said
    assert ("As at" in said or "as at" in said) or name == "figures.csv"
    assert "Requires improvement" in said


def test_the_tiles_come_in_the_order_that_was_chosen_and_no_others(place: Place) -> None:
    rows = _rows(place.get("coordinator", "figures.csv", "?tile=returns&tile=grades"))
    assert list(dict.fromkeys(row["measure"] for row in rows)) == [
        "Returns in against due",
        "How agencies grade their own practice",
    ]


def test_the_chosen_domain_and_agency_narrow_the_file_and_stand_in_it(place: Place) -> None:
    with reading() as session:
        health = make.agency(session, "health").id
    rows = _rows(place.get("coordinator", "figures.csv", f"?tile=grades&domain=communication&agency={health}"))
    assert {row["choice"] for row in rows} == {"Communication, Health"}
    assert rows[0]["shown"] == "Communication: 0 of 1 grade is Good or better."


@pytest.mark.parametrize("name", NAMES)
def test_a_manager_takes_no_other_agency_away(place: Place, name: str) -> None:
    said = _said(place.get("observer", name), name)
    assert not [agency for agency in ("Health", "Schools", "Housing") if agency in said]


def test_a_manager_gets_no_file_of_one_agency(place: Place) -> None:
    with reading() as session:
        health = make.agency(session, "health").id
    answer = place.client("observer").get(f"{BEFORE}/{place.audit}/dashboard/figures.csv?agency={health}")
    assert answer.status_code == 404
    assert "for the audit" in answer.text


def test_tiles_of_the_team_are_left_out_for_others(place: Place) -> None:
    rows = _rows(place.get("observer", "figures.csv", "?tile=lines&tile=grades"))
    assert {row["measure"] for row in rows} == {"How agencies grade their own practice"}


def test_the_workbook_has_a_cover_notes_and_one_table_a_sheet(place: Place) -> None:
    book = load_workbook(io.BytesIO(place.get("coordinator", "figures.xlsx", "?tile=grades&tile=themes")))
    assert book.sheetnames == ["Cover", "Notes", "Table 1", "Table 2"]
    assert [len(book[name].tables) for name in book.sheetnames] == [0, 0, 1, 1]


def test_what_looks_like_a_formula_is_text_in_every_table(place: Place) -> None:
    book = load_workbook(io.BytesIO(place.get("coordinator", "figures.xlsx")))
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [row for row in _rows(place.get("coordinator", "figures.csv")) if row["row"].startswith("=")]


def test_the_description_names_every_column_of_the_csv(place: Place) -> None:
    told = json.loads(place.get("coordinator", "figures.csv-metadata.json"))
    heads = list(_rows(place.get("coordinator", "figures.csv"))[0])
    assert [column["name"] for column in told["tableSchema"]["columns"]] == heads


def test_one_chart_comes_as_a_picture(place: Place) -> None:
    assert place.get("coordinator", "grades-grade4.svg").startswith(b"<svg")
    assert place.get("coordinator", "themes.png").startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["made-up.svg", "figures.docx", "grades-grade4.gif", "figures.csv?domain=made-up"])
def test_a_file_that_there_is_not_is_refused(place: Place, name: str) -> None:
    assert place.client("coordinator").get(f"{BEFORE}/{place.audit}/dashboard/{name}").status_code == 404


def test_who_may_not_see_the_charts_gets_no_file_and_leaves_no_line(place: Place) -> None:
    assert place.client("auditor").get(f"{BEFORE}/{place.audit}/dashboard/figures.pdf").status_code == 404
    with reading() as session:
        assert not session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == "exported a dashboard")).all()


def test_each_file_is_in_the_trail_with_its_tiles_and_its_audience(place: Place) -> None:
    place.get("observer", "figures.csv", "?tile=grades")
    with reading() as session:
        (line,) = session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == "exported a dashboard")).all()
    assert line.detail == {"file": "figures.csv", "audience": "partnership", "tiles": ["grades"]}
