"""The partnership's choices as they stand in the configuration folder, read into domain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from maap.domain.partnership import AgencyEntry, Partnership, ScaleEntry, ThemeEntry, TimetableStep
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.outside.entries import Reading
from maap.outside.located import ConfigProblem, Place
from maap.outside.questionnaire_folder import read_questionnaires

__all__ = ["BadConfiguration", "ConfigProblem", "Configuration", "examine", "load"]

DAYS_OF_A_WEEK = 5


@dataclass(frozen=True)
class Configuration:
    """Everything a partnership starts with."""

    partnership: Partnership
    agencies: tuple[AgencyEntry, ...]
    themes: tuple[ThemeEntry, ...]
    scales: tuple[ScaleEntry, ...]
    timetable: tuple[TimetableStep, ...]
    procedures: str
    questionnaires: tuple[Questionnaire, ...]


class BadConfiguration(Problem):
    """The configuration folder cannot be used as it is. Carries every problem with its file and line."""

    def __init__(self, problems: Sequence[ConfigProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def load(folder: Path) -> Configuration:
    """The whole configuration. Raises BadConfiguration, with every problem, when any file cannot be used."""
    configuration, problems = _read_all(folder)
    if configuration is None or problems:
        raise BadConfiguration(problems)
    return configuration


def examine(folder: Path) -> tuple[ConfigProblem, ...]:
    """Everything that is wrong in the configuration folder, file by file; empty when it can be used."""
    return _read_all(folder)[1]


def _read_all(folder: Path) -> tuple[Configuration | None, tuple[ConfigProblem, ...]]:
    names = ("partnership.toml", "agencies.yaml", "themes.yaml", "scales.yaml", "timetable.yaml", "procedures.md")
    readings = [Reading(folder, name) for name in names]
    partnership = _partnership(readings[0])
    agencies, themes, scales = _agencies(readings[1]), _themes(readings[2]), _scales(readings[3])
    timetable, procedures = _timetable(readings[4]), _procedures(readings[5])
    questionnaires, last = read_questionnaires(folder, scales, {agency.key for agency in agencies})
    problems = (*(problem for reading in readings for problem in reading.problems), *last)
    if partnership is None:
        return None, problems
    return Configuration(partnership, agencies, themes, scales, timetable, procedures, questionnaires), problems


def _partnership(reading: Reading) -> Partnership | None:
    return None if reading.file.data is None else reading.value(Partnership, reading.file.data, ())


def _agencies(reading: Reading) -> tuple[AgencyEntry, ...]:
    entries = reading.entries(AgencyEntry, "agencies")
    used: dict[str, AgencyEntry] = {}
    for place, entry in entries:
        for name in (entry.name, entry.short_name, *entry.aliases):
            other = used.setdefault(name.casefold(), entry)
            if other.key != entry.key:
                reading.wrong(
                    place, f"“{name}” is also a name of {other.name}. Each name may belong to one agency only."
                )
    return tuple(entry for _, entry in entries)


def _themes(reading: Reading) -> tuple[ThemeEntry, ...]:
    found: list[tuple[Place, ThemeEntry]] = []
    for place, group in reading.rows(("groups",)):
        if not isinstance(group, dict) or not {"key", "name", "themes"} <= group.keys():
            reading.wrong(place, "A group of themes needs a key, a name and themes.")
            continue
        for where, theme in reading.rows((*place, "themes")):
            belongs = {"group": group["key"], "group_name": group["name"]}
            entry = reading.value(ThemeEntry, {**theme, **belongs} if isinstance(theme, dict) else theme, where)
            found += [(where, entry)] if entry else []
    reading.refuse_doubles([(place, entry.key) for place, entry in found])
    return tuple(entry for _, entry in found)


def _scales(reading: Reading) -> tuple[ScaleEntry, ...]:
    entries = reading.entries(ScaleEntry, "scales")
    for place, scale in entries:
        ranks = [level.rank for level in scale.levels if level.rank is not None]
        values = [level.value for level in scale.levels]
        if len(ranks) < 2 or len(set(ranks)) < len(ranks):
            reading.wrong(place, f"The scale “{scale.name}” needs two or more levels with a rank, and no rank twice.")
        if len(set(values)) < len(values):
            reading.wrong(place, f"The scale “{scale.name}” has the same value twice. Give each level its own.")
    return tuple(scale for _, scale in entries)


def _timetable(reading: Reading) -> tuple[TimetableStep, ...]:
    entries = reading.entries(TimetableStep, "steps")
    for (_, step), (place, following) in pairwise(entries):
        if _working_day(following) < _working_day(step):
            reading.wrong(
                place, f"“{following.name}” comes before “{step.name}”. Put steps in the order of their dates."
            )
    return tuple(step for _, step in entries)


def _working_day(step: TimetableStep) -> int:
    return step.week * DAYS_OF_A_WEEK + step.working_days


def _procedures(reading: Reading) -> str:
    text = str(reading.file.data or "").strip()
    if not text and not reading.problems:
        reading.wrong((), "This file is empty. Write the procedures that agencies commit to.")
    return text
