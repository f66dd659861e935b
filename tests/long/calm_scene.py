"""An audit in fieldwork with twenty agencies, six cases, and somebody to watch it; and ends. A process of its own.

Each agency has begun: two of its returns hold a grade in each domain and themes. So figures are shown to the manager,
too, and every chart has its bars from the start.
"""

import sys
from datetime import timedelta

from sqlmodel import Session, col, select

from maap.domain.people import Actor, Role
from maap.domain.questionnaire import Questionnaire
from maap.outside import configuration, passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.dealing import deal
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.displays import make_display_link
from maap.usecases.setup import furnish
from tests import factories as make
from tests.e2e.conftest import PASSWORD

CASES, AGENCIES, THEMES = 6, 20, 12
LEVELS = ("good", "requires_improvement", "outstanding", "inadequate", "not_seen")
WATCHERS = (("manager@example.org", Role.OBSERVER), ("coordinator@example.org", Role.COORDINATOR))


def _fill(session: Session) -> None:
    loaded = configuration.load(settings().config)
    furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded)
    core = next(form for form in loaded.questionnaires if form.audience == "children" and not form.module_of)
    agencies = list(session.exec(select(t.Agency).order_by(col(t.Agency.position)).limit(AGENCIES)))
    audit = make.audit(session, *agencies, reference="MAAP26-1", title="Neglect of young children")
    freeze(audit, core)
    for number in range(1, CASES + 1):
        make.case(session, audit, number, reference=f"MAAP26-1-{number:02}")
    deal(session, audit.id or 0, now().date() + timedelta(days=10))
    secret = passwords.kept(PASSWORD)
    for email, role in WATCHERS:
        facts = {"name": email.split("@")[0].capitalize(), "email": email, "password": secret, "created_at": now()}
        make.person(session, role, **facts)
    for agency in agencies:
        lead = make.person(session, Role.AGENCY_LEAD, agency=agency)
        mine = select(t.Return).where(t.Return.agency_id == agency.id).order_by(col(t.Return.id)).limit(2)
        for row in session.exec(mine).all():
            _begun(session, row, lead, core)


def _begun(session: Session, row: t.Return, lead: t.Person, core: Questionnaire) -> None:
    row.state = "in progress"
    session.add(row)
    for at, domain in enumerate(core.domains):
        level = LEVELS[(at + (row.id or 0)) % len(LEVELS)]
        kept = {"return_id": row.id, "saved_at": now(), "saved_by": lead.id, "value": level, "grade": level}
        session.add(t.Answer(**kept, question_id=f"grade_{domain.key}", domain=domain.key))
    themes = session.exec(select(t.Theme).order_by(col(t.Theme.id)).limit(THEMES)).all()
    kept = {"return_id": row.id, "saved_at": now(), "saved_by": lead.id}
    named = t.Answer(**kept, question_id="named", value=[theme.key for theme in themes])
    session.add(named)
    session.flush()
    for at, theme in enumerate(themes):
        facts = {"answer_id": named.id, "return_id": row.id, "theme_id": theme.id}
        session.add(t.ThemeMark(**facts, polarity="area" if at % 2 else "strength", domain=core.domains[0].key))


def _screen(session: Session) -> str:
    """The token of a link for a screen."""
    person = session.exec(select(t.Person).where(col(t.Person.email) == WATCHERS[1][0])).one()
    actor = Actor(person.id or 0, person.name, frozenset({Role.COORDINATOR}), None, now())
    audit = session.exec(select(t.Audit)).one()
    return make_display_link(session, actor, audit.id or 0, 7)


if __name__ == "__main__":
    migrate()
    with work() as filling:
        _fill(filling)
    with work() as filling:
        sys.stdout.write(_screen(filling))
