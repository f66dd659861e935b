"""An XLSForm workbook as a questionnaire: ours come back equal, foreign ones as well as they fit."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pyxform.xls2xform import convert

from maap.domain.findings import Finding
from maap.domain.questionnaire import Scale
from maap.domain.sections import HOW_MANY
from maap.outside.questionnaires.forms import Place, ReadForm, built
from maap.outside.questionnaires.xlsform_columns import COLUMN_OF, both, without
from maap.outside.questionnaires.xlsform_lists import Data, Lists, lists, translated
from maap.outside.questionnaires.xlsform_names import Names, shown
from maap.outside.questionnaires.xlsform_questions import Rows, ours
from maap.outside.questionnaires.xlsform_rows import Book, Row, Unreadable, book
from maap.outside.questionnaires.xlsform_tree import Node, left_out, tree, wrong

_GENERATED = ("evidence", "pick", "part", "row", "count")


def read(content: bytes, scales: Sequence[Scale] = ()) -> ReadForm:
    """The questionnaire in an XLSX or XLS file. Never raises for what is in the file: see the findings.

    `scales` are those the partnership has; a graded question may name one of them in audit::scale.
    """
    try:
        found = book(content)
    except Unreadable as error:
        return ReadForm(None, (Finding("error", "The file", str(error)),))
    form = _Import(found, scales).form()
    named = {(finding.sheet, finding.row) for finding in form.problems() if finding.severity == "error"}
    refusals = tuple(_judged(content, named | {(finding.sheet, finding.row) for finding in form.findings}))
    return replace(form, findings=form.findings + refusals)


def _judged(content: bytes, known: set[tuple[str, int | None]]) -> Iterator[Finding]:
    """What pyxform, the judge of XLSForms, has to say."""
    warnings: list[str] = []
    try:
        convert(io.BytesIO(content), warnings=warnings, file_type=".xlsx" if content.startswith(b"PK") else ".xls")
    except Exception as error:
        # Its own refusals and its accidents alike mean that other tools would not open the form.
        finding = _from_pyxform("error", str(error))
        if (finding.sheet, finding.row) not in known or finding.row is None:
            yield finding
    for warning in warnings:
        yield _from_pyxform("advice", warning)


def _is_section(node: Node) -> bool:
    """A group at the top, or a repeat of ours that is answered once for each of several."""
    if node.kind == "repeat":
        return node.row.ours("kind") == "section" and bool(node.row.ours("each"))
    return node.kind == "group" and node.row.ours("kind") in ("", "section")


def _from_pyxform(severity: str, message: str) -> Finding:
    row = re.search(r"\[row\s*:\s*(\d+)\]", message)
    sheet = re.search(r"On the '?(\w+)'? sheet", message)
    column = re.search(r"'(\w+)' value", message)
    words = " ".join(re.sub(r"\[row\s*:\s*\d+\]", "", message).split())[:300]
    return Finding(
        "error" if severity == "error" else "advice",
        f"Row {row[1]} of the sheet “survey”" if row else "The file",
        f"Other XLSForm tools would stumble here: {words or 'the form cannot be converted'}",
        sheet=(sheet[1] if sheet else "survey") if row else "",
        row=int(row[1]) if row else None,
        column=column[1] if row and column else "",
    )


@dataclass
class _Import:
    book: Book
    known: Sequence[Scale]
    findings: list[Finding] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    places: dict[str, Place] = field(default_factory=dict)

    def form(self) -> ReadForm:
        top, self.findings = tree(self.book.survey)
        nodes = [node for start in top for node in start.all()]
        self.names.add_ids(node.row["name"] for node in nodes if node.row["name"])
        self.lists: Lists = lists(self.book, self.names, self.known)
        self.rows = Rows(self.names, self.lists, self.findings)
        data = self._settings() | {"sections": list(self._sections(top))}
        data["scales"] = list(self.lists.scales.values())
        data["domains"] = [{"key": row["key"], "name": row["name"]} for row in self.book.domains]
        self._used_scales(data)
        self.findings += self.lists.findings
        self._renamed()
        read_form = built(data, self.places)
        return replace(read_form, findings=tuple(self.findings) + read_form.findings)

    def _settings(self) -> Data:
        row = self.book.settings
        title = row["form_title"] or row["form_id"] or "Imported questionnaire"
        version = re.fullmatch(r"0*([1-9]\d{0,8})", row["version"])
        if row["version"] and not version:
            self.findings.append(left_out(row, "version", "The version is not a whole number, so it starts at 1."))
        key = Names()
        key.add_ids([row["form_id"] or title])
        return {
            "key": key.id(row["form_id"] or title),
            "title": title,
            "version": version[1] if version else 1,
            "audience": row.ours("audience") or "both",
            "introduction": row.ours("introduction"),
            "module_of": row.ours("module_of"),
            "roll_up": row.ours("roll_up"),
        }

    def _sections(self, top: list[Node]) -> Iterator[Data]:
        loose: list[Node] = []
        number = 0
        for node in [*top, None]:
            is_section = node is not None and _is_section(node)
            if loose and (node is None or is_section):
                number += 1
                yield {"id": f"part_{number}", "title": f"Part {number}", "questions": self._questions(loose, "")}
                loose = []
            if node is not None and is_section:
                yield self._section(node)
            elif node is not None and node.row.ours("kind") not in _GENERATED:
                loose.append(node)

    def _section(self, node: Node) -> Data:
        row = node.row
        section_id = self._placed(row)
        data: Data = {"id": section_id, "title": row["label"] or row["name"].replace("_", " "), **ours(row)}
        data = {key: data[key] for key in data if key not in ("need", "polarity", "line", "good", "standard")}
        relevant = self.names.expression(row["relevant"])
        if data.get("optional"):
            relevant = without(f"${{{section_id}__picked}} = 'yes'", relevant)
        data |= {"relevant": relevant, "guidance": row.ours("guidance")}
        if data.get("each"):
            count = self.names.expression(row["repeat_count"])
            data["count"] = "" if count == f"${{{section_id}{HOW_MANY}}}" else count
        data |= {"translations": translated(row, "label", self.findings)}
        return data | {"questions": self._questions(node.children, "")}

    def _questions(self, nodes: list[Node], condition: str, inside: bool = False) -> list[Data]:
        return [data for node in nodes for data in self._question(node, condition, inside)]

    def _question(self, node: Node, condition: str, inside: bool) -> list[Data]:
        kind = node.row.ours("kind")
        if kind in _GENERATED:
            return []
        if not node.row["name"]:
            if node.kind != "group":
                self.findings.append(wrong(node.row, "name", "The row has no name. Give it one, like how_many."))
                return []
            return self._questions(node.children, both(condition, self.names.expression(node.row["relevant"])), inside)
        self._placed(node.row)
        if node.kind == "question":
            made = self.rows.question(node.row)
        elif node.kind == "group" and kind != "matrix":
            return self._group(node, condition, inside)
        elif inside and kind != "dates":
            self.findings.append(wrong(node.row, "type", "A group inside a repeat cannot repeat itself. Move it out."))
            return []
        else:
            made = [self._matrix(node) if kind == "matrix" else self._repeat(node)]
        for data in made:
            data["relevant"] = both(condition, data.get("relevant", ""))
        return made

    def _group(self, node: Node, condition: str, inside: bool) -> list[Data]:
        relevant = both(condition, self.names.expression(node.row["relevant"]))
        heading: list[Data] = []
        if node.row["label"]:
            data = {"id": self.names.id(node.row["name"]), "kind": "note", "label": self.names.label(node.row["label"])}
            heading = [data | {"relevant": relevant, "need": "optional"}]
            self.findings.append(left_out(node.row, "type", "A group inside a group becomes a note with its label."))
        return heading + self._questions(node.children, relevant, inside)

    def _matrix(self, node: Node) -> Data:
        rows = [child.row for child in node.children if child.row.ours("kind") == "row"]
        answers = rows[0]["type"].split()[-1] if rows else ""
        options = [
            {
                "value": row["name"].removeprefix(node.row["name"] + "__"),
                "label": row["label"],
                "translations": translated(row, "label", self.findings),
            }
            | ({"score": row.ours("score")} if row.ours("score") else {})
            for row in rows
        ]
        data = self.rows.common(node.row) | {"kind": "matrix", "rows": options}
        return data | {"scale": self.lists.scale_for(node.row.ours("scale"), answers, node.row)}

    def _repeat(self, node: Node) -> Data:
        data = self.rows.common(node.row)
        if node.row.ours("kind") == "dates":
            return data | {"kind": "dates"}
        count = node.row["repeat_count"]
        if count.isdigit() and "at_most" not in data:
            data["at_most"] = count
        elif count:
            self.findings.append(
                left_out(node.row, "repeat_count", "Whoever answers decides how often; this was left out.")
            )
        return data | {"kind": "repeat", "questions": self._questions(node.children, "", inside=True)}

    def _placed(self, row: Row) -> str:
        part = self.names.id(row["name"])
        columns = {
            name: row.column(COLUMN_OF.get(name, name)) for name in ("label", "relevant", "constraint", *COLUMN_OF)
        }
        columns |= {"id": row.column("name"), "constraint_message": row.column("constraint_message")}
        self.places.setdefault(part, Place(sheet=row.sheet, row=row.number, columns=columns))
        return part

    def _used_scales(self, data: Data) -> None:
        if self.book.scales:
            return
        questions = [question for section in data["sections"] for question in section["questions"]]
        asked = [*questions, *(child for question in questions for child in question.get("questions", ()))]
        used = {question.get("scale") for question in asked}
        data["scales"] = [scale for scale in data["scales"] if scale["key"] in used]

    def _renamed(self) -> None:
        for what, names in (("names", self.names.ids), ("answers", self.names.values)):
            if changed := shown(names):
                message = f"Some {what} had letters we do not use: {changed}. Conditions were changed with them."
                self.findings.append(Finding("advice", "The file", message))
        for sheet in self.book.left_out:
            message = f"The sheet “{sheet}” is not part of a questionnaire here, so it was left out."
            self.findings.append(Finding("advice", "The file", message, sheet=sheet))
