"""Our parser of XPath: elementpath's grammar with XLSForm's functions, and values as XLSForm understands them."""

import math
import operator
from abc import ABCMeta
from collections.abc import Callable, Iterable
from typing import Any, cast

from elementpath import XPath1Parser
from elementpath.tdop import Parser
from elementpath.xpath_tokens import XPathToken

from maap.domain.functions import FUNCTIONS, boolean, number, same

_KEPT = (
    "(start) (end) (invalid) (unknown) (string) (float) (decimal) (integer) (name) "  # what elementpath needs
    "( ) , $ . and or = != < > <= >= + - * div mod"
)


class ExpressionParser(XPath1Parser):
    """Knows operators, answers and XLSForm's functions, and none of XPath's ways into a document."""

    symbol_table = {symbol: token for symbol, token in XPath1Parser.symbol_table.items() if symbol in _KEPT.split()}  # noqa: RUF012 (read by elementpath)

    def parse(self, source: str) -> XPathToken:
        # XPath1Parser.parse would evaluate at once, without the answers.
        return Parser.parse(self, source)


def _replace(symbol: str, evaluate: Callable[[XPathToken, Any], object]) -> None:
    """Gives a symbol our meaning in our parser only: elementpath's own token class stays as it is."""
    base = ExpressionParser.symbol_table[symbol]
    made = ABCMeta(base.__name__, (base,), {"evaluate": evaluate, "__module__": __name__})
    ExpressionParser.symbol_table[symbol] = cast(type[XPathToken], made)


def _function(name: str) -> Callable[[XPathToken, Any], object]:
    run = FUNCTIONS[name].run

    def evaluate(token: XPathToken, scope: Any) -> object:
        return run(scope, *(part.evaluate(scope) for part in token))

    return evaluate


def _if(token: XPathToken, scope: Any) -> object:
    return token[1 if boolean(token[0].evaluate(scope)) else 2].evaluate(scope)


def _numbers(work: Callable[[float, float], float]) -> Callable[[XPathToken, Any], object]:
    def evaluate(token: XPathToken, scope: Any) -> object:
        if len(token) == 1:
            return work(0.0, number(token[0].evaluate(scope)))
        return work(number(token[0].evaluate(scope)), number(token[1].evaluate(scope)))

    return evaluate


def _order(holds: Callable[[float, float], bool]) -> Callable[[XPathToken, Any], object]:
    def evaluate(token: XPathToken, scope: Any) -> object:
        left, right = token[0].evaluate(scope), token[1].evaluate(scope)
        return any(holds(number(a), number(b)) for a in _each(left) for b in _each(right))

    return evaluate


def _equality(wanted: bool) -> Callable[[XPathToken, Any], object]:
    def evaluate(token: XPathToken, scope: Any) -> object:
        left, right = token[0].evaluate(scope), token[1].evaluate(scope)
        return any(same(a, b) is wanted for a in _each(left) for b in _each(right))

    return evaluate


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else (value,)


def _divided(left: float, right: float) -> float:
    if right:
        return left / right
    return math.nan if not left or math.isnan(left) else math.copysign(math.inf, left)


def _remainder(left: float, right: float) -> float:
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


for _literal in ("(string)", "(integer)", "(float)", "(decimal)"):
    _replace(_literal, lambda token, _scope: token.value if isinstance(token.value, str) else number(token.value))
_replace("(", lambda token, scope: token[0].evaluate(scope))
_replace("$", lambda token, scope: scope.values.get(str(token.value)[1:], ""))
_replace(".", lambda _token, scope: scope.this)
_replace("and", lambda token, scope: boolean(token[0].evaluate(scope)) and boolean(token[1].evaluate(scope)))
_replace("or", lambda token, scope: boolean(token[0].evaluate(scope)) or boolean(token[1].evaluate(scope)))
_replace("=", _equality(True))
_replace("!=", _equality(False))
for _symbol, _holds in (("<", operator.lt), (">", operator.gt), ("<=", operator.le), (">=", operator.ge)):
    _replace(_symbol, _order(_holds))
for _symbol, _work in (("+", operator.add), ("-", operator.sub), ("*", operator.mul)):
    _replace(_symbol, _numbers(_work))
_replace("div", _numbers(_divided))
_replace("mod", _numbers(_remainder))
for _called, _known in FUNCTIONS.items():
    ExpressionParser.function(_called, nargs=0 if _known.most == 0 else (_known.least, _known.most))
    _replace(_called, _if if _called == "if" else _function(_called))
ExpressionParser.build()
