"""`python -m tests.long.calculated [--program soffice]`: hostile texts in our CSV and XLSX, opened by LibreOffice.

Two hundred texts go through the two writers by which every list leaves the house. LibreOffice opens both files and says
how it understood each cell: none may be a formula, none a link, and every text must be there. The control: the same
texts written by the plain library, of which some must be formulas.
"""

import argparse
import csv
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from maap.outside.spreadsheets import to_csv, to_xlsx
from tests.attack.hostile_words import ALL, hostile
from tests.outside.test_spreadsheets import NASTY

TRAP = "http://127.0.0.1:9"
TEXTS = [*NASTY, *(hostile(number, TRAP).text for number in range(ALL))]
SIGNS = [hostile(number, TRAP).sign for number in range(ALL)]


@dataclass(frozen=True)
class Understood:
    """How LibreOffice understood a file."""

    name: str
    formulas: int
    links: int
    missing: tuple[str, ...]

    def is_text_alone(self) -> bool:
        """Whether every cell is text, and every text is there."""
        return not (self.formulas or self.links or self.missing)


def written(folder: Path) -> list[Path]:
    """Our files."""
    (folder / "ours.csv").write_bytes(to_csv(["Words"], [[text] for text in TEXTS]))
    (folder / "ours.xlsx").write_bytes(to_xlsx(["Words"], [[text] for text in TEXTS], "Words"))
    return [folder / "ours.csv", folder / "ours.xlsx"]


def careless(folder: Path) -> list[Path]:
    """The control: the plain libraries' files."""
    with (folder / "theirs.csv").open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([text] for text in TEXTS)
    book = openpyxl.Workbook()
    for text in TEXTS:
        book.active.append([re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", "", text)])
    book.save(folder / "theirs.xlsx")
    return [folder / "theirs.csv", folder / "theirs.xlsx"]


def understood(program: str, file: Path) -> Understood:
    """Open a file with LibreOffice and look at its cells."""
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    told = file.with_suffix(".fods")
    command = [program, profile, "--headless", "--convert-to", "fods", "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    body = told.read_text(errors="replace")
    told.unlink()
    links = [one for one in re.findall(r'<text:a [^>]*xlink:href="([^"]*)"', body) if "127.0.0.1:9" in one]
    return Understood(
        file.name, len(re.findall("table:formula=", body)), len(links), tuple(one for one in SIGNS if one not in body)
    )


def main() -> int:
    """Exit code 0 when no cell of ours is more than text, and some of the plain libraries' are."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--program", default=shutil.which("soffice") or "soffice")
    chosen = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="maap-cells-", dir="/tmp") as folder:
        ours = [understood(chosen.program, file) for file in written(Path(folder))]
        theirs = [understood(chosen.program, file) for file in careless(Path(folder))]
    for one in (*ours, *theirs):
        sys.stdout.write(
            f"{one.name}: {len(TEXTS)} texts, {one.formulas} formulas, {one.links} links, {len(one.missing)} missing\n"
        )
    well = all(one.is_text_alone() for one in ours)
    return int(not well or not all(one.formulas for one in theirs))


if __name__ == "__main__":
    sys.exit(main())
