"""What may be typed: each field's rule, each limit and each check of a whole, read from the code that checks them."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from pydantic import BaseModel

import maap.domain
import maap.outside
from maap.commands.check_sentences import sentences
from maap.domain.allowances import Allowance
from maap.domain.uploads import UPLOADS
from maap.settings import ROOT

DOCUMENT = ROOT / "docs" / "fields.md"
_LIMIT = re.compile(r"^(LONGEST|SHORTEST|LARGEST|MOST|FEWEST|SMALLEST|TRIES|FREE)\w*$|_(LONGEST|MOST|LARGEST|SIZE)$")
_CHECKED = re.compile(r"Annotated\[(\w+), AfterValidator\(func=<function .*? at 0x[0-9a-f]+>\)\]")
_WORDS = {
    "min_length": "at least {} long",
    "max_length": "at most {} long",
    "ge": "{} or more",
    "gt": "more than {}",
    "le": "{} or less",
    "lt": "less than {}",
    "pattern": "written as `{}`",
}
_HEAD = """# What may be typed

Each value that comes in is checked by one of these before anything is stored; what does not fit is refused in a
sentence. A field whose rule needs more than these words is checked by a function, which is named here or stands in the
value's module.
Made from the code by `python -m maap fields`; a test compares the two.
"""

_FILES = """## Files that come in

What the bytes are decides, not the ending. A file with another content, or a larger one, is refused in a sentence; one
that unpacks to far more than it is, that has a password, macros, or parts that reach elsewhere, is, too.
"""
_CHECKED_TOGETHER = """## What is asked of a whole questionnaire

Its parts are checked together before anybody is given it: an error stops it, advice does not. Where a sentence names
something of the questionnaire, … stands here.
"""


def fields(
    to: Annotated[Path | None, typer.Option("--to", help="A file to write. Without one it is printed.")] = None,
) -> None:
    """List every field that is checked, with its rule, and every limit."""
    if to:
        to.write_text(document())
    else:
        typer.echo(document(), nl=False)


def document() -> str:
    """The whole list."""
    modules = sorted(_modules(), key=lambda module: module.__name__)
    limits = [line for module in modules for line in _limits(module)]
    values = ["\n".join(_value(model)) for module in modules for model in _models(module)]
    table = ["| limit | value | where |", "|---|---|---|", *limits]
    files = [f"| {one.what} | {one.where} | {', '.join(one.endings)} | {one.megabytes} MB |" for one in UPLOADS]
    uploads = [_FILES, "| file | where | endings | at most |", "|---|---|---|---|", *files, ""]
    said = [f"| {grade} | {_cell(words)} | `{where}` |" for grade, words, where in sentences()]
    checked = [_CHECKED_TOGETHER, "| grade | sentence | where |", "|---|---|---|", *said, ""]
    return "\n".join([_HEAD, *uploads, "## Limits\n", *table, "", *checked, "## Fields\n", *values])


def _modules() -> Iterator[ModuleType]:
    for package in (maap.domain, maap.outside):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield importlib.import_module(found.name)


def _limits(module: ModuleType) -> Iterator[str]:
    """Constants of a module that are limits, with the sentence below them where there is one."""
    body = ast.parse(inspect.getsource(module)).body
    for node, after in zip(body, [*body[1:], None], strict=True):
        names = [one.id for one in node.targets if isinstance(one, ast.Name)] if isinstance(node, ast.Assign) else []
        for name in names:
            value: object = getattr(module, name, None)
            if (_LIMIT.search(name) and isinstance(value, int | float)) or isinstance(value, Allowance):
                told = str(ast.literal_eval(after.value)) if isinstance(after, ast.Expr) else ""
                words = name.strip("_").lower().replace("_", " ")
                most = str(value) if isinstance(value, Allowance) else f"{value:,}"
                yield f"| {words}{_cell(f': {told}' if told else '')} | {most} | `{_short(module)}` |"


def _models(module: ModuleType) -> list[type[BaseModel]]:
    found = [one for _, one in inspect.getmembers(module, inspect.isclass) if issubclass(one, BaseModel)]
    return [one for one in found if one.__module__ == module.__name__ and one.model_fields]


def _value(model: type[BaseModel]) -> Iterator[str]:
    """A value: what its fields take, and what is asked of several together."""
    yield f"### {model.__name__} (`{_short(inspect.getmodule(model))}`)\n"
    yield _cell(inspect.getdoc(model) or "") + "\n"
    yield "| field | takes | rule |"
    yield "|---|---|---|"
    checks = model.__pydantic_decorators__
    for name, field in model.model_fields.items():
        rules = [rule for one in field.metadata for rule in _rules(one)]
        rules += [_said(one.func) for one in checks.field_validators.values() if name in one.info.fields]
        kind = _CHECKED.sub(r"\1", re.sub(r"(\w+\.)+(\w+)", r"\2", inspect.formatannotation(field.annotation)))
        needed = "" if field.is_required() else " (may be left out)"
        yield f"| {name} | {_cell(kind)}{needed} | {'; '.join(one for one in rules if one)} |"
    together = [_said(one.func) for one in checks.model_validators.values()]
    if together:
        yield "\nTogether: " + "; ".join(together)
    yield ""


def _rules(found: object) -> Iterator[str]:
    """A rule of Pydantic's in words; one that is a function, by its name."""
    for name, words in _WORDS.items():
        value = getattr(found, name, None)
        if value is not None:
            yield words.format(_cell(f"{value:,}" if isinstance(value, int) else str(value)))
    if func := getattr(found, "func", None):
        yield _said(func)


def _said(check: object) -> str:
    doc = inspect.getdoc(getattr(check, "__func__", check)) or ""
    return _cell(doc.split("\n")[0] or getattr(check, "__name__", "").strip("_").replace("_", " "))


def _short(module: ModuleType | None) -> str:
    return module.__name__.removeprefix("maap.") if module else ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("\\\\|", "\\|").split())
