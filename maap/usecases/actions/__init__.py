"""Actions: written by the team, reported on by the agency that leads, closed by another person than who asks."""

from maap.usecases.actions.closing import (
    ask_to_close,
    close_action,
    close_without,
    reopen_action,
    say_difference,
    send_back,
)
from maap.usecases.actions.reminding import remind_due
from maap.usecases.actions.reporting import report
from maap.usecases.actions.writing import add_action, change_action

__all__ = [
    "add_action",
    "ask_to_close",
    "change_action",
    "close_action",
    "close_without",
    "remind_due",
    "reopen_action",
    "report",
    "say_difference",
    "send_back",
]
