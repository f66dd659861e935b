"""A kind of question is known everywhere, or nowhere."""

import ast
from typing import get_args

import pytest

from maap.domain.questionnaire import Calculated, Note, Question
from tests.house.source import Module, planted, under

KINDS = {kind.__name__ for kind in get_args(get_args(Question)[0])}
NEVER_ANSWERED = {Note.__name__, Calculated.__name__}


def _cases(modules: list[Module]) -> set[str]:
    """The classes that are told apart in a ``match``."""
    return {
        node.cls.id
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name)
    }


def test_there_are_kinds() -> None:
    assert {"Grade", "YesNo", "Themes", "Repeat"} < KINDS


@pytest.mark.parametrize("place, needed", [("maap/ui/", KINDS), ("maap/domain/answers.py", KINDS - NEVER_ANSWERED)])
def test_every_kind_has_its_widget_and_its_check(place: str, needed: set[str]) -> None:
    assert sorted(needed - _cases(under(place))) == []


def test_a_kind_without_a_case_would_be_found() -> None:
    assert KINDS - _cases([planted("match question:\n    case Choice() | YesNo():\n        pass\n")])
