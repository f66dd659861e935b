"""The sentences with which a questionnaire is refused or improved, read from the code that says them."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType

from maap.domain import checking, checking_logic, checking_reading, checking_words, expressions

CHECKS = (checking, checking_logic, checking_reading, checking_words, expressions)
"""Where the check says something. Each is read, so that a new sentence is in the list by itself."""
VARIES = "…"
"""In place of what a sentence names of the questionnaire."""
_SAY: Mapping[str, tuple[int, str]] = MappingProxyType(
    {"at": (2, "error"), "advise": (2, "advice"), "Finding": (2, "error"), "BadExpression": (0, "error")}
)
"""What says a sentence: which of its arguments that is, and how grave it is when no argument says so."""
Said = tuple[str, str, str]


def sentences() -> list[Said]:
    """Each sentence once, errors first: how grave, its words, and the module that says it."""
    found = dict.fromkeys(one for module in CHECKS for one in _of(module))
    return sorted(found, key=lambda one: not one[0].startswith("error"))


def _of(module: ModuleType) -> Iterator[Said]:
    for function in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _SAY:
                    position, grade = _SAY[call.func.id]
                    words = _words(_named(function, call, call.args[position]), module)
                    if words:
                        yield _grade(call) or grade, words, module.__name__.removeprefix("maap.")


def _named(function: ast.FunctionDef, call: ast.Call, said: ast.expr) -> ast.expr:
    """What a name stands for that a function gave its sentence before it said it."""
    if not isinstance(said, ast.Name):
        return said
    given = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and node.lineno < call.lineno
        and said.id in [ast.unparse(t) for t in node.targets]
    ]
    return max(given, key=lambda value: value.lineno, default=said)


def _grade(call: ast.Call) -> str:
    """How grave a call says that it is; both, where that depends on the audience."""
    said = [one.value for given in call.args for one in ast.walk(given) if isinstance(one, ast.Constant)]
    return " or ".join(grade for grade in ("error", "advice") if grade in said)


def _words(said: ast.expr, module: ModuleType) -> str:
    """A text as it is written; empty for what is somebody else's sentence."""
    parts = said.values if isinstance(said, ast.JoinedStr) else [said] if isinstance(said, ast.Constant) else []
    return "".join(_part(part, module) for part in parts)


def _part(part: ast.expr, module: ModuleType) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    inside = part.value if isinstance(part, ast.FormattedValue) else part
    known = getattr(module, inside.id, None) if isinstance(inside, ast.Name) else None
    return str(known) if isinstance(known, str | int) else VARIES
