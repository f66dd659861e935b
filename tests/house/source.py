"""The code base as trees, for rules that are checked by reading it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A file of the code base. ``name``: its path from the project's folder."""

    name: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST, what: str) -> str:
        """A finding, as an editor can open it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)} {what}"

    def functions(self) -> Iterator[Function]:
        """The functions of the module itself."""
        yield from (node for node in self.tree.body if isinstance(node, Function))

    def calls(self) -> Iterator[ast.Call]:
        """Every call in it."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))


def planted(text: str, name: str = "maap/usecases/planted.py") -> Module:
    """A module made up for a test, to see that a rule finds what it is there to find."""
    return Module(name, text, ast.parse(text))


@lru_cache(maxsize=1)
def code() -> tuple[Module, ...]:
    """All of app.py, maap and pages; the migrations are written by a tool."""
    files = [ROOT / "app.py", *sorted((ROOT / "maap").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]
    kept = [file for file in files if "migrations" not in file.parts and "__pycache__" not in file.parts]
    return tuple(planted(file.read_text(), file.relative_to(ROOT).as_posix()) for file in kept)


def under(*starts: str) -> list[Module]:
    """The modules whose path starts so."""
    return [module for module in code() if module.name.startswith(starts)]


def called(node: ast.AST) -> str:
    """The dotted name of what is called or named: ``st.text``, ``seat``; empty for anything else."""
    match node:
        case ast.Call(func=func):
            return called(func)
        case ast.Attribute(value=value, attr=attr):
            return f"{called(value)}.{attr}"
        case ast.Name(id=name):
            return name
    return ""
