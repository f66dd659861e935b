"""How wide the columns of a table want to be."""

from maap.domain.documents import Table

_WIDEST = 40


def lengths(table: Table) -> list[int]:
    """How wide each column wants to be, by what stands in it."""
    columns = zip(table.head, *table.rows, strict=True)
    return [max(_longest_word(column[0]), min(_WIDEST, max(len(words) for words in column))) for column in columns]


def _longest_word(head: str) -> int:
    return max((len(word) for word in head.split()), default=0) + 3
