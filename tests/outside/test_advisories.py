"""Published faults of parts, from a local copy: found by version, and nothing else is found."""

import json
import zipfile
from pathlib import Path

import pytest

from maap.domain.problems import Problem
from maap.outside.advisories import faults, read


def advisory(name: str = "sandcastle", number: str = "PYSEC-2026-1", **changes: object) -> dict[str, object]:
    """A made-up fault of a made-up part: in 1.2 and later, mended in 1.4.1."""
    events = [{"introduced": "1.2"}, {"fixed": "1.4.1"}]
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    told = {"id": number, "summary": "Sand gets in.", "published": "2026-03-03T10:00:00Z", "affected": [affected]}
    return {**told, **changes}


def with_range(*events: dict[str, str], **affected: object) -> dict[str, object]:
    """The same fault in other versions."""
    span = {"type": "ECOSYSTEM", "events": list(events)}
    return advisory(affected=[{"package": {"ecosystem": "PyPI", "name": "sandcastle"}, "ranges": [span], **affected}])


def written(folder: Path, *advisories: dict[str, object]) -> Path:
    """A local copy with these."""
    for one in advisories:
        (folder / f"{one['id']}.json").write_text(json.dumps(one))
    return folder


@pytest.mark.parametrize(
    "version, hit",
    [("1.1", False), ("1.2", True), ("1.2.0rc1", False), ("1.4", True), ("1.4.1", False), ("1.10", False)],
)
def test_a_fault_is_found_in_the_versions_of_its_range_and_in_no_other(version: str, hit: bool) -> None:
    assert bool(faults([("sandcastle", version)], [advisory()])) is hit


@pytest.mark.parametrize("version, hit", [("0.1.dev1", True), ("3.0", True), ("3.0.1", False), ("4.0", True)])
def test_a_range_may_begin_at_the_first_version_end_with_a_last_one_and_begin_again(version: str, hit: bool) -> None:
    told = with_range({"introduced": "0"}, {"last_affected": "3.0"}, {"introduced": "4.0"})
    assert bool(faults([("sandcastle", version)], [told])) is hit


def test_a_version_that_is_named_is_found_without_a_range_and_however_it_is_written() -> None:
    told = with_range(versions=["2.0"])
    assert [len(faults([("sandcastle", version)], [told])) for version in ("2.0", "2.0.0", "2.0.1")] == [1, 1, 0]


def test_a_part_is_known_however_its_name_is_written() -> None:
    assert faults([("Sand.Castle", "1.3")], [advisory("sand_castle")])[0].part == "sand-castle"


def test_a_version_that_cannot_be_compared_is_shown_to_a_person() -> None:
    assert len(faults([("sandcastle", "spring-release")], [advisory()])) == 1


def test_ranges_of_a_repository_and_packages_of_other_languages_say_nothing_about_a_version() -> None:
    git = [{"package": {"ecosystem": "PyPI", "name": "sandcastle"}, "ranges": [{"type": "GIT", "events": []}]}]
    npm = [{"package": {"ecosystem": "npm", "name": "sandcastle"}, "versions": ["1.3"]}]
    assert faults([("sandcastle", "1.3")], [advisory(affected=git), advisory(affected=npm)]) == []


def test_a_fault_says_what_it_is_how_grave_and_where_it_is_mended() -> None:
    found = faults([("sandcastle", "1.3")], [advisory(database_specific={"severity": "MEDIUM"})])[0]
    assert (found.advisory, found.gravity, found.mended_in) == ("PYSEC-2026-1", "moderate", ("1.4.1",))
    assert found.summary == "Sand gets in." and str(found.published) == "2026-03-03"


def test_a_folder_a_zip_json_and_yaml_are_all_read(tmp_path: Path) -> None:
    (tmp_path / "vulns" / "sandcastle").mkdir(parents=True)
    yaml = 'id: PYSEC-2026-9\npublished: "2026-03-03T10:00:00Z"\naffected:\n- package: {ecosystem: PyPI, name: sandcastle}\n'
    (tmp_path / "vulns" / "sandcastle" / "PYSEC-2026-9.yaml").write_text(yaml + "  versions: ['1.3']\n")
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("PYSEC-2026-1.json", json.dumps(advisory()))
    pins = [("sandcastle", "1.3")]
    assert [one.advisory for one in faults(pins, read(tmp_path / "vulns"))] == ["PYSEC-2026-9"]
    assert [one.advisory for one in faults(pins, read(packed))] == ["PYSEC-2026-1"]


def test_a_withdrawn_advisory_is_none(tmp_path: Path) -> None:
    withdrawn = advisory(number="PYSEC-2026-2", withdrawn="2026-04-01T00:00:00Z")
    assert [one["id"] for one in read(written(tmp_path, advisory(), withdrawn))] == ["PYSEC-2026-1"]


def test_a_place_without_advisories_is_refused_for_it_would_prove_nothing(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Problem, match="There are no advisories"):
            read(place)


def test_one_that_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    (written(tmp_path, advisory()) / "half.json").write_text('{"id": ')
    with pytest.raises(Problem, match=r"half\.json cannot be read"):
        read(tmp_path)
