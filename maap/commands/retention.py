"""Retention from the command line: what would go, and `run`."""

import json
from typing import Annotated

import typer

from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage.db import reading, work
from maap.usecases.retention import remove_traces, remove_words
from maap.views.retention import retention

app = typer.Typer(help="Remove what is no longer kept; first see what that would be.", no_args_is_help=True)


def _console() -> Actor:
    return Actor(0, "the console", frozenset({Role.ADMINISTRATOR}), None, now())


@app.command()
def run(
    dry: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print an object by audit.")] = False,
) -> None:
    """Remove the words of every audit whose time has come, unless it is on hold. Each leaves a certificate."""
    actor = _console()
    with reading() as session:
        due = [one for one in retention(session, actor).audits if one.is_due and one.would_go]
    gone = {one.reference: dict(one.would_go) for one in due}
    if not dry:
        for one in due:
            with work() as session:
                gone[one.reference] = remove_words(session, actor, one.audit_id)
        with work() as session:
            remove_traces(session, actor)
    if as_json:
        typer.echo(json.dumps(gone, ensure_ascii=False, indent=2))
        return
    for reference, kinds in gone.items():
        typer.echo(f"{reference}: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items()))
    verb = "would be" if dry else "were"
    typer.echo(f"The words of {len(gone)} audits {verb} removed.")
