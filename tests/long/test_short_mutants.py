"""Faults are put into one function of a module: its tests see them, and tests that are blind do not."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT
from tests.long.mutations import mutants

SOURCE = '''"""What it is for."""
from enum import StrEnum
__all__ = ["shown"]
FEWEST: int = 3
ROLES = frozenset({"chair", "lead"})


def shown(n: int | None, seen: list[int]) -> str:
    """Said in words."""
    assert n is not None
    for one in seen:
        if one >= FEWEST and not n:
            continue
        seen.append(one)
    return f"{n} of {max(seen, default=0)}".strip()
'''
FAULTS = """
module: FEWEST: int = 3 → FEWEST: int = 4
module: ROLES = frozenset({'chair', 'lead'}) → ROLES = frozenset({'lead'})
module: ROLES = frozenset({'chair', 'lead'}) → ROLES = frozenset({'chair'})
module: ROLES = frozenset({'chair', 'lead'}) → ROLES = frozenset({'', 'lead'})
module: ROLES = frozenset({'chair', 'lead'}) → ROLES = frozenset({'chair', ''})
shown: for one in seen: if one >= FEWEST and (not n): continue seen.append(one) → for one in (): if one >= FEWEST and (not n): continue seen.append(one)
shown: if one >= FEWEST and (not n): continue → if not (one >= FEWEST and (not n)): continue
shown: if one >= FEWEST and (not n): continue → if not n: continue
shown: if one >= FEWEST and (not n): continue → if one >= FEWEST: continue
shown: if one >= FEWEST and (not n): continue → if one > FEWEST and (not n): continue
shown: if one >= FEWEST and (not n): continue → if one < FEWEST and (not n): continue
shown: if one >= FEWEST and (not n): continue → if one >= FEWEST and n: continue
shown: if one >= FEWEST and (not n): continue → if one >= FEWEST and (not n): break
shown: seen.append(one) → pass
shown: return f'{n} of {max(seen, default=0)}'.strip() → return None
shown: return f'{n} of {max(seen, default=0)}'.strip() → return f'{n} of {max(seen, default=0)}'
shown: return f'{n} of {max(seen, default=0)}'.strip() → return ''.strip()
shown: return f'{n} of {max(seen, default=0)}'.strip() → return f'{n} of {max(seen)}'.strip()
shown: return f'{n} of {max(seen, default=0)}'.strip() → return f'{n} of {min(seen, default=0)}'.strip()
shown: return f'{n} of {max(seen, default=0)}'.strip() → return f'{n} of {max(seen, default=1)}'.strip()
"""


def test_every_small_fault_of_a_module_is_made_and_none_in_what_only_describes(tmp_path: Path) -> None:
    file = tmp_path / "planted.py"
    file.write_text(SOURCE)
    made = [one.name for one in mutants(file)]
    assert sorted(made) == sorted(FAULTS.strip().splitlines())


def test_each_fault_is_one_that_runs(tmp_path: Path) -> None:
    file = tmp_path / "planted.py"
    file.write_text(SOURCE)
    sound: dict[str, object] = {}
    exec(compile(SOURCE, "planted", "exec"), sound)  # noqa: S102
    for one in mutants(file):
        changed: dict[str, object] = {}
        exec(one.code, changed)  # noqa: S102
        assert callable(changed["shown"])


def _run(*how: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.long.mutants", "maap.domain.disclosure", "--only", "fewest_others", *how]
    ran = subprocess.run(command, cwd=Path(ROOT), capture_output=True, check=False, timeout=200, text=True)
    return ran.returncode, ran.stdout


def test_faults_in_the_rule_of_few_agencies_are_all_seen() -> None:
    code, said = _run()
    assert code == 0 and ", 100.0%" in said, said


def test_tests_that_are_blind_see_none_of_them() -> None:
    """The control."""
    code, said = _run("--control")
    assert code == 0 and ": 0 of " in said, said
