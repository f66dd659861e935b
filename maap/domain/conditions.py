"""Conditions as people put them together: which earlier question, which comparison, which value; all or any of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from maap.domain.operands import Operand, Shape, operand_named
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.domain.wording import said_date

Join = Literal["and", "or"]

COMPARISONS: Mapping[str, str] = MappingProxyType(
    {
        "is": "is",
        "is_not": "is not",
        "includes": "includes",
        "not_includes": "does not include",
        "answered": "is answered",
        "not_answered": "is not answered",
        "more": "is more than",
        "less": "is less than",
        "at_least": "is at least",
        "at_most": "is at most",
    }
)
OFFERED: Mapping[Shape, tuple[str, ...]] = MappingProxyType(
    {
        "one": ("is", "is_not", "answered", "not_answered"),
        "several": ("includes", "not_includes", "answered", "not_answered"),
        "number": ("is", "is_not", "more", "less", "at_least", "at_most", "answered", "not_answered"),
        "date": ("more", "less", "at_least", "at_most", "answered", "not_answered"),
        "other": ("answered", "not_answered", "is", "is_not"),
    }
)
"""The comparisons that make sense for an answer of each shape, the usual one first."""

WITHOUT_VALUE = frozenset({"answered", "not_answered"})
_SIGNS = {"is": "=", "is_not": "!=", "more": ">", "less": "<", "at_least": ">=", "at_most": "<="}
_BY_SIGN = {sign: name for name, sign in _SIGNS.items()}
_DATE_WORDS = {
    "more": "is after",
    "less": "is before",
    "at_least": "is on or after",
    "at_most": "is on or before",
}
_VALUE = r"""("[^"]*"|'[^']*'|-?\d+(?:\.\d+)?)"""
_NAME = r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}"
_COMPARED = re.compile(rf"{_NAME}\s*(!=|>=|<=|=|>|<)\s*{_VALUE}")
_SELECTED = re.compile(rf"selected\(\s*{_NAME}\s*,\s*{_VALUE}\s*\)")
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_TOKENS = re.compile(r""""[^"]*"|'[^']*'|\(|\)|\b(?:and|or)\b|.""", re.DOTALL)


@dataclass(frozen=True)
class Test:
    """One comparison. ``value`` is "" where the comparison needs none."""

    __test__ = False  # not a test of pytest
    name: str
    comparison: str
    value: str = ""


@dataclass(frozen=True)
class Condition:
    """Comparisons that must all hold ("and"), or of which one is enough ("or")."""

    tests: tuple[Test, ...] = ()
    joined: Join = "and"


def written(condition: Condition, known: Mapping[str, Operand]) -> str:
    """The expression. Raises Problem for a value that cannot be compared with."""
    return f" {condition.joined} ".join(_written(test, known.get(test.name)) for test in condition.tests)


def _written(test: Test, operand: Operand | None) -> str:
    name = f"${{{test.name}}}"
    match test.comparison:
        case "answered":
            return f"{name} != ''"
        case "not_answered":
            return f"{name} = ''"
        case "includes":
            return f"selected({name}, {_quoted(test.value)})"
        case "not_includes":
            return f"not(selected({name}, {_quoted(test.value)}))"
        case _:
            is_number = operand is not None and operand.shape == "number"
            return f"{name} {_SIGNS[test.comparison]} {_number(test.value) if is_number else _quoted(test.value)}"


def _number(value: str) -> str:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value.strip()):
        raise Problem(f"“{value}” is not a number. Write a number such as 3 or 2.5.")
    return value.strip()


def _quoted(value: str) -> str:
    if not value:
        raise Problem("Choose the answer to compare with.")
    if "'" in value and '"' in value:
        raise Problem("A text with both kinds of quotation marks cannot be compared. Leave one kind out.")
    return f'"{value}"' if "'" in value else f"'{value}'"


def read(text: str) -> Condition | None:
    """The comparisons an expression is made of; None when it says more than all or any of some comparisons."""
    if not text.strip():
        return Condition()
    pieces, joins = _split(text)
    if len(joins) > 1:
        return None
    tests = [_test(piece) for piece in pieces]
    if any(test is None for test in tests):
        return None
    return Condition(tuple(test for test in tests if test), "or" if "or" in joins else "and")


def _split(text: str) -> tuple[list[str], set[str]]:
    """The pieces between "and" and "or" outside of brackets and texts, and which of the two words there are."""
    pieces, joins, depth = [""], set(), 0
    for token in _TOKENS.findall(text):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token in ("and", "or") and depth == 0:
            joins.add(token)
            pieces.append("")
        else:
            pieces[-1] += token
    return pieces, joins


def _test(piece: str) -> Test | None:
    text = _bare(piece)
    if negated := _NOT.fullmatch(text):
        inner = _test(negated[1])
        return Test(inner.name, "not_includes", inner.value) if inner and inner.comparison == "includes" else None
    if selected := _SELECTED.fullmatch(text):
        return Test(selected[1], "includes", _plain(selected[2]))
    compared = _COMPARED.fullmatch(text)
    if compared is None:
        return None
    name, sign, value = compared[1], compared[2], _plain(compared[3])
    if not value:
        return {"=": Test(name, "not_answered"), "!=": Test(name, "answered")}.get(sign)
    return Test(name, _BY_SIGN[sign], value)


def _bare(piece: str) -> str:
    """Without brackets around the whole."""
    text = piece.strip()
    while text.startswith("(") and text.endswith(")"):
        inner = text[1:-1]
        depth = 0
        for token in _TOKENS.findall(inner):
            depth += {"(": 1, ")": -1}.get(token, 0)
            if depth < 0:
                return text
        text = inner.strip()
    return text


def _plain(value: str) -> str:
    return value[1:-1] if value[:1] in "'\"" else value


def said(text: str, questionnaire: Questionnaire) -> str:
    """A condition in words: “Was the child heard?” is Yes. An expression too intricate for that stays as it is."""
    condition = read(text)
    if condition is None:
        return text
    return f" {condition.joined} ".join(said_test(test, questionnaire) for test in condition.tests)


def said_test(test: Test, questionnaire: Questionnaire) -> str:
    """One comparison in words."""
    operand = operand_named(questionnaire, test.name)
    if operand is None:
        return f"“{test.name}” {COMPARISONS[test.comparison]} {test.value}".strip()
    label = operand.label if operand.label.endswith("is picked") else f"“{operand.label}”"
    words = COMPARISONS[test.comparison]
    value = operand.answers.get(test.value, test.value)
    if operand.shape == "date":
        words, value = _DATE_WORDS.get(test.comparison, words), said_date(value)
    return f"{label} {words} {value}".strip()


def comparison_words(comparison: str, shape: Shape) -> str:
    """What a comparison is called for an answer of this shape."""
    return (_DATE_WORDS if shape == "date" else {}).get(comparison, COMPARISONS[comparison])
