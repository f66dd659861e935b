"""Attacks on expressions: an answer is a value and never part of one, and no expression leads anywhere."""

import time
from datetime import date

import pytest

from maap.domain.expressions import BadExpression, Scope, parse
from maap.domain.functions import FUNCTIONS

ANSWERS = (
    "' or '1'='1",
    '" or "1"="1',
    "x' or true() or 'x'='",
    "'] | //* | //*['",
    "${secret}",
    "$_secret",
    "concat('a', ${secret})",
    "doc('file:///etc/passwd')",
    "</a><b>", "&xxe;", "{{ secret }}", "%(secret)s", "\\", "\x00", "\u202e' or 1=1",
)  # fmt: skip
SCOPES = [Scope({"a": answer, "secret": "kept"}, date(2026, 3, 3), this=answer) for answer in ANSWERS]
WAYS_OUT = (
    "doc('file:///etc/passwd')", "document('x')", "fn:doc('http://127.0.0.1/')", "collection('.')", "uri-collection()",
    "unparsed-text('/etc/passwd')", "environment-variable('HOME')", "available-environment-variables()",
    "system-property('x')", "function-available('x')", "parse-xml('<a/>')", "parse-xml-fragment('x')", "id('x')",
    "current()", "root()", "last()", "name()", "local-name(.)", "serialize(.)", "static-base-uri()", "error()",
    "trace(1, 'x')", "instance('x')", "pulldata('f', 'a')", "indexed-repeat(1, 2, 3)", "evaluate('1')", "jr:itext('x')",
    "/", "/*", "//*", "//answer", "..", "../..", "@id", "ancestor::*", "child::a", "self::node()", "following::a",
    "a/b", "./a", ".[1]", "${a}[1]", "${a}/..", "node()", "text()", "comment()", "processing-instruction()",
    "for $x in 1 return $x", "some $x in 1 satisfies $x", "let $x := 1 return $x", "1 to 1000000000", "1 | 2", "1, 2",
    "$secret", "$_secret", "${a' or '1'='1}", "${../secret}", "${}", "(: note :) 1", "Q{x}y()", "xs:integer('1')",
    "__import__('os')", "().__class__", "${a}.__class__", "lambda", "import schema 'x'", "declare variable $a := 1;",
)  # fmt: skip


@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_an_answer_is_a_value_whatever_it_says(scope: Scope) -> None:
    assert parse("${a}").value(scope) == scope.values["a"]
    assert parse("concat(${a}, '!')").value(scope) == f"{scope.values['a']}!"
    assert not parse("${a} = 'yes'").holds(scope) and not parse(". = ${secret}").holds(scope)
    assert not parse("selected(${a}, 'kept')").holds(scope) and not parse("contains(${a}, 'kept')").holds(scope)
    assert "kept" not in str(parse("coalesce(${a}, .)").value(scope))


def test_put_into_the_text_the_same_answer_would_change_what_is_asked() -> None:
    """The control: an expression that is put together from an answer holds whatever was asked."""
    assert parse(f"'yes' = '{ANSWERS[0]}'").holds(SCOPES[0])


@pytest.mark.parametrize("text", WAYS_OUT)
def test_no_expression_leads_out_of_the_answers(text: str) -> None:
    with pytest.raises(BadExpression):
        parse(text)


def test_there_is_no_name_that_is_more_than_an_answer() -> None:
    assert [parse("${" + name + "}").value(SCOPES[0]) for name in ("__class__", "values", "today", "_token")] == [
        ""
    ] * 4


def test_every_function_takes_hostile_values_in_its_stride() -> None:
    extremes: tuple[object, ...] = (
        *ANSWERS,
        "9" * 400,
        "1e999",
        "-1",
        "0",
        "9999-12-31",
        [],
        ["", "x"],
        float("nan"),
        True,
    )
    for name, known in FUNCTIONS.items():
        for least in {known.least, 3 if known.most is None else known.most}:
            expression = parse(f"{name}({', '.join(['${a}'] * least)})")
            for value in extremes:
                expression.value(Scope({"a": value}, date(2026, 3, 3), this=value))


@pytest.mark.parametrize(
    "text",
    [
        "regex(${a}, '(a|aa)+b')",
        "regex(${a}, 'a*a*a*a*a*a*b')",
        "regex(${a}, ${p})",
        "concat(" * 50 + "${a}" + ", ${a}, ${a}, ${a})" * 50,
        "join(${a}, ${a}, ${a}, ${a})",
        "string-length(join(${a}, ${p}, ${a}, ${p}, ${a}))",
    ],
)
def test_no_expression_keeps_the_house_busy(text: str) -> None:
    began = time.process_time()
    parse(text).value(Scope({"a": "a" * 20_000, "p": "(a|aa)+(a|aa)+b"}, date(2026, 3, 3)))
    assert time.process_time() - began < 2
