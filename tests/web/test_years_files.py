"""The page across the years leaves as files: what its reader sees there, and nothing that the page keeps from them."""

import csv
import io
import json
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from sqlmodel import Session, select

from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.figures import close
from maap.web.second_look import deserves_a_second_look
from tests import factories as make
from tests.views.charted import Charted
from tests.web.taking import taken

MANY, FEW = ("police", "health", "schools", "housing"), ("police", "health")


@dataclass
class Place:
    """An audit of one year that enough agencies graded, and one of another year that too few did; and their readers."""

    people: dict[str, t.Person]

    def asked(self, who: str, name: str) -> tuple[int, bytes]:
        """What somebody gets for a file's name."""
        return taken(self.people[who], f"/files/across-the-years/{name}")

    def rows(self, who: str, asked: str = "") -> list[dict[str, str]]:
        """The CSV as its lines."""
        status, content = self.asked(who, f"figures.csv{asked}")
        assert status == 200
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def place(database: object) -> Place:
    with work() as session:
        make.partnership(session, name="Dudley Safeguarding", short_name="DSPP")
        coordinator = make.person(session, Role.COORDINATOR)
        _closed(session, coordinator, "2023/24", FEW, "thresholds")
        _closed(session, coordinator, "2024/25", MANY, "consent")
        police = make.agency(session, "police")
        return Place(
            {
                "coordinator": coordinator,
                "observer": make.person(session, Role.OBSERVER, agency=police),
                "auditor": make.person(session, Role.AUDITOR, agency=police),
            }
        )


def _closed(session: Session, by: t.Person, year: str, agencies: tuple[str, ...], theme: str) -> None:
    made = Charted(session, stage="published", year=year, title=f"Audit of {theme}")
    for agency in agencies:
        made.themed(made.graded(agency, timeliness="good", communication="inadequate"), theme, "area", "timeliness")
    close(session, Actor(by.id or 0, by.name, frozenset({Role.COORDINATOR}), None, now()), made.id)


def _said(name: str, content: bytes) -> str:
    match name.rpartition(".")[2]:
        case "pdf":
            return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
        case "pptx":
            slides = Presentation(io.BytesIO(content)).slides
            words = [shape.text_frame.text for one in slides for shape in one.shapes if shape.has_text_frame]
            tables = [shape.table for one in slides for shape in one.shapes if shape.has_table]
            return " ".join(words + [cell.text for table in tables for row in table.rows for cell in row.cells])
        case "xlsx":
            book = load_workbook(io.BytesIO(content))
            return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
        case _:
            return content.decode()


@pytest.mark.parametrize("name", ["figures.csv", "figures.xlsx", "figures.pdf", "figures.pptx"])
def test_what_a_page_keeps_from_its_reader_is_in_no_file(place: Place, name: str) -> None:
    (seen, all_of_it), (allowed, some) = place.asked("coordinator", name), place.asked("observer", name)
    assert (seen, allowed) == (200, 200)
    whole, part = _said(name, all_of_it), _said(name, some)
    assert "Audit of thresholds" in whole and "For the audits’ own team" in whole
    assert "Audit of consent" in part and "For people of the partnership" in part
    assert "thresholds" not in part.lower()


def test_the_chosen_charts_domain_and_years_come_as_they_were_chosen(place: Place) -> None:
    rows = place.rows("coordinator", "?tile=agencies&tile=areas&domain=Communication&then=2023/24&now=2024/25")
    assert list(dict.fromkeys(row["measure"] for row in rows)) == [
        "How agencies graded their own practice: Communication",
        "What became of the areas for development",
    ]
    assert {(row["choice"], row["year"]) for row in rows} == {
        ("Communication, 2023/24 to 2024/25", "2023/24 to 2024/25")
    }


def test_a_choice_that_there_is_not_is_the_one_that_the_page_begins_with(place: Place) -> None:
    assert place.rows("coordinator", "?domain=Made+up&then=1999&tile=nothing")[0]["choice"].startswith("Timeliness, ")


def test_one_chart_comes_as_a_picture_and_the_columns_are_described(place: Place) -> None:
    assert place.asked("observer", "grades-agencies.svg")[1].startswith(b"<svg")
    assert place.asked("observer", "areas.png")[1].startswith(b"\x89PNG")
    described = json.loads(place.asked("observer", "figures.csv-metadata.json")[1])
    assert described["url"] == "across-the-years-figures.csv"


@pytest.mark.parametrize(("who", "name"), [("auditor", "figures.csv"), ("coordinator", "made-up.svg")])
def test_who_does_not_see_the_page_and_what_there_is_not_are_refused(place: Place, who: str, name: str) -> None:
    assert place.asked(who, name)[0] == 404


def test_whoever_signed_in_a_while_ago_says_first_who_they_are() -> None:
    assert deserves_a_second_look("/files/across-the-years/figures.csv")


def test_each_file_leaves_a_line_in_the_trail(place: Place) -> None:
    place.asked("observer", "figures.csv?tile=areas")
    with reading() as session:
        (line,) = session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == "exported the years")).all()
    assert line.detail == {"file": "figures.csv", "tiles": ["areas"]}
