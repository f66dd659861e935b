"""What an audit asks to change, whom it heard, and the private lanes as numbers: parts of its documents."""

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat
from maap.domain.concerns import hours, summed_up
from maap.domain.facts import ActionFact, Counted, Recommended
from maap.domain.recommendations import Kind
from maap.storage.tables import Action, AgencyIssue, ImmediateConcern, Recommendation, Voice
from maap.views.action_lines import ActionLine, lines, statement

_QUOTED = 3
_SHORTEST_QUOTE = 25


def counted(session: Session, place: Seat) -> Counted:
    """How many issues and concerns there were: never more than that."""
    states = Counter(session.scalars(sa.select(col(AgencyIssue.state)).where(col(AgencyIssue.audit_id) == place.id)))
    rows = session.execute(
        sa.select(col(ImmediateConcern.raised_at), col(ImmediateConcern.acknowledged_at)).where(
            col(ImmediateConcern.audit_id) == place.id
        )
    ).all()
    concerns = summed_up(len(rows), [hours(raised, taken) for raised, taken in rows if taken is not None])
    return Counted(
        issues=states.total(),
        issues_closed=states["closed"],
        concerns=len(rows),
        acknowledged=concerns.acknowledged or 0,
        median_hours=concerns.median_hours,
        longest_hours=concerns.longest_hours,
    )


def heard(session: Session, place: Seat) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """Whose voice was heard how often, and words that may be quoted, as they were said."""
    rows = session.execute(
        sa.select(col(Voice.kind), col(Voice.said), col(Voice.may_quote))
        .where(col(Voice.audit_id) == place.id, col(Voice.set_aside) == "")
        .order_by(col(Voice.id))
    ).all()
    quotes = [
        answer
        for _, said, may_quote in rows
        if may_quote
        for answer in [answer for _, answer in said if len(answer) >= _SHORTEST_QUOTE][:1]
    ]
    return Counter(kind for kind, _, _ in rows), tuple(quotes[:_QUOTED])


def recommended(session: Session, place: Seat) -> tuple[Recommended, ...]:
    """Every recommendation with its actions."""
    under: dict[int, list[ActionFact]] = {}
    for line in lines(session.execute(statement().where(col(Action.audit_id) == place.id)), place.actor.today):
        under.setdefault(line.recommendation_id, []).append(_action(line))
    rows = session.scalars(
        sa.select(Recommendation)
        .where(col(Recommendation.audit_id) == place.id)
        .order_by(col(Recommendation.number), col(Recommendation.id))
    )
    return tuple(
        Recommended(row.number, str(Kind(row.kind)).capitalize(), row.text, tuple(under.get(row.id or 0, ())))
        for row in rows
    )


def _action(line: ActionLine) -> ActionFact:
    return ActionFact(
        number=line.number,
        text=line.text,
        agency_id=line.agency_id,
        agency=line.agency,
        owner=line.owner_role,
        due=line.due,
        status=str(line.status),
    )
