"""The trail cannot be changed unseen, on any engine. MAAP_TEST_SAVES sets how many lines each of twenty people writes."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from maap.domain.people import Actor, Role
from maap.storage import trail
from maap.storage.db import reading, work
from maap.storage.tables import TrailEntry
from tests import factories as make

LINES = int(os.environ.get("MAAP_TEST_SAVES", "10"))
COPIED = "id, at, person_id, capacity, agency_id, audit_id, 'x', about, detail, prev, hash from trail where id = 2"
COLUMNS = "id, at, person_id, capacity, agency_id, audit_id, deed, about, detail, prev, hash"

ON_EVERY_ENGINE = ["update trail set deed = 'did nothing' where id = 2", "delete from trail where id = 2"]
ON_SQLITE = [
    f"insert or replace into trail select {COPIED}",
    f"replace into trail select {COPIED}",
    "update or replace trail set id = 3 where id = 2",
    f"insert into trail select {COPIED} on conflict(id) do update set deed = 'x'",
]
ON_POSTGRESQL = [
    "truncate trail",
    "truncate trail cascade",
    f"insert into trail ({COLUMNS}) select {COPIED} on conflict (id) do update set deed = 'x'",
    "with gone as (delete from trail returning id) select * from gone",
]
CHANGES = [
    "deed = 'did nothing'",
    "about = 'return 9'",
    "capacity = 'chair'",
    "person_id = person_id + 1",
    "agency_id = 4",
    "audit_id = 4",
    "at = '2020-01-01 00:00:00'",
    "detail = '{}'",
]


def _three_lines() -> Actor:
    with work() as session:
        somebody = make.acting(session, Role.COORDINATOR)
        for n in range(3):
            trail.record(session, somebody, "did something", number=n)
    return somebody


def _faults() -> list[str]:
    with reading() as session:
        return list(trail.faults(session))


def test_an_untouched_trail_has_no_faults(engine: Engine) -> None:
    _three_lines()
    assert _faults() == []


@pytest.mark.parametrize("tampering", ON_EVERY_ENGINE)
def test_every_database_refuses_to_change_a_line(engine: Engine, tampering: str) -> None:
    _three_lines()
    _refused(engine, tampering)


@pytest.mark.parametrize("tampering", ON_SQLITE)
def test_sqlite_refuses_to_replace_a_line(sqlite_encrypted: Engine, tampering: str) -> None:
    _three_lines()
    _refused(sqlite_encrypted, tampering)


@pytest.mark.parametrize("tampering", ON_POSTGRESQL)
def test_postgresql_refuses_to_empty_or_overwrite_the_trail(on_postgresql: Engine, tampering: str) -> None:
    _three_lines()
    _refused(on_postgresql, tampering)


def _refused(engine: Engine, tampering: str) -> None:
    with engine.begin() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(tampering))
    assert _faults() == []
    with reading() as session:
        assert trail.head(session)[0] == 3


def _as_owner(engine: Engine, *statements: str) -> None:
    """What somebody with the database's own key can do: take the triggers away first."""
    away = (
        ["drop trigger trail_no_update", "drop trigger trail_no_delete", "drop trigger trail_no_replace"]
        if engine.dialect.name == "sqlite"
        else ["alter table trail disable trigger all"]
    )
    with engine.begin() as connection:
        for statement in [*away, *statements]:
            connection.execute(text(statement))


def test_every_part_of_a_line_is_sealed_against_somebody_who_removed_the_triggers(engine: Engine) -> None:
    somebody = _three_lines()
    with work() as session:
        for n in range(len(CHANGES)):
            trail.record(session, somebody, "did something", number=n)
    updates = [f"update trail set {change} where id = {line}" for line, change in enumerate(CHANGES, 1)]  # noqa: S608
    _as_owner(engine, *updates)
    assert _faults() == [f"Line {line} was altered after it was written." for line, _ in enumerate(CHANGES, 1)]


def test_a_removed_line_is_noticed(engine: Engine) -> None:
    _three_lines()
    _as_owner(engine, "delete from trail where id = 2")
    assert [fault.split(" ")[1] for fault in _faults()] == ["3"]


def test_two_lines_that_changed_places_are_noticed(engine: Engine) -> None:
    _three_lines()
    _as_owner(
        engine,
        "update trail set id = 9 where id = 2",
        "update trail set id = 2 where id = 3",
        "update trail set id = 3 where id = 9",
    )
    assert len(_faults()) == 2


def test_a_line_put_in_without_the_key_is_noticed(engine: Engine) -> None:
    somebody = _three_lines()
    with work() as session:
        session.add(
            TrailEntry(
                at=somebody.now, person_id=somebody.person_id, deed="agreed", prev=trail.head(session)[1], hash="f" * 64
            )
        )
    assert _faults() == ["Line 4 was altered after it was written."]


def test_a_cut_tail_shows_against_the_head_that_a_witness_kept(engine: Engine) -> None:
    _three_lines()
    with reading() as session:
        witnessed = trail.head(session)
    _as_owner(engine, "delete from trail where id = 3")
    assert _faults() == []
    with reading() as session:
        assert trail.head(session) != witnessed


def _half_a_deed(somebody: Actor) -> None:
    with work() as session:
        trail.record(session, somebody, "began something")
        raise ZeroDivisionError


def test_a_deed_that_fails_leaves_no_line_and_no_gap_in_the_count(engine: Engine) -> None:
    somebody = _three_lines()
    with pytest.raises(ZeroDivisionError):
        _half_a_deed(somebody)
    with work() as session:
        trail.record(session, somebody, "did something else")
    with reading() as session:
        assert trail.head(session)[0] == 4
    assert _faults() == []


def test_the_chain_holds_when_twenty_people_act_at_once(engine: Engine) -> None:
    with work() as session:
        people = [make.acting(session, Role.AUDITOR) for _ in range(20)]

    def act(somebody: Actor) -> None:
        for n in range(LINES):
            with work() as session:
                trail.record(session, somebody, "did something", number=n)

    with ThreadPoolExecutor(20) as at_once:
        list(at_once.map(act, people))
    assert _faults() == []
    with reading() as session:
        lines = session.exec(select(TrailEntry.person_id, func.count()).group_by(TrailEntry.person_id)).all()
    assert sorted(count for _, count in lines) == [LINES] * 20


def test_two_lines_after_the_same_one_are_refused_by_the_database(engine: Engine) -> None:
    somebody = _three_lines()
    with Session(engine) as session:
        first = session.exec(select(TrailEntry).order_by(TrailEntry.id)).first()
        assert first is not None
        session.add(TrailEntry(at=somebody.now, deed="forked", prev=first.prev, hash="e" * 64))
        with pytest.raises((IntegrityError, DBAPIError)):
            session.flush()
