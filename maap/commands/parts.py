"""What the house is made of: a software bill of materials, and the licences of its parts."""

import hashlib
import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Annotated, Any

import typer

from maap.domain.problems import Problem
from maap.settings import ROOT

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pins(file: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and hashes of each pinned part."""
    if not file.exists():
        raise Problem(f"{file.name} is not here. Run this command in the project's folder.")
    for block in re.split(r"\n(?=[A-Za-z0-9])", file.read_text()):
        if pin := _PIN.match(block):
            yield pin[1], pin[2], _HASH.findall(block)


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence(part: Distribution | None) -> str:
    """A part's licence, as it says itself; empty when it is not installed here."""
    if part is None:
        return ""
    told = part.metadata

    def said(name: str) -> str:
        return str(told[name] or "") if name in told else ""

    classified = [
        one.rpartition(" :: ")[2] for one in (told.get_all("Classifier") or []) if one.startswith("License ::")
    ]
    plain = said("License").strip()
    short = plain.splitlines()[0][:80] if plain else ""
    return said("License-Expression") or "; ".join(classified) or short or "not stated"


def materials(file: Path) -> dict[str, Any]:
    """A CycloneDX 1.5 document of what the pins name. The same pins give the same bytes."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "licenses": [{"license": {"name": licence(_found(name)) or "not installed here"}}],
            "hashes": [{"alg": "SHA-256", "content": one} for one in hashes[:1]],
        }
        for name, version, hashes in pins(file)
    ]
    serial = hashlib.sha256(file.read_bytes()).hexdigest()
    parts = (serial[:8], serial[8:12], "4" + serial[13:16], "8" + serial[17:20], serial[20:32])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{'-'.join(parts)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "maap"}},
        "components": components,
    }


def parts(
    licences: Annotated[bool, typer.Option("--licences", help="Print a table of licences instead.")] = False,
) -> None:
    """Print the software bill of materials (CycloneDX), or the licence of each part."""
    file = ROOT / "requirements.txt"
    if licences:
        for name, version, _ in pins(file):
            typer.echo(f"{name}\t{version}\t{licence(_found(name)) or 'not installed here'}")
        return
    typer.echo(json.dumps(materials(file), indent=2))
