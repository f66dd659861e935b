"""`nice python -m tests.long.mutants [MODULE …]`: put one small fault after the other into the code, and see whether a test fails.

For each module: how many of its faults the tests see, and which they do not. Exit code 1 where that is under 95 % of a
module, or where a fault that is listed as none (`mutants_listed`) was seen or is no longer there. ``--only WORDS`` tries
the faults whose name holds these words, ``--again FILE`` those that stand in what an earlier run said; ``--control`` lets every test pass whatever it finds: then
only a module that cannot even be imported is seen, and every module must be under 95 %.

Of the tests that stand beside a module in the list only those run that pass over the fault's own lines, quickest first.
Not mutmut, which leaves tables, properties and cached functions alone (here: who may do what), and not cosmic-ray, which
takes nothing out of a table. Each fault is tried in a process of its own, into which it comes while its module is
imported: nothing is written to the code.
"""

import argparse
import ast
import gc
import importlib
import importlib.abc
import importlib.util
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest

from tests.house.source import ROOT
from tests.long.mutants_listed import EQUIVALENT, MODULES
from tests.long.mutations import Mutant, mutants

WANTED = 0.95
MIGRATED = ("empty_database", "encrypted_folder")
"""Fixtures that give a migrated database to copy: the same one for every fault."""
KEPT = ("maap.settings", "maap.storage.db")
"""Modules whose caches the tests themselves empty, in an order of their own."""
LONGEST = 300
"""Seconds that a first run of a module's tests may take."""


@dataclass
class Ran:
    """What a run of tests without a fault showed: what it loaded, and which tests passed over which line.

    ``made``: empty databases, to be copied again; ``seers``: tests that have seen faults since, the latest first.
    """

    failed: bool = True
    loaded: list[str] = field(default_factory=list)
    over: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    lasted: dict[str, float] = field(default_factory=dict)
    seers: list[str] = field(default_factory=list)
    made: dict[str, Path] = field(default_factory=dict)


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a module with a fault to whoever imports it."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102  (our own code, with a fault)


class _Watch:
    """Notes for each test which lines of a module it passes over. What is cached is forgotten before each test: it would
    run for one of them only.
    """

    def __init__(self, file: str, kept: Path) -> None:
        self.file, self.kept, self.ran, self.test = file, kept, Ran(), ""

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        made = yield
        if fixturedef.argname in MIGRATED:
            self.ran.made[fixturedef.argname] = self.kept / fixturedef.argname / (made.name if made.is_file() else "")
            shutil.copytree(made.parent if made.is_file() else made, self.kept / fixturedef.argname)
        return made

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test, begun = item.nodeid, time.perf_counter()
        _forget()
        threading.settrace(self._enter)
        sys.settrace(self._enter)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)  # type: ignore[arg-type]
            self.ran.lasted[item.nodeid] = time.perf_counter() - begun

    def _enter(self, frame: FrameType, _event: str, _arg: object) -> Any:
        return self._line if frame.f_code.co_filename == self.file else None

    def _line(self, frame: FrameType, _event: str, _arg: object) -> Any:
        self.ran.over[frame.f_lineno].add(self.test)
        return self._line


def _forget() -> None:
    ours = [module for name, module in sys.modules.items() if name.startswith("maap.") and name not in KEPT]
    for cached in [one for module in ours for one in vars(module).values() if hasattr(one, "cache_clear")]:
        cached.cache_clear()


class _Chosen:
    """Runs some of the tests only: first those that saw the last faults, then the quickest; as the control, lets none
    of them fail.
    """

    def __init__(self, ran: Ran, chosen: set[str], blind: bool) -> None:
        self.ran, self.chosen, self.blind, self.failed = ran, chosen, blind, ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.chosen]
        items.sort(key=lambda item: self._when(item.nodeid))

    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Path | None:
        found = self.ran.made.get(fixturedef.argname)
        if found:
            fixturedef.cached_result = (found, fixturedef.cache_key(request), None)
        return found

    def _when(self, test: str) -> tuple[bool, int, float]:
        lately = self.ran.seers.index(test) if test in self.ran.seers else len(self.ran.seers)
        return "postgresql" in test, lately, self.ran.lasted[test]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Iterator[None]:
        report: Any = yield
        if self.blind:
            report.outcome = "passed"
        return report


def _apart(deed: Callable[[Path], Any], seconds: float) -> Any:
    """What a deed gives, done in a process of its own; None where it takes too long. Raises where it breaks down."""
    with tempfile.TemporaryDirectory(prefix="maap-mutant-") as folder:
        told = Path(folder, "told")
        child = os.fork()
        if not child:
            os.setsid()
            nowhere = os.open(Path(folder, "said"), os.O_RDWR | os.O_CREAT)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            try:
                told.write_bytes(pickle.dumps(deed(Path(folder, "tests"))))
            except BaseException:  # whatever it was: the parent says it
                os.write(2, traceback.format_exc().encode())
            finally:
                os._exit(0)
        until = time.monotonic() + seconds
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if time.monotonic() > until:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return None
            time.sleep(0.01)
        if not told.exists() or not told.stat().st_size:
            raise RuntimeError(Path(folder, "said").read_text()[-2000:])
        return pickle.loads(told.read_bytes())  # noqa: S301


def _pytest(folder: Path, plugin: object, tests: Sequence[str]) -> int:
    how = [
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:rerunfailures",
        "--no-header",
        "--assert=plain",
        f"--basetemp={folder}",
    ]
    return int(pytest.main([*how, *tests], plugins=[plugin]))


def _first_run(file: Path, tests: Sequence[str], kept: Path) -> Ran:
    """The module's tests without a fault: they must pass."""

    def deed(folder: Path) -> Ran:
        watch = _Watch(str(file), kept)
        watch.ran.failed = bool(_pytest(folder, watch, tests))
        watch.ran.loaded = list(sys.modules)
        watch.ran.over = dict(watch.ran.over)
        return watch.ran

    ran = _apart(deed, LONGEST)
    if ran is None or ran.failed:
        raise SystemExit(f"The tests of {file} do not pass without a fault: {' '.join(tests)}")
    return ran


def _load(module: str, ran: Ran) -> None:
    """Everything that the tests load and that needs not the module: once here instead of once for each fault."""
    sys.modules[module] = None  # type: ignore[assignment]  (nobody can import it meanwhile)
    for name in ran.loaded:
        with suppress(Exception):
            importlib.import_module(name)
    del sys.modules[module]
    gc.freeze()  # what is loaded stays: no process need look through it for what could go


def _seen(module: str, fault: Mutant, ran: Ran, chosen: set[str], blind: bool = False) -> bool:
    """Whether one of the tests fails once the fault is there. One that hangs fails, too."""

    def deed(folder: Path) -> tuple[int, str]:
        sys.meta_path.insert(0, _Planted(module, fault.code))
        run = _Chosen(ran, chosen, blind)
        return _pytest(folder, run, sorted({test.split("::")[0] for test in chosen})), run.failed

    if not chosen:
        return False
    ended, failed = _apart(deed, 20 + 5 * sum(ran.lasted[test] for test in chosen)) or (None, "")
    if ended == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise RuntimeError(f"No test ran for {fault.name}")
    if failed:
        ran.seers[:] = [failed, *(test for test in ran.seers if test != failed)]
    return bool(ended != pytest.ExitCode.OK)


def _passing(fault: Mutant, ran: Ran, everywhere: set[int]) -> set[str]:
    """The tests that pass over a fault; all of them where its lines run once for all."""
    if everywhere & set(fault.lines):
        return set(ran.lasted)
    return set().union(*(ran.over.get(line, set()) for line in fault.lines))


def _of_all(file: Path) -> set[int]:
    """The lines that run while the module is imported."""
    functions = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)]
    inside = {line for one in functions for line in range(one.body[0].lineno, (one.end_lineno or 0) + 1)}
    return set(range(1, len(file.read_text().splitlines()) + 1)) - inside


def tried(
    module: str, only: Callable[[str], bool] = bool, blind: bool = False, tests: Sequence[str] = ()
) -> tuple[int, list[str], list[str]]:
    """How many faults of a module there are, those that nobody saw, and what is wrong with the list of equal ones."""
    file = Path(ROOT, *module.split(".")).with_suffix(".py")
    every, none = list(mutants(file)), EQUIVALENT.get(module, {})
    wrong = [f"no longer there: {name}" for name in none.keys() - {fault.name for fault in every}]
    faults, missed = [fault for fault in every if only(fault.name)], []
    with tempfile.TemporaryDirectory(prefix="maap-mutants-") as kept:
        ran = _first_run(file, tests or MODULES[module], Path(kept))
        _load(module, ran)
        everywhere = _of_all(file)
        for fault in faults:
            seen = _seen(module, fault, ran, _passing(fault, ran, everywhere), blind)
            if fault.name in none:
                wrong += [f"listed as no fault, and seen: {fault.name}"] if seen else []
            elif not seen:
                missed.append(fault.name)
                sys.stdout.write(f"  {module} {fault.name}\n")
                sys.stdout.flush()
    return sum(fault.name not in none for fault in faults), missed, wrong


def main() -> int:
    """Exit code 0 when every module has its share; with --control when none has."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("modules", nargs="*", metavar="MODULE", default=list(MODULES))
    told.add_argument("--only", default="")
    told.add_argument("--again", type=Path)
    told.add_argument("--control", action="store_true")
    chosen = told.parse_args()
    if len(chosen.modules) > 1:  # each in a process of its own, which loads all but its own module
        how = [one for one in sys.argv[1:] if one not in chosen.modules]
        command = [sys.executable, "-m", "tests.long.mutants", *how]
        return max([subprocess.run([*command, module], check=False).returncode for module in chosen.modules])
    before = chosen.again.read_text().splitlines() if chosen.again else []

    def wanted(name: str) -> bool:
        return chosen.only in name and (not chosen.again or f"  {module} {name}" in before)

    short = False
    for module in chosen.modules:
        begun = time.monotonic()
        count, missed, wrong = tried(module, wanted, chosen.control)
        share = 1 - len(missed) / count if count else 1.0
        lasted = time.monotonic() - begun
        sys.stdout.write(f"{module}: {count - len(missed)} of {count} seen, {share:.1%}, in {lasted:.0f} s\n")
        sys.stdout.writelines(f"  {line}\n" for line in wrong)
        sys.stdout.flush()
        short |= bool(share >= WANTED if chosen.control else share < WANTED or wrong)
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
