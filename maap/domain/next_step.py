"""What an audit waits for next, and who has to do it."""

from dataclasses import dataclass
from enum import StrEnum

from maap.domain.audit import Stage
from maap.domain.commitment import ANSWERED_AT, Commitment
from maap.domain.sentences import verb
from maap.domain.standing import FEWEST_AGENCIES, Standing, graded_so_far


class Task(StrEnum):
    """Something to do, wherever it is listed. Pages know where each is done."""

    WRITE_TERMS = "write the terms"
    SIGN_TERMS = "sign the terms"
    START_SAMPLING = "start sampling"
    UPLOAD_COHORT = "upload the cohort"
    DRAW_SAMPLE = "draw the sample"
    CHASE_AGENCIES = "remind the agencies"
    OPEN_FIELDWORK = "open the fieldwork"
    CHASE_RETURNS = "chase the returns"
    CLOSE_RETURNS = "close the returns"
    GRADE_CASES = "agree the grades"
    START_REPORT = "start the report"
    PUBLISH = "publish"
    CLOSE = "close the audit"
    COMMIT = "commit"
    NAME_AUDITORS = "name auditors"
    ASSIGN_RETURNS = "give out returns"
    COMPLETE_RETURNS = "complete returns"
    TAKE_RETURNS = "take returns"
    CHANGE_RETURNS = "change returns"
    CHECK_RETURNS = "check returns"
    READ_CASES = "read cases"
    ANSWER_ISSUES = "answer issues"
    CLOSE_ISSUES = "close issues"
    CHASE_ISSUES = "chase issues"
    REPORT_ACTIONS = "report on actions"
    CONFIRM_ACTIONS = "confirm actions"


COORDINATOR = "The coordinator"
SIGNATORIES = "The people named to sign"
AGENCIES = "The agencies"
YOUR_LEAD = "Your agency's lead"
YOUR_AGENCY = "Your agency"
PANEL = "The panel"
NOBODY = "Nobody"


@dataclass(frozen=True)
class NextStep:
    """What to do, in a phrase; who does it; and what else to know. ``task`` is None when there is nothing to open."""

    task: Task | None
    what: str
    who: str
    more: str = ""

    @property
    def waits_for_the_coordinator(self) -> bool:
        """Whether the coordinator has to do something now. Closing can wait for as long as actions run."""
        return self.who == COORDINATOR and self.task is not Task.CLOSE


def next_step(standing: Standing) -> NextStep:
    """The one thing that brings an audit on from where it stands."""
    match standing.stage:
        case Stage.DRAFT:
            return _draft(standing)
        case Stage.AGREED:
            return NextStep(Task.START_SAMPLING, "Start sampling", COORDINATOR, "Agencies can commit meanwhile.")
        case Stage.SAMPLING:
            return _sampling(standing)
        case Stage.FIELDWORK:
            return _fieldwork(standing)
        case Stage.PANEL:
            return _panel(standing)
        case Stage.REPORTING:
            return NextStep(Task.PUBLISH, "Write the report and the briefing, then publish them", COORDINATOR)
        case Stage.PUBLISHED:
            return NextStep(Task.CLOSE, "Follow the actions", COORDINATOR, "Close the audit when they are done.")
        case Stage.CLOSED:
            return NextStep(None, "Nothing more", NOBODY, "The audit is closed. Its numbers no longer change.")


def agencys_step(standing: Standing, answer: Commitment) -> NextStep:
    """The same for one agency's people. ``standing`` counts that agency's returns alone; no other agency's show."""
    if standing.stage in ANSWERED_AT and answer is Commitment.ASKED:
        return NextStep(Task.COMMIT, "Read the procedures, and say whether your agency takes part", YOUR_LEAD)
    if answer is Commitment.DECLINED and standing.stage in ANSWERED_AT:
        return NextStep(None, "Your agency has declined", NOBODY, "Its lead may still change that answer.")
    match standing.stage:
        case Stage.AGREED | Stage.SAMPLING:
            return NextStep(None, "The sample is drawn", COORDINATOR, "Your returns open with the fieldwork.")
        case Stage.FIELDWORK if standing.outstanding:
            so_far = f"{standing.returns_in} of {standing.returns} {verb(standing.returns_in, 'is', 'are')} in."
            return NextStep(Task.COMPLETE_RETURNS, "Complete your agency's returns", YOUR_AGENCY, so_far)
        case Stage.FIELDWORK:
            return NextStep(None, "The panel opens", COORDINATOR, "Your agency owes no return.")
        case Stage.PANEL:
            return NextStep(None, "The panel reads the returns and agrees a grade for each case", PANEL)
        case Stage.REPORTING:
            return NextStep(None, "The report and the briefing are written", COORDINATOR)
        case Stage.PUBLISHED:
            return NextStep(None, "Share the briefing with your staff, and report on your actions", YOUR_AGENCY)
        case Stage.DRAFT | Stage.CLOSED:
            return next_step(standing)


def _draft(standing: Standing) -> NextStep:
    if standing.signed < standing.signatures_asked:
        has = verb(standing.signed, "has", "have")
        so_far = f"{standing.signed} of {standing.signatures_asked} {has} signed so far."
        return NextStep(Task.SIGN_TERMS, "Sign the terms of reference", SIGNATORIES, so_far)
    return NextStep(Task.WRITE_TERMS, "Write the terms of reference and ask for signatures", COORDINATOR)


def _sampling(standing: Standing) -> NextStep:
    if not standing.has_cohort:
        return NextStep(
            Task.UPLOAD_COHORT, "Upload the cohort", COORDINATOR, "The cohort is the list of cases to draw from."
        )
    if not standing.has_sample:
        return NextStep(Task.DRAW_SAMPLE, "Draw the sample", COORDINATOR)
    if standing.committed < FEWEST_AGENCIES:
        return NextStep(Task.CHASE_AGENCIES, "Commit to the procedures", AGENCIES, "At least two are needed.")
    return NextStep(Task.OPEN_FIELDWORK, "Open the fieldwork", COORDINATOR, "Agencies then get their returns.")


def _fieldwork(standing: Standing) -> NextStep:
    if not standing.outstanding:
        return NextStep(Task.CLOSE_RETURNS, "Close the returns and open the panel", COORDINATOR, "All returns are in.")
    so_far = f"{standing.returns_in} of {standing.returns} {verb(standing.returns_in, 'is', 'are')} in."
    return NextStep(Task.CHASE_RETURNS, "Complete the returns", AGENCIES, so_far)


def _panel(standing: Standing) -> NextStep:
    if standing.graded < standing.cases:
        return NextStep(Task.GRADE_CASES, "Agree the grades of each case", PANEL, graded_so_far(standing))
    return NextStep(Task.START_REPORT, "Start the report", COORDINATOR, "Every case is graded in every domain.")
