"""A second factor guards one's own account, each code opens it once, and paper helps when the telephone is lost."""

from datetime import timedelta

import pyotp
import pytest
from sqlmodel import Session, select

from maap.domain.identity import Way
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.sessions import SessionState
from maap.storage import tables as t
from maap.usecases import second_factor
from maap.usecases.identity import add_provider, drafted
from maap.usecases.people import may_be_sent_a_sign_in
from maap.usecases.second_factor import WrongCode
from maap.usecases.signin import (
    LinkSpent,
    Manner,
    confirm,
    end_for,
    end_own,
    make_link,
    set_password,
    sign_in,
    take_link,
)
from maap.views.identity import FactorRule, factor_rule
from maap.views.people import own_sessions, who
from tests import factories as make


@pytest.fixture
def ann(session: Session) -> Actor:
    return make.acting(session, Role.COORDINATOR)


def _code(secret: str, ann: Actor, later: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(ann.now.timestamp()) + later)


def _set_up(session: Session, ann: Actor) -> tuple[str, tuple[str, ...]]:
    secret = second_factor.begin(session, ann)
    return secret, second_factor.confirm(session, ann, _code(secret, ann))


def test_it_is_asked_for_only_after_the_authenticator_showed_the_right_code(session: Session, ann: Actor) -> None:
    secret = second_factor.begin(session, ann)
    with pytest.raises(WrongCode):
        second_factor.confirm(session, ann, "000000" if _code(secret, ann) != "000000" else "000001")
    assert not second_factor.is_asked_for(session, ann.person_id)
    second_factor.confirm(session, ann, _code(secret, ann))
    assert second_factor.is_asked_for(session, ann.person_id)


def test_a_code_opens_once(session: Session, ann: Actor) -> None:
    secret, _ = _set_up(session, ann)
    later = ann.now + timedelta(seconds=30)
    code = _code(secret, ann, later=30)
    assert second_factor.check_code(session, ann.person_id, code, later)
    assert not second_factor.check_code(session, ann.person_id, code, later)


@pytest.mark.parametrize("late, fits", [(30, True), (60, True), (120, False), (-60, False)])
def test_clocks_may_differ_by_one_step(session: Session, ann: Actor, late: int, fits: bool) -> None:
    secret, _ = _set_up(session, ann)
    at = ann.now + timedelta(seconds=60)
    assert second_factor.check_code(session, ann.person_id, _code(secret, ann, later=late), at) is fits


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "0" * 1000])
def test_what_is_no_code_does_not_fit(session: Session, ann: Actor, typed: str) -> None:
    _set_up(session, ann)
    assert not second_factor.check_code(session, ann.person_id, typed, ann.now + timedelta(minutes=1))


def test_a_recovery_code_opens_once_and_only_for_its_owner(session: Session, ann: Actor) -> None:
    _, codes = _set_up(session, ann)
    bob = make.acting(session, Role.CHAIR)
    _set_up(session, bob)
    assert len(set(codes)) == 10
    assert not second_factor.check_code(session, bob.person_id, codes[0], bob.now)
    assert second_factor.check_code(session, ann.person_id, f" {codes[0].upper()} ", ann.now)
    assert not second_factor.check_code(session, ann.person_id, codes[0], ann.now)


def test_new_recovery_codes_replace_the_old(session: Session, ann: Actor) -> None:
    _, old = _set_up(session, ann)
    new = second_factor.renew_codes(session, ann)
    assert not second_factor.check_code(session, ann.person_id, old[0], ann.now)
    assert second_factor.check_code(session, ann.person_id, new[0], ann.now)


def test_neither_secret_nor_codes_are_stored_as_they_are(session: Session, ann: Actor) -> None:
    secret, codes = _set_up(session, ann)
    row = session.exec(select(t.SecondFactor)).one()
    kept = [row.secret, *(code.digest for code in session.exec(select(t.RecoveryCode)))]
    assert not [one for one in kept if secret in one or set(codes) & {one}]


def test_a_second_one_is_not_set_up_over_the_first(session: Session, ann: Actor) -> None:
    _set_up(session, ann)
    with pytest.raises(Problem, match="Remove it first"):
        second_factor.begin(session, ann)


def test_an_administrator_takes_away_the_factor_of_somebody_who_lost_it(session: Session, ann: Actor) -> None:
    _set_up(session, ann)
    with pytest.raises(NotAllowed):
        second_factor.remove_for(session, make.acting(session, Role.COORDINATOR), ann.person_id)
    second_factor.remove_for(session, make.acting(session, Role.ADMINISTRATOR), ann.person_id)
    assert not second_factor.is_asked_for(session, ann.person_id)
    assert session.exec(select(t.RecoveryCode)).first() is None


def test_people_see_and_end_their_own_sessions_only(session: Session) -> None:
    ann, bob = (make.person(session, Role.CHAIR) for _ in range(2))
    here = sign_in(session, ann, make.NOW, Manner(browser="Firefox on Windows"))
    sign_in(session, ann, make.NOW, Manner("link", None, "Safari on an iPhone"))
    sign_in(session, bob, make.NOW)
    actor = make.actor(ann, Role.CHAIR)
    rows = own_sessions(session, actor, here)
    assert {(row.browser, row.way, row.here) for row in rows} == {
        ("Firefox on Windows", "password", True),
        ("Safari on an iPhone", "link", False),
    }
    with pytest.raises(NotYours):
        end_own(session, make.actor(bob, Role.CHAIR), rows[0].id)
    end_own(session, actor, next(row.id for row in rows if not row.here))
    assert [row.here for row in own_sessions(session, actor, here)] == [True]


def test_an_administrator_signs_somebody_out_everywhere(session: Session) -> None:
    ann = make.person(session, Role.CHAIR)
    tokens = [sign_in(session, ann, make.NOW) for _ in range(2)]
    end_for(session, make.acting(session, Role.ADMINISTRATOR), ann.id or 0)
    assert {who(session, token, make.NOW).state for token in tokens} == {SessionState.ENDED}


def test_nobody_confirms_the_session_of_somebody_else(session: Session) -> None:
    ann, bob = (make.person(session, Role.CHAIR) for _ in range(2))
    sign_in(session, ann, make.NOW)
    row = session.exec(select(t.SignIn)).one()
    with pytest.raises(Problem, match="signed out"):
        confirm(session, row.digest, bob.id or 0, make.NOW)
    confirm(session, row.digest, ann.id or 0, make.NOW + timedelta(hours=1))
    session.refresh(row)
    assert row.confirmed_at == make.NOW + timedelta(hours=1)


def test_a_link_for_one_sign_in_sets_no_password_and_the_other_way_round(session: Session) -> None:
    ann = make.person(session, Role.OBSERVER)
    ends = make.NOW + timedelta(minutes=30)
    once = make_link(session, ann.id or 0, "sign-in", ends)
    with pytest.raises(LinkSpent):
        set_password(session, once, "velvet harbour pumpkin", make.NOW)
    assert take_link(session, once, make.NOW).id == ann.id
    with pytest.raises(LinkSpent):
        take_link(session, once, make.NOW)
    invitation = make_link(session, ann.id or 0, "invitation", ends)
    with pytest.raises(LinkSpent):
        take_link(session, invitation, make.NOW)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_who_runs_the_house_always_shows_who_they_are(session: Session, role: Role) -> None:
    with pytest.raises(Problem, match="without a password is for people of agencies"):
        may_be_sent_a_sign_in(session, make.acting(session, Role.ADMINISTRATOR), make.person(session, role).id or 0)


def test_an_administrator_decides_in_which_roles_it_is_needed(session: Session, ann: Actor) -> None:
    with pytest.raises(NotAllowed):
        second_factor.ask_of(session, ann, [Role.COORDINATOR])
    admin = make.acting(session, Role.ADMINISTRATOR)
    second_factor.ask_of(session, admin, [Role.COORDINATOR, Role.CHAIR])
    second_factor.ask_of(session, admin, [Role.COORDINATOR])
    second_factor.ask_of(session, admin, [Role.COORDINATOR])  # nothing new, so no line
    assert factor_rule(session, admin) == FactorRule(frozenset({Role.COORDINATOR}), 1)
    _set_up(session, ann)
    assert factor_rule(session, admin).without == 0
    lines = session.exec(select(t.TrailEntry.detail).where(t.TrailEntry.deed == "changed who needs a second factor"))
    assert list(lines) == [{"roles": ["chair", "coordinator"]}, {"roles": ["coordinator"]}]


@pytest.mark.parametrize(
    "roles, way, lacks",
    [
        ((Role.COORDINATOR,), "password", True),
        ((Role.AUDITOR, Role.COORDINATOR), "link", True),
        ((Role.COORDINATOR,), "provider", True),
        ((Role.CHAIR,), "password", False),
        ((), "password", False),
    ],
)
def test_whoever_needs_one_and_has_none_is_known_by_it(
    session: Session, roles: tuple[Role, ...], way: Way, lacks: bool
) -> None:
    second_factor.ask_of(session, make.acting(session, Role.ADMINISTRATOR), [Role.COORDINATOR])
    bob = make.person(session, *roles)
    token = sign_in(session, bob, make.NOW, Manner(way))
    assert who(session, token, make.NOW).lacks_factor is lacks
    _set_up(session, make.actor(bob, *roles))
    known = who(session, token, make.NOW)
    assert not known.lacks_factor and known.actor == make.actor(bob, *roles)


@pytest.mark.parametrize("shown_by", ["mfa", ""])
def test_what_a_provider_must_show_is_not_asked_for_once_more_and_anything_else_is(
    session: Session, ann: Actor, shown_by: str
) -> None:
    typed = {"name": "Council", "issuer": "https://login.example.org", "client": "maap", "shown_by": shown_by}
    admin = make.acting(session, Role.ADMINISTRATOR)
    at = add_provider(session, admin, drafted(typed))
    second_factor.ask_of(session, admin, [Role.COORDINATOR])
    token = sign_in(session, session.get_one(t.Person, ann.person_id), ann.now, Manner("provider", at))
    assert who(session, token, ann.now).lacks_factor is (shown_by == "")
    _set_up(session, ann)
    assert second_factor.is_asked_for(session, ann.person_id, at) is (shown_by == "")
    assert second_factor.is_asked_for(session, ann.person_id)


def test_somebody_gives_up_their_own_factor_and_no_old_code_opens_anything(session: Session, ann: Actor) -> None:
    _, codes = _set_up(session, ann)
    other = make.acting(session, Role.CHAIR)
    second_factor.remove(session, other)
    assert second_factor.is_asked_for(session, ann.person_id)
    second_factor.remove(session, ann)
    assert not second_factor.is_asked_for(session, ann.person_id)
    assert not second_factor.check_code(session, ann.person_id, codes[0], ann.now)
