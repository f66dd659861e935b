"""The list of breached passwords that the house refuses is made from a list of passwords, one a line."""

from pathlib import Path
from typing import Annotated

import typer

from maap.domain.problems import Problem
from maap.outside import passwords


def breached(
    listed: Annotated[Path, typer.Argument(help="A text file of breached passwords, one a line.")],
    to: Annotated[Path, typer.Option("--to", help="The file to write.")] = passwords.BREACHED,
) -> None:
    """Make the list of passwords that are refused. Only digests of it are kept."""
    try:
        lines = listed.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError as fault:
        raise Problem(
            f"{listed} cannot be read: {fault.strerror}. Name a text file with one password a line."
        ) from None
    made = passwords.packed(line.rstrip("\r") for line in lines)
    if not made:
        raise Problem(f"No line of {listed} has {passwords.SHORTEST} characters or more, so nothing was written.")
    to.write_bytes(made)
    kept = len(made) // passwords.DIGEST
    typer.echo(f"{kept:,} breached passwords are refused from the next start on.")
