"""How far an audit has come, in counts, and what stands in the way of its next stage."""

from dataclasses import dataclass
from enum import StrEnum

from maap.domain.audit import Stage
from maap.domain.sentences import are, counted, share

FEWEST_AGENCIES = 2


class GoingBack(StrEnum):
    """Why an audit goes back a stage. A list, so that the record of it holds no case content."""

    RETURN_MISSING = "a return is missing or has to be corrected"
    MORE_TO_ASK = "the panel needs more from an agency"
    LATE_AGENCY = "an agency joined late"
    GRADE_TO_CORRECT = "an agreed grade or its reason has to be corrected"
    CASE_TO_DISCUSS = "a case has to be discussed again"


BACK: dict[Stage, tuple[Stage, tuple[GoingBack, ...]]] = {
    Stage.PANEL: (Stage.FIELDWORK, (GoingBack.RETURN_MISSING, GoingBack.MORE_TO_ASK, GoingBack.LATE_AGENCY)),
    Stage.REPORTING: (Stage.PANEL, (GoingBack.GRADE_TO_CORRECT, GoingBack.CASE_TO_DISCUSS)),
}
"""Where an audit may go back to, and the reasons there are."""

FORWARD: dict[Stage, Stage] = {
    Stage.AGREED: Stage.SAMPLING,
    Stage.SAMPLING: Stage.FIELDWORK,
    Stage.FIELDWORK: Stage.PANEL,
    Stage.PANEL: Stage.REPORTING,
    Stage.REPORTING: Stage.PUBLISHED,
}
"""The moves that the coordinator makes. Signing makes the move before them, closing the one after."""


@dataclass(frozen=True)
class Standing:
    """An audit in counts, as of one day. ``unpublished``: questionnaire and modules of the terms that are not there."""

    stage: Stage
    signatures_asked: int = 0
    signed: int = 0
    agencies: int = 0
    committed: int = 0
    declined: int = 0
    has_cohort: bool = False
    has_sample: bool = False
    cases: int = 0
    graded: int = 0
    returns: int = 0
    returns_in: int = 0
    returns_late: int = 0
    questionnaire: str = ""
    unpublished: tuple[str, ...] = ()

    @property
    def outstanding(self) -> int:
        """Returns that are not in yet."""
        return self.returns - self.returns_in

    @property
    def unanswered(self) -> int:
        """Agencies that have neither committed nor declined."""
        return self.agencies - self.committed - self.declined


def in_the_way(standing: Standing, despite_outstanding: bool = False) -> tuple[str, ...]:
    """What keeps an audit from the stage after the one it is at, a sentence each; empty when nothing does."""
    if standing.stage is Stage.SAMPLING:
        return (*_sample(standing), *_agencies(standing), *_questionnaire(standing))
    if standing.stage is Stage.FIELDWORK and standing.outstanding and not despite_outstanding:
        owed, of = standing.outstanding, standing.returns
        not_in = f"{share(owed, of, 'return')} {are(owed, of)} not in"
        return (f"{not_in}. Remind the agencies, or tick that you go on without them.",)
    return ()


def worth_knowing(standing: Standing) -> tuple[str, ...]:
    """What does not keep an audit where it is, but should be known before it is moved on."""
    if standing.stage is Stage.SAMPLING and standing.unanswered:
        who = counted(standing.unanswered, "agency has", "agencies have")
        return (f"{who} not answered yet. An agency that commits later gets its returns then.",)
    if standing.stage is Stage.PANEL and standing.graded < standing.cases:
        return (graded_so_far(standing),)
    return ()


def graded_so_far(standing: Standing) -> str:
    """How many cases the panel has graded in every domain."""
    graded, of = standing.graded, standing.cases
    return f"{share(graded, of, 'case')} {are(graded, of)} graded in every domain so far."


def _sample(standing: Standing) -> tuple[str, ...]:
    if not standing.has_cohort:
        return ("There is no cohort yet. Upload it on the page “Cases”, then draw the sample.",)
    return () if standing.has_sample else ("The sample is not drawn yet. Draw it on the page “Cases”.",)


def _agencies(standing: Standing) -> tuple[str, ...]:
    if standing.committed >= FEWEST_AGENCIES:
        return ()
    so_far = {0: "No agency has committed yet.", 1: "Only one agency has committed."}[standing.committed]
    return (f"{so_far} A multi-agency audit needs at least two: remind the others on the page “Agencies”.",)


def _questionnaire(standing: Standing) -> tuple[str, ...]:
    if not standing.questionnaire:
        return ("The terms of reference name no questionnaire. Choose one there and have the terms signed again.",)
    return tuple(
        f"The questionnaire “{key}” in the terms of reference is not published. Publish it, or choose another in the "
        "terms."
        for key in standing.unpublished
    )
