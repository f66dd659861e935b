"""A return: one agency's answers about one case, and the states it goes through."""

from enum import StrEnum

from maap.domain.problems import Problem


class ReturnState(StrEnum):
    """Where a return is. The first state that anybody chooses is derived from the first answer."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes requested"
    ACCEPTED = "accepted"
    NOT_KNOWN = "not known to us"


OPEN_FOR_ANSWERS = frozenset({ReturnState.NOT_STARTED, ReturnState.IN_PROGRESS, ReturnState.CHANGES_REQUESTED})
"""States in which answers may be given."""

HANDED_IN = frozenset({ReturnState.SUBMITTED, ReturnState.ACCEPTED, ReturnState.NOT_KNOWN})
"""States that count as «in»: «not known to us» is a complete return."""

ANSWERED = HANDED_IN - {ReturnState.NOT_KNOWN}
"""States that are in and add to a figure: «not known to us» holds no answer."""

COUNTED = frozenset(
    {ReturnState.IN_PROGRESS, ReturnState.SUBMITTED, ReturnState.CHANGES_REQUESTED, ReturnState.ACCEPTED}
)
"""States whose answers the live charts count."""

MOVES: dict[ReturnState, frozenset[ReturnState]] = {
    ReturnState.NOT_STARTED: frozenset({ReturnState.IN_PROGRESS, ReturnState.NOT_KNOWN}),
    ReturnState.IN_PROGRESS: frozenset({ReturnState.SUBMITTED, ReturnState.NOT_KNOWN}),
    ReturnState.SUBMITTED: frozenset({ReturnState.ACCEPTED, ReturnState.CHANGES_REQUESTED, ReturnState.IN_PROGRESS}),
    ReturnState.CHANGES_REQUESTED: frozenset({ReturnState.SUBMITTED}),
    ReturnState.ACCEPTED: frozenset({ReturnState.IN_PROGRESS}),
    ReturnState.NOT_KNOWN: frozenset({ReturnState.IN_PROGRESS}),
}


class ReturnClosed(Problem):
    """A return that is no longer open for the deed."""


class Overtaken(Problem):
    """Somebody else saved first. Carries both values, so that nothing typed is lost."""

    def __init__(self, sentence: str, mine: object, theirs: object) -> None:
        super().__init__(sentence)
        self.mine = mine
        self.theirs = theirs


def move(at: ReturnState, to: ReturnState) -> ReturnState:
    """The state after a move, or a refusal in words."""
    if to not in MOVES[at]:
        raise ReturnClosed(
            f"This return is “{at}”, so it cannot become “{to}”. Reload the page to see where it is now."
        )
    return to
