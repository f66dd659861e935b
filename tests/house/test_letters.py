"""Every letter in the code base is worded by its kind: none is put together from what stands in a return."""

import ast

from tests.house.source import Module, called, code, planted


def _makers(module: Module) -> list[ast.Call]:
    """Where a letter is made: as a row, or by the one function that makes it of its words."""
    return [call for call in module.calls() if called(call).rpartition(".")[2] in ("Letter", "posted")]


def letters_of_their_own(module: Module) -> list[str]:
    """Letters whose subject or text is anything but the words of their kind."""
    return [
        module.at(call, f"{word.arg} is {ast.unparse(word.value)}")
        for call in _makers(module)
        for word in call.keywords
        if word.arg in ("subject", "body") and ast.unparse(word.value) != f"words.{word.arg}"
    ] + [
        module.at(call, f"its words are {ast.unparse(call.args[3])}")
        for call in _makers(module)
        if len(call.args) > 3 and ast.unparse(call.args[3]) != "words"
    ]


def unworded(module: Module) -> list[str]:
    """Words of a letter that come from elsewhere than the two makers, which know the fields and nothing else."""
    if not _makers(module):
        return []
    made = [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "words"
    ]
    return [
        module.at(node, f"words are {ast.unparse(node.value)}")
        for node in made
        if not isinstance(node.value, ast.Call) or called(node.value).rpartition(".")[2] not in ("worded", "written")
    ]


def test_every_letter_says_the_words_of_its_kind() -> None:
    senders = [module.name for module in code() if _makers(module)]
    assert len(senders) >= 7
    assert [one for module in code() for one in letters_of_their_own(module)] == []
    assert [one for module in code() for one in unworded(module)] == []


def test_a_letter_with_words_of_its_own_would_be_found() -> None:
    assert letters_of_their_own(planted("def f():\n    Letter(subject=words.subject, body=answer.value)"))
    assert letters_of_their_own(planted("def f():\n    posted(1, 2, 'kind', answer, now)"))
    assert unworded(planted("def f():\n    words = answer\n    posted(1, 2, 'kind', words, now)"))
    assert unworded(planted("def f():\n    words = answer\n    Letter(subject=words.subject, body=words.body)"))
