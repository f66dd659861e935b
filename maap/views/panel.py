"""The panel's cases, and how far its grades and the agencies' own agree."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.agreement import Agreement, agreement
from maap.domain.audit import Stage
from maap.domain.fieldwork import ReturnState
from maap.domain.panels import READ_OUT, refuse_too_early, scales
from maap.domain.people import Actor, Permission
from maap.domain.questionnaire import Scale
from maap.storage.counted_rows import how_many
from maap.storage.forms import form
from maap.storage.grades import grades_beside
from maap.storage.tables import Case, PanelGrade, Return
from maap.views.heads import Head, head


@dataclass(frozen=True)
class CaseLine:
    """A case on the panel's list. ``read_out`` counts the returns that the panel reads, ``agreed`` its domains."""

    case_id: int
    reference: str
    returns: int
    read_out: int
    not_known: int
    agreed: int

    @property
    def missing(self) -> int:
        """Returns that never came in."""
        return self.returns - self.read_out - self.not_known


@dataclass(frozen=True)
class Panel:
    """Every case of an audit's panel. ``domains``: how many of them each case is graded in."""

    head: Head
    cases: tuple[CaseLine, ...]
    domains: int
    agreement: Agreement


def panel(session: Session, actor: Actor, audit_id: int) -> Panel:
    """The panel's cases. Raises WrongStage before the panel may read."""
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    refuse_too_early(Stage(place.audit.stage), place.roles)
    graded = scales(form(place.audit))
    return Panel(head(place), _lines(session, place), len(graded), _agreement(session, place, graded))


def _lines(session: Session, place: Seat) -> tuple[CaseLine, ...]:
    state = col(Return.state)
    returns = (
        sa.select(
            col(Return.case_id).label("case_id"),
            sa.func.count().label("n"),
            how_many(state.in_(READ_OUT)).label("read_out"),
            how_many(state == ReturnState.NOT_KNOWN).label("not_known"),
        )
        .where(col(Return.audit_id) == place.id)
        .group_by(col(Return.case_id))
        .subquery()
    )
    agreed = (
        sa.select(col(PanelGrade.case_id).label("case_id"), sa.func.count().label("n"))
        .where(col(PanelGrade.audit_id) == place.id)
        .group_by(col(PanelGrade.case_id))
        .subquery()
    )
    counts = [sa.func.coalesce(n, 0) for n in (returns.c.n, returns.c.read_out, returns.c.not_known, agreed.c.n)]
    rows = session.execute(
        sa.select(col(Case.id), col(Case.reference), *counts)
        .join(returns, returns.c.case_id == Case.id, isouter=True)
        .join(agreed, agreed.c.case_id == Case.id, isouter=True)
        .where(col(Case.audit_id) == place.id, col(Case.status) == "drawn")
        .order_by(col(Case.number))
    )
    return tuple(CaseLine(*row) for row in rows)


def _agreement(session: Session, place: Seat, graded: Mapping[str, Scale]) -> Agreement:
    """Each agency's grade beside the panel's, over the whole audit."""
    pairs = grades_beside(session, [place.id])[place.id]
    return agreement((scale, *pair) for key, scale in graded.items() for pair in pairs.get(key, ()))
