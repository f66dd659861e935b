"""One row of an XLSForm as one question, as plain data for the model to check."""

import re
from dataclasses import dataclass
from typing import Any

from maap.domain.findings import Finding
from maap.outside.questionnaires.xlsform_columns import (
    AUDIT,
    FIGURES,
    FLAGS,
    PLAIN_FIELDS,
    limits,
    without,
)
from maap.outside.questionnaires.xlsform_lists import Data, Lists, is_yes_no, translated
from maap.outside.questionnaires.xlsform_names import Names
from maap.outside.questionnaires.xlsform_rows import Row
from maap.outside.questionnaires.xlsform_tree import left_out, wrong

_SELECT = re.compile(
    r"(?:add )?(?P<how>select[ _]?(?:one|1)|select[ _](?:multiple|all that apply)|rank)(?: prompt using| from)?"
    r"\s+(?P<list>\S+)(?P<other>[ _]or[ _](?:specify[ _])?other)?",
    re.IGNORECASE,
)
_KINDS = {
    "text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "number", "range": "number",
    "date": "date", "note": "note", "calculate": "calculated", "calculation": "calculated", "acknowledge": "choice",
    "trigger": "choice", "datetime": "date", "time": "text", "today": "calculated",
}  # fmt: skip
_OURS = ("text", "long_text", "themes", "note", "date", "number")
_ROUGH = {
    "datetime": "The time of day is left out; the date is asked.",
    "time": "A time of day is asked as text here.",
    "rank": "Putting answers in order is not possible here; they can be picked.",
}
_COLLECTED = {
    "start", "end", "deviceid", "username", "phonenumber", "email", "simserial", "subscriberid", "audit", "imei",
    "start-geopoint", "background-audio", "background-geopoint", "xml-external", "csv-external", "hidden",
}  # fmt: skip
_USED = {
    "type", "name", "label", "hint", "guidance_hint", "required", "relevant", "constraint", "constraint_message",
    "calculation", "appearance",
}  # fmt: skip
_YES = ("yes", "true", "true()", "1")
_NO = ("", "no", "false", "false()", "0")


@dataclass
class Rows:
    """What is needed to read a row: names, lists, and where findings go."""

    names: Names
    lists: Lists
    findings: list[Finding]

    def question(self, row: Row) -> list[Data]:
        """The questions a row makes: none when it is left out (and said so), two with “or other”."""
        kind = " ".join(row["type"].split())
        if kind.lower() in _COLLECTED:
            self.findings.append(left_out(row, "type", f"“{kind}” is filled in by a phone, so it was left out."))
            return []
        self._unused(row)
        if select := _SELECT.fullmatch(kind):
            return self._select(row, select)
        if "from file" in kind.lower().replace("_", " ") or kind.lower().startswith("select_one_external"):
            self.findings.append(wrong(row, "type", "Its answers are in another file. Put them on the choices sheet."))
            return []
        return [self._simple(row, kind.lower().replace("date time", "datetime"))]

    def common(self, row: Row) -> Data:
        """What every question has, from XLSForm's columns and ours."""
        guidance = "\n\n".join(text for text in (row["hint"], row["guidance_hint"]) if text)
        data: Data = {
            "id": self.names.id(row["name"]),
            "label": self._label(row),
            "guidance": self.names.label(guidance),
        }
        data |= {"need": self._need(row), "relevant": self.names.expression(row["relevant"])}
        data |= {
            "constraint": self.names.expression(row["constraint"]),
            "constraint_message": row["constraint_message"],
        }
        data |= {"translations": translated(row, "label", self.findings)}
        data |= {"guidance_translations": translated(row, "hint", self.findings)}
        return data | ours(row)

    def _label(self, row: Row) -> str:
        if row["label"] or row["hint"]:
            return self.names.label(row["label"] or row["hint"])
        if row["type"].lower() not in ("calculate", "calculation", "today"):
            self.findings.append(left_out(row, "label", "It has no label, so its name is shown. Write the question."))
        return row["name"].replace("_", " ")

    def _need(self, row: Row) -> str:
        text = row["required"].lower()
        if text in _YES:
            return "required"
        if text in _NO:
            return "optional"
        self.findings.append(left_out(row, "required", "“Required” by a condition is not possible here; it is wanted."))
        return "wanted"

    def _select(self, row: Row, select: re.Match[str]) -> list[Data]:
        list_name, how = select["list"], select["how"].lower()
        many = not how.endswith(("one", "1"))
        if how == "rank":
            self.findings.append(left_out(row, "type", _ROUGH["rank"]))
        options = self.lists.options.get(list_name)
        if options is None:
            self.findings.append(
                wrong(row, "type", f"The list “{list_name}” is not on the choices sheet. Add it, or correct its name.")
            )
            return []
        data = self.common(row)
        kind = row.ours("kind") or ("choices" if many else "yes_no" if is_yes_no(options) else "choice")
        if kind == "grade" or (kind == "choice" and row.ours("scale")):
            scale = self.lists.scale_for(row.ours("scale"), list_name, row)
            return [data | {"kind": "grade", "scale": scale}]
        if kind == "yes_no":
            return [data | {"kind": kind, "extra": [option["value"] for option in options[2:]]}]
        if not select["other"]:
            return [data | {"kind": kind, "options": options}]
        other: Data = {"value": "other", "label": "Other", "translations": {}}
        detail = {"id": f"{data['id']}_other", "kind": "text", "label": "Specify other", "need": "optional"}
        detail["relevant"] = f"selected(${{{data['id']}}}, 'other')"
        with_other = [*options, *([] if any(option["value"] == "other" for option in options) else [other])]
        return [data | {"kind": kind, "options": with_other}, detail]

    def _simple(self, row: Row, kind: str) -> Data:
        data = self.common(row)
        ours_kind = row.ours("kind")
        found = ours_kind if ours_kind in _OURS else _KINDS.get(kind)
        if kind in _ROUGH:
            self.findings.append(left_out(row, "type", _ROUGH[kind]))
        match found:
            case None:
                self.findings.append(
                    left_out(row, "type", f"“{row['type']}” is not asked here, so it is shown as a note. Reword it.")
                )
                return {key: data[key] for key in ("id", "label", "guidance", "relevant", "need")} | {"kind": "note"}
            case "text" if "multiline" in row["appearance"] and not ours_kind:
                return data | {"kind": "long_text"}
            case "number":
                return self._number(row, data, kind)
            case "calculated":
                formula = "today()" if kind == "today" else self.names.expression(row["calculation"])
                return data | {"kind": found, "formula": formula, "need": row.ours("need") or "optional"}
            case "choice":
                return data | {"kind": found, "options": [{"value": "OK", "label": "OK"}]}
        return data | {"kind": found}

    def _number(self, row: Row, data: Data, kind: str) -> Data:
        ends = dict(re.findall(r"(start|end)\s*=\s*(-?[\d.]+)", row["parameters"])) if kind == "range" else {}
        data |= {name: ends[end] for end, name in (("start", "min"), ("end", "max")) if end in ends}
        try:
            low, high = (float(data[name]) if name in data else None for name in ("min", "max"))
        except ValueError:
            low = high = None
        if not ends:
            data["constraint"] = without(limits(low, high), data["constraint"])
        return data | {"kind": "number", "whole": kind in ("integer", "int")}

    def _unused(self, row: Row) -> None:
        for column in row.cells:
            used = column in _USED or column.startswith(AUDIT) or (column == "parameters" and row["type"] == "range")
            if column == "calculation" and row["type"].lower() not in ("calculate", "calculation"):
                used = False
            if not used:
                message = f"“{row.column(column)}” has no place here, so it was left out."
                self.findings.append(left_out(row, column, message))


def ours(row: Row) -> dict[str, Any]:
    """What the audit:: columns of a row say; only those that say something."""
    data: Data = {name: row.ours(name) for name in (*PLAIN_FIELDS, *FIGURES) if row.ours(name)}
    data |= {name: True for name in FLAGS if row.ours(name).lower() in _YES}
    agencies = [part.strip() for part in re.split(r"[,;]", row.ours("agencies")) if part.strip()]
    return data | ({"agencies": agencies} if agencies else {})
