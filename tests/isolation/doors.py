"""Every door of the code: which function asks for which permission, read from its first statement."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from maap.domain.people import Permission
from tests.house.source import called, under
from tests.house.test_doors import DOORS, _first_call, _needs_a_door


@dataclass(frozen=True)
class Door:
    """``door``: seat, return_seat or desk. ``permissions``: any of those that its first statement may name."""

    module: str
    name: str
    door: str
    permissions: tuple[Permission, ...]
    lines: tuple[int, int]

    @property
    def function(self) -> Callable[..., Any]:
        """The function itself."""
        found: Callable[..., Any] = getattr(importlib.import_module(self.module), self.name)
        return found

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


def doors() -> Iterator[Door]:
    """Every guarded public function of the use cases and the views."""
    for module in under("maap/usecases/", "maap/views/"):
        for function in module.functions():
            call = _first_call(function)
            if (
                function.name.startswith("_")
                or not _needs_a_door(function)
                or call is None
                or called(call) not in DOORS
            ):
                continue
            named = [called(node) for node in ast.walk(call) if called(node).startswith("Permission.")]
            yield Door(
                module.name.removesuffix(".py").removesuffix("/__init__").replace("/", "."),
                function.name,
                called(call),
                tuple(Permission[name.removeprefix("Permission.")] for name in dict.fromkeys(named)),
                (call.lineno, call.end_lineno or call.lineno),
            )


class Anything:
    """Stands for whatever a function takes beyond the ids: it is never reached when the door is shut."""

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> "Anything":
        return self


def given(function: Callable[..., Any], ids: dict[str, int]) -> dict[str, Any]:
    """Arguments for everything but session and actor."""
    made: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in ("session", "actor") or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        if name in ids:
            made[name] = ids[name]
        elif parameter.default is parameter.empty:
            made[name] = 1 if parameter.annotation is int else Anything()
    return made
