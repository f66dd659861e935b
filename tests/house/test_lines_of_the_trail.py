"""Every use case that changes something leaves a line in the trail: its source leads to the one place that writes it.

That the line stands in the deed's own transaction is so because there is one commit; that a refused deed leaves none,
and a done one does, is tried at random by `tests/long/life.py`.
"""

import ast
from collections.abc import Iterator
from functools import lru_cache

import pytest

from tests.house.source import Function, Module, planted, under

WRITERS = ("maap/storage/trail.py:record", "maap/storage/trail.py:record_by_the_house")
NO_DEEDS = {
    "maap/usecases/calendars.py:ask_for_calendar": "counted, and forgotten when the allowance is whole again",
    "maap/usecases/downloads.py:ask_for_file": "counted, and forgotten when the allowance is whole again",
    "maap/usecases/earlier_results.py:compare": "reads what a file would change",
    "maap/usecases/offline.py:compare": "reads what a workbook would change",
    "maap/usecases/presence.py:be_in": "that somebody is in a section is forgotten after a minute",
    "maap/usecases/reminding.py:write_weekly": "each letter stands in the outbox, with what became of it",
}
Found = dict[str, tuple[Module, Function]]


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"


def _imported(module: Module) -> dict[str, str]:
    """What a name of this module stands for, where it comes from the house: ``record`` → ``maap/storage/trail.py:record``."""
    names: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("maap."):
            for one in node.names:
                names[one.asname or one.name] = f"{_path(node.module or '')}:{one.name}"
                names[f"{one.asname or one.name}."] = _path(f"{node.module}.{one.name}")
    return names


@lru_cache(maxsize=1)
def functions() -> Found:
    """Every function of the use cases, and of what they stand on."""
    modules = under("maap/usecases/", "maap/storage/")
    return {
        f"{module.name}:{function.name}": (module, function) for module in modules for function in module.functions()
    }


def _called_by(module: Module, function: Function) -> Iterator[str]:
    names = _imported(module)
    for node in ast.walk(function):
        if isinstance(node, ast.Name):  # a function may be handed on, and called there
            yield names.get(node.id, f"{module.name}:{node.id}")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{names.get(node.value.id + '.', '')}:{node.attr}"


def leads_to(start: str, wanted: tuple[str, ...], known: Found) -> bool:
    """Whether a function calls one of these, itself or by way of others."""
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        if at in wanted:
            return True
        if at in known:
            for further in _called_by(*known[at]):
                if further not in seen:
                    seen.add(further)
                    waiting.append(further)
    return False


def without_a_line(known: Found) -> list[str]:
    """Public use cases that take somebody who acts, and lead to no line."""
    return sorted(
        name
        for name, (module, function) in known.items()
        if module.name.startswith("maap/usecases/")
        and not function.name.startswith("_")
        and {"session", "actor"} <= {argument.arg for argument in function.args.args}
        and not leads_to(name, WRITERS, known)
    )


def test_every_use_case_leaves_a_line_or_is_no_deed() -> None:
    assert without_a_line(functions()) == sorted(NO_DEEDS)
    assert len([name for name in functions() if name.startswith("maap/usecases/")]) > 190


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("session.delete(actor)", True),
        ("_change(session)", True),
        ("record(session, actor, 'changed')", False),
        ("trail.record(session, actor, 'changed')", False),
        ("_told(session, actor)", False),
        ("session.each(_told)", False),
    ],
)
def test_a_deed_that_leaves_no_line_would_be_found(body: str, is_found: bool) -> None:
    """The control."""
    module = planted(
        "from maap.storage import trail\nfrom maap.storage.trail import record\n"
        f"def change(session, actor):\n    {body}\n"
        "def _change(session):\n    session.flush()\n"
        "def _told(session, actor):\n    record(session, actor, 'changed')\n"
    )
    made = {f"{module.name}:{function.name}": (module, function) for function in module.functions()}
    assert without_a_line(functions() | made) == sorted([*NO_DEEDS, *[f"{module.name}:change"] * is_found])
