"""People are added, changed and let go by administrators, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.fitting import BadForm, Overtaken
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.sessions import SessionState
from maap.storage import tables as t
from maap.usecases.people import (
    INVITATION_LASTS,
    RESET_LASTS,
    add_person,
    change_person,
    deactivate,
    drafted,
    may_be_sent_a_link,
    reactivate,
)
from maap.usecases.signin import LinkSpent, link_holder, make_link, set_password, sign_in
from maap.views.people import who
from tests import factories as make

Deed = Callable[[Session, Actor, t.Person], object]
DEEDS: dict[str, Deed] = {
    "add": lambda session, actor, _: add_person(session, actor, _draft()),
    "change": lambda session, actor, one: change_person(session, actor, one.id or 0, _draft(), 1),
    "deactivate": lambda session, actor, one: deactivate(session, actor, one.id or 0, 1),
    "reactivate": lambda session, actor, one: reactivate(session, actor, one.id or 0, 1),
    "link": lambda session, actor, one: may_be_sent_a_link(session, actor, one.id or 0),
}


def _draft(**different: Any) -> Any:
    return drafted({"name": "Zoe Khan", "email": "zoe@example.org", "roles": [Role.CHAIR]} | different)


@pytest.fixture
def admin(session: Session) -> Actor:
    return make.acting(session, Role.ADMINISTRATOR)


def _roles(session: Session, person: t.Person) -> set[str]:
    return set(session.exec(select(t.Appointment.role).where(t.Appointment.person_id == person.id)))


def _last(session: Session) -> t.TrailEntry:
    entry = session.exec(select(t.TrailEntry).order_by(t.TrailEntry.id.desc())).first()  # type: ignore[union-attr]
    assert entry is not None
    return entry


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
@pytest.mark.parametrize("deed", DEEDS)
def test_only_an_administrator_manages_people(session: Session, deed: str, role: Role) -> None:
    police = make.agency(session, "police")
    with pytest.raises(NotAllowed, match="invite people or change what they may do"):
        DEEDS[deed](session, make.acting(session, role, agency=police), make.person(session, Role.CHAIR))
    assert session.exec(select(t.TrailEntry)).first() is None


def test_a_new_person_has_roles_and_no_password(session: Session, admin: Actor) -> None:
    person = add_person(session, admin, _draft(name=" Zoe  ", email=" Zoe@Example.ORG "))
    assert (person.name, person.email, person.password) == ("Zoe", "zoe@example.org", "")
    assert _roles(session, person) == {"chair"}
    assert (_last(session).deed, _last(session).detail) == ("added a person", {"roles": ["chair"]})


@pytest.mark.parametrize(
    "different, field",
    [
        ({"roles": []}, "roles"),
        ({"roles": [Role.AUDITOR]}, "agency_id"),
        ({"roles": [Role.AGENCY_LEAD, Role.CHAIR]}, "agency_id"),
        ({"agency_id": 999}, "agency_id"),
        ({"email": "taken@example.org"}, "email"),
        ({"email": "TAKEN@example.org"}, "email"),
        ({"email": "zoe"}, "email"),
        ({"email": "zoe@example.org\nBcc: x@y.z"}, "email"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_a_person_who_does_not_fit_is_refused_by_field(
    session: Session, admin: Actor, different: dict[str, Any], field: str
) -> None:
    make.person(session, Role.CHAIR, email="taken@example.org")
    with pytest.raises(BadForm) as refused:
        add_person(session, admin, _draft(**different))
    assert list(refused.value.sentences) == [field]
    assert len(session.exec(select(t.Person)).all()) == 2


def test_changing_roles_counts_at_the_next_step_of_an_open_session(session: Session, admin: Actor) -> None:
    person = make.person(session, Role.CHAIR, email="zoe@example.org")
    token = sign_in(session, person, admin.now)
    change_person(session, admin, person.id or 0, _draft(roles=[Role.OBSERVER]), seen=1)
    actor = who(session, token, admin.now).actor
    assert actor is not None and actor.roles == {Role.OBSERVER}


def test_two_administrators_never_overwrite_each_other(session: Session, admin: Actor) -> None:
    person = make.person(session, Role.CHAIR)
    change_person(session, admin, person.id or 0, _draft(name="First"), seen=1)
    with pytest.raises(Overtaken):
        change_person(session, admin, person.id or 0, _draft(name="Second"), seen=1)
    with pytest.raises(Overtaken):
        deactivate(session, admin, person.id or 0, seen=1)
    session.refresh(person)
    assert (person.name, person.active) == ("First", True)


def test_the_last_administrator_stays(session: Session, admin: Actor) -> None:
    make.person(session, Role.ADMINISTRATOR, active=False)
    for deed in (
        lambda: change_person(session, admin, admin.person_id, _draft(), seen=1),
        lambda: deactivate(session, admin, admin.person_id, seen=1),
    ):
        with pytest.raises(Problem, match="only administrator"):
            deed()
    make.person(session, Role.ADMINISTRATOR)
    deactivate(session, admin, admin.person_id, seen=1)


def test_somebody_who_leaves_is_out_at_once(session: Session, admin: Actor) -> None:
    person = make.person(session, Role.CHAIR, password="x")
    token = sign_in(session, person, admin.now)
    link = make_link(session, person.id or 0, "reset", admin.now + RESET_LASTS)
    deactivate(session, admin, person.id or 0, seen=1)
    assert who(session, token, admin.now).state is SessionState.ENDED
    reactivate(session, admin, person.id or 0, seen=2)
    assert who(session, token, admin.now).state is SessionState.ENDED
    with pytest.raises(LinkSpent):
        link_holder(session, link, admin.now)


def _auditor_with_returns(session: Session) -> tuple[t.Person, dict[str, t.Return]]:
    police = make.agency(session, "police")
    person, audit = make.person(session, Role.AUDITOR, agency=police), make.audit(session, police)
    session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=person.id))
    returns = {
        state: make.a_return(session, make.case(session, audit), police, state=state, auditor_id=person.id)
        for state in ("in progress", "submitted")
    }
    return person, returns


def _is_given(session: Session, returns: dict[str, t.Return]) -> dict[str, bool]:
    for row in returns.values():
        session.refresh(row)
    return {state: row.auditor_id is not None for state, row in returns.items()}


def test_what_a_leaver_had_not_handed_in_goes_back_to_their_agency(session: Session, admin: Actor) -> None:
    person, returns = _auditor_with_returns(session)
    deactivate(session, admin, person.id or 0, seen=1)
    assert _is_given(session, returns) == {"in progress": False, "submitted": True}
    assert session.exec(select(t.NamedAuditor)).first() is None


def test_somebody_who_moves_leaves_the_old_agencys_work_behind(session: Session, admin: Actor) -> None:
    person, returns = _auditor_with_returns(session)
    health = make.agency(session, "health")
    draft = _draft(roles=[Role.AUDITOR], agency_id=health.id)
    change_person(session, admin, person.id or 0, draft, seen=1)
    assert _is_given(session, returns) == {"in progress": False, "submitted": True}
    assert session.exec(select(t.NamedAuditor)).first() is None


def test_somebody_who_stays_in_their_agency_keeps_their_work(session: Session, admin: Actor) -> None:
    person, returns = _auditor_with_returns(session)
    draft = _draft(roles=[Role.AUDITOR], agency_id=person.agency_id)
    change_person(session, admin, person.id or 0, draft, seen=1)
    assert all(_is_given(session, returns).values())


def test_somebody_who_comes_back_needs_a_new_password(session: Session, admin: Actor) -> None:
    person = make.person(session, Role.CHAIR, password="x")
    deactivate(session, admin, person.id or 0, seen=1)
    reactivate(session, admin, person.id or 0, seen=2)
    session.refresh(person)
    assert (person.active, person.password) == (True, "")
    assert may_be_sent_a_link(session, admin, person.id or 0)[0] == "invitation"


def test_letting_in_somebody_who_is_here_does_not_take_their_password(session: Session, admin: Actor) -> None:
    person = make.person(session, Role.CHAIR, password="x")
    with pytest.raises(Problem, match="active already"):
        reactivate(session, admin, person.id or 0, seen=1)
    assert person.password == "x"


def test_an_invitation_lasts_seven_days_and_a_reset_two_hours(session: Session, admin: Actor) -> None:
    new, known = make.person(session, Role.CHAIR), make.person(session, Role.CHAIR, password="x")
    assert may_be_sent_a_link(session, admin, new.id or 0) == ("invitation", admin.now + INVITATION_LASTS)
    assert may_be_sent_a_link(session, admin, known.id or 0) == ("reset", admin.now + RESET_LASTS)
    assert timedelta(days=7) == INVITATION_LASTS and timedelta(hours=2) == RESET_LASTS


def test_nobody_who_left_gets_a_link(session: Session, admin: Actor) -> None:
    with pytest.raises(Problem, match="Reactivate them first"):
        may_be_sent_a_link(session, admin, make.person(session, Role.CHAIR, active=False).id or 0)


def test_a_person_who_does_not_exist_is_refused(session: Session, admin: Actor) -> None:
    for deed in ("change", "deactivate", "reactivate", "link"):
        with pytest.raises(NotYours, match="no such person"):
            DEEDS[deed](session, admin, t.Person(id=999, name="", email="", created_at=make.NOW))


def test_a_new_password_spends_its_link(session: Session, admin: Actor) -> None:
    person = make.person(session, Role.CHAIR)
    link = make_link(session, person.id or 0, "invitation", admin.now + INVITATION_LASTS)
    set_password(session, link, "velvet harbour pumpkin", admin.now)
    with pytest.raises(LinkSpent):
        link_holder(session, link, admin.now)
    assert _last(session).deed == "set a password"
