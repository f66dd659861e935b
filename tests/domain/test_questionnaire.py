"""Parts of a questionnaire for whom they are meant, and modules added to a core."""

import pytest

from maap.domain.questionnaire import CORE_DOMAINS, Domain, Level, Questionnaire, Scale, Section, Text


def section(name: str, *questions: str, last: bool = False) -> Section:
    asked = tuple(Text(id=question, label=f"{question}?") for question in questions)
    return Section(id=name, title=name, questions=asked, last=last)


def scale(key: str, label: str) -> Scale:
    return Scale(key=key, name=key, direction="higher_is_better", levels=(Level(value="v", label=label),))


CORE = Questionnaire(
    key="core",
    title="Core",
    audience="children",
    domains=CORE_DOMAINS,
    scales=(scale("g", "of the core"),),
    sections=(section("start", "a"), section("close", "z", last=True)),
)
MODULE = Questionnaire(
    key="neglect",
    title="Neglect",
    audience="children",
    module_of="core",
    domains=(CORE_DOMAINS[0], Domain(key="neglect", name="Neglect")),
    scales=(scale("g", "of the module"), scale("h", "new")),
    sections=(section("neglect", "n"),),
)


def test_a_module_stands_before_the_last_sections_of_its_core() -> None:
    whole = CORE.with_module(MODULE)
    assert [part.id for part in whole.sections] == ["start", "neglect", "close"]
    assert [question.id for question in whole.questions] == ["a", "n", "z"]
    assert whole.key == "core"


def test_domains_and_scales_of_core_and_module_are_joined_and_the_core_wins() -> None:
    whole = CORE.with_module(MODULE)
    assert [domain.key for domain in whole.domains] == [*(domain.key for domain in CORE_DOMAINS), "neglect"]
    assert [(found.key, found.levels[0].label) for found in whole.scales] == [("g", "of the core"), ("h", "new")]


def test_a_question_is_found_by_its_id_and_an_unknown_one_is_not() -> None:
    assert CORE.question("a").label == "a?"
    assert CORE.section_of("z").id == "close"
    for unknown in ("nobody", "a__evidence", "start__picked"):
        with pytest.raises(KeyError):
            CORE.question(unknown)


def test_two_questionnaires_with_the_same_parts_are_equal_whether_looked_into_or_not() -> None:
    other = CORE.model_copy()
    CORE.question("a")
    assert other == CORE
    assert Questionnaire.model_validate_json(CORE.model_dump_json()) == CORE


def test_texts_are_kept_as_a_spreadsheet_can_carry_them() -> None:
    assert Text(id="a", label=" a\x00b\r\nc\N{NO-BREAK SPACE}d ").label == "ab\nc d"
