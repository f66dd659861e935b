"""Results of earlier audits come in from the command line, all of a form or nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

FORM = """\
audits:
  - audit: MACFA19
    title: Neglect
    year: 2019/20
    n: 8
    unit: cases
    cases: 8
    grades:
      - {domain: Overall, by: panel, counts: {Good: 2, Inadequate: 6}}
"""


def _run(folder: Path, form: str, *options: str) -> subprocess.CompletedProcess[str]:
    path = folder / "earlier.yaml"
    path.write_text(form)
    environment = os.environ | {"MAAP_FOLDER": str(folder / "var"), "MAAP_KEY_FILE": str(folder / "keys" / "key")}
    command = [sys.executable, "-m", "maap", "results", "import", str(path), *options]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.timeout(120)
def test_a_form_comes_in_once_and_is_replaced_only_when_asked(tmp_path: Path) -> None:
    assert _run(tmp_path, FORM).stdout == "MACFA19  Neglect, 2019/20: new\n"
    changed = FORM.replace("Good: 2", "Good: 1")
    refused = _run(tmp_path, changed, "--json")
    assert refused.returncode == 1 and not json.loads(refused.stdout)["ok"]
    replaced = json.loads(_run(tmp_path, changed, "--replace", "--json").stdout)
    assert replaced["audits"] == [{"reference": "MACFA19", "year": "2019/20", "state": "replaced"}]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("2019/20", "2019/21"), ("Good: 2", "Splendid: 2"), ("n: 8", "n: eight")],
)
def test_a_fault_is_named_with_its_file_and_line(tmp_path: Path, wrong: str, said: str) -> None:
    refused = _run(tmp_path, FORM.replace(wrong, said))
    assert refused.returncode == 1
    assert refused.stderr.startswith("earlier.yaml, line ")
    assert "Traceback" not in refused.stderr
