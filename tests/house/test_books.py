"""What the README, the guides and the decisions name is there: commands with their options, files, settings, links."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import pytest
import typer
from typer.main import get_command

from maap.__main__ import SINGLE, app
from maap.settings import Settings
from tests.house.source import ROOT

BOOKS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "maap").rglob("README.md")])
README = (ROOT / "README.md").read_text()
COMMAND = re.compile(r"python -m maap((?: [a-z][a-z-]*)*)((?: --[a-z-]+)*)")
TABLE = README[README.index("## Command line") : README.index("## Configuration")]
VARIABLE = re.compile(r"MAAP_(?!TEST_)([A-Z_]+)")


@lru_cache(maxsize=1)
def commands() -> dict[str, set[str]]:
    """Each command as it is typed, ``sample draw``, with its options."""
    return {name: {option for one in found.params for option in one.opts} for name, found in _within(get_command(app))}


def _within(command: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "list_commands"):
        yield before.strip(), command
        return
    context = typer.Context(command)
    for name in command.list_commands(context):
        yield from _within(command.get_command(context, name), f"{before} {name}")


def unknown_commands(text: str) -> list[str]:
    """Commands of the house, or options of theirs, that a text names and that do not exist."""
    wrong = []
    for words, options in COMMAND.findall(text):
        named = words.split()
        known = next((" ".join(named[:n]) for n in (2, 1) if " ".join(named[:n]) in commands()), None)
        if named and known is None:
            wrong.append(" ".join(named[:2]))
        elif known:
            wrong += [f"{known} {one}" for one in options.split() if one not in commands()[known]]
    return wrong


def unknown_modules(text: str) -> list[str]:
    """Modules of the tests that a text has somebody run."""
    named = re.findall(r"python -m (tests\.[a-z_.]*[a-z_])(?!\.)\b", text)
    return [one for one in named if find_spec(one) is None]


def unknown_targets(text: str) -> list[str]:
    """Targets of the Makefile that a text has somebody make."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)
    return [one for one in named if one not in targets]


def unknown_files(text: str) -> list[str]:
    """Files of the project that a text names in code, whole or as an ending is left out."""
    named = re.findall(r"[`(]((?:maap|pages|tests|deploy|config|docs)/[\w./-]*\w)", text)
    return [one for one in named if not ((ROOT / one).exists() or (ROOT / f"{one}.py").exists())]


def dead_links(text: str, folder: str) -> list[str]:
    """Links to files that are not there, and to headings that their file does not have."""
    dead = []
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)]+)\)", text):
        name, _, heading = target.partition("#")
        file = ROOT / folder / name if name else None
        if (file is not None and not file.exists()) or (
            heading and heading not in {_anchor(one) for one in _headings(file.read_text() if file else text)}
        ):
            dead.append(target)
    return dead


def _headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.*)$", text, re.MULTILINE)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_every_command_and_option_that_is_named_exists() -> None:
    assert len(commands()) > 20
    assert {book.name: found for book in BOOKS if (found := unknown_commands(book.read_text()))} == {}


def test_every_command_stands_in_the_readme() -> None:
    groups = {name.split()[0] for name in commands()} - set(SINGLE)
    missing = [
        name
        for name in commands()
        if not re.search(rf"`{name}\b" if name.split()[0] not in groups else rf"`({name}|{name.split()[-1]})\b", TABLE)
    ]
    assert missing == []


def test_every_module_target_and_file_that_is_named_is_there() -> None:
    for lost in (unknown_modules, unknown_targets, unknown_files):
        assert {book.name: found for book in BOOKS if (found := lost(book.read_text()))} == {}, lost.__name__


def test_every_link_leads_somewhere() -> None:
    found = {book.name: dead_links(book.read_text(), str(book.parent.relative_to(ROOT))) for book in BOOKS}
    assert {name: dead for name, dead in found.items() if dead} == {}


def test_the_readme_lists_every_setting_and_no_other() -> None:
    table = README[README.index("## Configuration") : README.index("## How it is built")]
    known = {name.upper() for name in Settings.model_fields}
    assert set(VARIABLE.findall(table)) == known - {"DEMONSTRATION"}  # only `demo` sets it
    assert {book.name: found for book in BOOKS if (found := set(VARIABLE.findall(book.read_text())) - known)} == {}


@pytest.mark.parametrize(
    ("looked", "there", "lost"),
    [
        (
            unknown_commands,
            "`python -m maap doctor --visibility` and `python -m maap sample draw`",
            "python -m maap polish",
        ),
        (unknown_commands, "python -m maap restore --check", "python -m maap restore --chekc"),
        (
            unknown_modules,
            "`python -m tests.long.writers` or `python -m tests.benchmarks.NAME`",
            "python -m tests.long.gone",
        ),
        (unknown_targets, "`make test`, which will make it", "`make gold`"),
        (unknown_files, "`maap/settings.py`, `tests/house` and `maap/access`", "`maap/gone.py`"),
        (
            lambda text: dead_links(text, "docs"),
            "[a](trust.md#the-trail) [b](https://example.org)",
            "[a](trust.md#gone)",
        ),
        (lambda text: dead_links(text, "."), "![a](docs/pictures/charts.png)", "[a](docs/gone.md)"),
    ],
)
def test_what_is_not_there_would_be_found(looked: Callable[[str], list[str]], there: str, lost: str) -> None:
    assert looked(there) == []
    assert len(looked(lost)) == 1
