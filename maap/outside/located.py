"""Configuration files as plain data that still knows on which line each value stands."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[int | str, ...]
"""Keys and positions that lead to a value, as Pydantic names them."""


@dataclass(frozen=True)
class ConfigProblem:
    """What is wrong in a configuration file. `line` counts from 1; None when the whole file is meant."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Located:
    """A file that was read. `data` is None when it could not be; `problems` then says why."""

    name: str
    data: Any = None
    problems: tuple[ConfigProblem, ...] = ()
    line_of: Callable[[Place], int | None] = field(default=lambda _: None, compare=False)

    def problem(self, path: Place, message: str) -> ConfigProblem:
        """A problem with the value at that path, or with the nearest value around it that stands in the file."""
        return ConfigProblem(self.name, self.line_of(path), message)


def read(folder: Path, name: str, *, as_text: bool = False) -> Located:
    """A YAML, TOML or Markdown file of the folder. Never raises for what is in the file: see `problems`.

    With `as_text`, the data is the file's text as it stands.
    """
    try:
        text = (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return _unread(
            name, None, f"This file is missing. Put it back into {folder}, or copy the one that was shipped."
        )
    except (OSError, UnicodeDecodeError):
        return _unread(name, None, "This file cannot be read. Save it as UTF-8 text, readable by the application.")
    if as_text:
        return Located(name, text)
    match Path(name).suffix:
        case ".yaml":
            return yaml_in(name, text)
        case ".toml":
            return _toml(name, text)
    return Located(name, text)


def _unread(name: str, line: int | None, message: str) -> Located:
    return Located(name, problems=(ConfigProblem(name, line, message),))


def yaml_in(name: str, text: str) -> Located:
    """YAML that is no file of a folder, under a name for the sentences. Never raises for what is in it."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
        doubles = tuple(_given_twice(root))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return _unread(
            name, line, f"This is not valid YAML ({error.problem}). Check the indents and quotation marks here."
        )
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _unread(
            name, None, f"This is not valid YAML ({error}). Check the file against the one that was shipped."
        )
    problems = tuple(
        ConfigProblem(name, key.start_mark.line + 1, f"“{key.value}” is given twice here. Take one of the two out.")
        for key in doubles
    )
    return Located(name, data, problems, lambda path: _node_line(root, path))


def _given_twice(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            seen.add(str(key.value))
            yield from _given_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _given_twice(item)


def _node_line(node: yaml.Node | None, path: Place) -> int | None:
    if node is None:
        return None
    line = node.start_mark.line + 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _toml(name: str, text: str) -> Located:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else None
        return _unread(name, line, f"This is not valid TOML ({error}). Check the quotation marks and brackets here.")
    return Located(name, data, (), lambda path: _toml_line(text, path))


def _toml_line(text: str, path: Place) -> int | None:
    *tables, key = [str(step) for step in path] or [""]
    inside, found = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            inside = header[1].strip()
            found = number if inside in (".".join(tables), ".".join([*tables, key])) else found
        elif inside == ".".join(tables) and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return found
