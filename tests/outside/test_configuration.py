"""The configuration folder: the shipped one is sound, and what is wrong in another is said with file and line."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from maap.outside.bank_holidays import around, england
from maap.outside.configuration import BadConfiguration, Configuration, examine, load

SHIPPED = Path(__file__).parents[2] / "config"
Damage = Callable[[str, str, str], tuple[str, ...]]


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return load(SHIPPED)


@pytest.fixture
def damage(tmp_path: Path) -> Damage:
    """Copies the shipped folder, replaces some words in one file, and gives the problems found."""
    folder = tmp_path / "config"
    shutil.copytree(SHIPPED, folder)

    def replaced(name: str, old: str, new: str) -> tuple[str, ...]:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tuple(map(str, examine(folder)))

    return replaced


def test_the_shipped_folder_has_no_problem() -> None:
    assert examine(SHIPPED) == ()


def test_the_shipped_folder_holds_the_whole_vocabulary_of_the_field(shipped: Configuration) -> None:
    assert len(shipped.themes) == 56
    assert len(shipped.agencies) == 26
    assert {theme.audience for theme in shipped.themes if theme.group == "adults"} == {"adults"}
    assert [scale.key for scale in shipped.scales][:2] == ["grade4", "grade3"]
    assert shipped.procedures.startswith("# Procedures for multi-agency audits")


def test_a_theme_that_points_elsewhere_names_a_theme_that_exists(shipped: Configuration) -> None:
    beginnings = {re.split(r",| \(| and ", theme.name)[0] for theme in shipped.themes}
    for theme in shipped.themes:
        for pointer in theme.not_when.split("(use ")[1:]:
            assert any(beginning in pointer for beginning in beginnings), (theme.key, pointer)


def test_no_definition_of_a_theme_is_shared_by_two(shipped: Configuration) -> None:
    assert len({theme.definition for theme in shipped.themes}) == 56


def test_the_three_neutral_answers_are_three_levels_without_a_rank(shipped: Configuration) -> None:
    grade4 = next(scale for scale in shipped.scales if scale.key == "grade4")
    neutral = [level.value for level in grade4.levels if level.rank is None]
    assert neutral == ["not_applicable", "not_known", "not_seen"]
    assert all(level.description for level in grade4.levels)


def test_a_scale_whose_first_level_is_best_says_so(shipped: Configuration) -> None:
    scale = next(scale for scale in shipped.scales if scale.key == "level4_first_best")
    assert scale.direction == "lower_is_better"


def test_no_telephone_number_is_shipped_for_somebody_to_trust(shipped: Configuration) -> None:
    assert (shipped.partnership.safeguarding_children.phone, shipped.partnership.safeguarding_adults.phone) == ("", "")


def test_the_timetable_template_gives_returns_fifteen_working_days(shipped: Configuration) -> None:
    steps = {step.key: step for step in shipped.timetable}
    assert steps["returns_due"].working_days - steps["returns_open"].working_days == 15
    assert steps["returns_due"].week == steps["returns_open"].week


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        (
            "agencies.yaml",
            "short_name: Police",
            "shortname: Police",
            "shortname: Police",
            "“shortname” is not known here. Check its spelling, or take it out. Known are: key, name, short_name,"
            " aliases, kind, remit.",
        ),
        ("agencies.yaml", "kind: police", "kind: constabulary", "kind: constabulary", "“kind” does not fit"),
        ("agencies.yaml", "key: police", "key: Police Force", "key: Police Force", "“Police Force” cannot be a key."),
        ("agencies.yaml", "key: police", "key: gp", "- key: gp", "The key “gp” is used twice. Give each its own."),
        ("agencies.yaml", "name: Midwifery", "name: [Midwifery", "short_name: Midwifery", "This is not valid YAML"),
        (
            "agencies.yaml",
            "    kind: police\n",
            "    kind: police\n    kind: police\n",
            "    kind: police\n",
            "“kind” is given twice here. Take one of the two out.",
        ),
        (
            "agencies.yaml",
            "aliases: [Maternity,",
            "aliases: [Police,",
            "key: midwifery",
            "“Police” is also a name of Police. Each name may belong to one agency only.",
        ),
        ("themes.yaml", "      - key: neglect\n", "      - key: missing\n", "key: missing", "is used twice"),
        ("themes.yaml", "        use_when: The case is about unmet", "        when: The", "        when:", "“when”"),
        ("themes.yaml", "    name: Adults\n", "", "- key: adults", "A group of themes needs a key, a name and themes."),
        ("scales.yaml", "        rank: 3\n", "        rank: 4\n", "- key: grade4", "no rank twice"),
        ("scales.yaml", "value: not_known\n", "value: not_seen\n", "- key: grade4", "has the same value twice"),
        (
            "scales.yaml",
            'value: "yes", label: "Yes"',
            'value: yes, label: "Yes"',
            "value: yes",
            "“value” must be text.",
        ),
        (
            "timetable.yaml",
            "name: Panel day, week: 7",
            "name: Panel day, week: 5",
            "key: panel",
            "“Panel day” comes before “Returns checked and case packs made”. Put steps in the order of their dates.",
        ),
        ("partnership.toml", 'audience = "both"', 'audience = "all"', 'audience = "all"', "“audience” does not fit"),
        ("partnership.toml", 'audience = "both"', "audience = both", "audience = both", "This is not valid TOML"),
        (
            "partnership.toml",
            "immediate_concern_hours = 24",
            "immediate_concern_hours = 0",
            "immediate_concern_hours = 0",
            "“immediate_concern_hours” does not fit",
        ),
        (
            "questionnaires/maap-core-children.yaml",
            "agencies: [police]",
            "agencies: [constabulary]",
            "- id: police_part",
            "“police_part” is for the agency “constabulary”, which is not in agencies.yaml.",
        ),
        (
            "questionnaires/maap-core-children.yaml",
            "relevant: ${strategy_held} = 'yes'",
            "relevant: ${strategy} = 'yes'",
            "- id: strategy_in_time",
            "which is not in the questionnaire",
        ),
    ],
)
def test_a_mistake_is_said_with_its_file_and_line(
    damage: Damage, tmp_path: Path, name: str, old: str, new: str, at: str, message: str
) -> None:
    problems = damage(name, old, new)
    text = (tmp_path / "config" / name).read_text(encoding="utf-8")
    line = text[: text.rindex(at)].count("\n") + 1
    assert any(found.startswith(f"{name}, line {line}: ") and message in found for found in problems), problems


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    shutil.copytree(SHIPPED, folder)
    (folder / "scales.yaml").unlink()
    assert "scales.yaml: This file is missing." in str(examine(folder)[0])


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    shutil.copytree(SHIPPED, folder)
    (folder / "procedures.md").write_bytes(b"\xff\xfe\x00\x81")
    (folder / "timetable.yaml").write_bytes(b"")
    problems = tuple(map(str, examine(folder)))
    assert any("procedures.md: This file cannot be read." in problem for problem in problems)
    assert any("timetable.yaml: This file needs a list called “steps”." in problem for problem in problems)


def test_an_empty_folder_is_refused_with_every_file_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as refused:
        load(tmp_path)
    named = {problem.file for problem in refused.value.problems}
    assert named == {
        *("partnership.toml", "agencies.yaml", "themes.yaml", "scales.yaml", "timetable.yaml", "procedures.md"),
        "questionnaires",
    }


def test_a_module_without_its_core_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    shutil.copytree(SHIPPED, folder)
    (folder / "questionnaires" / "maap-core-children.yaml").unlink()
    problems = tuple(map(str, examine(folder)))
    assert len(problems) == 2
    assert all("It is a module of “maap_core_children”, which is not here." in problem for problem in problems)


def test_two_questionnaires_with_one_key_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    shutil.copytree(SHIPPED, folder)
    shelf = folder / "questionnaires"
    shutil.copy(shelf / "module-neglect.yaml", shelf / "module-neglect-2.yaml")
    assert [problem.file for problem in examine(folder)] == ["questionnaires/module-neglect.yaml"]


def test_englands_bank_holidays_include_substitute_days() -> None:
    assert {date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 28), date(2027, 12, 27)} <= england(2026, 2027)
    assert date(2026, 3, 17) not in england(2026, 2026)


def test_holidays_around_a_day_reach_past_any_audit() -> None:
    assert {day.year for day in around(date(2026, 6, 1))} == {2025, 2026, 2027, 2028, 2029}
