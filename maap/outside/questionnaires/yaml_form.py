"""Questionnaires as YAML: the partnership's own files, with section templates written once for several domains."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import yaml
from pydantic import BaseModel

from maap.domain.findings import Finding
from maap.domain.questionnaire import CARE_ACT_PRINCIPLES, CORE_DOMAINS, Questionnaire, Scale
from maap.outside.questionnaires.forms import Place, ReadForm, built

LARGEST = 1_000_000
DEEPEST = 20


def read(text: str, scales: Sequence[Scale] = ()) -> ReadForm:
    """The questionnaire a YAML text describes.

    Under `domains` a bare key stands for one of the core domains or Care Act principles, under `scales` for one of
    `scales`. `templates` (or a section with `for_each`) is written once and repeated for each domain key listed;
    {domain}, {name} and {name_lower} in its texts become the domain's. Never raises for what is in the text.
    """
    try:
        if len(text) > LARGEST:
            raise _Unreadable(None, "The file is larger than 1 MB. Choose another file.")
        node = yaml.compose(text, Loader=_Loader)
        data = _plain(node, 0)
        if not isinstance(data, dict):
            raise _Unreadable(1, "This is not a questionnaire. It starts with key, title, audience and sections.")
        places = {key: Place(line=line) for key, line in _lines(node)}
        return built(_expanded(data, {scale.key: scale for scale in scales}, places), places)
    except _Unreadable as error:
        return _refused(error.line, str(error))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return _refused(line, f"This is not valid YAML ({error.problem}). Check the indents and quotation marks here.")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return _refused(None, f"This is not valid YAML ({str(error)[:80]}). Save it as plain text and try again.")


def write(questionnaire: Questionnaire) -> str:
    """The questionnaire as YAML that reads back equal."""
    data = _dumped(questionnaire)
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)
    return text


class _Loader(yaml.SafeLoader):
    """Reads every scalar as text, so that “no” stays a word; the model turns texts into numbers."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise _Unreadable(self.line + 1, "A “*” repeats another part here. Write it out instead.")
        return super().compose_node(parent, index)


class _Unreadable(Exception):
    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(message)
        self.line = line


def _refused(line: int | None, message: str) -> ReadForm:
    return ReadForm(None, (Finding("error", "The file", message, line=line),))


def _plain(node: yaml.Node | None, depth: int) -> Any:
    if node is None:
        return None
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        raise _Unreadable(line, "The file is nested too deeply here. Check the indents.")
    if isinstance(node, yaml.ScalarNode):
        empty = node.style is None and node.value in ("", "~", "null")
        return None if empty else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, depth + 1) for item in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in found:
            raise _Unreadable(key.start_mark.line + 1, f"“{key.value}” is given twice here. Take one of the two out.")
        found[key.value] = _plain(value, depth + 1)
    return {key: value for key, value in found.items() if value is not None}


def _lines(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "id" and isinstance(value, yaml.ScalarNode):
                yield value.value, value.start_mark.line + 1
            yield from _lines(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _lines(item)


def _expanded(data: dict[str, Any], scales: Mapping[str, Scale], places: dict[str, Place]) -> dict[str, Any]:
    known = {domain.key: domain.name for domain in (*CORE_DOMAINS, *CARE_ACT_PRINCIPLES)}
    domains = [
        {"key": item, "name": known[item]} if isinstance(item, str) and item in known else item
        for item in _list(data.get("domains"))
    ]
    names = known | {str(d["key"]): str(d.get("name", d["key"])) for d in domains if isinstance(d, dict) and "key" in d}
    sections: list[Any] = []
    for section in _list(data.get("sections")):
        sections += _repeated(section, names, places)
    made = [one for template in _list(data.get("templates")) for one in _repeated(template, names, places)]
    first_last = next((n for n, section in enumerate(sections) if _is_last(section)), len(sections))
    whole = {key: value for key, value in data.items() if key != "templates"}
    whole["sections"] = sections[:first_last] + made + sections[first_last:]
    whole["domains"] = domains
    whole["scales"] = [
        scales[item] if isinstance(item, str) and item in scales else item for item in _list(data.get("scales"))
    ]
    return whole


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_last(section: Any) -> bool:
    return isinstance(section, dict) and section.get("last") == "true"


def _repeated(template: Any, names: Mapping[str, str], places: dict[str, Place]) -> list[Any]:
    if not isinstance(template, dict) or "for_each" not in template:
        return [template]
    plain = {key: value for key, value in template.items() if key != "for_each"}
    return [_for(plain, _filler(str(key), names), places) for key in _list(template["for_each"])]


def _filler(key: str, names: Mapping[str, str]) -> Callable[[str], str]:
    if key not in names:
        raise _Unreadable(None, f"for_each names the domain “{key}”, which is not defined. Add it to the domains.")
    name = names[key]
    lower = name[:1].lower() + name[1:]
    return lambda text: text.replace("{domain}", key).replace("{name_lower}", lower).replace("{name}", name)


def _for(value: Any, fill: Callable[[str], str], places: dict[str, Place]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [_for(item, fill, places) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("id"), str) and value["id"] in places:
        places[fill(value["id"])] = places[value["id"]]
    return {key: _for(item, fill, places) for key, item in value.items()}


def _dumped(value: Any) -> Any:
    """Plain data without what is at its default; the kind of a question always says itself."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            name: _dumped(getattr(value, name))
            for name, field in fields.items()
            if name == "kind" or field.is_required() or getattr(value, name) != field.get_default()
        }
    if isinstance(value, tuple):
        return [_dumped(item) for item in value]
    return value
