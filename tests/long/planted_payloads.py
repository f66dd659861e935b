"""Hostile words in every text that the house stores: every column and every text inside a document, found by itself."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import maap.storage.tables  # noqa: F401  (tables are known once they are imported)
from tests.attack.hostile_words import ALL, MOST_TIMES_LONG, Hostile, hostile

MACHINE: Mapping[str, str] = {
    "agency": "key kind",
    "accuracy_comment": "part answer",
    "action": "question_id domain status direction reminded",
    "action_update": "deed status evidence_kind",
    "agency_issue": "state raised_as",
    "annual_part": "year part",
    "answer": "question_id domain grade",
    "appointment": "role",
    "attempt": "subject",
    "audit": "year stage form_digest",
    "calendar_feed": "digest",
    "case_file": "status salt",
    "case_return": "state form_digest",
    "change_request": "sections",
    "choice": "kind key",
    "cohort": "sha256",
    "data_key": "digest",
    "display_link": "digest",
    "document_template": "kind sha256",
    "draft_part": "kind part",
    "earlier_audit": "year",
    "earlier_form": "digest",
    "edition": "kind year state",
    "edition_file": "ending sha256",
    "figure": "measure domain polarity grade",
    "finding": "polarity domain line source",
    "finding_source": "question_id",
    "house_round": "name",
    "identity": "subject",
    "identity_provider": "key issuer client secret",
    "immediate_concern": "raised_as told_whom told_by outcome",
    "issue_step": "step",
    "letter": "kind outcome",
    "library_item": "year kind ending sha256 folded",
    "link": "digest purpose",
    "panel_decision": "kind",
    "panel_grade": "domain grade how",
    "participation": "answer",
    "partnership": "short_name",
    "person": "email password",
    "presence": "section",
    "question_note": "question_id",
    "questionnaireversion": "key audience module_of",
    "recommendation": "kind",
    "recovery_code": "digest",
    "removal": "kind removed",
    "saved_view": "board domain tiles choices",
    "second_factor": "secret",
    "share_link": "digest",
    "shared_snapshot": "totals",
    "signature": "capacity",
    "signin": "digest way",
    "theme": "key audience",
    "theme_change": "what",
    "theme_mark": "polarity domain",
    "trail": "capacity deed about prev hash detail",
    "use_made": "how",
    "voice": "kind",
    "voice_link": "digest kind",
}
"""Columns that only the house writes: keys, states, counts, choices from a list and seals; and a name of at most twenty
letters, in which no address has room. Whatever is not here is planted, a new column too."""

MACHINE_KEYS = frozenset(
    (
        *(
            "relevant",
            "constraint",
            "calculation",
            "seed",
            "mark",
            "kind",
            "mapping",
            "columns",
            "style",
            "key",
            "value",
        ),
        *("id", "audience", "phone", "out_of_hours_phone", "plan", "sha256", "role", "how", "scale", "said"),
    )
)
"""Names inside documents under which the house keeps what it reads itself: conditions, seeds, kinds."""
_SENTENCE = re.compile(r"\S\s+\S")
_ALWAYS = {("answer", "value"), ("answerversion", "value"), ("voice", "said"), ("agency", "aliases")}


def fields() -> Iterator[sa.Column[Any]]:
    """Every column that holds words."""
    for table in SQLModel.metadata.sorted_tables:
        named = MACHINE.get(table.name, "").split()
        for column in table.columns:
            holds = isinstance(column.type, sa.String | AutoString | sa.JSON)
            if holds and column.name not in named and not column.foreign_keys:
                yield column


def stale() -> set[str]:
    """Names in the list above that no table has any more."""
    there = {f"{table.name} {column.name}" for table in SQLModel.metadata.sorted_tables for column in table.columns}
    return {f"{table} {name}" for table, names in MACHINE.items() for name in names.split()} - there


class Planting:
    """Puts the texts into the fields in turn, so that every text and every field has its turn."""

    def __init__(self, trap: str, most: int = ALL) -> None:
        self.trap = trap
        self.numbers = [at * ALL // most for at in range(most)]
        self.known = dict[str, Hostile]()
        self.fields = dict[int, str]()
        self.planted = set[str]()
        self.turn = 0

    def words(self, field: int) -> str:
        """The next text for a field."""
        while True:
            one = hostile(self.numbers[self.turn % len(self.numbers)], self.trap, field)
            self.turn += 1
            if not one.is_long or one.sign not in self.known:
                break
        self.known[one.sign] = one
        self.planted.add(self.fields[field])
        return one.text

    def plant(self, connection: sa.Connection) -> None:
        """Every row of every field."""
        for number, column in enumerate(fields()):
            self.fields[number] = f"{column.table.name}.{column.name}"
            self._plant_column(connection, number, column)
        _seal_forms(connection)

    def _plant_column(self, connection: sa.Connection, number: int, column: sa.Column[Any]) -> None:
        table, long = column.table, 0
        keys, differ = list(table.primary_key.columns), _must_differ(column)
        for old, *at in connection.execute(sa.select(column, *keys)).all():
            new = self._instead(column, old, number)
            if isinstance(new, str) and len(new) > 1000:
                long += 1
                new = new if long <= MOST_TIMES_LONG else self.words(number)
            if new != old:
                where = [key == value for key, value in zip(keys, at, strict=True)]
                values = {column.name: f"{new} {self.turn}" if differ else new}
                connection.execute(sa.update(table).where(*where).values(values))

    def _instead(self, column: sa.Column[Any], old: object, field: int) -> object:
        if not isinstance(column.type, sa.JSON):
            return self.words(field)
        return self._inside(old, field, "", (column.table.name, column.name) in _ALWAYS)

    def _inside(self, old: object, field: int, under: str, short_too: bool) -> object:
        """The same document, with other sentences. One word alone may be a key of the house."""
        if isinstance(old, dict):
            return {
                name: one if name in MACHINE_KEYS else self._inside(one, field, name, short_too)
                for name, one in old.items()
            }
        if isinstance(old, list):
            return [self._inside(one, field, under, short_too) for one in old]
        is_sentence = isinstance(old, str) and _SENTENCE.search(old) is not None
        return self.words(field) if is_sentence else old


def _must_differ(column: sa.Column[Any]) -> bool:
    """Whether no two rows may say the same."""
    rules = [rule for rule in column.table.constraints if isinstance(rule, sa.UniqueConstraint)]
    return bool(column.unique or column.primary_key) or any(column.name in rule.columns for rule in rules)


def _seal_forms(connection: sa.Connection) -> None:
    """A questionnaire that an audit froze is known by its digest, which follows what was planted in it."""
    audit, earlier, row = (SQLModel.metadata.tables[name] for name in ("audit", "earlier_form", "case_return"))
    for at, body in connection.execute(sa.select(audit.c.id, audit.c.questionnaire)).all():
        if body is not None:
            connection.execute(sa.update(audit).where(audit.c.id == at).values(form_digest=_digest(body)))
    for at, old, body in connection.execute(sa.select(earlier.c.audit_id, earlier.c.digest, earlier.c.body)).all():
        new = _digest(body)
        here = (earlier.c.audit_id == at, earlier.c.digest == old)
        connection.execute(sa.update(earlier).where(*here).values(digest=new))
        of_it = (row.c.audit_id == at, row.c.form_digest == old)
        connection.execute(sa.update(row).where(*of_it).values(form_digest=new))


def _digest(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
