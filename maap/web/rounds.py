"""The house's rounds: what it does by itself while it runs, one process at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import anyio
import anyio.to_thread

from maap.domain.people import LONDON
from maap.domain.problems import Problem
from maap.domain.sentences import counted
from maap.outside.clock import now
from maap.outside.mail import Carrier, NotCarried, carrier
from maap.settings import settings
from maap.storage import backups, rounds
from maap.storage.copied_trail import copy_new_lines
from maap.storage.db import reading, work
from maap.storage.trail import record_by_the_house
from maap.storage.witness import testify
from maap.usecases import post, reminding
from maap.usecases.actions.reminding import remind_due
from maap.usecases.concerns import escalate_due
from maap.usecases.dashboard_letters import write_due
from maap.views.work import work as waiting_for

_log = logging.getLogger("maap")
_TICK = 60
_MORNING, _MONDAY = 8, 0


@dataclass(frozen=True)
class Round:
    """A job. ``when``: whether it may run at this moment, where the partnership is."""

    name: str
    every: timedelta
    do: Callable[[datetime], object]
    when: Callable[[datetime], bool] = lambda _: True

    @property
    def prompt(self) -> bool:
        """Whether it runs every minute, and must not wait for a backup or a letter to everybody."""
        return self.every <= timedelta(seconds=_TICK)


def send_waiting(at: datetime, by: Carrier | None = None) -> int:
    """Try every letter whose turn it is; each outcome is stored by itself. Returns how many went out."""
    carries = by or carrier(settings())
    if carries is None:
        return 0
    with work() as session:
        taken = post.claim(session, at)
    sent = 0
    for letter in taken:
        try:
            how = carries.carry(letter.post)
        except NotCarried as fault:
            with work() as session:
                post.came_back(session, letter.letter_id, str(fault), fault.for_good, at)
        else:
            with work() as session:
                post.went_out(session, letter.letter_id, how, at)
            sent += 1
    return sent


def remind(at: datetime) -> int:
    """Put every reminder that is owed today into the outbox. Returns how many letters."""
    with work() as session:
        return reminding.remind_returns(session, at) + remind_due(session, at)


def raise_concerns(at: datetime) -> int:
    """Write to everybody who watches about each concern whose clock has run out. Returns how many concerns."""
    with work() as session:
        return escalate_due(session, at)


def of_dashboards(at: datetime) -> int:
    """Write to everybody who asked for letters about a dashboard and whose day it is. Returns how many letters."""
    with work() as session:
        return write_due(session, at)


def weekly(at: datetime) -> int:
    """Write to everybody for whom something waits. Returns how many letters."""
    with reading() as session:
        people = [(actor, waiting_for(session, actor)) for actor in reminding.everybody(session, at)]
    letters = 0
    for actor, found in people:
        lines = [f"{card.reference}: {card.what}" for card in found.waiting]
        if found.concerns:
            lines.insert(0, f"{counted(len(found.concerns), 'immediate concern')} not acknowledged")
        with work() as session:
            letters += reminding.write_weekly(session, actor, lines)
    return letters


def back_up(at: datetime) -> None:
    """Take a backup and prove at once that it can be restored."""
    path = backups.take(at)
    faults = backups.check(path)
    with work() as session:
        record_by_the_house(session, at, "took a backup", proven=not faults, faults=len(faults))
    if faults:
        raise Problem(f"The backup {path.name} is not whole: {faults[0]}")


def bear_witness(at: datetime) -> None:
    """Write the trail's head into the witness's book."""
    with reading() as session:
        testify(session, at)


def copy_trail(at: datetime) -> int:
    """Write the trail's new lines to the place outside. Returns how many."""
    with reading() as session:
        return copy_new_lines(session, at)


def _is_morning(at: datetime) -> bool:
    return at.astimezone(LONDON).hour >= _MORNING


def _is_monday_morning(at: datetime) -> bool:
    return _is_morning(at) and at.astimezone(LONDON).weekday() == _MONDAY


def schedule() -> tuple[Round, ...]:
    """Every job that this installation runs."""
    hours = settings().backup_every_hours
    jobs = [
        Round("concerns", timedelta(seconds=_TICK), raise_concerns),  # a clock runs by night, too
        Round("remind", timedelta(hours=1), remind, _is_morning),
        Round("weekly", timedelta(days=6), weekly, _is_monday_morning),
        Round("dashboards", timedelta(hours=1), of_dashboards, _is_morning),
        Round("post", timedelta(seconds=_TICK), send_waiting),
    ]
    if settings().demonstration:  # thrown away at its next start
        return tuple(jobs)
    jobs.append(Round("witness", timedelta(hours=24), bear_witness))
    if settings().trail_copy_folder:
        jobs.append(Round("trail copy", timedelta(hours=1), copy_trail))
    if hours:
        jobs.append(Round("backup", timedelta(hours=hours), back_up))
    return tuple(jobs)


def go_round(at: datetime, prompt: bool | None = None) -> list[str]:
    """Run each job that is due. One that fails is logged, and does not keep the others. Returns those that ran.

    ``prompt``: only those that run every minute, or only the others.
    """
    ran = []
    for job in schedule():
        if prompt not in (None, job.prompt) or not job.when(at):
            continue
        with work() as session:
            mine = rounds.take(session, job.name, at, job.every, timedelta(minutes=30))
        if not mine:
            continue
        done = _did(job, at)
        with work() as session:
            rounds.put_back(session, job.name, at, done)
        ran.append(job.name)
    return ran


def _did(job: Round, at: datetime) -> bool:
    try:
        job.do(at)
    except Problem as problem:
        _log.error("the round %s was not done: %s", job.name, problem)
    except Exception:
        _log.exception("the round %s went wrong", job.name)
    else:
        return True
    return False


async def keep_going(prompt: bool) -> None:
    """Go round once a minute, for as long as the house is open."""
    while True:
        try:
            await anyio.to_thread.run_sync(go_round, now(), prompt)
        except Problem as problem:
            _log.warning("the rounds wait: %s", problem)
        await anyio.sleep(_TICK)
