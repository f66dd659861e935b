"""Before and after: from either of two audits, and with figures kept back where too few agencies stand behind them."""

from dataclasses import dataclass

import pytest
from sqlmodel import Session

from maap.domain.actions import Direction
from maap.domain.disclosure import HIDDEN
from maap.domain.people import NotAllowed, NotYours, Role
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.views.before_after import before_after
from tests import factories as make
from tests.views.charted import AGENCIES, FORM, Charted


@dataclass
class Pair:
    """An audit and its re-audit a year later."""

    then: Charted
    now: Charted

    def graded(self, before: dict[str, str], after: dict[str, str]) -> None:
        """What each agency graded timeliness with."""
        for side, levels in ((self.then, before), (self.now, after)):
            for agency, level in levels.items():
                side.graded(agency, timeliness=level)


@pytest.fixture
def pair(session: Session) -> Pair:
    then = Charted(session, stage="published", reference="MAAP25-1", year="2024/25", title="Neglect")
    later = Charted.__new__(Charted)
    later.session, later.agencies, later.by = session, then.agencies, then.by
    later.audit = make.audit(
        session, *then.agencies.values(), stage="reporting", reference="MAAP26-1", earlier_id=then.id
    )
    freeze(later.audit, FORM)
    session.add(later.audit)
    session.flush()
    make.action(session, then.audit, then.agencies["police"], domain="timeliness", measure="", status="done")
    return Pair(then, later)


def _all(level: str) -> dict[str, str]:
    return dict.fromkeys(AGENCIES, level)


def test_the_same_is_shown_from_either_of_the_two_audits(session: Session, pair: Pair) -> None:
    pair.graded(_all("inadequate"), _all("good"))
    reader = make.acting(session, Role.COORDINATOR)
    first, second = (before_after(session, reader, side.id) for side in (pair.then, pair.now))
    assert first.rows == second.rows
    assert first.before is not None and first.before.reference == "MAAP25-1"
    assert first.after is not None and first.after.reference == "MAAP26-1"
    (row,) = first.rows
    assert row.comparison is not None
    assert row.comparison.direction is Direction.BETTER
    assert "5 of 5" in row.comparison.sentence


def test_a_small_difference_is_not_called_a_change(session: Session, pair: Pair) -> None:
    pair.graded({"police": "inadequate", "health": "good"}, {"police": "good", "health": "good"})
    (row,) = before_after(session, make.acting(session, Role.COORDINATOR), pair.then.id).rows
    assert row.comparison is not None and row.comparison.direction is Direction.UNKNOWN


def test_an_action_that_was_given_up_is_not_compared(session: Session, pair: Pair) -> None:
    make.action(session, pair.then.audit, pair.then.agencies["health"], status="closed without", domain="timeliness")
    assert len(before_after(session, make.acting(session, Role.COORDINATOR), pair.then.id).rows) == 1


def test_a_manager_gets_no_figures_that_too_few_agencies_stand_behind(session: Session, pair: Pair) -> None:
    pair.graded({"police": "inadequate", "health": "good"}, _all("good"))
    manager = make.acting(session, Role.OBSERVER, agency=pair.then.agencies["police"])
    (row,) = before_after(session, manager, pair.then.id).rows
    assert row.comparison is not None
    assert row.comparison.before is None and row.comparison.after is not None
    assert HIDDEN in row.comparison.cautions


def test_without_a_reaudit_there_is_nothing_beside_it(session: Session) -> None:
    alone = Charted(session, stage="published")
    page = before_after(session, make.acting(session, Role.COORDINATOR), alone.id)
    assert page.before is None and page.rows == ()


def test_an_auditor_and_an_agency_that_took_no_part_see_nothing(session: Session, pair: Pair) -> None:
    with pytest.raises((NotAllowed, NotYours)):
        before_after(session, make.acting(session, Role.AUDITOR, agency=pair.then.agencies["police"]), pair.then.id)
    stranger = make.acting(session, Role.AGENCY_LEAD, agency=make.agency(session, "fire_service"))
    with pytest.raises(NotYours):
        before_after(session, stranger, pair.then.id)


def test_the_rows_are_frozen(session: Session, pair: Pair) -> None:
    page = before_after(session, make.acting(session, Role.COORDINATOR), pair.then.id)
    assert not isinstance(page.rows[0].line, t.Action)
