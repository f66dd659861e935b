"""The nesting of an XLSForm's groups and repeats."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from maap.domain.findings import Finding
from maap.outside.questionnaires.xlsform_rows import Row

_BEGIN = re.compile(r"begin[ _](group|repeat|lgroup|looped[ _]group)", re.IGNORECASE)
_END = re.compile(r"end[ _](group|repeat|lgroup|looped[ _]group)", re.IGNORECASE)


@dataclass
class Node:
    """A row; a group or repeat with what stands inside it."""

    row: Row
    kind: str = "question"
    children: list["Node"] = field(default_factory=list)

    def all(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.all()


def tree(rows: Iterable[Row]) -> tuple[list[Node], list[Finding]]:
    """The top-level nodes in order, and what is wrong with the nesting."""
    top: list[Node] = []
    open_nodes: list[Node] = []
    findings = []
    for row in rows:
        inside = open_nodes[-1].children if open_nodes else top
        kind = " ".join(row["type"].split())
        if begin := _BEGIN.fullmatch(kind):
            node = Node(row, "group" if begin[1].lower() == "group" else "repeat")
            inside.append(node)
            open_nodes.append(node)
        elif _END.fullmatch(kind):
            if open_nodes:
                open_nodes.pop()
            else:
                findings.append(wrong(row, "type", "This ends a group that was not begun. Remove the row."))
        elif row["disabled"].lower() in ("yes", "true", "true()"):
            findings.append(left_out(row, "disabled", "The row is disabled, so it was left out."))
        elif kind or row["name"] or row["label"]:
            inside.append(Node(row))
    findings += [
        wrong(node.row, "type", "This group is not ended. Add an end_group or end_repeat row.") for node in open_nodes
    ]
    return top, findings


def wrong(row: Row, column: str, message: str) -> Finding:
    """An error in a cell."""
    place = f"Row {row.number} of the sheet “{row.sheet}”"
    return Finding("error", place, message, sheet=row.sheet, row=row.number, column=row.column(column))


def left_out(row: Row, column: str, message: str) -> Finding:
    """Advice on a cell: what it says is not taken over as it stands."""
    place = f"Row {row.number} of the sheet “{row.sheet}”"
    return Finding("advice", place, message, sheet=row.sheet, row=row.number, column=row.column(column))
