"""One deed, one transaction, one place that stores; nothing is drawn while it is open."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, called, code, planted

DRAWS = ("frame.done", "frame.go", "frame.link", "frame.audit_head")


def commits(module: Module) -> list[str]:
    """Calls that store."""
    return [module.at(call, "commits") for call in module.calls() if called(call).endswith(".commit")]


def _units_of_work(module: Module) -> Iterator[ast.With]:
    for node in ast.walk(module.tree):
        opened = [called(item.context_expr) for item in node.items] if isinstance(node, ast.With) else []
        if isinstance(node, ast.With) and {"work", "reading"} & set(opened):
            yield node


def drawn_inside(module: Module) -> list[str]:
    """Drawing while a transaction is open: Streamlit's control exceptions would undo it without a word."""
    return [
        module.at(node, f"{called(node)} inside a unit of work")
        for block in _units_of_work(module)
        for statement in block.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and (called(node).startswith("st.") or called(node) in DRAWS)
        if not called(node).startswith(("st.session_state.", "st.query_params."))
    ]


def nested(module: Module) -> list[str]:
    """A unit of work inside another would wait for itself."""
    return [
        module.at(inner, "a unit of work inside another")
        for block in _units_of_work(module)
        for statement in block.body
        for inner in ast.walk(statement)
        if isinstance(inner, ast.With) and {"work", "reading"} & {called(item.context_expr) for item in inner.items}
    ]


def test_there_is_one_commit_in_the_code_base() -> None:
    found = [one for module in code() for one in commits(module)]
    assert [one.split(":")[0] for one in found] == ["maap/storage/db.py"], found


def test_nothing_is_drawn_while_a_transaction_is_open() -> None:
    assert [one for module in code() for one in drawn_inside(module)] == []


def test_no_unit_of_work_opens_inside_another() -> None:
    assert [one for module in code() for one in nested(module)] == []


@pytest.mark.parametrize(
    "inside",
    ["st.rerun()", "st.text('x')", "frame.done('x')", "if True:\n        st.error('x')", "with work() as b: pass"],
)
def test_what_may_not_be_inside_would_be_found(inside: str) -> None:
    module = planted(f"with frame.refusals(), work() as session:\n    {inside}\n")
    assert drawn_inside(module) + nested(module)


def test_a_second_commit_would_be_found() -> None:
    assert commits(planted("def save(session):\n    session.commit()\n"))
