"""The key of the house from the command line: made once, exchanged when somebody may have seen it."""

from typing import Annotated

import typer

from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.storage import backups, key_exchange, keys

app = typer.Typer(help="The key of the house: make it, exchange it.", no_args_is_help=True)


@app.command("make")
def make() -> None:
    """Make the key where it belongs, for this user alone; an existing one stays as it is."""
    place = keys.place()
    was_there = place.exists()
    keys.secret_in(place)
    typer.echo(f"There is a key at {place} already." if was_there else f"A new key is at {place}.")


@app.command("change")
def change(
    stopped: Annotated[bool, typer.Option("--stopped", help="Say that every process of the house is stopped.")] = False,
) -> None:
    """Exchange the key for a new one: database, sealed secrets and trail; backed up first. Prints the new sheet."""
    if not stopped:
        raise Problem("Stop every process of the house first, then run this again with --stopped.")
    for step in key_exchange.exchange(now()):
        typer.echo(step)
    typer.echo(f"A backup with the new key: {backups.take(now())}.")
    typer.echo("Print this for two people, and keep the old sheet until no backup from before is kept:")
    typer.echo(keys.recovery_sheet())
