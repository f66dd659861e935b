"""What waits for one person, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from maap.domain.next_step import Task

_WORDS: Mapping[Task, tuple[str, str]] = MappingProxyType(
    {
        Task.SIGN_TERMS: ("Read and sign the terms of reference", ""),
        Task.COMMIT: ("Say whether your agency takes part", ""),
        Task.NAME_AUDITORS: ("Name your agency's auditors", ""),
        Task.COMPLETE_RETURNS: ("Complete 1 return", "Complete {n} returns"),
        Task.CHANGE_RETURNS: (
            "Change 1 return that was sent back to you",
            "Change {n} returns that were sent back to you",
        ),
        Task.ASSIGN_RETURNS: ("Give 1 return to an auditor", "Give {n} returns to auditors"),
        Task.TAKE_RETURNS: (
            "1 return of your agency has no auditor yet",
            "{n} returns of your agency have no auditor yet",
        ),
        Task.CHECK_RETURNS: (
            "Check 1 return that your auditors handed in",
            "Check {n} returns that your auditors handed in",
        ),
        Task.CHASE_RETURNS: ("1 return is late", "{n} returns are late"),
        Task.CHASE_AGENCIES: (
            "1 agency has not said whether it takes part",
            "{n} agencies have not said whether they take part",
        ),
        Task.READ_CASES: ("Read the returns before the panel", ""),
        Task.ANSWER_ISSUES: (
            "Answer 1 issue that belongs to your agency",
            "Answer {n} issues that belong to your agency",
        ),
        Task.CLOSE_ISSUES: ("Read 1 agency's answer to an issue", "Read {n} answers of agencies to issues"),
        Task.CHASE_ISSUES: ("1 agency's answer to an issue is late", "{n} answers of agencies to issues are late"),
        Task.REPORT_ACTIONS: ("Report on 1 action of your agency", "Report on {n} actions of your agency"),
        Task.CONFIRM_ACTIONS: (
            "Confirm that 1 action is done, or send it back",
            "Confirm that {n} actions are done, or send them back",
        ),
    }
)

DUE_BY: Mapping[Task, str] = MappingProxyType(
    {
        Task.WRITE_TERMS: "terms_signed",
        Task.SIGN_TERMS: "terms_signed",
        Task.START_SAMPLING: "cohort",
        Task.UPLOAD_COHORT: "cohort",
        Task.DRAW_SAMPLE: "sample",
        Task.COMMIT: "returns_open",
        Task.NAME_AUDITORS: "returns_open",
        Task.CHASE_AGENCIES: "returns_open",
        Task.OPEN_FIELDWORK: "returns_open",
        Task.CLOSE_RETURNS: "completeness",
        Task.READ_CASES: "panel",
        Task.GRADE_CASES: "panel",
        Task.START_REPORT: "draft_report",
        Task.PUBLISH: "briefing",
    }
)
"""A task → the key of the milestone by which it should be done. Returns have due dates of their own."""


def in_words(task: Task, n: int = 1) -> str:
    """A task as the heading of a card. Raises KeyError for a task that an audit's next step words itself."""
    one, many = _WORDS[task]
    return one if n == 1 or not many else many.format(n=n)
