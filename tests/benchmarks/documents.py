"""How long the documents of a 12-case, nine-agency audit take: report, briefing and nine packs, in every form.

Run with `python -m tests.benchmarks.documents`. It fills the demonstration in a folder of its own, closes the returns
of the audit in fieldwork as they are, and prints seconds and what they were spent on. The aim is under 10 s.
"""

import os
import tempfile
import time
from datetime import UTC, datetime

from sqlmodel import Session, select

from maap import demonstration
from maap.demonstration.people import Cast
from maap.domain.documents import Document, Kind
from maap.outside.configuration import load
from maap.reports.making import made
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from maap.views.documents import draft, packs

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
AIM = 10.0
CASES, AGENCIES = 12, 9


def _filled(session: Session) -> int:
    """The demonstration; its audit of twelve cases is put to the report's stage. The audit's id."""
    loaded = load(settings().config)
    furnish(session, "A partnership", "AP", loaded, demonstration=True)
    demonstration.fill(session, NOW)
    audit = session.exec(select(t.Audit).where(t.Audit.stage == "fieldwork")).one()
    for row in session.exec(select(t.Return).where(t.Return.audit_id == audit.id)):
        row.state = "accepted" if row.state != "not known to us" else row.state
        session.add(row)
    audit.stage = "reporting"
    session.add(audit)
    session.flush()
    return audit.id or 0


def _documents(session: Session, audit_id: int) -> list[Document]:
    ids = {person.email: person.id or 0 for person in session.exec(select(t.Person))}
    coordinator = Cast(ids, {}).coordinator(NOW)
    wanted = [draft(session, coordinator, audit_id, kind).document for kind in (Kind.REPORT, Kind.BRIEFING)]
    return [*wanted, *packs(session, coordinator, audit_id).values()]


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MAAP_FOLDER": folder, "MAAP_ENCRYPTED": "false"}
        settings.cache_clear()
        migrate()
        with work() as session:
            audit_id = _filled(session)
        began = time.perf_counter()
        with work() as session:
            documents = _documents(session, audit_id)
        gathered = time.perf_counter() - began
        spent: dict[str, float] = {}
        for document in documents:
            for ending in document.kind.endings:
                start = time.perf_counter()
                made(document, ending)
                spent[ending] = spent.get(ending, 0) + time.perf_counter() - start
        took = time.perf_counter() - began
    held = sum(document.kind is Kind.PACK for document in documents)
    print(f"report, briefing and {held} packs in every form: {took:.2f} s (aim: under {AIM:.0f} s)")
    print(f"  gathering: {gathered:.2f} s, " + ", ".join(f"{name}: {n:.2f} s" for name, n in spent.items()))


if __name__ == "__main__":
    main()
