"""Fills an empty database with one audit in fieldwork, and ends. Run as a process of its own before the server.

A number behind the command is how many cases there are; without one, three.
"""

import sys
from datetime import timedelta

from sqlmodel import Session, select

from maap.domain.people import Role
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

AGENCIES = ("childrens_social_care", "police", "health_visiting", "housing")


def _fill(session: Session, cases: int) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    core = next(form for form in loaded.questionnaires if form.audience == "children" and not form.module_of)
    agencies = [session.exec(select(t.Agency).where(t.Agency.key == key)).one() for key in AGENCIES]
    audit = make.audit(session, *agencies, reference="MAAP26-1", title="Neglect of young children")
    freeze(audit, core)
    for number in range(1, cases + 1):
        make.case(session, audit, number, reference=f"MAAP26-1-{number:02}")
    deal(session, audit.id or 0, now().date() + timedelta(days=10))
    police, secret = agencies[1], passwords.kept(PASSWORD)

    def somebody(email: str, role: Role, agency: t.Agency | None = None) -> t.Person:
        facts = {"name": email.split("@")[0].capitalize(), "email": email, "password": secret, "created_at": now()}
        return make.person(session, role, agency=agency, **facts)

    somebody("coordinator@example.org", Role.COORDINATOR)
    somebody("manager@example.org", Role.OBSERVER)
    somebody("lead@example.org", Role.AGENCY_LEAD, police)
    for name in ("ann", "bob"):
        auditor = somebody(f"{name}@example.org", Role.AUDITOR, police)
        session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=auditor.id))


if __name__ == "__main__":
    migrate()
    with work() as filling:
        _fill(filling, int(next(iter(sys.argv[1:]), "3")))
