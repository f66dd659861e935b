"""The list of people, for administrators only."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from maap.domain.people import NotAllowed, Role
from maap.usecases.signin import sign_in
from maap.views.people import agency_names, people
from tests import factories as make


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_sees_who_there_is(session: Session, role: Role) -> None:
    actor = make.acting(session, role, agency=make.agency(session, "police"))
    for view in (people, agency_names):
        with pytest.raises(NotAllowed):
            view(session, actor)


def test_active_people_come_first_by_name(session: Session) -> None:
    make.person(session, Role.CHAIR, name="Cara", active=False)
    make.person(session, Role.CHAIR, name="bob")
    make.person(session, Role.CHAIR, name="Ann")
    admin = make.actor(make.person(session, Role.ADMINISTRATOR, name="Dev"), Role.ADMINISTRATOR)
    assert [(row.name, row.active) for row in people(session, admin)] == [
        ("Ann", True),
        ("bob", True),
        ("Dev", True),
        ("Cara", False),
    ]


def test_a_person_is_shown_with_roles_agency_and_when_they_were_here(session: Session) -> None:
    admin = make.acting(session, Role.ADMINISTRATOR)
    police = make.agency(session, "police")
    ann = make.person(session, Role.AGENCY_LEAD, Role.AUDITOR, agency=police, password="x", name="Ann")
    for days in (9, 2):
        sign_in(session, ann, make.NOW - timedelta(days=days))
    row = next(row for row in people(session, admin) if row.id == ann.id)
    assert row.roles == (Role.AGENCY_LEAD, Role.AUDITOR)
    assert (row.agency, row.joined, row.seen_at) == ("Police", True, make.NOW - timedelta(days=2))


def test_two_hundred_people_take_no_more_statements_than_two(session: Session) -> None:
    admin = make.acting(session, Role.ADMINISTRATOR)
    statements: list[str] = []
    for many in (2, 200):
        for _ in range(many):
            make.person(session, Role.CHAIR)
        statements.clear()
        engine = session.get_bind()
        listener = lambda *facts: statements.append(facts[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        people(session, admin)
        event.remove(engine, "before_cursor_execute", listener)
        assert len(statements) == 2


def test_people_may_belong_to_active_agencies_in_the_partnerships_order(session: Session) -> None:
    admin = make.acting(session, Role.ADMINISTRATOR)
    make.agency(session, "police", position=2)
    make.agency(session, "health", position=1)
    make.agency(session, "circus", position=0, active=False)
    assert list(agency_names(session, admin).values()) == ["Health", "Police"]
