"""Letters to agencies whose actions are due soon or overdue."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.domain.action_letters import letter, owed
from maap.domain.actions import LIVED_AT, OPEN
from maap.domain.people import LONDON
from maap.domain.timetable import is_working_day
from maap.outside.bank_holidays import around
from maap.storage.agency_leads import lead_of
from maap.storage.letter_texts import posted, worded
from maap.storage.tables import Action, Agency, Audit
from maap.storage.trail import record_by_the_house


def remind_due(session: Session, now: datetime) -> int:
    """Put a letter into the outbox for each open action that is due soon or overdue, to its agency's lead.

    On working days only. Nobody is written to twice for the same reason within four weeks. Returns how many letters
    were written.
    """
    today, written = now.astimezone(LONDON).date(), 0
    if not is_working_day(today, around(today)):
        return 0
    for row, audit, agency in session.execute(_open()).all():
        reminder = owed(row.due, row.reminded, row.reminded_on, today)
        lead = lead_of(session, row.audit_id, row.lead_agency_id) if reminder else None
        if reminder is None or lead is None:
            continue
        facts = {"number": row.number, "due": row.due, "today": today}
        named = f"{audit.reference} {audit.title}"
        words = worded(session, letter, name=lead.name, agency=agency, audit=named, **facts)
        session.add(posted(row.audit_id, lead.id, f"action {reminder}", words, now))
        row.reminded, row.reminded_on = reminder.value, today
        session.add(row)
        written += 1
    if written:
        record_by_the_house(session, now, "reminded agencies of their actions", letters=written)
    return written


def _open() -> sa.Select[Action, Audit, str]:
    return (
        sa.select(Action, Audit, col(Agency.name))
        .join(Audit, col(Audit.id) == Action.audit_id)
        .join(Agency, col(Agency.id) == Action.lead_agency_id)
        .where(
            col(Action.status).in_(OPEN),
            col(Action.asked_to_close_by).is_(None),
            col(Audit.stage).in_(LIVED_AT),
        )
        .order_by(col(Action.due), col(Action.id))
    )
