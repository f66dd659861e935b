"""The codebook as a REFI-QDA file (.qdc), which NVivo, MAXQDA, ATLAS.ti and QualCoder read and write.

The format knows a name and a description for each code. When to use a theme, when not, its words, examples, audience
and key stand in the description, each in a paragraph with a heading, and are read back from there.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from maap.domain.problems import Problem
from maap.domain.uploads import CODEBOOK

NAMESPACE = "urn:QDA-XML:codebook:1.0"
LARGEST = CODEBOOK.largest
"""In bytes."""
MOST_CODES = 1_000
_SPACE = uuid.UUID("6a0d0f0e-5f0a-4c55-9a40-6f2b7c1d8e21")  # any: it makes the same key the same guid everywhere
_HEADINGS = {
    "use_when": "Use it when",
    "not_when": "Do not use it when",
    "audience": "For audits of",
    "words": "Words",
    "examples": "Examples",
    "key": "Key",
}
_LISTS = ("words", "examples")


@dataclass(frozen=True)
class QdcCode:
    """A theme as the file has it, in the group that stands above it."""

    key: str
    name: str
    group: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    audience: str = "both"
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class NotQdc(Problem):
    """A file that is no codebook."""

    def __init__(self) -> None:
        super().__init__("This file is not a REFI-QDA codebook. Export the codebook as .qdc and choose that file.")


def write(codes: Iterable[QdcCode], origin: str = "MAAP") -> bytes:
    """The file. Groups become codes that cannot be used for coding, with their themes below them."""
    register_namespace("", NAMESPACE)
    root = Element(_tag("CodeBook"), {"origin": origin})
    top = SubElement(root, _tag("Codes"))
    groups: dict[str, Element] = {}
    for code in codes:
        if code.group not in groups:
            facts = {"guid": _guid(f"group {code.group}"), "name": code.group, "isCodable": "false"}
            groups[code.group] = SubElement(top, _tag("Code"), facts)
        facts = {"guid": _guid(code.key), "name": code.name, "isCodable": "true"}
        element = SubElement(groups[code.group], _tag("Code"), facts)
        SubElement(element, _tag("Description")).text = _described(code)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def read(data: bytes) -> tuple[QdcCode, ...]:
    """The themes of a file, in its order. A theme of a deeper level comes under its topmost group.

    Raises NotQdc, and Problem for a file that is too large.
    """
    if len(data) > LARGEST:
        raise Problem("This codebook is larger than 2 MB. Export it without its pictures and notes.")
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise NotQdc from None
    if root.tag != _tag("CodeBook"):
        raise NotQdc
    found = tuple(code for top in root.findall(f"{_tag('Codes')}/{_tag('Code')}") for code in _read(top, ""))
    if len(found) > MOST_CODES:
        raise Problem(f"This codebook has more than {MOST_CODES:,} themes. Split it into smaller files.")
    return found


def _read(element: Element, group: str) -> Sequence[QdcCode]:
    below = element.findall(_tag("Code"))
    name = (element.get("name") or "").strip()
    told = element.findtext(_tag("Description")) or ""
    own = [_code(name, group, told)] if group or not below else []
    return [*own, *(code for one in below for code in _read(one, group or name))] if name else []


def _code(name: str, group: str, description: str) -> QdcCode:
    headed = "|".join(re.escape(heading) for heading in _HEADINGS.values())
    first, *rest = re.split(rf"(?m)^({headed}): ?", description)
    fields = {"definition": first.strip()}
    by_heading = {heading: field for field, heading in _HEADINGS.items()}
    for heading, text in zip(rest[::2], rest[1::2], strict=True):
        fields[by_heading[heading]] = text.strip()
    lists = {name: tuple(line for line in fields.pop(name, "").splitlines() if line.strip()) for name in _LISTS}
    return QdcCode(key=fields.pop("key", ""), name=name, group=group, **fields, **lists)  # type: ignore[arg-type]


def _described(code: QdcCode) -> str:
    parts = [code.definition]
    for field, heading in _HEADINGS.items():
        value = getattr(code, field)
        if value:
            parts.append(f"{heading}: " + ("\n".join(value) if field in _LISTS else value))
    return "\n\n".join(parts)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _guid(key: str) -> str:
    return str(uuid.uuid5(_SPACE, key))
