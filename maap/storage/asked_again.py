"""What the actions of an audit were to improve: exactly what a re-audit asks again."""

from sqlmodel import Session, col, select

from maap.domain.actions import Status
from maap.domain.reaudit import ToAskAgain
from maap.storage.tables import Action


def to_ask_again(session: Session, audit_id: int) -> tuple[ToAskAgain, ...]:
    """Every action of an audit that was not given up, in order, with the question or domain it was to improve."""
    rows = session.exec(
        select(Action)
        .where(Action.audit_id == audit_id, Action.status != Status.CLOSED_WITHOUT)
        .order_by(col(Action.number))
    )
    return tuple(
        ToAskAgain(row.number, row.text, Status(row.status), row.question_id, row.domain, row.measure, row.still_open)
        for row in rows
    )
