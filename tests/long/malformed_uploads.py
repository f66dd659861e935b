"""`python -m tests.long.malformed_uploads [--files 5000]`: damaged and hostile files at every place that reads one.

Real files of each kind (workbook, CSV, Word, PDF, QDC, XLSForm, earlier results) are damaged at random in nine ways.
Each must be read or refused in a sentence; anything else that is raised is a fault, and so is one that computes for
more than two seconds, or all of them together when they make the process grow by more than 200 MB. Readers store
nothing: that is checked by their imports. The control (``--control``) hides the readers' guards and must raise
something else.
"""

import argparse
import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from docx import Document
from openpyxl import Workbook, load_workbook

from maap.domain.problems import Problem
from maap.outside import document_text, earlier_results, qdc, spreadsheets
from maap.outside.questionnaires import uploads

Read = Callable[[str, bytes], object]


def _workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (["Reference", "Agency", "Date"], ["A-1", "Police", "2026-03-03"], ["A-2", "Health", "2026-03-04"]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _word() -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_heading("Briefing", 1)
    document.add_paragraph("Agencies met early and agreed who does what. 7 of 9 cases were good.")
    document.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    import typst

    return bytes(typst.compile(b"= Briefing\nAgencies met early and agreed who does what."))


_QDC = (
    b'<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
    b'<Code guid="6f9619ff-8b86-4d01-b42d-00cf4fc964ff" name="Voice of the child" isCodable="true"/></Codes></CodeBook>'
)
_CSV = "Reference,Agency,Date\nA-1,Police,2026-03-03\nA-2,Health,2026-03-04\n".encode("utf-8-sig")
_RESULTS = b"audits:\n- reference: MACFA 2021\n  year: 2021\n  cases: 9\n  grades: {good: 4, inadequate: 5}\n"
_FORM = b"key: small\ntitle: Small\naudience: children\nsections: []\n"


def _kinds() -> dict[str, tuple[bytes, Read]]:
    """A sound file of each kind, and who reads it."""
    return {
        "x.xlsx": (_workbook(), spreadsheets.read_table),
        "x.csv": (_CSV, spreadsheets.read_table),
        "x.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), spreadsheets.read_table),
        "x.docx": (_word(), document_text.read_document),
        "x.qdc": (_QDC, lambda _, data: qdc.read(data)),
        "x.yaml": (_RESULTS, earlier_results.read_results),
        "form.yaml": (_FORM, uploads.read_content),
        "form.xlsx": (_workbook(), uploads.read_content),
    }


def _flip(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(len(data))])


def _double(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data) * chance.randint(2, 5)


def _swap(data: bytearray, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(data)), 2))
    return bytes(data[other:] + data[one:other] + data[:one])


def _insert(data: bytearray, chance: random.Random) -> bytes:
    at, hostile = chance.randrange(len(data)), chance.choice(_HOSTILE)
    return bytes(data[:at]) + hostile + bytes(data[at:])


def _noise(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[:8]) + chance.randbytes(chance.randint(0, 5_000))


def _inside(data: bytearray, chance: random.Random) -> bytes:
    """One part of a packed file is damaged, and the rest is sound; any other file gets bytes flipped."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return _flip(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as damaged:
        victim = chance.choice(sound.namelist())
        for name in sound.namelist():
            part = bytearray(sound.read(name)) or bytearray(b" ")
            damaged.writestr(name, chance.choice(_PLAIN)(part, chance) if name == victim else bytes(part))
    return out.getvalue()


def _bomb(_data: bytearray, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(chance.choice(["xl/workbook.xml", "word/document.xml", "../../x"]), bytes(3 << 20))
    return out.getvalue()


def _other(_data: bytearray, chance: random.Random) -> bytes:
    return chance.choice([b"", b"\x00", b"MZ" + bytes(64), b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"<html></html>"])


_HOSTILE = (
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    b"\xff\xfe\x00\x00",
    b"!!python/object/apply:os.system [id]\n",
    b"&a [*a, *a]\n",
    b"=HYPERLINK(0)",
    b"\x00" * 50,
    "\u202e\u2066".encode() * 20,
)
_PLAIN = (_flip, _cut, _double, _swap, _insert, _noise)
WAYS = (*_PLAIN, _inside, _bomb, _other)


@dataclass
class Found:
    """What the files came to. ``slowest``: seconds on the clock; ``dearest``: of computing; ``grown``: bytes."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    dearest: float = 0.0
    grown: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    no_sentence: Counter[str] = field(default_factory=Counter)

    def is_well(self) -> bool:
        """No reader broke or held the house up, and each refusal was a sentence."""
        return not self.faults and not self.no_sentence and self.dearest < MOST_SECONDS and self.grown < MOST_BYTES


MOST_SECONDS, MOST_BYTES = 2.0, 200 << 20


def _most_held() -> int:
    """The most memory that this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _is_a_sentence(words: str) -> bool:
    is_code = "Traceback" in words or "Error:" in words or "0x" in words
    return len(words) > 10 and " " in words.strip() and not is_code


def damaged(files: int, seed: int = 20260303, kinds: dict[str, tuple[bytes, Read]] | None = None) -> Found:
    """Read so many damaged files, of each kind in turn."""
    chance, found, held = random.Random(seed), Found(), _most_held()
    chosen = list((kinds or _kinds()).items())
    for n in range(files):
        name, (sound, read) = chosen[n % len(chosen)]
        data = chance.choice(WAYS)(bytearray(sound), chance)
        began, computed = time.monotonic(), time.process_time()
        try:
            read(name, data)
            found.read += 1
        except Problem as problem:
            found.refused += 1
            if not _is_a_sentence(str(problem)):
                found.no_sentence[f"{name}: {problem}"] += 1
        except Exception as fault:
            found.faults[f"{name}: {type(fault).__name__}: {str(fault)[:80]}"] += 1
        found.slowest = max(found.slowest, time.monotonic() - began)
        found.dearest = max(found.dearest, time.process_time() - computed)
    found.grown = _most_held() - held
    return found


def unguarded() -> dict[str, tuple[bytes, Read]]:
    """The control: a library's own reader, without the house's."""
    return {"x.xlsx": (_workbook(), lambda _, data: load_workbook(io.BytesIO(data)))}


def pdfs(files: int, seed: int = 20260303) -> Found:
    """The same for PDF, each of which is read in a process of its own."""
    return damaged(files, seed, {"x.pdf": (_pdf(), document_text.read_document)})


def stored_by_readers() -> list[str]:
    """Readers that could store something: none may know the database."""
    folder = Path(__file__).parents[2] / "maap" / "outside"
    return [str(file) for file in folder.rglob("*.py") if "maap.storage" in file.read_text()]


def main() -> int:
    """Exit code 0 when no reader broke; with --control when the unguarded one did."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--files", type=int, default=5_000)
    told.add_argument("--pdfs", type=int, default=200, help="So many more PDFs: each takes a process.")
    told.add_argument("--seed", type=int, default=20260303)
    told.add_argument("--control", action="store_true")
    chosen = told.parse_args()
    if chosen.control:
        runs = [damaged(chosen.files, chosen.seed, unguarded())]
    else:
        runs = [damaged(chosen.files, chosen.seed), pdfs(chosen.pdfs, chosen.seed)]
    for found in runs:
        sys.stdout.write(
            f"{found.read + found.refused + found.faults.total()} files: {found.read} read, {found.refused} refused in "
            f"a sentence, {found.faults.total()} broke their reader, {found.no_sentence.total()} refusals were no "
            f"sentence; at most {found.slowest:.2f} s on the clock, {found.dearest:.2f} s of computing, "
            f"{found.grown / 1e6:.0f} MB more than before.\n"
        )
        for words, number in (found.faults + found.no_sentence).most_common(15):
            sys.stdout.write(f"  {number} × {words}\n")
    is_well = all(found.is_well() for found in runs) and not stored_by_readers()
    return 0 if is_well != chosen.control else 1


if __name__ == "__main__":
    sys.exit(main())
