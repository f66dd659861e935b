"""Fills an empty database with an audit before its panel and four findings to code. Run before the server."""

from sqlmodel import Session, select

from maap.domain.people import Role
from maap.outside import configuration, passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from tests import factories as make
from tests.e2e.conftest import PASSWORD

FINDINGS = (
    "Minutes and plans reached every agency within five working days.",
    "The genogram was drawn with the family and used in every meeting.",
    "Old notes could not be opened after the computer system changed.",
    "Nobody told the referrer what was decided.",
)


def _fill(session: Session) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    core = next(one for one in loaded.questionnaires if one.audience == "children" and not one.module_of)
    police = session.exec(select(t.Agency).where(t.Agency.key == "police")).one()
    audit = make.audit(session, police, reference="MAAP26-1", title="Neglect of young children", stage="panel")
    freeze(audit, core)
    facts = {"password": passwords.kept(PASSWORD), "created_at": now()}
    make.person(session, Role.COORDINATOR, name="Robin Hale", email="coordinator@example.org", **facts)
    case = make.case(session, audit, 1, reference="MAAP26-1-01")
    for text in FINDINGS:
        row = make.finding(session, audit, "strength" if text in FINDINGS[:2] else "area", text=text)
        session.add(t.FindingSource(finding_id=row.id, case_id=case.id, agency_id=police.id))


if __name__ == "__main__":
    migrate()
    with work() as filling:
        _fill(filling)
