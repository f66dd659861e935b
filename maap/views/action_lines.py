"""An action as a line of any list: of one audit's plan, of the tracker, or of somebody's work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from maap.domain.actions import Direction, Status, Step, is_overdue, step_of
from maap.storage.tables import Action, ActionUpdate, Agency


@dataclass(frozen=True)
class ActionLine:
    """An action at a glance. ``evidence``: how many updates carry some. ``touched_at``: the last deed in its history.

    ``direction`` (what became of practice) and ``still_open`` (whether something is left to do) are two things.
    ``asked_by``: whoever asked for it to be closed, None when nobody did.
    """

    action_id: int
    audit_id: int
    recommendation_id: int
    number: int
    text: str
    agency_id: int
    agency: str
    owner_role: str
    due: date
    status: Status
    step: Step
    direction: Direction
    still_open: bool
    difference: str
    overdue: bool
    evidence: int
    touched_at: datetime
    asked_by: int | None
    revision: int

    @property
    def no_impact(self) -> bool:
        """Whether it is done, and nothing shows yet that it helped."""
        return self.status is Status.DONE

    @property
    def waiting(self) -> bool:
        """Whether somebody asked to close it and another person has to confirm."""
        return self.step is Step.ASKED


def days_late(line: ActionLine, today: date) -> int:
    """How many days an overdue action is late; 0 for any other."""
    return (today - line.due).days if line.overdue else 0


def statement() -> sa.Select[Any]:
    """Every action with its agency's name, its pieces of evidence and its last deed; narrow it with ``where``."""
    of_action = col(ActionUpdate.action_id) == Action.id
    evidence = sa.select(sa.func.count()).where(of_action, col(ActionUpdate.evidence_kind) > "")
    touched = sa.select(sa.func.max(col(ActionUpdate.made_at))).where(of_action)
    return (
        sa.select(
            Action,
            col(Agency.short_name),
            evidence.correlate(Action).scalar_subquery(),
            touched.correlate(Action).scalar_subquery(),
        )
        .join(Agency, col(Agency.id) == Action.lead_agency_id)
        .order_by(col(Action.due), col(Action.audit_id), col(Action.number))
    )


def lines(rows: Iterable[Any], today: date) -> tuple[ActionLine, ...]:
    """The rows of the statement as lines."""
    return tuple(_line(row, agency, evidence, touched, today) for row, agency, evidence, touched in rows)


def _line(row: Action, agency: str, evidence: int, touched: datetime | None, today: date) -> ActionLine:
    status = Status(row.status)
    return ActionLine(
        action_id=row.id or 0,
        audit_id=row.audit_id,
        recommendation_id=row.recommendation_id,
        number=row.number,
        text=row.text,
        agency_id=row.lead_agency_id,
        agency=agency,
        owner_role=row.owner_role,
        due=row.due,
        status=status,
        step=step_of(status, row.asked_to_close_by is not None),
        direction=Direction(row.direction),
        still_open=row.still_open,
        difference=row.difference,
        overdue=is_overdue(status, row.due, today) and row.asked_to_close_by is None,
        evidence=evidence,
        touched_at=touched or row.made_at,
        asked_by=row.asked_to_close_by,
        revision=row.revision,
    )
