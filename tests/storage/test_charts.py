"""Every figure of every dashboard is counted on each engine, and comes out the same: open, closed and across the years."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from maap.domain.people import Actor, Role
from maap.domain.shared import TileKey
from maap.domain.tiles import TILES
from maap.storage import tables as t
from maap.storage.shared_figures import counted
from maap.usecases.figures import close
from maap.views.board import PICTURES
from maap.views.dashboard import results
from maap.views.displays import wall
from maap.views.grade_years import graded_audits, shares_only
from maap.views.own_behind import RETURNS, OwnPicked, own_behind
from maap.views.own_board import own_board
from maap.views.returns_behind import Picked, returns_behind
from maap.views.scene import Chosen
from maap.views.trends import theme_trends
from tests import factories as make
from tests.unordered import both_ways
from tests.views.charted import Charted

TEAM = [tile.key for tile in TILES]
NAMED = {"screen, team", "screen, manager", "own grades", "own shift", "own returns", "own timely", "behind", "agency"}
"""These name audits and cases, which have other references in each house: it is enough that they are there."""
GRADES = ("good", "inadequate", "good", "outstanding", "not_seen")


class House:
    """An audit that five agencies answered, and a panel graded; and who looks at it."""

    def __init__(self, session: Session) -> None:
        self.session, self.charted = session, Charted(session, stage="published")
        police = self.charted.agencies["police"]
        for at, agency in enumerate(self.charted.agencies):
            case = make.case(session, self.charted.audit)
            row = self.charted.graded(agency, case=case, timeliness=GRADES[at], communication="good")
            row.submitted_at = make.NOW
            self.charted.themed(row, "consent", "area" if at % 2 else "strength", "timeliness")
            self.charted.themed(row, "supervision", "area", "communication")
            agreed = {"audit_id": self.charted.id, "case_id": case.id, "agreed_by": self.charted.by.id}
            session.add(t.PanelGrade(domain="timeliness", grade="good", agreed_at=make.NOW, **agreed))
        session.commit()
        self.coordinator = make.acting(session, Role.COORDINATOR)
        self.manager = make.acting(session, Role.OBSERVER, agency=police)
        self.lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
        session.commit()

    def looks(self) -> dict[str, Callable[[], Any]]:
        """Each way of looking at it, by name."""
        session, audit_id = self.session, self.charted.id
        domain = Chosen(domain="timeliness")

        def as_somebody(actor: Actor) -> dict[str, Callable[[], Any]]:
            who = "team" if actor is self.coordinator else "manager"
            return {
                f"dashboard, {who}": lambda: results(session, actor, audit_id, tiles=TEAM),
                f"a domain of it, {who}": lambda: results(session, actor, audit_id, domain, TEAM),
                f"screen, {who}": lambda: wall(session, actor, audit_id),
                f"themes by year, {who}": lambda: theme_trends(session, actor),
                f"grades by year, {who}": lambda: graded_audits(session, actor),
                f"percentages, {who}": lambda: shares_only(session, actor),
            }

        one_by_one = {
            key: lambda key=key: PICTURES[key](session, self.coordinator, audit_id, Chosen()) for key in PICTURES
        }
        own = {
            f"own {measure}": lambda measure=measure: own_behind(session, self.lead, OwnPicked(measure, "timeliness"))
            for measure in RETURNS
            if measure != "themes"
        }
        return {
            **as_somebody(self.coordinator),
            **as_somebody(self.manager),
            **one_by_one,
            **own,
            "agency": lambda: own_board(session, self.lead),
            "behind": lambda: returns_behind(session, self.coordinator, audit_id, Picked(domain="timeliness")),
            "snapshot": lambda: counted(session, self.charted.audit, tuple(TileKey)),
        }


def said(house: House) -> dict[str, Any]:
    """What every look shows; a database that does not understand a statement is named with it."""
    found = {}
    for name, look in house.looks().items():
        try:
            found[name] = look()
        except Exception as wrong:
            raise AssertionError(f"{name}: {str(wrong)[:300]}") from wrong
    return found


def before_and_after(engine: Engine) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an engine says while the audit is open, and once it is closed."""
    with Session(engine, expire_on_commit=False) as session:
        house = House(session)
        before = said(house)
        close(session, house.coordinator, house.charted.id)
        session.commit()
        return before, said(house)


def test_each_engine_counts_the_same(sqlite_plain: Engine, request: pytest.FixtureRequest) -> None:
    """Of one they are compared with the others: what it says is tested by the tests of the views."""
    told = before_and_after(sqlite_plain)
    assert "timeliness" in told[0]["dashboard, manager"].grades
    there = before_and_after(request.getfixturevalue("on_postgresql"))
    for mine, theirs in zip(told, there, strict=True):
        assert {name for name in mine if mine[name] != theirs[name]} <= NAMED


@pytest.mark.parametrize("state", ["open", "closed"])
def test_no_figure_hangs_on_the_order_of_rows(sqlite_plain: Engine, state: str) -> None:
    """A database may give rows in any order that a statement leaves open, and PostgreSQL does."""
    with Session(sqlite_plain, expire_on_commit=False) as session:
        house = House(session)
        if state == "closed":
            close(session, house.coordinator, house.charted.id)
            session.commit()
        up, down = both_ways(sqlite_plain, lambda: said(house))
        assert [name for name in up if up[name] != down[name]] == []
