"""How wide the columns of a table want to be."""

from math import ceil

from maap.domain.documents import Table

_WIDEST, _WIDEST_OF_MANY, _MANY, _MARGIN = 32, 15, 6, 3
_BOLD = 1.2
"""Heads are bold, and a word that is broken is hard to read."""


def lengths(table: Table) -> list[int]:
    """For each column about as many letters as its texts have, and never fewer than its longest word."""
    widest = _WIDEST_OF_MANY if len(table.head) > _MANY else _WIDEST
    columns = zip(table.head, *table.rows, strict=True)
    return [max(_longest_word(column), min(widest, max(len(words) for words in column))) for column in columns]


def _longest_word(column: tuple[str, ...]) -> int:
    head, *others = column
    words = [ceil(len(word) * _BOLD) for word in head.split()] + [
        ceil(len(word) * _BOLD) for text in others for word in text.split()
    ]
    return min(max(words, default=0), _WIDEST) + _MARGIN
