"""Every letter in the code base is worded by its kind: none is put together from what stands in a return."""

import ast

from tests.house.source import Module, called, code, planted


def letters_of_their_own(module: Module) -> list[str]:
    """Letters whose subject or text is anything but the words of their kind."""
    return [
        module.at(call, f"{word.arg} is {ast.unparse(word.value)}")
        for call in module.calls()
        if called(call) == "Letter"
        for word in call.keywords
        if word.arg in ("subject", "body") and ast.unparse(word.value) != f"words.{word.arg}"
    ]


def unworded(module: Module) -> list[str]:
    """Words of a letter that come from elsewhere than the two makers, which know the fields and nothing else."""
    if not any(called(call) == "Letter" for call in module.calls()):
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
    senders = [module.name for module in code() if any(called(call) == "Letter" for call in module.calls())]
    assert len(senders) >= 7
    assert [one for module in code() for one in letters_of_their_own(module)] == []
    assert [one for module in code() for one in unworded(module)] == []


def test_a_letter_with_words_of_its_own_would_be_found() -> None:
    assert letters_of_their_own(planted("def f():\n    Letter(subject=words.subject, body=answer.value)"))
    assert unworded(planted("def f():\n    words = answer\n    Letter(subject=words.subject, body=words.body)"))
