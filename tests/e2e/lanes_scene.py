"""Fills a database with one audit that is being reported: two agencies with their leads, a coordinator and a chair."""

from maap.domain.people import Role
from maap.outside import passwords
from maap.outside.clock import now
from maap.outside.configuration import load
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from tests import factories as make
from tests.e2e.conftest import PASSWORD


def main() -> None:
    """Everything in one unit of work."""
    migrate()
    at, password = now(), passwords.kept(PASSWORD)
    shipped = load(settings().config)
    form = next(form for form in shipped.questionnaires if form.key == "maap_core_children")
    with work() as session:
        furnish(session, "Dudley Safeguarding People Partnership", "DSPP", shipped)
        police, hospital = make.agency(session, "police"), make.agency(session, "acute_hospital")
        audit = make.audit(session, police, hospital, stage="reporting", reference="MAAP26-1", created_at=at)
        freeze(audit, form)
        make.case(session, audit, 1, reference="MAAP26-1-01")
        people: tuple[tuple[str, Role, t.Agency | None], ...] = (
            ("coordinator", Role.COORDINATOR, None),
            ("chair", Role.CHAIR, None),
            ("police", Role.AGENCY_LEAD, police),
            ("hospital", Role.AGENCY_LEAD, hospital),
        )
        for name, role, agency in people:
            make.person(session, role, agency=agency, name=name, email=f"{name}@example.org", password=password)


if __name__ == "__main__":
    main()
