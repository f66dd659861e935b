"""Closed audits by the questionnaire that they froze, and which of their grades stand on the scale of their domain."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, false, or_, true
from sqlmodel import col

from maap.domain.ladders import Ladder, ladders
from maap.domain.questionnaire import Questionnaire
from maap.storage.forms import form
from maap.storage.tables import Audit


def by_form(audits: Mapping[int, Audit]) -> list[tuple[list[int], Questionnaire | None]]:
    """The ids of audits that froze the same questionnaire, with it; None for those that came without one."""
    found: dict[str, list[int]] = {}
    for audit_id, audit in audits.items():
        found.setdefault(audit.form_digest, []).append(audit_id)
    return [(ids, form(audits[ids[0]]) if digest else None) for digest, ids in found.items()]


def on_scales(audits: Mapping[int, Audit], source: Any, apart: bool = False) -> Any:
    """Grades on the scale of their domain: another scale belongs to a question that one agency may have been asked.

    ``apart``: with the levels that grade nothing. Audits without a questionnaire have nothing to compare with.
    """
    return or_(
        false(),
        *(
            and_(col(source.audit_id).in_(ids), _on(ladders(whole), source, apart) if whole is not None else true())
            for ids, whole in by_form(audits)
        ),
    )


def _on(scales: tuple[Ladder, ...], source: Any, apart: bool) -> Any:
    parts: list[Any] = []
    for one in scales:
        levels = [rung.key for rung in (*one.rungs, *(one.apart if apart else ()))]
        parts.append(and_(source.domain.in_([each.key for each in one.domains]), source.grade.in_(levels)))
    return or_(false(), *parts)
