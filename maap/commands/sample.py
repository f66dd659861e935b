"""`sample draw` and `sample verify`: the draw, done and proven outside the app."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from maap.domain.certificate import Certificate, certify, verify
from maap.domain.cohort import Cohort, Eligibility, read_cohort, suspicious_columns
from maap.domain.cohort import Mapping as Columns
from maap.domain.problems import Problem
from maap.domain.sampling import Draw, Plan, draw
from maap.domain.written_dates import uk_date
from maap.outside.clock import now
from maap.outside.spreadsheets import LARGEST_FILE, Grid, read_table

app = typer.Typer(help="Draw a random sample of cases, or prove one that was drawn.", no_args_is_help=True)

_REFUSED = 1


def _day(text: str) -> date:
    day = uk_date(text.strip())
    if day is None:
        raise typer.BadParameter(f"“{text}” is not a date. Write it as 31/03/2026 or 2026-03-31.")
    return day


def _quota(text: str) -> tuple[str, int]:
    label, _, cases = text.rpartition("=")
    if not label.strip() or not cases.strip().isdecimal():
        raise typer.BadParameter(f"“{text}” is not a number for a group. Write it as CP=4.")
    return label.strip(), int(cases)


File = Annotated[Path, typer.Argument(metavar="FILE", help="The cohort: a CSV or XLSX file.")]
Day = Annotated[date | None, typer.Option(parser=_day, metavar="DATE")]
Column = Annotated[str, typer.Option(metavar="COLUMN")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]


@app.command("draw")
def draw_command(
    file: File,
    size: Annotated[int, typer.Option(min=1, help="Cases to draw.")],
    seed: Annotated[str, typer.Option(help="Any words or number; the same seed draws the same sample.")],
    reference: Annotated[str, typer.Option(metavar="COLUMN", help="Column with the pseudonymous case reference.")],
    strata: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Column that makes groups; may be given several times.")
    ] = None,
    minimum: Annotated[int, typer.Option(min=0, help="Fewest cases from each group.")] = 0,
    quota: Annotated[
        list[str] | None, typer.Option(metavar="GROUP=CASES", help="Exact number for a group; may be repeated.")
    ] = None,
    reserves: Annotated[
        int | None, typer.Option(min=0, help="Reserves to keep (for each group, if there are groups). All by default.")
    ] = None,
    last_intervention: Column = "",
    period_start: Day = None,
    period_end: Day = None,
    agencies: Column = "",
    at_least_agencies: Annotated[int, typer.Option(min=0)] = 0,
    last_audited: Column = "",
    not_audited_since: Day = None,
    sheet: Annotated[str, typer.Option(help="Sheet of the workbook. The first one with a table by default.")] = "",
    audit: Annotated[str, typer.Option(help="Reference of the audit, which begins the cases' references.")] = "",
    certificate: Annotated[Path | None, typer.Option(metavar="PATH", help="Write the certificate here.")] = None,
    as_json: Json = False,
) -> None:
    """Draw a sample from a list of cases, at random and repeatable by anyone."""
    if not reference.strip():
        raise typer.BadParameter("Say which column holds the case reference.", param_hint="--reference")
    mapping = Columns(
        reference=reference,
        strata=tuple(strata or ()),
        last_intervention=last_intervention,
        agencies=agencies,
        last_audited=last_audited,
    )
    rules = Eligibility(
        period_start=period_start,
        period_end=period_end,
        at_least_agencies=at_least_agencies,
        not_audited_since=not_audited_since,
    )
    plan = Plan(
        size=size,
        seed=seed,
        method="stratified" if strata else "simple",
        quotas=_quotas(quota or []),
        minimum_per_stratum=minimum,
        reserves=reserves,
    )
    with _refusals(as_json):
        grid = _table(file, sheet)
        with _naming(file, grid):
            cohort = read_cohort(grid, mapping, rules)
            made = draw(cohort.cases, plan)
        if certificate:
            record = certify(cohort, made, audit, now(), "drawn on the command line")
            _write(certificate, record.to_json())
    _report(grid, cohort, made, as_json)


@app.command("verify")
def verify_command(
    certificate: Annotated[Path, typer.Argument(metavar="CERT", help="The certificate, a JSON file.")],
    file: File,
    sheet: Annotated[str, typer.Option(help="Sheet of the workbook. The first one with a table by default.")] = "",
    as_json: Json = False,
) -> None:
    """Draw again from the list and say whether the certificate tells the truth."""
    with _refusals(as_json):
        try:
            record = Certificate.from_json(_bytes(certificate))
        except Problem as problem:
            raise Problem(f"{certificate.name}: {problem}") from problem
        grid = _table(file, sheet)
        with _naming(file, grid):
            problems = verify(record, read_cohort(grid, record.columns, record.eligibility))
    if as_json:
        typer.echo(json.dumps({"ok": not problems, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        for sentence in problems or [f"Proven: the draw from {file.name} gives the same {len(record.drawn)} cases."]:
            typer.echo(sentence)
    if problems:
        raise typer.Exit(_REFUSED)


def _quotas(given: list[str]) -> dict[str, int]:
    pairs = [_quota(text) for text in given]
    if len(dict(pairs)) < len(pairs):
        raise typer.BadParameter("A group has two numbers. Give --quota once for each group.")
    return dict(pairs)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > 10 * LARGEST_FILE:
            raise Problem(f"{path.name} is far too large. Keep only the columns and rows the sample needs.")
        return path.read_bytes()
    except OSError as fault:
        raise Problem(f"{path} cannot be opened ({fault.strerror}). Check the name and where it is kept.") from None


def _table(file: Path, sheet: str) -> Grid:
    return read_table(file.name, _bytes(file), sheet)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise Problem(f"{path} cannot be written ({fault.strerror}). Choose another place.") from None


@contextmanager
def _naming(file: Path, grid: Grid) -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        place = f"{file.name}, sheet “{grid.sheet}”" if grid.sheet else file.name
        raise Problem(f"{place}: {problem}") from problem


@contextmanager
def _refusals(as_json: bool) -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        _refuse(str(problem), as_json)


def _refuse(sentence: str, as_json: bool) -> NoReturn:
    if as_json:
        typer.echo(json.dumps({"ok": False, "problems": [sentence]}, ensure_ascii=False, indent=2))
    typer.echo(sentence, err=True)
    raise typer.Exit(_REFUSED)


def _report(grid: Grid, cohort: Cohort, made: Draw, as_json: bool) -> None:
    unused = [heading for heading in grid.headings if heading not in cohort.mapping.columns]
    warnings = [f"{found.sentence} The sample does not use it." for found in suspicious_columns(grid, unused)]
    if as_json:
        typer.echo(json.dumps(_object(cohort, made, warnings), ensure_ascii=False, indent=2))
        return
    typer.echo(f"{len(made.drawn)} of {len(cohort.cases)} cases drawn; {len(cohort.excluded)} rows left out.")
    for pick in made.drawn:
        typer.echo(f"{pick.order:>4}  {pick.reference}  {pick.stratum}")
    for stratum, (population, drawn) in made.allocation.items():
        typer.echo(f"{stratum}: {drawn} of {population}")
    for sentence in (*cohort.notes, *warnings):
        typer.echo(sentence)
    typer.echo(f"Fingerprint of the cohort: {cohort.sha256}")


def _object(cohort: Cohort, made: Draw, warnings: list[str]) -> Mapping[str, object]:
    return {
        "drawn": [pick.reference for pick in made.drawn],
        "reserves": [pick.reference for pick in made.reserves],
        "excluded": [{"reference": out.reference, "row": out.row, "reason": out.reason} for out in cohort.excluded],
        "cohort_sha256": cohort.sha256,
        "seed": made.plan.seed,
        "method": made.plan.method,
        "allocation": {
            stratum: {"population": population, "drawn": drawn}
            for stratum, (population, drawn) in made.allocation.items()
        },
        "notes": list(cohort.notes),
        "warnings": warnings,
    }
