"""The bill of materials names every pinned part with its version, hash and licence."""

import json

from typer.testing import CliRunner

from maap.__main__ import app
from maap.commands.parts import materials
from maap.settings import ROOT

FILE = ROOT / "requirements.txt"


def test_every_pinned_part_is_in_the_bill_with_hash_and_licence() -> None:
    pinned = {line.split("==")[0] for line in FILE.read_text().splitlines() if "==" in line and line[0].isalnum()}
    bill = materials(FILE)
    assert {one["name"] for one in bill["components"]} == pinned
    assert all(one["hashes"] and one["licenses"][0]["license"]["name"] for one in bill["components"])


def test_the_same_pins_give_the_same_bytes() -> None:
    assert materials(FILE) == materials(FILE)


def test_no_part_comes_under_a_licence_that_binds_the_whole_house() -> None:
    told = CliRunner().invoke(app, ["parts", "--licences"]).stdout
    bound = [line for line in told.splitlines() if "AGPL" in line or "Affero" in line]
    assert bound == []


def test_the_bill_is_printed_as_json() -> None:
    assert json.loads(CliRunner().invoke(app, ["parts"]).stdout)["bomFormat"] == "CycloneDX"
