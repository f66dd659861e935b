"""An agency takes its own dashboard away: what its page shows, and nothing of another agency."""

import csv
import io
import json
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from sqlmodel import select

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make
from tests.views.charted import Charted
from tests.web.taking import taken


@dataclass
class Place:
    """Two agencies that graded themselves, each with its lead; and a coordinator of none."""

    people: dict[str, t.Person]

    def asked(self, who: str, name: str) -> tuple[int, bytes]:
        """What somebody gets for a file's name."""
        return taken(self.people[who], f"/files/our-agency/{name}")


@pytest.fixture
def place(database: object) -> Place:
    with work() as session:
        make.partnership(session, name="Dudley Safeguarding", short_name="DSPP")
        charted = Charted(session)
        charted.graded("police", timeliness="good", communication="inadequate")
        charted.themed(charted.graded("health", timeliness="outstanding"), "consent", "strength", "timeliness")
        leads = {
            key: make.person(session, Role.AGENCY_LEAD, agency=charted.agencies[key]) for key in ("police", "health")
        }
        return Place(leads | {"coordinator": make.person(session, Role.COORDINATOR)})


def test_every_file_holds_the_own_figures_and_no_other_agency(place: Place) -> None:
    words = {}
    for name in ("figures.csv", "figures.xlsx", "figures.pdf", "figures.pptx"):
        status, content = place.asked("police", name)
        assert status == 200
        words[name] = _said(name, content)
    for name, said in words.items():
        assert "1 of your 2 grades" in said, name
        assert "Health" not in said and "Consent" not in said, name


def _said(name: str, content: bytes) -> str:
    match name.rpartition(".")[2]:
        case "pdf":
            return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
        case "pptx":
            slides = Presentation(io.BytesIO(content)).slides
            return " ".join(shape.text_frame.text for one in slides for shape in one.shapes if shape.has_text_frame)
        case "xlsx":
            book = load_workbook(io.BytesIO(content))
            return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
        case _:
            return content.decode()


def test_the_chosen_charts_come_in_their_order(place: Place) -> None:
    _, content = place.asked("police", "figures.csv?tile=returns&tile=grades")
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert list(dict.fromkeys(row["measure"] for row in rows)) == ["Our returns", "How we grade our own practice"]


def test_one_chart_comes_as_a_picture_and_the_columns_are_described(place: Place) -> None:
    assert place.asked("police", "grades.svg")[1].startswith(b"<svg")
    described = json.loads(place.asked("police", "figures.csv-metadata.json")[1])
    assert described["url"] == "our-agency-figures.csv"


@pytest.mark.parametrize(("who", "name"), [("coordinator", "figures.csv"), ("police", "made-up.svg")])
def test_who_has_no_agency_and_what_there_is_not_are_refused(place: Place, who: str, name: str) -> None:
    assert place.asked(who, name)[0] == 404


def test_each_file_leaves_a_line_in_the_trail(place: Place) -> None:
    place.asked("health", "figures.csv?tile=themes")
    with reading() as session:
        (line,) = session.exec(
            select(t.TrailEntry).where(t.TrailEntry.deed == "exported their agency's dashboard")
        ).all()
    assert line.detail == {"file": "figures.csv", "tiles": ["themes"]}
