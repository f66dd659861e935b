"""The trail cannot be changed unseen."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from maap.domain.people import Role
from maap.storage import trail
from tests import factories as make


def _three_lines(session: Session) -> None:
    somebody = make.acting(session, Role.COORDINATOR)
    for n in range(3):
        trail.record(session, somebody, "did something", number=n)


def test_an_untouched_trail_has_no_faults(session: Session) -> None:
    _three_lines(session)
    assert list(trail.faults(session)) == []
    assert trail.head(session)[0] == 3


@pytest.mark.parametrize(
    "tampering",
    [
        "update trail set deed = 'did nothing' where id = 2",
        "delete from trail where id = 2",
        "insert or replace into trail select id, at, person_id, capacity, agency_id, audit_id, 'x', about, detail, prev, hash"
        " from trail where id = 2",
    ],
)
def test_the_database_refuses_to_change_a_line(session: Session, tampering: str) -> None:
    _three_lines(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(tampering))


def test_a_line_changed_by_somebody_who_removed_the_triggers_is_named(session: Session) -> None:
    _three_lines(session)
    session.execute(text("drop trigger trail_no_update"))
    session.execute(text("update trail set deed = 'did nothing' where id = 2"))
    session.expire_all()
    assert list(trail.faults(session)) == ["Line 2 was altered after it was written."]


def test_a_removed_line_is_noticed(session: Session) -> None:
    _three_lines(session)
    session.execute(text("drop trigger trail_no_delete"))
    session.execute(text("delete from trail where id = 2"))
    session.expire_all()
    assert [fault.split(" ")[1] for fault in trail.faults(session)] == ["3"]
