"""`python -m tests.long.every_deed [FOLDER …]`: every use case that the tests call and that stores something leaves a line.

The tests of use cases run once more, and each call of a public use case from outside is watched: what it stored, and how
many lines it wrote into the trail. Fails where something was stored without a line, but for those that are listed with
a reason. Says which deeds left several lines, and which use cases were never seen to store anything.
"""

import argparse
import functools
import importlib
import inspect
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from tests.house.source import under
from tests.house.test_lines_of_the_trail import NO_DEEDS

FOLDERS = ("tests/usecases", "tests/views", "tests/reports")


class Watch:
    """Counts, for each use case, its calls by what came of them: stored nothing, or stored something with n lines."""

    def __init__(self) -> None:
        self.seen: dict[str, Counter[int | None]] = defaultdict(Counter)
        self.watched_names: set[str] = set()
        self._here = threading.local()
        event.listen(Engine, "before_cursor_execute", self._executed)

    def _executed(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not hasattr(self._here, "writes"):
            return
        words = statement.split(None, 3)
        if words[0].upper() not in ("INSERT", "UPDATE", "DELETE"):
            return
        if words[0].upper() == "INSERT" and words[2].strip('"') == "trail":
            self._here.lines += 1
        else:
            self._here.writes += 1

    def watched(self, name: str, deed: Callable[..., Any]) -> Callable[..., Any]:
        """The same deed, looked at. One that another deed calls is a part of that one."""

        @functools.wraps(deed)
        def looked_at(*given: Any, **named: Any) -> Any:
            if hasattr(self._here, "writes"):
                return deed(*given, **named)
            self._here.writes = self._here.lines = 0
            try:
                came = deed(*given, **named)
                session = inspect.signature(deed).bind(*given, **named).arguments["session"]
                waits = [*session.new, *session.deleted, *(one for one in session.dirty if session.is_modified(one))]
                stored = self._here.writes or waits
                self.seen[name][self._here.lines if stored or self._here.lines else None] += 1
                return came
            finally:
                del self._here.writes, self._here.lines

        return looked_at

    def put_everywhere(self) -> int:
        """Around every public use case, wherever a module of the house has it by now. How many there are."""
        bare: dict[Callable[..., Any], Callable[..., Any]] = {}
        for module in under("maap/usecases/"):
            place = importlib.import_module(module.name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
            for function in module.functions():
                arguments = {argument.arg for argument in function.args.args}
                if not function.name.startswith("_") and {"session", "actor"} <= arguments:
                    name = f"{module.name}:{function.name}"
                    bare[getattr(place, function.name)] = self.watched(name, getattr(place, function.name))
                    self.watched_names.add(name)
        for place in [module for name, module in sys.modules.items() if name.startswith("maap.")]:
            for name, value in list(vars(place).items()):
                if inspect.isfunction(value) and value in bare:
                    setattr(place, name, bare[value])
        return len(self.watched_names)

    def without_a_line(self) -> list[str]:
        """Those that stored something and left none."""
        return sorted(name for name, counts in self.seen.items() if counts[0] and name not in NO_DEEDS)


def main() -> int:
    """Exit code 0 when nothing was stored without a line."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("folders", nargs="*", default=FOLDERS)
    watch = Watch()
    number = watch.put_everywhere()
    code = pytest.main(["-q", *told.parse_args().folders])
    stored = {name: counts for name, counts in watch.seen.items() if any(lines is not None for lines in counts)}
    several = sorted(name for name, counts in stored.items() if any((lines or 0) > 1 for lines in counts))
    calls = sum(n for counts in stored.values() for lines, n in counts.items() if lines is not None)
    unseen = sorted(watch.watched_names - stored.keys())
    sys.stdout.write(
        f"{number} use cases; {len(stored)} stored something, in {calls} calls. Without a line: "
        f"{watch.without_a_line() or 'none'}. With several lines: {several or 'none'}. "
        f"Never seen to store anything: {len(unseen)}: {unseen}.\n"
    )
    return int(bool(code or watch.without_a_line()))


def a_careless_deed(session: Session, actor: object) -> None:
    """The control: it stores something and leaves no line."""
    from maap.storage.tables import Theme

    del actor
    session.add(Theme(key="careless", name="Careless"))


if __name__ == "__main__":
    sys.exit(main())
