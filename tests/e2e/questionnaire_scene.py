"""Two steps of a questionnaire's journey: a furnished house with nobody in it but a coordinator and an auditor, and,
once the coordinator has published a questionnaire, an audit in fieldwork that froze it. Each is a process of its own.
"""

import sys
from datetime import timedelta

from sqlmodel import Session, select

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

AGENCIES = ("police", "health_visiting", "childrens_social_care")


def _house(session: Session) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    secret = passwords.kept(PASSWORD)
    for name, role, key in (("coordinator", Role.COORDINATOR, ""), ("ann", Role.AUDITOR, "police")):
        agency = session.exec(select(t.Agency).where(t.Agency.key == key)).one() if key else None
        facts = {"name": name.capitalize(), "email": f"{name}@example.org", "password": secret, "created_at": now()}
        make.person(session, role, agency=agency, **facts)


def _audit(session: Session, title: str) -> None:
    statement = select(t.QuestionnaireVersion).where(
        t.QuestionnaireVersion.title == title, t.QuestionnaireVersion.published
    )
    body = session.exec(statement).one().body
    agencies = [session.exec(select(t.Agency).where(t.Agency.key == key)).one() for key in AGENCIES]
    audit = make.audit(session, *agencies, reference="MAAP26-1", title="Contacts at the front door")
    freeze(audit, Questionnaire.model_validate(body))
    make.case(session, audit, 1, reference="MAAP26-1-01")
    deal(session, audit.id or 0, now().date() + timedelta(days=10))
    ann = session.exec(select(t.Person).where(t.Person.email == "ann@example.org")).one()
    session.add(t.NamedAuditor(audit_id=audit.id, agency_id=agencies[0].id, person_id=ann.id))


if __name__ == "__main__":
    migrate()
    with work() as filling:
        if len(sys.argv) > 1:
            _audit(filling, sys.argv[1])
        else:
            _house(filling)
