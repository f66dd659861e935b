"""Cases in which something was named, as SQL: by domain, and by kind of agency. A case counts once in each row."""

from typing import Any

from sqlalchemy import distinct, func, literal, null, union_all
from sqlmodel import col

from maap.domain.fieldwork import COUNTED
from maap.storage.counted_rows import drawn, row
from maap.storage.tables import Agency, Case, Return, ThemeMark


def of_domains(audit_id: int) -> Any:
    """Cases in which anything is named in a domain, by polarity."""
    polarity, domain = col(ThemeMark.polarity), col(ThemeMark.domain)
    return (
        row(polarity=polarity, domain=domain, n=func.count(distinct(col(Return.case_id))))
        .select_from(Return)
        .join(Case, col(Case.id) == Return.case_id)
        .join(ThemeMark, col(ThemeMark.return_id) == Return.id)
        .where(*_counted(audit_id), col(ThemeMark.counted), domain > "")
        .group_by(polarity, domain)
    )


def of_kinds(audit_id: int) -> Any:
    """Cases that agencies of a kind answered (no polarity), and in which they name anything: each, and together."""
    return union_all(*(_of_kind(audit_id, named, each) for named in (False, True) for each in (False, True)))


def _of_kind(audit_id: int, named: bool, each: bool) -> Any:
    kind, who, side = col(Agency.kind), col(Return.agency_id), col(ThemeMark.polarity)
    count = func.count(distinct(col(Return.case_id)))
    asked = (
        row(agency_id=who if each else null(), polarity=side if named else literal(""), grade=kind, n=count)
        .select_from(Return)
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(*_counted(audit_id), kind > "")
    )
    if named:
        asked = asked.join(ThemeMark, col(ThemeMark.return_id) == Return.id).where(col(ThemeMark.counted))
    return asked.group_by(kind, *([who] if each else []), *([side] if named else []))


def _counted(audit_id: int) -> tuple[Any, ...]:
    return col(Return.audit_id) == audit_id, drawn(), col(Return.state).in_(COUNTED)
