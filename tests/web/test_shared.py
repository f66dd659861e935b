"""What is behind a share link and a person's address: the same suppressed figures in every form, and nothing else."""

import io
import json
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from maap.domain.people import Actor, Role
from maap.domain.shared import TileKey
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.opening_shared import MOST_CALLS, new_data_key
from maap.usecases.sharing import approve_snapshot, make_share_link, revoke_share_link, take_snapshot
from maap.usecases.signin import sign_in
from maap.web.gate import Gate
from maap.web.shared import ROUTES
from tests import factories as make
from tests.usecases.test_sharing import Shelf


@dataclass
class Out:
    """A snapshot that is out, the token of a link to it, and somebody's address."""

    client: TestClient
    audit: int
    token: str
    key: str
    observer: t.Person
    coordinator: Actor


@pytest.fixture
def out(database: object) -> Out:
    with work() as session:
        make.partnership(session, name="Dudley Safeguarding", short_name="DSPP")
        shelf = Shelf(session, cases=43)
        shelf.theme.name = '=HYPERLINK("x")'
        session.add(shelf.theme)
        shelf.coordinator = make.actor(make.person(session), Role.COORDINATOR, now=now())
        taken = take_snapshot(session, shelf.coordinator, shelf.id, (TileKey.THEMES,))
        approve_snapshot(session, shelf.chair, shelf.id, taken, 1)
        token = make_share_link(session, shelf.coordinator, shelf.id, taken, 30)
        observer = make.person(session, Role.OBSERVER)
        key = new_data_key(session, make.actor(observer, Role.OBSERVER))
    return Out(
        TestClient(Gate(Starlette(routes=ROUTES)), "http://localhost"),
        shelf.id,
        token,
        key,
        observer,
        shelf.coordinator,
    )


def test_the_page_says_why_figures_are_hidden_and_shows_chart_and_table(out: Out) -> None:
    answer = out.client.get(f"/shared/{out.token}")
    assert answer.status_code == 200
    assert "hidden to protect children" in answer.text
    assert "<table" in answer.text
    assert 'alt="' in answer.text
    assert "noindex" in answer.headers["x-robots-tag"]


def test_nothing_can_run_on_the_page_or_be_sent_from_it(out: Out) -> None:
    answer = out.client.get(f"/shared/{out.token}")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'none'" in policy
    assert "<script" not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    [
        "figures.csv",
        "figures.json",
        "figures.xlsx",
        "figures.pdf",
        "figures.pptx",
        "themes.svg",
        "themes.png",
        "figures.csv-metadata.json",
    ],
)
def test_every_file_opens_by_the_link(out: Out, name: str) -> None:
    answer = out.client.get(f"/shared/{out.token}/{name}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.content) > 100


def test_true_counts_are_in_no_form_of_it(out: Out) -> None:
    """43 cases, 38 of which name the theme: 45 and 40 are shown, everywhere."""
    for name in ("", "/figures.csv", "/figures.json", "/themes.svg"):
        text = out.client.get(f"/shared/{out.token}{name}").text
        told = text.split("<table")[-1] if not name else text
        assert ">43<" not in told
        assert ">38<" not in told
        assert '"43"' not in told
        assert '"38"' not in told
    rows = json.loads(out.client.get(f"/shared/{out.token}/figures.json").text)["figures"]
    assert {row["shown"] for row in rows} <= {"45", "40", "0", "1 to 7", "hidden"}


def test_a_name_that_begins_like_a_formula_is_none(out: Out) -> None:
    told = out.client.get(f"/shared/{out.token}/figures.csv").content.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in told
    book = load_workbook(io.BytesIO(out.client.get(f"/shared/{out.token}/figures.xlsx").content))
    assert book.sheetnames == ["Cover", "Notes", "Table 1"]
    assert [cell.data_type for row in book["Table 1"].iter_rows() for cell in row if cell.data_type == "f"] == []
    assert len(book["Table 1"].tables) == 1


def test_the_csv_is_described_column_by_column(out: Out) -> None:
    described = json.loads(out.client.get(f"/shared/{out.token}/figures.csv-metadata.json").text)
    heads = out.client.get(f"/shared/{out.token}/figures.csv").content.decode("utf-8-sig").splitlines()[0]
    assert [f'"{column["name"]}"' for column in described["tableSchema"]["columns"]] == heads.split(",")


def test_what_was_revoked_and_what_never_was_answer_alike(out: Out) -> None:
    with work() as session:
        revoke_share_link(session, out.coordinator, out.audit, 1)
    gone, never = out.client.get(f"/shared/{out.token}"), out.client.get("/shared/made-up")
    assert (gone.status_code, gone.text) == (never.status_code, never.text) == (410, never.text)
    assert out.client.get(f"/shared/{out.token}/figures.csv").status_code == 404


def test_a_file_that_there_is_not_is_not_found(out: Out) -> None:
    for name in ("figures.exe", "other.svg", "themes.gif", "..%2Fx"):
        assert out.client.get(f"/shared/{out.token}/{name}").status_code == 404


def test_an_address_gives_the_figures_that_are_out_and_is_throttled(out: Out) -> None:
    assert out.client.get("/feed/made-up/figures.csv").status_code == 404
    assert out.client.get(f"/feed/{out.key}/figures.xlsx").status_code == 404
    for _ in range(MOST_CALLS):
        answer = out.client.get(f"/feed/{out.key}/figures.csv")
    assert answer.status_code == 200
    assert '"45"' in answer.text
    assert out.client.get(f"/feed/{out.key}/figures.json").status_code == 429


def test_members_take_files_only_when_they_may_see_charts(out: Out) -> None:
    path = f"/files/audits/{out.audit}/shared/figures.csv"
    assert out.client.get(path, follow_redirects=False).status_code == 303
    for person, status in ((out.observer, 200), (None, 404)):
        with work() as session:
            somebody = person or make.person(session, Role.ADMINISTRATOR)
            cookie = sign_in(session, somebody, now())
        answer = out.client.get(path, headers={"cookie": f"{settings().cookie}={cookie}"})
        assert answer.status_code == status
