"""The link at the foot of a letter about charts stops these letters: without an account, once somebody confirms it."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from maap.domain.people import Role
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.dashboard_letters import want_letters, write_due
from maap.web.gate import Gate
from maap.web.stopping import ROUTES
from tests import factories as make
from tests.views.charted import Charted


@dataclass
class Reader:
    """Two people who have letters about one audit, and the link in the first one's letter."""

    path: str
    client: TestClient

    def wanted(self) -> int:
        """How many people still have letters."""
        with reading() as session:
            return len(session.exec(select(t.DashboardLetter)).all())


@pytest.fixture
def reader(database: object, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("MAAP_ADDRESS", "https://audits.example.org")
    settings.cache_clear()
    with work() as session:
        make.partnership(session, name="Dudley Safeguarding", short_name="DSPP")
        charted = Charted(session)
        for _ in range(2):
            actor = make.actor(make.person(session, Role.COORDINATOR), Role.COORDINATOR)
            want_letters(session, actor, charted.id, None)
    with work() as session:
        write_due(session, now() + timedelta(days=400))
    with reading() as session:
        return Reader(_link(session), TestClient(Gate(Starlette(routes=ROUTES)), "http://localhost"))


def _link(session: Session) -> str:
    letter = session.exec(select(t.Letter).order_by(t.Letter.id)).first()  # type: ignore[arg-type]
    assert letter is not None
    found = re.search(r"https://audits\.example\.org(/stop-letters/\d+-[0-9a-f]{32})", letter.body)
    assert found is not None, letter.body
    return found.group(1)


def test_opening_the_link_stops_nothing_so_that_scanners_of_mail_do_not(reader: Reader) -> None:
    answer = reader.client.get(reader.path)
    assert answer.status_code == 200 and "Stop these letters?" in answer.text
    assert reader.client.head(reader.path).status_code == 200
    assert reader.wanted() == 2


def test_one_click_without_an_account_stops_these_letters_and_nobody_elses(reader: Reader) -> None:
    assert "The letters have stopped" in reader.client.post(reader.path).text
    assert reader.wanted() == 1
    assert reader.client.get(reader.path).status_code == 410
    assert reader.client.post(reader.path).status_code == 410
    with reading() as session:
        deed = "stopped letters about a dashboard by their link"
        assert len(session.exec(select(t.TrailEntry).where(t.TrailEntry.deed == deed)).all()) == 1


def test_the_page_names_neither_a_person_nor_an_audit(reader: Reader) -> None:
    said = reader.client.get(reader.path).text
    with reading() as session:
        people = session.exec(select(t.Person.name)).all()
        (audit,) = session.exec(select(t.Audit)).all()
    assert not [name for name in (*people, audit.title, audit.reference) if name in said]


def test_a_mail_programs_own_unsubscribe_is_the_same_click(reader: Reader) -> None:
    answer = reader.client.post(reader.path, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, reader.wanted()) == (200, 1)


def test_another_site_cannot_send_the_click(reader: Reader) -> None:
    answer = reader.client.post(reader.path, headers={"origin": "https://evil.example.org"})
    assert (answer.status_code, reader.wanted()) == (403, 2)


def test_a_link_that_was_changed_or_guessed_stops_nothing(reader: Reader) -> None:
    number, mark = reader.path.rpartition("/")[2].split("-")
    other = f"{int(number) + 1}-{mark}"
    for token in (other, f"{number}-{'0' * 32}", f"{number}-", number, "made-up", "9" * 40, f"{number}-é"):
        assert reader.client.post(f"/stop-letters/{token}").status_code == 410, token
    assert reader.wanted() == 2


def test_a_link_of_letters_that_were_stopped_does_not_stop_those_asked_for_later(reader: Reader) -> None:
    with work() as session:
        row = session.exec(select(t.DashboardLetter).order_by(t.DashboardLetter.id)).first()  # type: ignore[arg-type]
        assert row is not None
        row.made_at += timedelta(days=1)  # the same number, given anew
        session.add(row)
    assert reader.client.post(reader.path).status_code == 410
    assert reader.wanted() == 2
