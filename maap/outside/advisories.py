"""A local copy of published faults of Python packages, in the OSV format: a folder or a ZIP of JSON or YAML files.

Both that are published fit as they are: the Python Packaging Authority's ``advisory-database`` (YAML, a file for each
fault) and OSV's ``PyPI/all.zip`` (JSON). They are read as data; nothing in them is followed.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from packaging.utils import canonicalize_name, canonicalize_version
from packaging.version import InvalidVersion, Version

from maap.domain.mending import Fault, graded
from maap.domain.problems import Problem

_LARGEST = 2_000_000
_ENDINGS = {".json", ".yaml", ".yml"}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NoAdvisories(Problem):
    """A place that holds no advisory at all: then nothing was compared, and nobody may believe it was."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"There are no advisories in {place}. Give the folder or ZIP of the Python advisory database, "
            "with files in JSON or YAML as OSV writes them."
        )


def read(place: Path) -> tuple[Mapping[str, Any], ...]:
    """Every advisory of the place that is about a package of PyPI and was not withdrawn. Raises Problem."""
    found = tuple(one for name, text in _texts(place) for one in _advisory(name, text))
    if not found:
        raise NoAdvisories(place)
    return found


def faults(pins: Iterable[tuple[str, str]], advisories: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """What is known against these parts in these versions, by part and advisory."""
    pinned: dict[str, list[str]] = {}
    for name, version in pins:
        pinned.setdefault(canonicalize_name(name), []).append(version)
    found = [
        _fault(advisory, part, version, affected)
        for advisory in advisories
        for affected in _of_python(advisory)
        for part in [canonicalize_name(str(affected["package"].get("name", "")))]
        for version in pinned.get(part, ())
        if _is_hit(version, affected)
    ]
    return sorted(found, key=lambda fault: (fault.part, fault.advisory))


def _texts(place: Path) -> Iterator[tuple[str, str]]:
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.suffix in _ENDINGS and path.is_file() and path.stat().st_size <= _LARGEST:
                yield path.name, path.read_text(encoding="utf-8", errors="replace")
    elif place.is_file() and zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as packed:
            for part in packed.infolist():
                if PurePosixPath(part.filename).suffix in _ENDINGS and part.file_size <= _LARGEST:
                    yield part.filename, packed.read(part).decode("utf-8", errors="replace")
    else:
        raise NoAdvisories(place)


def _advisory(name: str, text: str) -> Iterator[Mapping[str, Any]]:
    """What a file holds. One that cannot be read stops everything: it may be the one that matters."""
    try:
        told = json.loads(text) if name.endswith(".json") else _yaml(text)
    except (ValueError, yaml.YAMLError):
        raise Problem(
            f"{name} cannot be read. Fetch the advisories again: with one missing, nothing is proven."
        ) from None
    if not isinstance(told, dict) or told.get("withdrawn"):
        return
    if "affects" in told:
        raise Problem(f"{name} is in a form that was left in 2021. Fetch the advisories again, as they are now.")
    if "affected" in told:
        yield told


def _yaml(text: str) -> Any:
    """As ``yaml.safe_load``, ten times as fast where the library was built with its C part: there are thousands."""
    loader = _LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _of_python(advisory: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for affected in advisory.get("affected") or ():
        if (affected.get("package") or {}).get("ecosystem", "PyPI") == "PyPI":
            yield {"package": {}, **affected}


def _is_hit(version: str, affected: Mapping[str, Any]) -> bool:
    listed = {canonicalize_version(str(one)) for one in affected.get("versions") or ()}
    if canonicalize_version(version) in listed:
        return True
    return any(_lies_in(version, events) for events in _spans(affected))


def _spans(affected: Mapping[str, Any]) -> Iterator[Iterable[Mapping[str, Any]]]:
    """The ranges of versions, without those of commits."""
    for span in affected.get("ranges") or ():
        if span.get("type") in ("ECOSYSTEM", "SEMVER"):
            yield span.get("events") or ()


def _lies_in(version: str, events: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a range holds the version. A version that cannot be compared counts as inside: a person must look."""
    try:
        ours = Version(version)
        turns = sorted(
            ((Version("0.dev0" if at == "0" else str(at)), kind) for event in events for kind, at in event.items()),
        )
    except InvalidVersion:
        return True
    inside = False
    for at, kind in turns:
        if kind == "introduced" and ours >= at:
            inside = True
        elif (kind == "fixed" and ours >= at) or (kind == "last_affected" and ours > at):
            inside = False
    return inside


def _fault(advisory: Mapping[str, Any], part: str, version: str, affected: Mapping[str, Any]) -> Fault:
    own = affected.get("database_specific") or {}
    said = (advisory.get("database_specific") or {}).get("severity") or own.get("severity")
    vectors = [*(advisory.get("severity") or ()), *(affected.get("severity") or ())]
    return Fault(
        part=part,
        version=version,
        advisory=str(advisory.get("id", "without a number")),
        summary=str(advisory.get("summary") or advisory.get("details") or "").split("\n", 1)[0][:120],
        gravity=graded(said, (vector.get("score") for vector in vectors)),
        published=_day(advisory.get("published")),
        mended_in=tuple(str(event["fixed"]) for events in _spans(affected) for event in events if "fixed" in event),
        aliases=tuple(str(name) for name in advisory.get("aliases") or ()),
    )


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told)[:10])
    except ValueError:
        return None
