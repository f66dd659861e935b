"""Backups from the command line: backup, restore, restore --check."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.storage import backups
from maap.storage.db import work
from maap.storage.trail import record_by_the_house


def backup(
    listing: Annotated[bool, typer.Option("--list", help="Only name the backups there are.")] = False,
) -> None:
    """Take a backup while people work; older ones are rotated away."""
    if listing:
        for at, path in backups.made():
            typer.echo(f"{at:%Y-%m-%d %H:%M:%S} UTC  {path.stat().st_size:>12} bytes  {path}")
        return
    path = backups.take(now())
    manifest = backups.manifest_of(path)
    with work() as session:
        record_by_the_house(session, now(), "took a backup", lines=manifest.lines)
    typer.echo(f"{path}: {sum(manifest.rows.values())} rows, {manifest.lines} lines of the trail.")


def restore(
    file: Annotated[Path | None, typer.Argument(help="The backup; the newest one by default.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only restore it beside the house, prove it, and throw that away.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print an object with `ok`, `problems`, `manifest`.")] = False,
) -> None:
    """Restore a backup into an empty place, or prove with --check that it could be."""
    path = file or _newest()
    manifest = backups.manifest_of(path)
    faults = backups.check(path) if check else []
    if not check:
        backups.restore(path)
    if as_json:
        told = {"ok": not faults, "problems": faults, "manifest": asdict(manifest)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            typer.echo(fault, err=True)
        if not faults:
            done = "can be restored" if check else "is restored"
            typer.echo(f"{path.name} {done}: {sum(manifest.rows.values())} rows, {manifest.lines} lines of the trail.")
    raise typer.Exit(1 if faults else 0)


def _newest() -> Path:
    there = backups.made()
    if not there:
        raise Problem(f"There is no backup in {backups.folder()}. Take one with “backup”.")
    return there[0][1]
