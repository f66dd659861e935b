"""`python -m tests.long.broken_house serve`: the house with three faults planted, for the control of the long soak.

Each whole page that is drawn leaves three files open; one answer in five is not stored and looks as if it were; one in
seven is stored twice.
"""

import os
from itertools import count

from sqlmodel import Session

from maap.__main__ import main
from maap.domain.people import Actor
from maap.ui import frame, saving
from maap.usecases.answering import Given, save_answer

FORGETS, DOUBLES = 5, 7
_leaked: list[object] = []
_given = count(1)
_draw = frame.open_house


def _leaking() -> None:
    _leaked.extend(open(os.devnull) for _ in range(3))  # noqa: SIM115  (that they stay open is the fault)
    _draw()


def _careless(session: Session, actor: Actor, return_id: int, given: Given) -> int:
    turn = next(_given)
    if given.seen and turn % FORGETS == 0:
        return given.seen
    revision = save_answer(session, actor, return_id, given)
    if turn % DOUBLES == 0:
        again = Given(given.question_id, given.value, revision, given.kept_because)
        return save_answer(session, actor, return_id, again)
    return revision


if __name__ == "__main__":
    frame.open_house = _leaking
    saving.save_answer = _careless
    main()
