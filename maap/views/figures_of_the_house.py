"""Counts of the house for its watchman: no name, no agency, no audit."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.domain.sessions import IDLE
from maap.storage.allowances import MARK
from maap.storage.tables import Answer, Attempt, Letter, Return, SignIn, TrailEntry


def figures(session: Session, at: datetime) -> tuple[tuple[str, str, float], ...]:
    """Name, what it says, and the number of each."""
    waiting = sa.and_(col(Letter.sent_at).is_(None), col(Letter.given_up_at).is_(None))
    counts = {
        "people_present": (
            "People who took a step in the last half hour.",
            sa.select(sa.func.count(sa.distinct(col(SignIn.person_id)))).where(
                col(SignIn.ended_at).is_(None), col(SignIn.seen_at) > at - IDLE
            ),
        ),
        "returns": ("Returns of all audits.", sa.select(sa.func.count()).select_from(Return)),
        "answers": ("Answers that are stored.", sa.select(sa.func.count()).select_from(Answer)),
        "trail_lines": ("Lines of the trail.", sa.select(sa.func.count()).select_from(TrailEntry)),
        "letters_waiting": (
            "Letters that wait to go out.",
            sa.select(sa.func.count()).select_from(Letter).where(waiting),
        ),
        "letters_given_up": (
            "Letters that could not be delivered.",
            sa.select(sa.func.count()).select_from(Letter).where(col(Letter.given_up_at).is_not(None)),
        ),
        "sign_in_tries": (
            "Failed tries to sign in that the throttle counts now.",
            sa.select(sa.func.count()).where(col(Attempt.subject).not_like(f"{MARK}%")),
        ),
    }
    statement = sa.select(*[count.scalar_subquery().label(name) for name, (_, count) in counts.items()])
    row = session.execute(statement).one()
    return tuple((name, told, float(value)) for (name, (told, _)), value in zip(counts.items(), row, strict=True))
