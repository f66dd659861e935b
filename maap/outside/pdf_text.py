"""The text of one PDF, in a process of its own: the file comes in on standard input, JSON goes out.

It imports nothing of the application, and gives itself little memory and time before it looks at the first byte.
"""

import io
import json
import logging
import resource
import sys
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

MEMORY, SECONDS = 768 << 20, 25
MOST_PAGES, MOST_OBJECTS, LONGEST = 600, 60_000, 2_000_000
_AGAIN = "Print it to a new PDF and upload that one."
_ACTIVE = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/EmbeddedFiles")
_ACTIONS = ("/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition")
_DAMAGED = f"This PDF cannot be read; it may be damaged. {_AGAIN}"


def text_of(data: bytes) -> dict[str, str]:
    """``text`` of the pages, or a sentence why it is ``refused``."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return _refused("The PDF is protected with a password. Save it without protection and upload it again.")
    if len(reader.pages) > MOST_PAGES:
        return _refused(f"The PDF has more than {MOST_PAGES} pages. Upload the part that is the briefing.")
    if _active(reader):
        return _refused(f"The PDF has scripts, forms or other files inside it, which are not accepted. {_AGAIN}")
    pages, length = [], 0
    for page in reader.pages:
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > LONGEST:
            break
    return {"refused": "", "text": "\n".join(pages)[:LONGEST]}


def _refused(sentence: str) -> dict[str, str]:
    return {"refused": sentence, "text": ""}


def _active(reader: PdfReader) -> bool:
    """Whether any object of the file would do something when somebody opens it."""
    numbers = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        return True
    return any(_does_something(reader.get_object(number)) for number in sorted(numbers) if number)


def _does_something(found: Any, depth: int = 0) -> bool:
    if depth > 20:
        return True
    if isinstance(found, DictionaryObject):
        if any(key in found for key in _ACTIVE) or found.get("/S") in _ACTIONS or found.get("/Type") == "/EmbeddedFile":
            return True
        return any(_does_something(value, depth + 1) for value in found.values() if _is_inside(value))
    return isinstance(found, list) and any(_does_something(value, depth + 1) for value in found if _is_inside(value))


def _is_inside(value: Any) -> bool:
    """An object written inside another; those it points to are looked at by themselves."""
    return isinstance(value, DictionaryObject | list)


def main() -> None:
    """Read, and always answer with one line of JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    logging.disable(logging.CRITICAL)
    try:
        told = text_of(sys.stdin.buffer.read())
    except Exception:  # whatever a damaged file makes the library raise
        told = _refused(_DAMAGED)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
