"""Advisories as they are really published: what their publishers say of versions and gravity is what is read from them.

Made-up ones (`test_advisories.py`) show what should happen; these, that the forms in which it is told are understood.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from maap.commands.parts import pins
from maap.domain import cvss
from maap.domain.mending import Fault
from maap.domain.problems import Problem
from maap.outside.advisories import faults, read
from maap.settings import ROOT

PUBLISHED = ROOT / "tests" / "corpora" / "advisories"
KNOWN = (*read(PUBLISHED / "pypa"), *read(PUBLISHED / "github"))
LISTING = [one for one in KNOWN if one["affected"][0].get("versions")]


def found(part: str, version: str) -> list[Fault]:
    """What all of them together say against a part."""
    return faults([(part, version)], KNOWN)


def without(advisory: Mapping[str, Any], said: str) -> dict[str, Any]:
    """The advisory, but what it says of a part's versions in this way."""
    told: dict[str, Any] = json.loads(json.dumps(advisory, default=str))
    for affected in told["affected"]:
        del affected[said]
    return told


def fixed_in(advisory: Mapping[str, Any]) -> list[str]:
    """The versions in which it says that the fault is gone."""
    spans = [span for affected in advisory["affected"] for span in affected["ranges"] if span["type"] == "ECOSYSTEM"]
    return [event["fixed"] for span in spans for event in span["events"] if "fixed" in event]


def test_all_but_the_withdrawn_one_are_read() -> None:
    files = [
        path.stem for path in PUBLISHED.rglob("*") if path.suffix in (".json", ".yaml") and path.parent.name != "old"
    ]
    assert set(files) - {one["id"] for one in KNOWN} == {"GHSA-xfg6-62px-cxc2"} and len(files) == len(KNOWN) + 1


@pytest.mark.parametrize("advisory", LISTING, ids=lambda one: str(one["id"]))
def test_a_range_holds_the_versions_that_its_publisher_lists_and_no_other(advisory: Mapping[str, Any]) -> None:
    part = advisory["affected"][0]["package"]["name"]
    listed = [str(version) for version in advisory["affected"][0]["versions"]]
    by_range, by_list = without(advisory, "versions"), without(advisory, "ranges")
    assert [version for version in listed if not faults([(part, version)], [by_range])] == []
    for free in fixed_in(advisory):
        assert faults([(part, free)], [by_range]) == faults([(part, free)], [by_list]) == []


@pytest.mark.parametrize(
    "part, version, known",
    [
        ("streamlit", "1.36.0", ["GHSA-rxff-vr5r-8cj5"]),
        ("urllib3", "2.0.6", ["PYSEC-2023-212"]),  # one range, its later span named first
        ("urllib3", "1.26.18", []),
        ("pydantic", "1.10.12", ["GHSA-mr82-8j83-vxmv"]),  # two entries for one part
        ("pydantic", "1.10.13", []),
        ("pydantic", "2.3.0", ["GHSA-mr82-8j83-vxmv"]),
        ("protobuf", "3.20.1", ["GHSA-8gq9-2x98-w8hf"]),
        ("protobuf", "3.20.2", []),
        ("jinja2", "3.1.3", ["GHSA-h75v-3vvj-5mfj"]),  # its publisher writes Jinja2
        ("ecdsa", "0.18.0", ["GHSA-wj6h-64fc-37mp"]),  # the last that is affected, and no mended one
        ("ecdsa", "0.19.0", []),
        ("certifi", "2024.6.2", ["GHSA-248v-346w-9cwc"]),  # versions that are dates
        ("certifi", "2024.7.4", []),
        ("requests", "2.32.2", []),
        ("flask", "0.12.2", ["PYSEC-2018-53"]),  # no list of versions
        ("starlette", "0.26.0.post1", ["PYSEC-2023-83"]),
        ("authlib", "1.3.0", ["GHSA-5357-c2jx-v7qh", "PYSEC-2024-52"]),  # one fault, in both databases
    ],
)
def test_what_is_known_of_a_version(part: str, version: str, known: list[str]) -> None:
    assert [fault.advisory for fault in found(part, version)] == known


def test_the_mended_version_is_a_version_and_never_a_commit() -> None:
    assert [fault.mended_in for fault in found("idna", "3.6")] == [("3.7",)]
    assert [fault.mended_in for fault in found("ecdsa", "0.18.0")] == [()]


def test_two_advisories_about_one_fault_share_a_name() -> None:
    assert {fault.aliases for fault in found("authlib", "1.3.0")} == {("CVE-2024-37568",)}


def test_an_advisory_without_a_day_has_to_be_mended_at_once() -> None:
    said = {fault.advisory: fault.mend_by for fault in found("pillow", "10.0.0")}
    assert said["PYSEC-2023-175"] is None and str(said["GHSA-3f63-hfp8-52jq"]) == "2024-02-02"


def test_where_no_word_says_how_grave_a_fault_is_its_vector_does() -> None:
    assert {part: found(part, version)[0].gravity for part, version in (("urllib3", "2.0.6"), ("idna", "3.6"))} == {
        "urllib3": "moderate",
        "idna": "high",
    }
    assert [fault.gravity for fault in found("numpy", "1.9.0")] == ["high"]  # neither: somebody has to look soon


def test_vectors_are_scored_as_the_publisher_grades_them() -> None:
    graded = [
        (one["id"], cvss.word(points), one["database_specific"]["severity"].lower())
        for path in sorted((PUBLISHED / "github").iterdir())
        for one in [json.loads(path.read_text())]
        for vector in one["severity"]
        if (points := cvss.score(vector["score"])) is not None
    ]
    assert len(graded) == 12 and [one for one in graded if one[1] != one[2]] == []


def test_one_in_the_form_of_2021_stops_everything() -> None:
    assert "affects" in yaml.safe_load((PUBLISHED / "old" / "PYSEC-2019-53.yaml").read_text())
    with pytest.raises(Problem, match=r"PYSEC-2019-53\.yaml is in a form that was left in 2021"):
        read(PUBLISHED / "old")


def test_none_of_them_concerns_a_part_as_it_is_pinned_here() -> None:
    pinned = [(name, version) for name, version, _ in pins(ROOT / "requirements-dev.txt")]
    about = {affected["package"]["name"].lower() for one in KNOWN for affected in one["affected"]}
    assert len(about & {name for name, _ in pinned}) == 18
    assert faults(pinned, KNOWN) == []
