"""When an audit closes, its numbers are frozen."""

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.measures import Measure
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.usecases.figures import close, freeze
from tests import factories as make
from tests.views.charted import Charted


@pytest.fixture
def charted(session: Session) -> Charted:
    made = Charted(session, stage="published")
    row = made.graded("police", timeliness="good")
    made.graded("health", timeliness="good")
    made.themed(row, "consent", "area", "timeliness")
    return made


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def _figures(session: Session, measure: Measure) -> list[tuple[object, ...]]:
    rows = session.exec(select(t.Figure).where(t.Figure.measure == measure))
    return sorted(((row.domain, row.polarity, row.grade, row.n) for row in rows), key=str)


def test_closing_freezes_every_measure_and_leaves_a_trace(
    session: Session, charted: Charted, coordinator: Actor
) -> None:
    made = close(session, coordinator, charted.id)
    assert charted.audit.stage == "closed"
    assert charted.audit.closed_at == make.NOW
    assert _figures(session, Measure.GRADES) == [("timeliness", "", "good", 1), ("timeliness", "", "good", 1)]
    assert _figures(session, Measure.CASES) == [("", "", "", 2)]
    assert _figures(session, Measure.RETURNS) == [("", "", "submitted", 1), ("", "", "submitted", 1)]
    assert ("", "area", "", 1) in _figures(session, Measure.THEMES)
    line = session.exec(select(t.TrailEntry).order_by(t.TrailEntry.id.desc())).first()  # type: ignore[union-attr]
    assert line is not None
    assert (line.deed, line.detail) == ("closed the audit and froze its figures", {"figures": made})


def test_only_a_published_audit_closes(session: Session, coordinator: Actor) -> None:
    with pytest.raises(WrongStage):
        close(session, coordinator, Charted(session, stage="reporting").id)


def test_figures_are_frozen_once(session: Session, charted: Charted, coordinator: Actor) -> None:
    close(session, coordinator, charted.id)
    with pytest.raises(Problem, match="frozen already"):
        freeze(session, coordinator, charted.id)


def test_an_open_audit_has_nothing_to_freeze(session: Session, charted: Charted, coordinator: Actor) -> None:
    with pytest.raises(WrongStage):
        freeze(session, coordinator, charted.id)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.OBSERVER])
def test_nobody_else_closes_an_audit(session: Session, charted: Charted, role: Role) -> None:
    with pytest.raises(NotAllowed):
        close(session, make.acting(session, role), charted.id)
