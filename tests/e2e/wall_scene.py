"""The police say of their first open return that the case is not known to them. Run as a process beside the server."""

from sqlmodel import col, select

from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import work
from maap.usecases.fieldwork import not_known

if __name__ == "__main__":
    with work() as session:
        ann = session.exec(select(t.Person).where(col(t.Person.email) == "ann@example.org")).one()
        row = session.exec(
            select(t.Return)
            .where(t.Return.agency_id == ann.agency_id, t.Return.state == "not started")
            .order_by(col(t.Return.id))
        ).first()
        assert row is not None
        actor = Actor(ann.id or 0, ann.name, frozenset({Role.AUDITOR}), ann.agency_id, now())
        not_known(session, actor, row.id or 0, "records officer")
