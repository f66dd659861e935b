"""Twenty agencies that answer through the use cases, each at its own pace, until nobody listens. A process of its own.

After each deed it writes a line: when (a clock that all processes share), how many returns are in, and how many grades
are in the better half and how many there are; counted by statements of its own, not by those that dashboards ask.
"""

import heapq
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from maap.domain.people import Actor, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import (
    Choice,
    Choices,
    Date,
    Grade,
    LongText,
    Matrix,
    Number,
    Question,
    Text,
    Themes,
    YesNo,
)
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.answering import Given, save_answer
from maap.usecases.fieldwork import not_known, submit
from maap.views.returns import Sheet, sheet

PAUSE = 10.0
"""Seconds between two deeds of one agency, on average."""
WORDS = "Agencies met early, agreed who does what, and the plan was followed up."
_COUNTED = """
SELECT (SELECT count(*) FROM case_return WHERE state IN ('submitted', 'accepted', 'not known to us')),
  coalesce(sum(a.grade IN ('outstanding', 'good')), 0), count(*)
FROM answer a JOIN case_return r ON r.id = a.return_id
WHERE a.counted AND r.state IN ('in progress', 'submitted', 'changes requested', 'accepted')
  AND a.grade IN ('outstanding', 'good', 'requires_improvement', 'inadequate')
"""


class Agency:
    """One agency's lead, who answers its returns one after the other."""

    def __init__(self, person: t.Person, returns: list[int], seed: int) -> None:
        self.person, self.waiting, self.dice = person, returns, random.Random(seed)

    def act(self) -> None:
        """Do one thing: answer the next question, change a grade, hand a return in, or say that a case is not known."""
        actor = Actor(
            self.person.id or 0, self.person.name, frozenset({Role.AGENCY_LEAD}), self.person.agency_id, now()
        )
        with suppress(Problem), work() as session:
            if not self.waiting:
                return
            page = sheet(session, actor, self.waiting[0])
            if page.route.complete:
                submit(session, actor, self.waiting.pop(0))
            elif not page.stored and self.dice.random() < 0.3:
                not_known(session, actor, self.waiting.pop(0), "records officer")
            else:
                save_answer(session, actor, page.return_id, self._given(page))

    def _given(self, page: Sheet) -> Given:
        grades = [one for one in page.route.asked if isinstance(one, Grade)]
        question = self.dice.choice(grades) if self.dice.random() < 0.4 else page.route.unanswered[0]
        stored = page.stored.get(question.id)
        return Given(question.id, self._value(page, question), stored.revision if stored else 0)

    def _value(self, page: Sheet, question: Question) -> Any:
        one: Callable[[Any], Any] = self.dice.choice
        match question:
            case Grade():
                return one(page.form.scale(question.scale).levels).value
            case YesNo():
                return "yes"
            case Choice():
                return one(question.options).value
            case Choices():
                return [one(question.options).value]
            case Matrix():
                return {row.value: "yes" for row in question.rows}
            case Number():
                return 2
            case Date():
                return date.today().isoformat()
            case Themes():
                return [one(page.themes).key]
            case Text() | LongText():
                return WORDS
        return None


def agencies() -> list[Agency]:
    """Those that take part, with their returns: those that nobody has begun first."""
    with reading() as session:
        people = session.exec(select(t.Person).where(col(t.Person.agency_id).is_not(None))).all()
        rows = session.exec(select(t.Return).order_by(col(t.Return.id))).all()
        session.expunge_all()
    return [
        Agency(person, [row.id or 0 for row in reversed(rows) if row.agency_id == person.agency_id], at)
        for at, person in enumerate(people)
    ]


def counted(session: Session) -> tuple[int, int, int]:
    """Returns in, grades in the better half, all grades."""
    handed_in, better, graded = session.execute(text(_COUNTED)).one()
    return int(handed_in), int(better), int(graded)


def _say() -> None:
    with reading() as session:
        told = counted(session)
    sys.stdout.write(f"{time.monotonic()} {' '.join(map(str, told))}\n")
    sys.stdout.flush()


def main() -> None:
    """Answer until nobody listens."""
    pause = float(sys.argv[1]) if len(sys.argv) > 1 else PAUSE
    dice = random.Random(5)
    there = agencies()
    begins = time.monotonic()
    turns = [(begins + dice.uniform(0, pause), at) for at in range(len(there))]
    heapq.heapify(turns)
    _say()
    with suppress(BrokenPipeError):
        while True:
            when, at = heapq.heappop(turns)
            time.sleep(max(0.0, when - time.monotonic()))
            there[at].act()
            _say()
            heapq.heappush(turns, (time.monotonic() + dice.uniform(0.5, 1.5) * pause, at))


if __name__ == "__main__":
    main()
