"""What is behind a display link: figures of all agencies together, news when there are any, and an end."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import engine, work
from maap.storage.pulse import beat
from maap.usecases.displays import make_display_link, revoke_display_link
from maap.web.gate import Gate
from maap.web.wall import ROUTES
from tests import factories as make
from tests.views.charted import AGENCIES, Charted

PLANTED = "Canary Row"
SAID = "Words that somebody wrote about a child"


@dataclass
class Lobby:
    """A screen, its token, and the audit that it shows."""

    client: TestClient
    token: str
    audit: int
    coordinator: Actor


@pytest.fixture
def lobby(database: object) -> Lobby:
    with work() as session:
        make.partnership(session, name="Dudley Safeguarding", short_name="DSPP")
        for at, key in enumerate(AGENCIES):
            make.agency(session, key, position=at, name=f"{PLANTED} {key}")
        charted = Charted(session)
        theme = make.theme(session)
        for agency in AGENCIES:
            row = charted.graded(agency, timeliness="good", communication="outstanding")
            make.mark(session, make.answer(session, row, "well", SAID), theme)
        coordinator = make.actor(make.person(session), Role.COORDINATOR, now=now())
        token = make_display_link(session, coordinator, charted.id, 30)
        audit = charted.id
    return Lobby(TestClient(Gate(Starlette(routes=ROUTES)), "http://localhost"), token, audit, coordinator)


def _changed(lobby: Lobby) -> int:
    with work() as session:
        beat(session, lobby.audit)
        return session.get_one(t.Audit, lobby.audit).pulse


def test_the_page_says_what_each_chart_shows_when_and_how_complete_it_is(lobby: Lobby) -> None:
    answer = lobby.client.get(f"/wall/{lobby.token}")
    assert answer.status_code == 200
    assert "All 5 returns are in." in answer.text
    assert "As at " in answer.text
    assert "5 of 5 returns in" in answer.text
    assert "Most often named as a strength: Information sharing" in answer.text
    assert answer.text.count("<svg") == 2 * answer.text.count('class="unseen"') >= 6


def test_no_agency_no_person_and_nothing_that_anybody_wrote_is_in_it(lobby: Lobby) -> None:
    for path in ("", "/news/99"):
        text = lobby.client.get(f"/wall/{lobby.token}{path}").text
        assert "<svg" in text
        assert PLANTED not in text
        assert SAID not in text
        assert lobby.coordinator.name not in text
        assert "MAAP26-" not in text.replace(_reference(lobby), "")  # no case's reference


def _reference(lobby: Lobby) -> str:
    with work() as session:
        return session.get_one(t.Audit, lobby.audit).reference + "<"


def test_figures_of_too_few_agencies_are_hidden_in_words(lobby: Lobby) -> None:
    with work() as session:
        for row in session.exec(select(t.Return).order_by(t.Return.id).limit(2)):
            row.state = "not known to us"
            session.add(row)
    text = lobby.client.get(f"/wall/{lobby.token}").text
    assert "Hidden to protect children and agencies" in text
    assert "Outstanding" not in text


def test_only_the_houses_own_script_runs_and_nothing_is_sent(lobby: Lobby) -> None:
    answer = lobby.client.get(f"/wall/{lobby.token}")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "style=" not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]


def test_there_is_news_only_when_the_audits_pulse_is_another(lobby: Lobby) -> None:
    seen = _changed(lobby)
    assert lobby.client.get(f"/wall/{lobby.token}/news/{seen}").status_code == 204
    _changed(lobby)
    answer = lobby.client.get(f"/wall/{lobby.token}/news/{seen}")
    assert answer.status_code == 200
    assert f'data-pulse="{seen + 1}"' in answer.text
    assert "<html" not in answer.text


def test_a_question_without_news_costs_one_query(lobby: Lobby) -> None:
    seen = _changed(lobby)
    lobby.client.get(f"/wall/{lobby.token}")  # that it is there is written down once a minute
    asked: list[str] = []

    def listening(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine(), "before_cursor_execute", listening)
    try:
        lobby.client.get(f"/wall/{lobby.token}/news/{seen}")
    finally:
        event.remove(engine(), "before_cursor_execute", listening)
    assert len([one for one in asked if one.lstrip().upper().startswith("SELECT")]) == 1
    assert not [one for one in asked if "UPDATE" in one.upper()]


def test_that_the_screen_is_there_is_written_down(lobby: Lobby) -> None:
    lobby.client.get(f"/wall/{lobby.token}")
    with work() as session:
        seen = session.exec(select(t.DisplayLink.seen_at)).one()
    assert seen is not None
    assert now() - seen < timedelta(minutes=1)


def test_what_was_ended_has_run_out_or_never_was_answers_alike(lobby: Lobby) -> None:
    never = lobby.client.get("/wall/made-up")
    with work() as session:
        ended = make_display_link(session, lobby.coordinator, lobby.audit, 7)
        over = make_display_link(session, lobby.coordinator, lobby.audit, 7)
        revoke_display_link(session, lobby.coordinator, lobby.audit, 2)
        row = session.get_one(t.DisplayLink, 3)
        row.expires_at = now() - timedelta(seconds=1)
        session.add(row)
    for token in (ended, over):
        for path in ("", "/news/0"):
            answer = lobby.client.get(f"/wall/{token}{path}")
            assert (answer.status_code, answer.text) == (never.status_code, never.text) == (410, never.text)


@pytest.mark.parametrize(
    ("asked", "look"), [("", "auto"), ("?night", "night"), ("?night=off", "day"), ("?night=x", "auto")]
)
def test_night_and_day_can_be_chosen_in_the_address(lobby: Lobby, asked: str, look: str) -> None:
    assert f'data-look="{look}"' in lobby.client.get(f"/wall/{lobby.token}{asked}").text


def test_the_script_and_the_style_are_files_of_our_own(lobby: Lobby) -> None:
    assert "text/javascript" in lobby.client.get("/house/wall.js").headers["content-type"]
    assert "text/css" in lobby.client.get("/house/wall.css").headers["content-type"]
