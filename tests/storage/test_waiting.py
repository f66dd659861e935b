"""Who waits for whom, and what people are told when the database does not take their deed."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from maap.domain.problems import Problem
from maap.storage import tables as t
from maap.storage.db import WAL_SAFE, Forgetful, NotSaved, reading, work
from tests import factories as make
from tests.storage.conftest import Server


@contextmanager
def _somebody_writing() -> Iterator[None]:
    """A deed that is open in another thread, with a row that is not stored yet."""
    wrote, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with work() as session:
            make.agency(session, "health")
            wrote.set()
            may_end.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert wrote.wait(10)
        yield
    finally:
        may_end.set()
        writer.join()


def _agencies(session: Session) -> list[str]:
    return list(session.exec(select(t.Agency.key).order_by(t.Agency.key)))


def test_reading_never_waits_for_a_writer_and_does_not_see_its_half_done_deed(engine: Engine) -> None:
    with work() as session:
        make.agency(session, "police")
    with _somebody_writing():
        began = time.monotonic()
        with reading() as session:
            assert _agencies(session) == ["police"]
        assert time.monotonic() - began < 1
    with reading() as session:
        assert _agencies(session) == ["health", "police"]


def test_what_is_read_for_one_page_is_of_one_moment(engine: Engine) -> None:
    with work() as session:
        make.agency(session, "police")
    with reading() as session:
        before = _agencies(session)
        with work() as other:
            make.agency(other, "health")
        assert _agencies(session) == before == ["police"]


def test_reading_stores_nothing(engine: Engine) -> None:
    with reading() as session:
        session.add(t.Agency(key="police", name="Police", short_name="Police"))
    with reading() as session:
        assert _agencies(session) == []


def test_rows_that_were_read_can_still_be_read_when_the_page_is_drawn(engine: Engine) -> None:
    with work() as session:
        make.agency(session, "police")
    with reading() as session:
        row = session.exec(select(t.Agency)).one()
    assert row.name == "Police"


def test_a_deed_that_fails_is_undone_as_a_whole(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match=r"uq_agency_key|agency\.key"), work() as session:
        _twice_the_same_agency(session)
    with reading() as session:
        assert _agencies(session) == []
    with work() as session:
        make.agency(session, "police")


def _twice_the_same_agency(session: Session) -> None:
    make.agency(session, "health")
    for _ in range(2):
        session.add(t.Agency(key="police", name="Police", short_name="Police"))
    session.flush()


def _hurried(engine: Engine) -> None:
    """Give up waiting after a fifth of a second instead of a quarter of a minute."""
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _connected(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        if engine.dialect.name == "sqlite":
            cursor.execute("pragma busy_timeout = 200")
        else:
            cursor.execute("set lock_timeout = '200ms'")
            connection.commit()  # type: ignore[attr-defined]
        cursor.close()


@contextmanager
def _locked_by_another_process(engine: Engine) -> Iterator[None]:
    """What a second process that writes does: a connection of its own, apart from the house's locks."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"select pg_advisory_xact_lock({0x4D414150})"))
        connection.execute(text("insert into agency select * from agency where 1 = 0"))
        yield
        connection.rollback()


def test_a_database_that_is_locked_elsewhere_says_so_in_a_sentence(engine: Engine) -> None:
    _hurried(engine)
    with _locked_by_another_process(engine):
        with pytest.raises(NotSaved, match="nothing was saved"), work() as session:
            make.agency(session, "police")
        with reading() as session:
            assert _agencies(session) == []
    with work() as session:
        make.agency(session, "police")


def test_a_full_disk_refuses_in_a_sentence_and_what_is_stored_stays_readable(sqlite_encrypted: Engine) -> None:
    with work() as session:
        make.agency(session, "police")
    with sqlite_encrypted.connect() as connection:
        pages = connection.execute(text("pragma page_count")).scalar()
        connection.rollback()
    sqlite_encrypted.dispose()

    @event.listens_for(sqlite_encrypted, "connect")
    def _no_room(connection: object, _record: object) -> None:
        connection.execute(f"pragma max_page_count = {pages}")  # type: ignore[attr-defined]

    with pytest.raises(NotSaved), work() as session:
        session.add(t.Agency(key="long", name="x" * 1_000_000, short_name="x"))
    with reading() as session:
        assert _agencies(session) == ["police"]
    event.remove(sqlite_encrypted, "connect", _no_room)
    sqlite_encrypted.dispose()
    with work() as session:
        make.agency(session, "health")
    with reading() as session:
        assert _agencies(session) == ["health", "police"]
        assert session.execute(text("pragma integrity_check")).scalar() == "ok"


def test_a_server_that_went_away_between_two_pages_is_not_noticed(on_postgresql: Engine, postgresql: Server) -> None:
    with work() as session:
        make.agency(session, "police")
    postgresql.tell(
        f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{on_postgresql.url.database}'"  # noqa: S608
    )
    with work() as session:
        make.agency(session, "health")
    with reading() as session:
        assert _agencies(session) == ["health", "police"]


def test_a_server_that_goes_away_during_a_deed_saves_nothing_and_says_so(
    on_postgresql: Engine, postgresql: Server
) -> None:
    with pytest.raises(NotSaved), work() as session:
        _cut_off_half_way(session, postgresql)
    with reading() as session:
        assert _agencies(session) == []


def _cut_off_half_way(session: Session, server: Server) -> None:
    make.agency(session, "police")
    ours = session.execute(text("select pg_backend_pid()")).scalar()
    server.tell(f"select pg_terminate_backend({ours})")
    make.agency(session, "health")


@contextmanager
def _cut_line(session: Session, server: Server) -> Iterator[None]:
    """The server ends this session's line once all of this has been done, before anything is undone."""
    ours = session.execute(text("select pg_backend_pid()")).scalar()
    yield
    server.tell(f"select pg_terminate_backend({ours}, 10000)")  # waits until it has ended


def _refused_too_late(session: Session, server: Server, why: Exception) -> None:
    with _cut_line(session, server):
        make.agency(session, "police")
    raise why


def test_what_was_read_before_the_server_went_away_is_shown(on_postgresql: Engine, postgresql: Server) -> None:
    """Ending the look at it is nothing that can fail."""
    with reading() as session, _cut_line(session, postgresql):
        assert _agencies(session) == []
    with reading() as session:
        assert _agencies(session) == []


def test_somebody_who_is_refused_while_the_server_goes_away_reads_why(
    on_postgresql: Engine, postgresql: Server
) -> None:
    with pytest.raises(Problem, match="Choose a grade"), work() as session:
        _refused_too_late(session, postgresql, Problem("Choose a grade first."))
    with pytest.raises(Problem, match="A colleague changed this"), work() as session:
        _refused_too_late(session, postgresql, StaleDataError())
    with pytest.raises(NotSaved), work() as session, _cut_line(session, postgresql):
        make.agency(session, "police")
    with reading() as session:
        assert _agencies(session) == []


def test_a_server_that_may_only_be_read_says_so_and_its_successor_is_looked_for(
    on_postgresql: Engine, postgresql: Server
) -> None:
    """As after a failover, for whoever still has a line to the one that was the first."""
    house = on_postgresql.url.database
    postgresql.tell(f'alter database "{house}" set default_transaction_read_only = on')
    on_postgresql.dispose()
    with pytest.raises(NotSaved), work() as session:
        make.agency(session, "police")
    postgresql.tell(f'alter database "{house}" set default_transaction_read_only = off')
    with work() as session:
        make.agency(session, "police")


def test_a_process_that_stood_still_within_a_deed_saves_nothing_and_says_so(on_postgresql: Engine) -> None:
    """The server ends a deed that holds the others up (idle_in_transaction_session_timeout)."""
    with pytest.raises(NotSaved), work() as session:
        _stands_still(session)
    with pytest.raises(Problem, match="Wait a minute"), reading() as session:
        _stands_still(session)
    with work() as session:
        make.agency(session, "police")


def _stands_still(session: Session) -> None:
    session.execute(text("set idle_in_transaction_session_timeout = '50ms'"))
    time.sleep(0.5)
    _agencies(session)


def test_a_database_that_is_not_there_is_a_sentence_on_every_page(on_postgresql: Engine, postgresql: Server) -> None:
    postgresql.tell(f'alter database "{on_postgresql.url.database}" allow_connections false')
    on_postgresql.dispose()
    with pytest.raises(Problem, match="Wait a minute"), reading() as session:
        _agencies(session)
    with pytest.raises(NotSaved), work() as session:
        make.agency(session, "police")
    postgresql.tell(f'alter database "{on_postgresql.url.database}" allow_connections true')


@pytest.mark.parametrize("house", ["sqlite_plain", "sqlite_encrypted"])
def test_the_embedded_database_forgets_nothing_and_checks_its_keys(house: str, request: pytest.FixtureRequest) -> None:
    told = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "secure_delete": 1}
    with request.getfixturevalue(house).connect() as connection:
        assert {pragma: connection.execute(text(f"pragma {pragma}")).scalar() for pragma in told} == told


def test_postgresql_confirms_only_what_is_durable(on_postgresql: Engine) -> None:
    with on_postgresql.connect() as connection:
        assert connection.execute(text("show synchronous_commit")).scalar() == "on"
        assert connection.execute(text("show lock_timeout")).scalar() == "15s"


def test_a_server_that_confirms_what_it_may_forget_is_refused(on_postgresql: Engine, postgresql: Server) -> None:
    on_postgresql.dispose()
    try:
        _set_fsync(postgresql, "off")
        with pytest.raises(Forgetful, match="fsync = on"), work() as session:
            make.agency(session)
    finally:
        _set_fsync(postgresql, "on")
    with work() as session:
        make.agency(session)


def _set_fsync(server: Server, to: str) -> None:
    server.tell(f"alter system set fsync = {to}")
    server.tell("select pg_reload_conf()")
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        server.keeper.dispose()
        with server.keeper.connect() as connection:
            if connection.execute(text("show fsync")).scalar() == to:
                return
    raise TimeoutError


def test_the_sqlite_that_is_brought_along_has_a_safe_wal(sqlite_plain: Engine) -> None:
    with sqlite_plain.connect() as connection:
        version = str(connection.execute(text("select sqlite_version()")).scalar())
    assert tuple(int(part) for part in version.split(".")) >= WAL_SAFE


def test_the_line_to_the_file_that_was_used_last_is_used_next_because_it_still_holds_its_pages(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    first, second = engine.connect(), engine.connect()
    used_last = first.connection.dbapi_connection
    second.close()
    first.close()
    with engine.connect() as third:
        assert third.connection.dbapi_connection is used_last
