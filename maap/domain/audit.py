"""The life of an audit: its stages, and the moves between them, in one table."""

from enum import StrEnum

from maap.domain.problems import Problem


class Stage(StrEnum):
    """Where an audit is."""

    DRAFT = "draft"
    AGREED = "agreed"
    SAMPLING = "sampling"
    FIELDWORK = "fieldwork"
    PANEL = "panel"
    REPORTING = "reporting"
    PUBLISHED = "published"
    CLOSED = "closed"


MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.AGREED}),
    Stage.AGREED: frozenset({Stage.SAMPLING, Stage.DRAFT}),
    Stage.SAMPLING: frozenset({Stage.FIELDWORK, Stage.DRAFT}),
    Stage.FIELDWORK: frozenset({Stage.PANEL}),
    Stage.PANEL: frozenset({Stage.REPORTING, Stage.FIELDWORK}),
    Stage.REPORTING: frozenset({Stage.PUBLISHED, Stage.PANEL}),
    Stage.PUBLISHED: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}

MEANING: dict[Stage, str] = {
    Stage.DRAFT: "The terms of reference are being written and signed.",
    Stage.AGREED: "The terms are signed. Agencies are committing to the procedures.",
    Stage.SAMPLING: "The cohort is being uploaded and the sample drawn.",
    Stage.FIELDWORK: "Agencies are completing their returns.",
    Stage.PANEL: "Returns are closed. The panel is agreeing grades.",
    Stage.REPORTING: "The report and briefing are being written.",
    Stage.PUBLISHED: "The learning is published and actions are under way.",
    Stage.CLOSED: "The audit is closed. Its numbers no longer change.",
}

ORDER: tuple[Stage, ...] = tuple(Stage)


class WrongStage(Problem):
    """Something that belongs to another stage of the audit."""


def move(at: Stage, to: Stage) -> Stage:
    """The stage after a move, or a refusal when the table has no such move."""
    if to not in MOVES[at]:
        raise WrongStage(
            f"This audit is at the stage “{at}”, so it cannot go to “{to}”. Open the audit's page to see its next step."
        )
    return to


def must_be(at: Stage, *allowed: Stage) -> None:
    """Refuse a deed that belongs to other stages.

    Raises WrongStage, naming the stages it belongs to.
    """
    if at not in allowed:
        when = " or ".join(f"“{stage}”" for stage in allowed)
        raise WrongStage(
            f"This audit is at the stage “{at}”; that can only be done while it is {when}. "
            "Open the audit's page to see its next step."
        )


def has_reached(at: Stage, stage: Stage) -> bool:
    """Whether the audit is at the stage or past it."""
    return ORDER.index(at) >= ORDER.index(stage)
