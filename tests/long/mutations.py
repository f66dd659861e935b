"""Every small fault that can be put into a module: a comparison turned round, a condition left out, a line not run, a
role or a word missing from a table.

Nothing is put into what only describes: docstrings, annotations, decorators, imports and assertions for the type checker.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

SHORT = 76
"""Of how many characters the words of a mutant may be, unless the fault itself is longer."""
_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_NAMED = {"any": "all", "all": "any", "max": "min", "min": "max", "sorted": "list", "and_": "or_", "or_": "and_"}
_DESCRIBING = ("annotation", "returns", "decorator_list", "bases", "format_spec", "ctx")


@dataclass(frozen=True)
class Mutant:
    """A module with one fault. ``name``: where it is and what it is, without a line number; ``lines``: of the fault."""

    name: str
    lines: range
    code: CodeType


@dataclass(frozen=True)
class _Slot:
    """A place in the tree that holds a node. ``index`` is None where it is not one of a list."""

    parent: ast.AST
    field: str
    index: int | None

    def put(self, node: Any) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


Path_ = tuple[ast.AST, ...]


def mutants(file: Path) -> Iterator[Mutant]:
    """Each fault of a module, in the order of its text."""
    tree = ast.parse(file.read_text())
    seen: Counter[str] = Counter()
    for slot, node, above in list(_slots(tree, (tree,))):
        for other in _others(node, slot):
            ast.copy_location(other, node)
            said = _said(slot, node, other, above)
            seen[said] += 1
            slot.put(other)
            code = compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)
            slot.put(node)
            again = f" ({seen[said]})" if seen[said] > 1 else ""
            yield Mutant(said + again, _lines(node, above), code)


def _slots(node: ast.AST, above: Path_) -> Iterator[tuple[_Slot, ast.AST, Path_]]:
    for field, value in ast.iter_fields(node):
        if field in _DESCRIBING or (isinstance(node, ast.ClassDef) and field == "keywords"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _describes(child):
                yield _Slot(node, field, index), child, above
                yield from _slots(child, (*above, child))


def _describes(node: ast.AST) -> bool:
    words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    listed = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    return words or listed or isinstance(node, ast.Import | ast.ImportFrom | ast.Assert)


def _lines(node: ast.AST, above: Path_) -> range:
    """The lines that run when the fault does: of the whole statement, or of a head alone."""
    around = [one for one in (*above, node) if isinstance(one, ast.stmt)]
    last = around[-1] if around else node
    first = getattr(last, "lineno", 1)
    end = getattr(node, "end_lineno", first) if hasattr(last, "body") else getattr(last, "end_lineno", first)
    return range(min(first, getattr(node, "lineno", first)), end + 1)


def _said(slot: _Slot, node: ast.AST, other: ast.AST, above: Path_) -> str:
    """In which function, and the smallest piece around the fault that says something, before and after."""
    where = ".".join(one.name for one in (*above, node) if isinstance(one, ast.FunctionDef | ast.ClassDef))
    shown: ast.AST = node
    for around in reversed(above):
        if isinstance(around, ast.Module | ast.FunctionDef | ast.ClassDef) or len(ast.unparse(around)) > SHORT:
            break
        shown = around
    before = ast.unparse(shown)
    slot.put(other)
    after = ast.unparse(other if shown is node else shown)
    slot.put(node)
    return f"{where or 'module'}: {_difference(before, after)}"


def _difference(before: str, after: str) -> str:
    """Two pieces of text, and of long ones only what is around the place where they differ."""
    old, new = (" ".join(text.split()) for text in (before, after))
    if len(old) <= 2 * SHORT:
        return f"{old} → {new}"
    same = _alike(old, new)
    start = max(0, same - SHORT // 2)
    tail = _alike(old[same:][::-1], new[same:][::-1])
    ends = [min(same + SHORT, max(same, len(text) - tail) + SHORT // 4) for text in (old, new)]
    return " → ".join(f"…{text[start:end]}…" for text, end in zip((old, new), ends, strict=True))


def _alike(one: str, other: str) -> int:
    """With how many of the same characters two texts begin."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _others(node: ast.AST, slot: _Slot) -> Iterator[ast.AST]:
    """What may stand in a node's place instead."""
    if slot.field in {"test", "ifs"}:
        yield from _turned(node, slot)
    for kind, make in _MADE.items():
        if isinstance(node, kind):
            yield from make(node, slot)


def _turned(node: ast.AST, slot: _Slot) -> Iterator[ast.AST]:
    assert isinstance(node, ast.expr)
    if not isinstance(node, ast.Compare | ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)
    if slot.field == "ifs":
        yield ast.Constant(True)


def _compare(node: ast.Compare, _slot: _Slot) -> Iterator[ast.AST]:
    for n, how in enumerate(node.ops):
        for other in _COMPARED[type(how)]:
            yield ast.Compare(node.left, [*node.ops[:n], other(), *node.ops[n + 1 :]], node.comparators)


def _either(node: ast.BoolOp, _slot: _Slot) -> Iterator[ast.AST]:
    for n in range(len(node.values)):
        left = node.values[:n] + node.values[n + 1 :]
        yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _unary(node: ast.UnaryOp, _slot: _Slot) -> Iterator[ast.AST]:
    yield node.operand


def _binary(node: ast.BinOp, _slot: _Slot) -> Iterator[ast.AST]:
    if type(node.op) in _COUNTED:
        yield ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right)
    if not isinstance(node.op, ast.Add | ast.Mult | ast.Div | ast.FloorDiv | ast.Mod):
        yield node.left
        yield node.right


def _constant(node: ast.Constant, slot: _Slot) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, float):
        yield ast.Constant(node.value * 1.1)
    elif isinstance(node.value, str) and not isinstance(slot.parent, ast.JoinedStr):
        yield ast.Constant("" if node.value else "something else")


def _sentence(_node: ast.JoinedStr, _slot: _Slot) -> Iterator[ast.AST]:
    yield ast.Constant("")


def _call(node: ast.Call, _slot: _Slot) -> Iterator[ast.AST]:
    for n, word in enumerate(node.keywords):
        if word.arg is not None:
            yield ast.Call(node.func, node.args, node.keywords[:n] + node.keywords[n + 1 :])
    if isinstance(node.func, ast.Name) and node.func.id in _NAMED:
        yield ast.Call(ast.Name(_NAMED[node.func.id], ast.Load()), node.args, node.keywords)
    chained = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call | ast.JoinedStr)
    if isinstance(node.func, ast.Attribute) and (chained or node.func.attr in {"strip", "lower", "exists"}):
        yield node.func.value


def _listed(node: ast.List | ast.Set, _slot: _Slot) -> Iterator[ast.AST]:
    if isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for n in range(len(node.elts)):
        left = node.elts[:n] + node.elts[n + 1 :]
        if isinstance(node, ast.List):
            yield ast.List(left, ast.Load())
        elif left:
            yield ast.Set(left)


def _pairs(node: ast.Dict, _slot: _Slot) -> Iterator[ast.AST]:
    for n in range(len(node.keys)):
        yield ast.Dict(node.keys[:n] + node.keys[n + 1 :], node.values[:n] + node.values[n + 1 :])


def _tuple(node: ast.Tuple, slot: _Slot) -> Iterator[ast.AST]:
    """A tuple that is a list of things, not one of things that belong together."""
    if isinstance(node.ctx, ast.Load) and isinstance(slot.parent, ast.Compare | ast.For | ast.Module):
        for n in range(len(node.elts)):
            yield ast.Tuple(node.elts[:n] + node.elts[n + 1 :], ast.Load())


def _returned(node: ast.Return, _slot: _Slot) -> Iterator[ast.AST]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _not_run(node: ast.stmt, _slot: _Slot) -> Iterator[ast.AST]:
    kept = ast.Attribute | ast.Subscript | ast.Tuple
    targets = node.targets if isinstance(node, ast.Assign) else []
    inside = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    if not targets or all(isinstance(one, kept) for one in inside):
        yield ast.Pass()


def _loop(node: ast.For, _slot: _Slot) -> Iterator[ast.AST]:
    yield ast.For(node.target, ast.Tuple([], ast.Load()), node.body, node.orelse)


def _goes_on(_node: ast.Continue, _slot: _Slot) -> Iterator[ast.AST]:
    yield ast.Break()


_MADE: dict[type[ast.AST] | Any, Any] = {
    ast.Compare: _compare,
    ast.BoolOp: _either,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Constant: _constant,
    ast.JoinedStr: _sentence,
    ast.Call: _call,
    ast.List | ast.Set: _listed,
    ast.Dict: _pairs,
    ast.Tuple: _tuple,
    ast.Return: _returned,
    ast.Raise | ast.Expr | ast.AugAssign | ast.Assign: _not_run,
    ast.For: _loop,
    ast.Continue: _goes_on,
}
