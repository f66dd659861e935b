"""Rows that no statement put in order, put in one that nobody expects: a database may give them in any."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine, event

_Seen = TypeVar("_Seen")
_INNER = re.compile(r"\([^()]*\)")
_SELECT = re.compile(r"\s*(select|with)\b", re.I)
_LIMIT = re.compile(r"\blimit\b", re.I)
_ORDER = re.compile(r"\border\s+by\b", re.I)
_LOCK = re.compile(r"\bfor\s+(no\s+key\s+)?update\b", re.I)


def _outermost(statement: str) -> str:
    """The statement with everything in brackets and in quotes blanked out, as long as before."""
    shown = re.sub(r"'[^']*'|\"[^\"]*\"", lambda found: "_" * len(found[0]), statement)
    while _INNER.search(shown):
        shown = _INNER.sub(lambda found: "_" * len(found[0]), shown)
    return shown


def ordered(statement: str, columns: int, way: str) -> str:
    """The statement with every column as its last order: what it orders itself stays so, what it leaves open does not."""
    shown = _outermost(statement)
    if not _SELECT.match(shown) or _LOCK.search(shown) or not columns:
        return statement
    limit = _LIMIT.search(shown)
    at = limit.start() if limit else len(statement)
    by = ", ".join(f"{column} {way}" for column in range(1, columns + 1))
    begun = ", " if _ORDER.search(shown[:at]) else " ORDER BY "
    return f"{statement[:at].rstrip()}{begun}{by} {statement[at:]}"


@contextmanager
def rows_in_order(engine: Engine, way: str) -> Iterator[None]:
    """SQLite's rows by their columns, `way` up (asc) or down (desc), wherever a statement does not say."""

    def put(_connection: Any, _cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> Any:
        compiled = getattr(context, "compiled", None)
        columns = getattr(compiled, "_result_columns", None)
        return (statement if many or not columns else ordered(statement, len(columns), way)), parameters

    event.listen(engine, "before_cursor_execute", put, retval=True)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", put)


def both_ways(engine: Engine, look: Callable[[], _Seen]) -> tuple[_Seen, _Seen]:
    """What a look shows with the rows that no statement puts in order up, and down."""
    with rows_in_order(engine, "asc"):
        up = look()
    with rows_in_order(engine, "desc"):
        return up, look()
