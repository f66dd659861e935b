"""Audits of which nothing, 1, 7 and 400 returns are in, and ends. Run as a process of its own before the server.

Audits 1 to 4 are of several agencies. Audits 5 to 8 are of one agency each, whose lead is `own-7@example.org`, by how many.
`python -m tests.e2e.charts_scene 7` makes those of one size alone.
"""

import sys
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle, islice

from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.domain.questionnaire import Questionnaire
from maap.outside import configuration, passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.dealing import deal
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from tests import factories as make
from tests.e2e.conftest import PASSWORD

SIZES, DOMAINS = (0, 1, 7, 400), 6
"""Returns that are in, by audit: the first audit has none."""
BETTER = ("outstanding", "good")
LEVELS = ("good", "requires_improvement", "outstanding", "good", "inadequate", "not_seen", "good")


def said(size: int) -> tuple[int, int]:
    """Grades in the better half, and all grades, of so many returns."""
    given = [level for level in islice(cycle(LEVELS), size * DOMAINS) if level != "not_seen"]
    return sum(level in BETTER for level in given), len(given)


def due(size: int) -> int:
    """Returns that are asked for in an audit of several agencies, of which so many are in."""
    agencies = 20 if size > 20 else 4
    return agencies * max(size // agencies, 3)


def _fill(session: Session, sizes: Sequence[int]) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    core = next(form for form in loaded.questionnaires if form.audience == "children" and not form.module_of)
    agencies = list(session.exec(select(t.Agency).order_by(col(t.Agency.position)).limit(20)))
    secret = passwords.kept(PASSWORD)
    for email, role in (("coordinator@example.org", Role.COORDINATOR), ("manager@example.org", Role.OBSERVER)):
        facts = {"name": email.split("@")[0].capitalize(), "email": email, "password": secret, "created_at": now()}
        make.person(session, role, **facts)
    for number, size in enumerate(sizes, 1):
        _audit(session, number, size, agencies if size > 20 else agencies[:4], core)
    for number, size in enumerate(sizes, len(sizes) + 1):
        own = make.agency(session, f"own_{size}", name=f"Agency with {size}")
        facts = {"name": "Lead", "email": f"own-{size}@example.org", "password": secret, "created_at": now()}
        make.person(session, Role.AGENCY_LEAD, agency=own, **facts)
        _audit(session, number, size, [own], core)


def _audit(session: Session, number: int, size: int, agencies: list[t.Agency], core: Questionnaire) -> None:
    reference, by = f"MAAP26-{number}", make.person(session)
    audit = make.audit(session, *agencies, reference=reference, title="Neglect of young children", stage="panel")
    freeze(audit, core)
    for at in range(1, max(size // len(agencies), 3) + 1):
        make.case(session, audit, at, reference=f"{reference}-{at:02}")
    deal(session, audit.id or 0, now().date() + timedelta(days=2))
    rows = session.exec(select(t.Return).where(t.Return.audit_id == audit.id).order_by(col(t.Return.id))).all()
    themes = session.exec(select(t.Theme).order_by(col(t.Theme.id)).limit(9)).all()
    dealt, marked = cycle(LEVELS), cycle(themes)
    for at, row in enumerate(rows[:size]):
        row.state, row.submitted_at = "submitted", now() - timedelta(days=at % 9)
        session.add(row)
        _answered(session, row, core, dealt, by, list(islice(marked, 1 + at % 3)))
    _agreed(session, audit, core, by, size // 20)
    for agency in agencies[:2]:
        make.action(session, audit, agency)


def _answered(session: Session, row: t.Return, core: Questionnaire, dealt, by, themes) -> None:  # type: ignore[no-untyped-def]
    kept = {"return_id": row.id, "saved_at": now(), "saved_by": by.id}
    for domain in core.domains:
        level = next(dealt)
        kept_too = {"question_id": f"grade_{domain.key}", "value": level, "domain": domain.key, "grade": level}
        session.add(t.Answer(**kept, **kept_too))
    named = t.Answer(**kept, question_id="named", value=[theme.key for theme in themes])
    session.add(named)
    session.flush()
    for at, theme in enumerate(themes):
        side = "area" if at % 2 else "strength"
        facts = {"answer_id": named.id, "return_id": row.id, "theme_id": theme.id, "polarity": side}
        session.add(t.ThemeMark(**facts, domain=core.domains[at % len(core.domains)].key))


def _agreed(session: Session, audit: t.Audit, core: Questionnaire, by: t.Person, cases: int) -> None:
    found = session.exec(select(t.Case).where(t.Case.audit_id == audit.id).limit(cases)).all()
    for at, case in enumerate(found):
        for domain in core.domains:
            facts = {"grade": LEVELS[at % 5], "agreed_by": by.id, "agreed_at": now()}
            session.add(t.PanelGrade(audit_id=audit.id, case_id=case.id, domain=domain.key, **facts))


if __name__ == "__main__":
    migrate()
    with work() as filling:
        _fill(filling, [int(word) for word in sys.argv[1:]] or SIZES)
