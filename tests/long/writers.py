"""`python -m tests.long.writers [--seconds 60]`: twenty people save at once; how long a save takes, and what is refused.

The control, ``--bare``, writes through an engine without the house's hooks and must lose updates.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from sqlmodel import Field, Session, SQLModel, create_engine

PEOPLE = 20


class Counter(SQLModel, table=True):
    """What the control counts in."""

    __tablename__ = "long_counter"
    id: int | None = Field(default=None, primary_key=True)
    value: int = 0


def _house(seconds: float, url: str) -> int:
    folder = tempfile.mkdtemp(prefix="maap-writers-", dir="/tmp")
    os.environ |= {"MAAP_FOLDER": folder, "MAAP_KEY_FILE": f"{folder}/elsewhere/key", "MAAP_DATABASE_URL": url}
    from maap.domain.people import Role
    from maap.domain.problems import Problem
    from maap.storage import tables as t
    from maap.storage import trail
    from maap.storage.db import reading, work
    from maap.storage.forms import freeze
    from maap.storage.schema import migrate
    from maap.usecases.answering import Given, save_answer
    from tests import factories as make
    from tests.usecases.test_answering import FORM

    migrate()
    places = []
    with work() as session:
        for n in range(PEOPLE):
            police = make.agency(session, f"agency_{n}")
            audit = make.audit(session, police, stage="fieldwork")
            freeze(audit, FORM)
            row = make.a_return(session, make.case(session, audit), police)
            person = make.person(session, Role.AUDITOR, agency=police)
            session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=person.id))
            places.append((make.actor(person, Role.AUDITOR), row.id or 0))
    took: list[float] = []
    refused: list[str] = []
    end = time.monotonic() + seconds

    def act(person: int) -> None:
        actor, return_id = places[person]
        seen = 0
        while time.monotonic() < end:
            began = time.monotonic()
            try:
                with work() as session:
                    seen = save_answer(session, actor, return_id, Given("notes", f"The plan was clear {seen}.", seen))
            except Problem as problem:
                refused.append(str(problem))
            took.append(time.monotonic() - began)

    threads = [threading.Thread(target=act, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading() as session:
        lines, faults = trail.head(session)[0], list(trail.faults(session))
    cuts = statistics.quantiles(took, n=100)
    sys.stdout.write(
        f"{PEOPLE} people, {seconds:.0f} s: {len(took)} saves, {len(took) / seconds:.0f} a second, median "
        f"{statistics.median(took) * 1000:.0f} ms, p95 {cuts[94] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, "
        f"{len(refused)} refused, {lines} lines in the trail, {len(faults)} faults.\n"
    )
    return 0 if not refused and not faults and lines == len(took) else 1


def _bare() -> int:
    file = Path(tempfile.mkdtemp(prefix="maap-writers-", dir="/tmp")) / "bare.db"
    engine = create_engine(f"sqlite:///{file}")
    SQLModel.metadata.create_all(engine, tables=[Counter.__table__])  # type: ignore[attr-defined]
    with Session(engine) as session:
        session.add(Counter(id=1))
        session.commit()

    def act() -> None:
        for _ in range(50):
            with Session(engine) as session:
                row = session.get_one(Counter, 1)
                row.value += 1
                session.add(row)
                session.commit()

    threads = [threading.Thread(target=act) for _ in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        kept = session.get_one(Counter, 1).value
    sys.stdout.write(f"Without the house's hooks: {PEOPLE * 50 - kept} of {PEOPLE * 50} updates lost.\n")
    return 0 if kept < PEOPLE * 50 else 1


def main() -> int:
    """Exit code 0 when nothing was refused or lost; with --bare when something was."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--seconds", type=float, default=60)
    told.add_argument("--url", default="", help="A PostgreSQL database; an encrypted SQLite file by default.")
    told.add_argument("--bare", action="store_true")
    chosen = told.parse_args()
    return _bare() if chosen.bare else _house(chosen.seconds, chosen.url)


if __name__ == "__main__":
    sys.exit(main())
