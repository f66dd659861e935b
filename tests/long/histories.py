"""`python -m tests.long.histories [--deeds 10000] [--postgresql]`: what twenty people were told, against what is there.

Four processes of five people answer, submit, accept and reopen five returns at once. Every two seconds something goes
wrong: a process is killed and another begins, one stands still for a second, the database is held by somebody else;
with ``--postgresql``, all of the server is killed and started again, or its lines are cut. Each person writes down when
they began a deed, what they had seen, what they were told, and when. Then the trail, which is the order in which things
happened, is read against these notes and against a small model of a return:

what was told to be done is there once; what was refused is not there; what nobody was told is there once or not; each
answer follows the one its giver had seen; a return that is in takes none; nobody saw less than had been told before;
and what ended before something else began stands before it. ``--control`` plants two faults, each of which must be
found: a deed that is told before it is stored, and one that forgets what its giver had seen. There all processes are
killed at once, `CONTROL_KILLS` times at least: whoever holds the database was killed for certain, and not by chance.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text
from sqlmodel import col, select

from maap.domain.people import Actor, Role
from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import db, trail
from maap.storage import tables as t
from maap.storage.db import NotSaved, reading, work
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.storage.trail_values import value_faults
from maap.usecases.answering import Given, save_answer
from maap.usecases.fieldwork import accept, reopen, submit
from tests import factories as make
from tests.long.server_crashes import crash, server
from tests.usecases.test_answering import FORM

PROCESSES, PEOPLE, RETURNS = 4, 5, 5
EVERY = 2.0
"""Seconds from one thing that goes wrong to the next."""
CONTROL_KILLS, CONTROL_EVERY = 6, 0.5
HASTE = 0.03
"""Seconds that a hasty deed is told before it is stored."""
CHOICES = ("answer",) * 12 + ("submit", "accept", "reopen", "reopen")
MOVES = {"submitted a return": "submit", "accepted a return": "accept", "reopened a return": "reopen"}
INSIDE = {"in progress": True, "submitted": False, "accepted": False}
"""Whether a return in this state takes answers."""


@dataclass(frozen=True)
class Chair:
    """Somebody at a return: who they are, and which deeds are theirs."""

    person_id: int
    agency_id: int
    return_id: int
    role: Role


@dataclass
class Note:
    """What somebody wrote down of one deed. ``at`` is its own moment for the house, so that its line can be found."""

    at: str
    deed: str
    return_id: int
    seen: int = 0
    value: str = ""
    began: float = 0
    looked: float = 0
    over: float = float("inf")
    came: str = "nobody was told"
    """Or: done, refused, not saved."""
    revision: int = 0


Notes = dict[str, Note]
Save = Callable[..., int]


def furnish() -> list[Chair]:
    """Five agencies with a return each, three auditors and a lead at each, every question answered but one."""
    chairs = []
    with work() as session:
        agencies = [make.agency(session, f"agency_{n}") for n in range(RETURNS)]
        audit = make.audit(session, *agencies, stage="fieldwork")
        freeze(audit, FORM)
        case = make.case(session, audit)
        for agency in agencies:
            row = make.a_return(session, case, agency, "not started")
            for role in (Role.AUDITOR, Role.AUDITOR, Role.AUDITOR, Role.AGENCY_LEAD):
                person = make.person(session, role, agency=agency)
                session.add(t.NamedAuditor(audit_id=audit.id, agency_id=agency.id, person_id=person.id))
                session.flush()
                chairs.append(Chair(person.id or 0, agency.id or 0, row.id or 0, role))
            given = Given("siblings", "no", 0)
            save_answer(session, make.actor(person, Role.AGENCY_LEAD), row.id or 0, given)
    return chairs


def _deed(session: Any, actor: Actor, note: Note, save: Save) -> int:
    match note.deed:
        case "answer":
            return save(session, actor, note.return_id, Given("notes", note.value, note.seen))
        case "submit":
            submit(session, actor, note.return_id)
        case "accept":
            accept(session, actor, note.return_id)
        case "reopen":
            reopen(session, actor, note.return_id, "An answer was wrong.")
    return 0


def _seen(return_id: int) -> int:
    with reading() as session:
        found = select(t.Answer.revision).where(t.Answer.return_id == return_id, t.Answer.question_id == "notes")
        return session.exec(found).first() or 0


def _forgetful(session: Any, actor: Actor, return_id: int, given: Given) -> int:
    """A control: what somebody saw is not compared."""
    stands = select(t.Answer.revision).where(t.Answer.return_id == return_id, t.Answer.question_id == "notes")
    return save_answer(session, actor, return_id, Given("notes", given.value, session.exec(stands).first() or 0))


class Person(threading.Thread):
    """Does one thing after the other, and writes down what they were told."""

    def __init__(self, chair: Chair, number: int, book: int, control: str) -> None:
        super().__init__(daemon=True)
        self.chair, self.number, self.book, self.control = chair, number, book, control
        self.chance = random.Random(number)

    def _write_down(self, **facts: Any) -> None:
        os.write(self.book, (json.dumps(facts) + "\n").encode())  # one short write at the end of a file is whole

    def run(self) -> None:
        """For ever."""
        n = 0
        while True:
            n += 1
            with suppress(Problem):  # somebody who cannot even look waits
                self._once(n)
                continue
            time.sleep(0.2)

    def _once(self, n: int) -> None:
        moment = make.NOW + timedelta(microseconds=self.number * 100_000 + n)
        deed = self.chance.choice(CHOICES)
        role = self.chair.role if deed == "answer" else Role.AGENCY_LEAD
        actor = Actor(self.chair.person_id, "Somebody", frozenset({role}), self.chair.agency_id, moment)
        note = Note(moment.isoformat(), deed, self.chair.return_id, value=f"The plan was clear {self.number} {n}.")
        note.began = time.monotonic()
        note.seen = _seen(note.return_id)
        note.looked = time.monotonic()
        self._write_down(**vars(note) | {"over": None})
        note.came, note.revision = self._told(actor, note)
        self._write_down(at=note.at, came=note.came, revision=note.revision, over=time.monotonic())

    def _told(self, actor: Actor, note: Note) -> tuple[str, int]:
        save = _forgetful if self.control == "forgetful" else save_answer
        try:
            with work() as session:
                revision = _deed(session, actor, note, save)
                if self.control == "hasty":
                    self._write_down(at=note.at, came="done", revision=revision, over=time.monotonic())
                    time.sleep(HASTE)
            return "done", revision
        except NotSaved:
            return "not saved", 0
        except Problem:
            return "refused", 0


@dataclass
class House:
    """The house under test: its book of notes, its people at work, and what goes wrong."""

    book: Path
    chairs: list[Chair]
    control: str = ""
    running: Any = None
    """The PostgreSQL server, where it is one."""
    lives: int = 0
    workers: list[int] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """One more process of five people."""
        db.engine().dispose()  # no connection may be shared with the child
        self.lives += 1
        child = os.fork()
        if child:
            self.workers.append(child)
            return
        try:
            book = os.open(self.book, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            mine = self.chairs[self.lives % PROCESSES :: PROCESSES]  # at every return somebody of each process
            people = [
                Person(chair, self.lives * PEOPLE + n, book, self.control) for n, chair in enumerate(mine[:PEOPLE])
            ]
            for person in people:
                person.start()
            while all(person.is_alive() for person in people):
                time.sleep(0.1)
        finally:
            os._exit(1)

    def kill(self, which: int) -> None:
        """One process, at any moment."""
        child = self.workers.pop(which)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "it stopped by itself"

    def go_wrong(self, chance: random.Random) -> None:
        """Whatever comes; in a control, everybody is killed."""
        if self.control:
            self.wrong["all killed"] += 1
            for _ in range(PROCESSES):
                self.kill(0)
            for _ in range(PROCESSES):
                self.begin()
            return
        kinds = ["killed", "stood still", *(["server crashed", "lines cut"] if self.running else ["database held"])]
        kind = chance.choice(kinds)
        self.wrong[kind] += 1
        which = chance.randrange(PROCESSES)
        if kind == "killed":
            self.kill(which)
            self.begin()
        elif kind == "stood still":
            os.kill(self.workers[which], signal.SIGSTOP)
            time.sleep(1)
            os.kill(self.workers[which], signal.SIGCONT)
        elif kind == "database held":
            with db.engine().connect() as connection:
                connection.execute(text("update audit set pulse = pulse where 1 = 0"))
                time.sleep(1)
                connection.rollback()
        elif kind == "lines cut":
            cut = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()"
            with suppress(Exception), db.engine().connect() as connection:
                connection.execute(text(cut))
        else:
            crash(self.running)
        db.engine().dispose()


def notes_in(book: Path) -> Notes:
    """What everybody wrote down, by the moment of the deed."""
    notes: Notes = {}
    for line in book.read_text().splitlines():
        facts = json.loads(line)
        if "deed" in facts:
            notes[facts["at"]] = Note(**{name: value for name, value in facts.items() if value is not None})
        elif notes[facts["at"]].came != "done":
            for name, value in facts.items():
                setattr(notes[facts["at"]], name, value)
    return notes


def faults(notes: Notes) -> Iterator[str]:
    """Where the house is not what people were told, in a sentence each."""
    with reading() as session:
        yield from trail.faults(session)
        yield from value_faults(session)
        lines = session.exec(select(t.TrailEntry).order_by(col(t.TrailEntry.id))).all()
        versions = session.exec(
            select(t.Answer.return_id, t.AnswerVersion.revision, t.AnswerVersion.value)
            .join(t.Answer, col(t.Answer.id) == t.AnswerVersion.answer_id)
            .where(t.Answer.question_id == "notes")
        ).all()
    happened = [(notes[at], line) for line in lines if (at := line.at.isoformat()) in notes]
    yield from _told_and_there(notes, Counter(note.at for note, _ in happened))
    yield from _model(happened)
    yield from _in_time(notes, [note for note, _ in happened])
    stored = {(return_id, revision): value for return_id, revision, value in versions}
    told = {(note.return_id, line.detail["revision"]): note.value for note, line in happened if note.deed == "answer"}
    if stored != told:
        yield f"the history holds {len(stored)} answers, the trail {len(told)}, and they are not the same"


def _told_and_there(notes: Notes, there: Counter[str]) -> Iterator[str]:
    allowed = {"done": (1,), "refused": (0,), "nobody was told": (0, 1), "not saved": (0,)}
    for note in notes.values():
        if there[note.at] not in allowed[note.came]:
            yield f"{note.deed} at {note.at}: {note.came}, and it is there {there[note.at]} times"


def _model(happened: list[tuple[Note, t.TrailEntry]]) -> Iterator[str]:
    """Play the trail: each answer follows the one its giver saw, and each return goes its way."""
    revision: dict[int, int] = defaultdict(int)
    state: dict[int, str] = defaultdict(lambda: "in progress")
    for note, line in happened:
        at = note.return_id
        if line.deed == "answered":
            revision[at] += 1
            if not INSIDE[state[at]]:
                yield f"line {line.id}: a return that is {state[at]} took an answer"
            if (line.detail["revision"], note.seen) != (revision[at], revision[at] - 1):
                yield f"line {line.id}: revision {revision[at]} overwrote one that its giver had not seen"
            if note.came == "done" and note.revision != revision[at]:
                yield f"line {line.id}: told to be revision {note.revision}, and is {revision[at]}"
        else:
            if MOVES[line.deed] != note.deed or line.detail["before"] != state[at]:
                yield f"line {line.id}: {line.deed} from {line.detail['before']}, and it was {state[at]}"
            state[at] = line.detail["after"]


def _in_time(notes: Notes, happened: list[Note]) -> Iterator[str]:
    """What was over before something else began stands before it; whoever looks sees at least what was told before."""
    earliest = float("inf")
    for note in reversed(happened):
        if note.looked > earliest:
            yield f"{note.at} stands before something that was over when it began"
        earliest = min(earliest, note.over)
    for at in {note.return_id for note in notes.values()}:
        saves = sorted((n.over, n.revision) for n in notes.values() if n.return_id == at and n.revision)
        looks = sorted((n.began, n.seen, n.at) for n in notes.values() if n.return_id == at)
        known, following = 0, iter([*saves, (float("inf"), 0)])
        over, revision = next(following)
        for began, seen, when in looks:
            while over < began:
                known = max(known, revision)
                over, revision = next(following)
            if seen < known:
                yield f"{when}: somebody saw revision {seen} when {known} had been told"


def lived(place: Path, deeds: int, control: str = "", running: Any = None, every: float = EVERY) -> tuple[House, Notes]:
    """Let people work until so many deeds were begun, while things go wrong."""
    house, chance = House(place / "notes", furnish(), control, running), random.Random(20260303)
    for _ in range(PROCESSES):
        house.begin()
    begun = 0
    while begun < deeds or (control and house.wrong.total() < CONTROL_KILLS):
        time.sleep(CONTROL_EVERY if control else every)
        house.go_wrong(chance)
        begun = house.book.read_bytes().count(b'"deed"') if house.book.exists() else 0
    while house.workers:
        house.kill(0)
    return house, notes_in(house.book)


def _settle(folder: Path, address: str) -> None:
    chosen = {"MAAP_FOLDER": str(folder / "house"), "MAAP_KEY_FILE": str(folder / "elsewhere" / "key")}
    os.environ |= chosen | {"MAAP_ENCRYPTED": "true", "MAAP_DATABASE_URL": address}
    settings.cache_clear()
    migrate()


def tried(deeds: int, control: str = "", postgresql: bool = False, every: float = EVERY) -> list[str]:
    """A house of its own, and what is wrong afterwards. Says what happened."""
    with tempfile.TemporaryDirectory(prefix="maap-histories-", dir="/tmp") as name:
        running = server(tempfile.mkdtemp(prefix="pg", dir="/tmp")) if postgresql else None
        try:
            url = make_url(running.get_uri(driver="psycopg")).render_as_string(hide_password=False) if running else ""
            _settle(Path(name), url)
            house, notes = lived(Path(name), deeds, control, running, every)
            found = list(faults(notes))
            came, wrong = Counter(note.came for note in notes.values()), dict(house.wrong)
            sys.stdout.write(
                f"{len(notes)} deeds ({dict(Counter(note.deed for note in notes.values()))}): {dict(came)}; "
                f"went wrong: {wrong}; load {os.getloadavg()[0]:.1f}: {len(found)} faults.\n"
            )
            db.engine().dispose()
        finally:
            if running:
                running.cleanup()
    return found


def main() -> int:
    """Exit code 0 when nothing is wrong; with --control when each planted fault was found."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--deeds", type=int, default=10_000)
    told.add_argument("--postgresql", action="store_true")
    told.add_argument("--control", action="store_true")
    chosen = told.parse_args()
    if chosen.control:
        return int(not all(tried(chosen.deeds, control, chosen.postgresql) for control in ("hasty", "forgetful")))
    found = tried(chosen.deeds, postgresql=chosen.postgresql)
    sys.stdout.write("".join(f"{fault}\n" for fault in found[:20]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
