"""`python -m tests.long.planted_house`: the house with one fault planted, which a test over a bad line must find.

``MAAP_TEST_PLANTED`` names it: ``forgetful`` does without catching up after a lost line, ``twice`` stores a repeat.
"""

import os

import maap.ui.saving as saving
from maap.__main__ import main
from maap.domain.people import Actor
from maap.usecases.answering import Given, save_answer


def _forgetful(return_id: int) -> None:
    """A page that waits until somebody touches it again."""
    del return_id


def _twice() -> None:
    """A page that sends what it had to save once more, whatever became of it."""
    kept = saving.save_answer

    def again(session: object, actor: Actor, return_id: int, given: Given) -> int:
        revision = kept(session, actor, return_id, given)  # type: ignore[arg-type]
        return save_answer(session, actor, return_id, Given(given.question_id, given.value, revision))  # type: ignore[arg-type]

    saving.save_answer = again


if __name__ == "__main__":
    if os.environ["MAAP_TEST_PLANTED"] == "forgetful":
        saving.catch_up = _forgetful
    else:
        _twice()
    main()
