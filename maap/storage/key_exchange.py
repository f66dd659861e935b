"""The main key is exchanged for a new one: the database, what is sealed in it, and the trail from then on.

The new key waits beside the old one until everything under it is written and proven. Whoever stops in between, or is
stopped, leaves one of the two that opens the house; `exchange` begins by finding out which.
"""

import os
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url, text
from sqlmodel import Session, SQLModel, select

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import backups, db, former_keys, keys, schema, trail
from maap.storage.sealed_copy import InUse, held_alone, plain_file, sealed_anew
from maap.storage.sealing import seal, unseal
from maap.storage.tables import IdentityProvider, SecondFactor

SEALED: tuple[tuple[type[SQLModel], str, str], ...] = (
    (SecondFactor, "secret", "second factor"),
    (IdentityProvider, "secret", "provider"),
)
"""Every column that holds something sealed, with the purpose. A test compares it with who seals."""


def waiting() -> Path:
    """Where the new key waits."""
    return keys.place().with_name(keys.place().name + ".next")


def exchange(now: datetime) -> Iterator[str]:
    """Do it step by step, saying what each did once it is done. Stop the house first. Raises Problem.

    Whoever does not go on to the last step leaves a house that one of the two keys opens.
    """
    if (yield from _finished_before(now)):
        return
    if not _opens(keys.secret_in(keys.place())):
        raise Problem(f"The key in {keys.place()} does not open the house, so it cannot be exchanged.")
    path = backups.take(now)
    db.engine().dispose()
    yield f"A backup with the key as it was: {path}."
    keys.make(waiting())
    fresh = keys.secret_in(waiting())
    yield f"The new key waits at {waiting()}."
    if db.engine().dialect.name == "sqlite":
        yield from _file_anew(fresh, backups.manifest_of(path), now)
    else:
        _refuse_company()
        with keys.using(fresh), db.work() as session:
            _rewritten(session, keys.secret_in(keys.place()), now)
        yield "Everything that is sealed in the database is under the new key."
    yield _in_force(now)


def _finished_before(now: datetime) -> Generator[str, None, bool]:
    """What an exchange that was interrupted left: it is finished (then True), or had changed nothing."""
    if not waiting().exists():
        return False
    keys.forget()
    if _opens(keys.secret_in(keys.place())):
        waiting().unlink()
        keys.forget()
        yield "An exchange that was interrupted had changed nothing. It begins anew."
        return False
    if _opens(keys.secret_in(waiting())):
        yield f"The exchange that was interrupted is finished. {_in_force(now)}"
        return True
    raise Problem(f"Neither {keys.place()} nor {waiting()} opens the house. Restore the newest backup.")


def _opens(secret: bytes) -> bool:
    """Whether the house is under this key: it can be read, and what is sealed in it too."""
    with keys.using(secret):
        url = settings().url
        if make_url(url).get_backend_name() == "sqlite" and not Path(str(make_url(url).database)).exists():
            raise Problem(f"There is no house at {url} yet. Start it once; a new house makes a new key.")
        engine = db.engine_for(url)
        try:
            with Session(engine) as session:
                former_keys.of(session)
                return schema.is_newest(session)
        except (db.WrongKey, former_keys.KeyExchanged):
            return False
        finally:
            engine.dispose()


def _file_anew(fresh: bytes, taken: backups.Manifest, now: datetime) -> Iterator[str]:
    place = Path(str(make_url(settings().url).database))
    following = place.with_name(place.name + ".next")
    with held_alone(place) as alone:
        sealed_anew(alone, following, fresh)
        faults = _rewritten_and_proven(following, fresh, taken, now)
        if faults:
            following.unlink()
            raise Problem("The copy under the new key is not whole, so nothing was changed. " + " ".join(faults))
        _settled(following)
        yield "The database was written once more under the new key, and proven."
        os.replace(following, place)
        _settled(place.parent)
    yield "It stands in the old one's place."


def _rewritten_and_proven(file: Path, fresh: bytes, taken: backups.Manifest, now: datetime) -> list[str]:
    """Compare with what the backup held a moment ago: one line of the trail and one former key have come to it."""
    former = keys.secret_in(keys.place())
    with keys.using(fresh), plain_file(file) as engine:
        with db.work(engine) as session:
            _rewritten(session, former, now)
            lines, head = trail.head(session)
        more = {"trail": taken.lines + 1, "choice": taken.rows["choice"] + 1}
        return list(backups.faults_of(engine, replace(taken, rows=taken.rows | more, lines=lines, head=head)))


def _rewritten(session: Session, former: bytes, now: datetime) -> None:
    """What is sealed in the database, under the key in use instead of the former one; and the trail says so."""
    with keys.using(former):
        known = [*former_keys.of(session), (_last_line(session), keys.derived("trail"))]
    count = sum(_sealed_again(session, former, *one) for one in SEALED)
    former_keys.keep(session, known)
    trail.record_by_the_house(
        session, now, "exchanged the main key", secrets_sealed_again=count, keys_before=len(known)
    )


def _last_line(session: Session) -> int:
    return int(session.execute(text("select coalesce(max(id), 0) from trail")).scalar_one())


def _sealed_again(session: Session, former: bytes, table: type[SQLModel], column: str, purpose: str) -> int:
    count = 0
    for row in session.exec(select(table)):
        with keys.using(former):
            value = unseal(purpose, getattr(row, column))
        if value is not None:
            setattr(row, column, seal(purpose, value))
            count += 1
    return count


def _refuse_company() -> None:
    """On PostgreSQL: nobody else may be connected, or a process would write on with the former key."""
    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    with db.reading() as session:
        if session.execute(text(others)).scalar_one():
            waiting().unlink()
            raise InUse


def _in_force(now: datetime) -> str:
    """The new key takes the old one's place; the old one stays beside it under the day's name."""
    place = keys.place()
    before = place.with_name(f"{place.name}.until-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}")
    os.link(place, before)
    os.replace(waiting(), place)
    _settled(place.parent)
    keys.forget()
    db.forget()
    return f"The new key is in force. The old one is at {before}: it opens the backups from before."


def _settled(path: Path) -> None:
    """On the disk, not on its way there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
