"""A Word template that somebody uploads: found safe by what it holds, before anything reads its tags.

It may name the things a document has, choose with «if» and repeat with «for»; it can call nothing.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from maap.domain.problems import Problem
from maap.domain.uploads import TEMPLATE

LARGEST_TEMPLATE = TEMPLATE.largest
"""Bytes."""
NAMES = frozenset({"title", "subtitle", "reference", "year", "partnership", "as_at", "parts"})
OF_A_PART = frozenset({"key", "title", "content"})
_FILTERS = frozenset({"upper", "lower", "title", "capitalize", "trim", "default", "length", "e", "escape"})
_LARGEST_UNPACKED, _MOST_PARTS = 60 << 20, 500
_TAGGED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml")
_HARMFUL = {
    "vbaproject": "It contains macros. Save it as a Word document without macros (.docx).",
    "/activex/": "It contains active controls. Take them out.",
    "/embeddings/": "It contains other files. Take them out.",
    "afchunk": "It contains other documents. Paste their text instead.",
    "attachedtoolbars": "It contains toolbars. Save it as an ordinary Word document.",
}
_OUTWARD = re.compile(rb'TargetMode\s*=\s*["\']External', re.IGNORECASE)
_UNSAFE_FIELD = re.compile(
    rb"(?i)(?:instrText[^>]*>|instr=[\"'])\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT)\b"
)
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem),
    *(nodes.If, nodes.For, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.CondExpr, nodes.Concat),
)


def check_template(content: bytes) -> None:
    """Raises Problem with every fault that was found, each in a sentence."""
    if len(content) > LARGEST_TEMPLATE:
        raise Problem(f"The template is larger than {LARGEST_TEMPLATE >> 20} MB. Make its pictures smaller.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found = tuple(_of_the_package(packed))
        found = found or tuple(_of_the_tags(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, OSError):
        raise Problem(
            "This is not a Word document (.docx), or it is damaged. Open it in Word and save it again."
        ) from None
    if found:
        raise Problem(" ".join(dict.fromkeys(found)))


def _of_the_package(packed: zipfile.ZipFile) -> Iterator[str]:
    files = packed.infolist()
    if len(files) > _MOST_PARTS or sum(one.file_size for one in files) > _LARGEST_UNPACKED:
        yield "The file unpacks to far more than a template needs. Save it again with fewer pictures."
        return
    names = {one.filename.lower() for one in files}
    if not {"[content_types].xml", "word/document.xml"} <= names:
        yield "This is not a Word document (.docx). Save the template as one."
        return
    yield from (said for name in names for part, said in _HARMFUL.items() if part in name)
    for one in files:
        if not one.filename.endswith((".xml", ".rels")):
            continue
        text = packed.read(one)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            yield "It contains declarations that Word never writes. Open it in Word and save it again."
        if one.filename.endswith(".rels") and _OUTWARD.search(text):
            yield "It links to something outside itself (a picture, a template or an address). Take the links out."
        if _UNSAFE_FIELD.search(text):
            yield "It has a field that fetches something from elsewhere. Take such fields out."
        if one.filename.lower() == "[content_types].xml" and b"macroEnabled" in text:
            yield _HARMFUL["vbaproject"]


def _of_the_tags(content: bytes) -> Iterator[str]:
    paper = DocxTemplate(io.BytesIO(content))
    paper.init_docx()
    sandbox = ImmutableSandboxedEnvironment(autoescape=True)
    whole = ""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if _TAGGED.fullmatch(name):
                source = paper.patch_xml(packed.read(name).decode())
                whole += source
                yield from _of_one(sandbox, source)
    if not re.search(r"\.\s*content", whole):
        yield "It never says {{p part.content }}, so the document would have no text. Start from the shipped template."


def _of_one(sandbox: ImmutableSandboxedEnvironment, source: str) -> Iterator[str]:
    try:
        tree = sandbox.parse(source)
    except TemplateError as fault:
        yield f"A tag in it cannot be read: {fault.message or 'it is not closed'}."
        return
    yield from _refused(tree, frozenset(), 0)


def _refused(node: nodes.Node, known: frozenset[str], depth: int) -> Iterator[str]:
    """What a template may not do, wherever in it."""
    if not isinstance(node, _ALLOWED):
        yield f"A tag in it does more than name something ({type(node).__name__.lower()}), which is not allowed."
        return
    match node:
        case nodes.Name(name=name) if name not in NAMES | known | {"loop"}:
            yield f"It names “{name}”, which no document has. It may name: {', '.join(sorted(NAMES))}."
        case nodes.Getattr(attr=attr) if attr not in OF_A_PART | {"first", "last", "index"}:
            yield f"It asks for “.{attr}”, which nothing has. A part has: {', '.join(sorted(OF_A_PART))}."
        case nodes.Filter(name=name) if name not in _FILTERS:
            yield f"It uses the filter “{name}”, which is not allowed."
        case nodes.For(target=nodes.Name(name=name)):
            if depth:
                yield "It repeats inside a repetition, which is not allowed."
            known, depth = known | {name}, depth + 1
    for child in node.iter_child_nodes():
        yield from _refused(child, known, depth)
