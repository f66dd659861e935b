"""Results of audits from before this house, from the command line."""

import json
from pathlib import Path
from typing import Annotated

import typer

from maap.domain.people import Actor, Role
from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.outside.earlier_results import read_results
from maap.storage.db import work
from maap.storage.schema import migrate
from maap.usecases.earlier_results import Taken, compare, take_in

app = typer.Typer(help="Take in results of earlier audits.", no_args_is_help=True)


@app.command("import")
def import_results(
    file: Annotated[Path, typer.Argument(help="A form: YAML, CSV or XLSX.", exists=True, dir_okay=False)],
    replace: Annotated[bool, typer.Option(help="Put it in place of what is here already.")] = False,
    keep_words: Annotated[str, typer.Option(help="Why words that may tell who somebody is may stay.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print `ok`, `audits` and `problems`.")] = False,
) -> None:
    """Take in a form with results of earlier audits, all of it or nothing."""
    migrate()
    try:
        found = _taken_in(file, replace, keep_words)
    except Problem as problem:
        if not as_json:
            raise
        _print({"ok": False, "audits": [], "problems": str(problem).splitlines()})
        raise typer.Exit(1) from None
    if as_json:
        audits = [{"reference": one.audit.audit, "year": one.audit.year, "state": _state(one)} for one in found]
        _print({"ok": True, "audits": audits, "problems": []})
        return
    for one in found:
        typer.echo(f"{one.audit.audit}  {one.audit.title}, {one.audit.year}: {_state(one)}")


def _taken_in(file: Path, replace: bool, keep_words: str) -> tuple[Taken, ...]:
    audits = read_results(file.name, file.read_bytes())
    keeper = Actor(0, "the console", frozenset({Role.COORDINATOR}), None, now())
    with work() as session:
        found = compare(session, keeper, audits, keep_words)
        seen = {one.audit.audit: one.seen for one in found if one.seen} if replace else {}
        take_in(session, keeper, audits, seen, keep_words)
    return found


def _state(one: Taken) -> str:
    return "unchanged" if one.same else "replaced" if one.seen else "new"


def _print(told: dict[str, object]) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
