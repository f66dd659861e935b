"""Conditions, constraints and calculations: XLSForm's subset of XPath, read once and worked out with elementpath."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from elementpath import ElementPathError
from elementpath.tdop import ParseError
from elementpath.xpath_tokens import XPathToken

from maap.domain.functions import FUNCTIONS, boolean
from maap.domain.patterns import BadPattern
from maap.domain.patterns import pattern as fitting
from maap.domain.problems import Problem
from maap.domain.xpath import ExpressionParser

LONGEST = 4000
_PIECES = re.compile(r"""("[^"]*"|'[^']*')|\$\{\s*([^{}]*?)\s*\}""")
_PIPED = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_CALLED = re.compile(r"([A-Za-z][\w.:-]*)\s*\(")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_WORDS = frozenset({"and", "or", "div", "mod"})
DEEPEST = 60


class BadExpression(Problem):
    """An expression that cannot be read."""


def _choice_label(_name: str, value: str) -> str:
    return value


@dataclass(frozen=True)
class Scope:
    """What an expression may look at: answers by id (absent counts as ""), today, and "." when it is a constraint."""

    values: Mapping[str, object]
    today: date
    this: object = ""
    position: int = 1
    label: Callable[[str, str], str] = _choice_label


@dataclass(frozen=True)
class Expression:
    """An expression that was read: the ids it refers to, and which of them it compares with which text."""

    text: str
    references: frozenset[str]
    uses_this: bool
    compared: frozenset[tuple[str, str]]
    _token: XPathToken = field(repr=False, compare=False)

    def value(self, scope: Scope) -> object:
        """A string, float, bool or list of strings."""
        result: object = self._token.evaluate(scope)  # type: ignore[arg-type]
        return result

    def holds(self, scope: Scope) -> bool:
        """Whether the condition is true."""
        return boolean(self.value(scope))


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The expression that `text` says.

    Raises BadExpression with a sentence that says what cannot be read.
    """
    if len(text) > LONGEST:
        raise BadExpression(f"The expression is longer than {LONGEST} characters. Split it into smaller calculations.")
    if "$" in _PIECES.sub("", text):
        raise BadExpression(f"The expression “{_short(text)}” has a stray “$”. Write an answer as ${{id}}.")
    source = _PIECES.sub(
        _translated, text.replace("jr:choice-name", "choice-name").replace("position(..)", "position()")
    )
    _refuse_unknown_functions(source)
    try:
        token = ExpressionParser().parse(source)
        tokens = list(_tokens(token))
    except RecursionError:
        raise BadExpression("The expression is nested too deeply. Split it into smaller calculations.") from None
    except (ElementPathError, ParseError, ValueError, TypeError, ArithmeticError) as error:
        raise BadExpression(f"The expression “{_short(text)}” cannot be read: {_reason(error)}.") from None
    _refuse_words(tokens, text)
    references = frozenset(str(token.value)[1:] for token in tokens if token.symbol == "$")
    compared = frozenset(pair for part in tokens for pair in _compared(part))
    return Expression(text, references, any(part.symbol == "." for part in tokens), compared, token)


def piped(text: str) -> tuple[str, ...]:
    """The ids whose answers a label brings in, as ${id}."""
    return tuple(_PIPED.findall(text))


def with_answers(text: str, said: Callable[[str], str]) -> str:
    """A label with each ${id} replaced by what was said there."""
    return _PIPED.sub(lambda match: said(match[1]), text)


def renamed(text: str, new: Callable[[str], str]) -> str:
    """An expression or label with every ${id} under its new id."""
    return _PIPED.sub(lambda match: "${" + new(match[1]) + "}", text)


def _translated(match: re.Match[str]) -> str:
    quoted, name = match.groups()
    if quoted is not None:
        # jr:choice-name(${q}, '${q}') names its question in a text.
        return str(_PIPED.sub(lambda inner: inner[1], quoted))
    if not _NAME.fullmatch(name):
        raise BadExpression(
            f"“${{{name}}}” is not the id of a question. Ids have letters, digits and underscores only."
        )
    return f"$_{name} "


def _refuse_unknown_functions(source: str) -> None:
    outside_texts = re.sub(r""""[^"]*"|'[^']*'""", "''", source)
    for name in _CALLED.findall(outside_texts):
        if name not in FUNCTIONS and name not in _WORDS:
            raise BadExpression(
                f"The function {name}() is not known here. Use another one, or work it out in a question."
            )


def _refuse_words(tokens: list[XPathToken], text: str) -> None:
    named = {id(token[0]) for token in tokens if token.symbol == "$"}
    for part in tokens:
        if part.symbol == "(name)" and id(part) not in named:
            raise BadExpression(
                f"The expression “{_short(text)}” says “{part.value}”, which is neither an answer nor a text."
                " Write an answer as ${id} and a text in quotation marks."
            )
    for part in tokens:
        if part.symbol == "regex" and part[1].symbol == "(string)":
            _refuse_pattern(str(part[1].value))


def _refuse_pattern(pattern: str) -> None:
    try:
        fitting(pattern)
    except BadPattern as bad:
        raise BadExpression(f"The pattern “{_short(pattern)}” cannot be read: {bad}.") from None


def _tokens(token: XPathToken, depth: int = 1) -> Iterable[XPathToken]:
    if depth > DEEPEST:
        raise RecursionError
    if token.symbol == "*" and len(token) != 2:
        raise ValueError("a star multiplies two values")
    if token.symbol == "(" and len(token) != 1:
        raise ValueError("brackets hold one expression")
    yield token
    for part in token:
        yield from _tokens(part, depth + 1)


def _compared(token: XPathToken) -> Iterable[tuple[str, str]]:
    if token.symbol in ("=", "selected"):
        sides = {part.symbol: str(part.value) for part in token}
        if "$" in sides and "(string)" in sides:
            yield sides["$"][1:], sides["(string)"]


def _reason(error: Exception) -> str:
    words = re.sub(r"^.* at line \d+, column \d+: (\[err:\w+\])?\s*", "", str(error)).strip(" .")
    words = re.sub(r"^'fn:([\w-]+)' function: ", r"\1(): ", words)
    if words.startswith("unknown symbol") and words[-2:-1] in "“”‘’":
        return "quotation marks must be straight ones"
    return {"source is empty": "it is empty", "unexpected end of source": "it ends too early"}.get(words, words)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"
