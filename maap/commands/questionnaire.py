"""Questionnaires, from the command line: check a file, convert it, publish the schema."""

import json
from pathlib import Path
from typing import Annotated

import typer

from maap.domain.findings import Finding
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.questionnaires.files import partnership_scales, read_file, write_file
from maap.outside.questionnaires.forms import said
from maap.settings import settings

app = typer.Typer(help="Check and convert questionnaires (YAML and XLSForm).", no_args_is_help=True)
In = Annotated[Path, typer.Argument(metavar="FILE", help="A .yaml, .xlsx or .xls file.")]


@app.command()
def check(file: In, as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False) -> None:
    """Say what is wrong with a questionnaire, and what would make it better. Exit code 1 when it cannot be used."""
    found = read_file(file, partnership_scales(settings().config)).problems()
    ok = not any(finding.severity == "error" for finding in found)
    if as_json:
        typer.echo(
            json.dumps({"ok": ok, "problems": [_plain(finding) for finding in found]}, ensure_ascii=False, indent=2)
        )
    else:
        for finding in found:
            typer.echo(f"{finding.severity.capitalize()}: {said(finding)}")
        typer.echo(f"{file.name} {'can be used' if ok else 'cannot be used yet'}.")
    raise typer.Exit(0 if ok else 1)


@app.command()
def convert(
    file: In, out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write: .yaml or .xlsx.")]
) -> None:
    """Turn a questionnaire from one format into another."""
    form = read_file(file, partnership_scales(settings().config))
    errors = [finding for finding in form.problems() if finding.severity == "error"]
    for finding in form.problems():
        typer.echo(f"{finding.severity.capitalize()}: {said(finding)}", err=True)
    if errors or form.questionnaire is None:
        raise typer.Exit(1)
    try:
        write_file(form.questionnaire, out)
    except Problem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{out.name} is written.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a questionnaire."""
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Questionnaire.model_json_schema()}
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))


def _plain(finding: Finding) -> dict[str, str | int | None]:
    return {
        "severity": finding.severity,
        "sheet": finding.sheet or None,
        "row": finding.row,
        "column": finding.column or None,
        "line": finding.line,
        "place": finding.place,
        "message": finding.message,
    }
