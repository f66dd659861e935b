"""What changed while somebody looks: the charts are drawn again, the page is not, and nobody took a step."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.pulse import beat
from tests import factories as make
from tests.views.charted import Charted

SignedIn = Callable[[t.Person | None], AppTest]


@pytest.fixture
def ticking(parts_asked: list[str]) -> Callable[[AppTest], None]:
    """From now on a run of the page is its tick."""

    def begin(page: AppTest) -> None:
        charts = page._fragment_storage.resolve_target("live-charts")
        parts_asked[:] = set(page._fragment_storage._fragments) - set(charts)

    return begin


def _dashboard(signed_in: SignedIn) -> tuple[AppTest, Charted]:
    with work() as session:
        charted = Charted(session)
        charted.graded("police", timeliness="good")
        reader = make.person(session, Role.COORDINATOR)
    page = signed_in(reader).run()
    page.query_params["audit"] = str(charted.id)
    return page.switch_page("pages/live/dashboard.py").run(), charted


def _said(page: AppTest) -> str:
    return "\n".join(text.value for text in page.text)


def _long_ago() -> None:
    """The person's last step was ten minutes ago."""
    with work() as session:
        row = session.exec(select(t.SignIn)).one()
        row.seen_at = now() - timedelta(minutes=10)
        session.add(row)


def _idle() -> timedelta:
    with reading() as session:
        return now() - session.exec(select(t.SignIn)).one().seen_at


def test_news_draws_the_charts_and_nothing_else(signed_in: SignedIn, ticking: Callable[[AppTest], None]) -> None:
    page, charted = _dashboard(signed_in)
    assert "Timeliness: 1 of 1 grade is Good or better" in _said(page)
    with work() as session:
        charted.session = session
        charted.graded("health", timeliness="inadequate")
        beat(session, charted.id)
    ticking(page)
    page.run()
    assert not page.exception
    assert not page.title
    assert "Timeliness: 1 of 2 grades is Good or better" in _said(page)


def test_without_news_nothing_is_drawn(signed_in: SignedIn, ticking: Callable[[AppTest], None]) -> None:
    page, _ = _dashboard(signed_in)
    ticking(page)
    page.run()
    assert not page.exception
    assert not page.text
    assert not page.get("vega_lite_chart")


def test_news_is_no_step_of_the_person_who_looks(signed_in: SignedIn, ticking: Callable[[AppTest], None]) -> None:
    page, charted = _dashboard(signed_in)
    _long_ago()
    with work() as session:
        beat(session, charted.id)
    ticking(page)
    page.run()
    assert page.get("vega_lite_chart")
    assert _idle() > timedelta(minutes=9)


def test_where_the_head_changes_with_the_charts_the_whole_page_follows(
    signed_in: SignedIn, ticking: Callable[[AppTest], None]
) -> None:
    page, charted = _dashboard(signed_in)
    with work() as session:
        row = session.get_one(t.Audit, charted.id)
        row.title = "Neglect, once more"
        session.add(row)
        beat(session, charted.id)
    ticking(page)
    page.run()
    assert page.title
    assert "Neglect, once more" in _said(page)


def test_whoever_was_signed_out_gets_no_news(signed_in: SignedIn, ticking: Callable[[AppTest], None]) -> None:
    page, charted = _dashboard(signed_in)
    with work() as session:
        session.delete(session.exec(select(t.SignIn)).one())
        beat(session, charted.id)
    ticking(page)
    page.run()
    assert [title.value for title in page.title] == ["You are signed out"]
    assert not page.get("vega_lite_chart")
