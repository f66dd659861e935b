"""Running the house: serve, migrate, doctor, verify-log."""

import json
import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from maap.commands.reading_in import reading_in
from maap.commands.visibility import look
from maap.domain.problems import Problem
from maap.outside import configuration, memory_dumps, virus_scan
from maap.outside.clock import now
from maap.outside.database_line import refuse_open_line
from maap.outside.handles import allow_many
from maap.outside.logs import keep_a_log
from maap.settings import ROOT, settings
from maap.storage import copied_trail, trail
from maap.storage.db import reading
from maap.storage.schema import migrate as bring_up_to_date
from maap.storage.trail_values import value_faults
from maap.storage.witness import contradictions, testify

_TURN = 0.001
"""Seconds that one page computes before another may. Python's 5 ms, times all pages that are being drawn, would be what
somebody waits who only saves an answer."""


def serve() -> None:
    """Serve the application, making or upgrading the database first."""
    keep_a_log(settings().log_json)
    refuse_open_line(settings().url, settings().database_plain)
    allow_many()
    memory_dumps.refuse()
    bring_up_to_date()
    sys.setswitchinterval(_TURN)
    chosen = settings()
    sys.argv = [str(ROOT / "app.py")]
    with reading_in():
        app = runpy.run_path(str(ROOT / "app.py"))["app"]
    app.run(
        config={
            "server.address": chosen.host,
            "server.port": chosen.port,
            "server.allowedHosts": [host.strip() for host in chosen.allowed_hosts.split(",")],
        }
    )


def migrate() -> None:
    """Bring the database's schema up to date."""
    changed = bring_up_to_date()
    typer.echo("The database was brought up to date." if changed else "The database is up to date already.")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print an object with `ok` and `problems`.")] = False,
    visibility: Annotated[
        bool, typer.Option("--visibility", help="Ask every view as everybody, and hunt for other agencies' words.")
    ] = False,
) -> None:
    """Check the configuration's files, the database and the virus scanner. Exit code 1 when something is wrong."""
    if visibility:
        _visibility(as_json)
    problems = [
        {"file": str(p.file), "line": p.line, "message": p.message} for p in configuration.examine(settings().config)
    ]
    try:
        refuse_open_line(settings().url, settings().database_plain)
        bring_up_to_date()
        with reading() as session:
            wrong = [*trail.faults(session), *trail.unguarded(session), *contradictions(session)]
            wrong += copied_trail.contradictions(session)
            problems += [{"file": "the trail", "line": 0, "message": fault} for fault in wrong]
    except Problem as problem:
        problems.append({"file": "the database", "line": 0, "message": str(problem)})
    if silent := virus_scan.fault():
        problems.append({"file": "the virus scanner", "line": 0, "message": silent})
    if as_json:
        typer.echo(json.dumps({"ok": not problems, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        for p in problems:
            typer.echo(f"{p['file']}{', line ' + str(p['line']) if p['line'] else ''}: {p['message']}", err=True)
        if not problems:
            typer.echo("The configuration and the database are in order.")
    raise typer.Exit(1 if problems else 0)


def _visibility(as_json: bool) -> None:
    bring_up_to_date()
    found = look()
    if as_json:
        told = {"ok": not found.leaks, "asked": found.asked, "people": found.people, "texts": found.texts}
        typer.echo(json.dumps(told | {"problems": [str(leak) for leak in found.leaks]}, ensure_ascii=False, indent=2))
    for leak in found.leaks:
        typer.echo(str(leak), err=True)
    if not as_json and not found.leaks:
        typer.echo(
            f"{found.people} people of single agencies asked {found.asked:,} views; none showed any of "
            f"{found.texts:,} texts of another agency."
        )
    raise typer.Exit(1 if found.leaks else 0)


def verify_log(
    book: Annotated[Path | None, typer.Option("--witness", help="A witness's book kept elsewhere.")] = None,
    mark: Annotated[str, typer.Option(help="A mark as it is printed in minutes or in a report.")] = "",
    copy: Annotated[Path | None, typer.Option(help="A folder with a copy of the trail's lines.")] = None,
) -> None:
    """Prove that the trail was not altered, or name the first broken link. Exit code 1 when it was."""
    with reading() as session:
        faults = [
            *trail.faults(session),
            *trail.unguarded(session),
            *contradictions(session, book),
            *copied_trail.contradictions(session, copy),
            *value_faults(session),
            *(trail.mark_faults(session, mark) if mark else ()),
        ]
        lines, head = trail.head(session)
    if faults:
        typer.echo(f"The first thing that does not hold: {faults[0]}", err=True)
    for fault in faults[1:]:
        typer.echo(fault, err=True)
    if not faults:
        typer.echo(f"The trail holds: {lines} lines, last hash {head}.")
        if mark:
            typer.echo("It fits the printed mark: nothing before it was rewritten.")
    raise typer.Exit(1 if faults else 0)


def witness() -> None:
    """Write the trail's length and last hash into the witness's book, and print them."""
    with reading() as session:
        typer.echo(testify(session, now()))
