"""The command line: `python -m maap`. Exit codes: 0 done, 1 refused, 2 wrong usage.

Only the module of the command that is called is read: a server need not know how a questionnaire is converted.
"""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from maap.commands.reading_in import reading_in
from maap.domain.problems import Problem

SINGLE = {
    "serve": "house",
    "demo": "demo",
    "migrate": "house",
    "doctor": "house",
    "verify-log": "house",
    "witness": "house",
    "parts": "parts",
    "advisories": "advisories",
    "breached": "breached",
    "fields": "fields",
    "remind": "post",
    "backup": "backup",
    "restore": "backup",
}
"""Commands by their name, with the module of the function of the same name."""
GROUPS = ("people", "archive", "retention", "questionnaire", "results", "sample", "key")
"""Modules of several commands, each under its own name."""


def _module(name: str) -> Any:
    with reading_in():
        return import_module(f"maap.commands.{name}")


class Commands(TyperGroup):
    """Commands that are read when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (Typer's way)
        """All there are, in the order of the table."""
        return [*SINGLE, *GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """One of them, or None."""
        if cmd_name in GROUPS:
            group = get_group(_module(cmd_name).app)
            group.name = cmd_name
            return group
        if cmd_name not in SINGLE:
            return None
        alone = typer.Typer(add_completion=False)
        deed = cmd_name.replace("-", "_")
        alone.command(cmd_name)(getattr(_module(SINGLE[cmd_name]), deed))
        return get_command(alone)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def _about() -> None:
    """Multi-Agency Assurance of Practice."""


def main() -> None:
    """Run a command; a refusal is a sentence on standard error."""
    try:
        app()
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
