"""Known faults of the parts that the house is made of, from a local copy of what is published: no network is asked."""

import json
from pathlib import Path
from typing import Annotated

import typer

from maap.commands.parts import pins
from maap.domain.mending import Fault, late
from maap.domain.written_dates import spoken
from maap.outside import advisories as published
from maap.outside.clock import now
from maap.settings import ROOT

WITH_TESTS = ROOT / "requirements-dev.txt"


def advisories(
    place: Annotated[Path, typer.Argument(help="The folder or ZIP of advisories, in the OSV format.")],
    installed_only: Annotated[
        bool, typer.Option("--installed-only", help="Leave out what only the tests need.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print `advisories`, `parts` and `faults`.")] = False,
) -> None:
    """Compare every pinned part with a local copy of the advisories; exit code 1 when something is known."""
    pinned = list(pins(ROOT / "requirements.txt" if installed_only else WITH_TESTS))
    known = published.read(place)
    found = published.faults([(name, version) for name, version, _ in pinned], known)
    if as_json:
        told = [{**vars(fault), "published": _iso(fault.published), "mend_by": _iso(fault.mend_by)} for fault in found]
        typer.echo(json.dumps({"advisories": len(known), "parts": len(pinned), "faults": told}, indent=2))
    else:
        _say(found, f"{len(pinned)} parts, {len(known):,} advisories")
    raise typer.Exit(1 if found else 0)


def _say(found: list[Fault], compared: str) -> None:
    for fault in found:
        typer.echo(_sentence(fault))
    over = late(found, now().date())
    typer.echo(
        f"{compared}: {len(found) or 'nothing'} known{f', {len(over)} past the time for mending' if over else ''}."
    )


def _sentence(fault: Fault) -> str:
    mended = f"mended in {' or '.join(fault.mended_in)}" if fault.mended_in else "no mended version is named"
    until = f"mend by {spoken(fault.mend_by)}" if fault.mend_by else "nobody says since when: mend it now"
    named = ", also ".join((fault.advisory, *fault.aliases[:1]))
    return f"{fault.part} {fault.version}: {named} ({fault.gravity}), {mended}; {until}. {fault.summary}".rstrip()


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
