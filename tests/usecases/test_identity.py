"""People come in through their organisation, when somebody invited them and the rules allow it."""

from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.fitting import BadForm, Overtaken
from maap.domain.identity import Claimed, NoEntry, claimed
from maap.domain.people import Actor, NotAllowed, Role
from maap.domain.sessions import SessionState
from maap.storage import tables as t
from maap.usecases.identity import add_provider, change_provider, come_in, drafted, switch_provider
from maap.usecases.signin import Manner, sign_in
from maap.views.identity import own_way, provider_behind, providers, ways_in
from maap.views.people import who
from tests import factories as make

RULES = [
    {"claim": "groups", "value": "Auditors", "role": "auditor", "agency": "police"},
    {"claim": "groups", "value": "Watchers", "role": "observer", "agency": ""},
]


def _typed(**different: Any) -> dict[str, Any]:
    return {
        "name": "Example Council",
        "issuer": "https://login.example.org",
        "client": "maap",
        "secret": "hush-hush",
        "vouches": False,
        "rules": [],
    } | different


@pytest.fixture
def admin(session: Session) -> Actor:
    make.agency(session, "police")
    return make.acting(session, Role.ADMINISTRATOR)


def _provider(session: Session, admin: Actor, **different: Any) -> int:
    return add_provider(session, admin, drafted(_typed(**different)))


def _ann(subject: str = "s-1", **claims: Any) -> Claimed:
    return claimed({"sub": subject, "email": "ann@example.org", "email_verified": True} | claims)


def _roles(session: Session, person: t.Person) -> set[str]:
    return set(session.exec(select(t.Appointment.role).where(t.Appointment.person_id == person.id)))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_describes_a_provider(session: Session, admin: Actor, role: Role) -> None:
    at = _provider(session, admin)
    other = make.acting(session, role, agency=make.agency(session, "police"))
    for deed in (
        lambda: add_provider(session, other, drafted(_typed())),
        lambda: change_provider(session, other, at, drafted(_typed()), 1),
        lambda: switch_provider(session, other, at, False, 1),
        lambda: providers(session, other),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_the_secret_is_stored_sealed_and_shown_to_nobody(session: Session, admin: Actor) -> None:
    at = _provider(session, admin)
    assert "hush" not in session.get_one(t.IdentityProvider, at).secret
    found = provider_behind(session, "example-council")
    assert found is not None and found[1].secret == "hush-hush"
    assert "hush" not in repr(providers(session, admin))


def test_an_empty_secret_keeps_the_one_that_is_stored(session: Session, admin: Actor) -> None:
    at = _provider(session, admin)
    change_provider(session, admin, at, drafted(_typed(secret="", client="other")), 1)
    found = provider_behind(session, "example-council")
    assert found is not None and (found[1].secret, found[1].client) == ("hush-hush", "other")


def test_two_administrators_do_not_overwrite_each_other(session: Session, admin: Actor) -> None:
    at = _provider(session, admin)
    change_provider(session, admin, at, drafted(_typed(client="first")), 1)
    with pytest.raises(Overtaken):
        change_provider(session, admin, at, drafted(_typed(client="second")), 1)


def test_a_rule_for_an_agency_names_one_that_is_here(session: Session, admin: Actor) -> None:
    with pytest.raises(BadForm, match="held for one agency"):
        _provider(session, admin, rules=[RULES[0] | {"agency": "made_up"}])


def test_an_invited_person_is_recognised_by_address_once_and_by_subject_from_then_on(
    session: Session, admin: Actor
) -> None:
    at = _provider(session, admin)
    ann = make.person(session, Role.CHAIR, email="ann@example.org")
    assert come_in(session, at, _ann(), admin.now).id == ann.id
    assert come_in(session, at, _ann(email="new.address@example.org"), admin.now).id == ann.id


def test_nobody_comes_in_without_an_invitation(session: Session, admin: Actor) -> None:
    with pytest.raises(NoEntry, match="nobody has invited you"):
        come_in(session, _provider(session, admin), _ann(), admin.now)


def test_an_address_handed_on_to_somebody_else_opens_nothing(session: Session, admin: Actor) -> None:
    at = _provider(session, admin)
    make.person(session, Role.CHAIR, email="ann@example.org")
    come_in(session, at, _ann("first holder"), admin.now)
    with pytest.raises(NoEntry, match="nobody has invited you"):
        come_in(session, at, _ann("second holder"), admin.now)


@pytest.mark.parametrize("known_before", [True, False])
def test_a_leaver_does_not_come_in(session: Session, admin: Actor, known_before: bool) -> None:
    at = _provider(session, admin)
    ann = make.person(session, Role.CHAIR, email="ann@example.org")
    if known_before:
        come_in(session, at, _ann(), admin.now)
    ann.active = False
    session.flush()
    with pytest.raises(NoEntry):
        come_in(session, at, _ann(), admin.now)


def test_an_unverified_address_is_worth_nothing_unless_the_organisation_vouches(session: Session, admin: Actor) -> None:
    make.person(session, Role.CHAIR, email="ann@example.org")
    with pytest.raises(NoEntry, match="not verified"):
        come_in(session, _provider(session, admin), _ann(email_verified=False), admin.now)
    come_in(session, _provider(session, admin, vouches=True), _ann(email_verified=False), admin.now)


def test_rules_decide_the_roles_anew_at_each_sign_in(session: Session, admin: Actor) -> None:
    at = _provider(session, admin, rules=RULES)
    ann = make.person(session, Role.CHAIR, email="ann@example.org")
    come_in(session, at, _ann(groups=["Auditors"]), admin.now)
    assert (_roles(session, ann), ann.agency_id) == ({"auditor"}, make.agency(session, "police").id)
    come_in(session, at, _ann(groups=["Watchers"]), admin.now)
    assert (_roles(session, ann), ann.agency_id) == ({"observer"}, None)
    with pytest.raises(NoEntry, match="no part"):
        come_in(session, at, _ann(groups=[]), admin.now)


def test_whoever_moves_to_another_agency_by_the_rules_leaves_their_returns_to_the_old_one(
    session: Session, admin: Actor
) -> None:
    health = {"claim": "groups", "value": "Nurses", "role": "auditor", "agency": "health"}
    police, _ = make.agency(session, "police"), make.agency(session, "health")
    at = _provider(session, admin, rules=[*RULES, health])
    ann = make.person(session, Role.AUDITOR, agency=police, email="ann@example.org")
    audit = make.audit(session, police)
    session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=ann.id))
    row = make.a_return(session, make.case(session, audit), police, "in progress", auditor_id=ann.id)
    come_in(session, at, _ann(groups=["Nurses"]), admin.now)
    session.refresh(row)
    assert row.auditor_id is None and session.exec(select(t.NamedAuditor)).all() == []


def test_an_administrator_stays_one_whatever_the_rules_say(session: Session, admin: Actor) -> None:
    at = _provider(session, admin, rules=RULES)
    ann = make.person(session, Role.ADMINISTRATOR, email="ann@example.org")
    come_in(session, at, _ann(groups=["Watchers"]), admin.now)
    assert _roles(session, ann) == {"administrator", "observer"}


def test_a_provider_that_is_taken_away_ends_the_sessions_it_opened_and_no_others(
    session: Session, admin: Actor
) -> None:
    at = _provider(session, admin)
    ann = make.person(session, Role.CHAIR, email="ann@example.org")
    through = sign_in(session, ann, admin.now, Manner("provider", at))
    by_password = sign_in(session, ann, admin.now)
    assert own_way(session, through) and not own_way(session, by_password)
    switch_provider(session, admin, at, False, 1)
    assert who(session, through, admin.now).state is SessionState.ENDED
    assert who(session, by_password, admin.now).state is SessionState.OPEN
    assert ways_in(session) == () and provider_behind(session, "example-council") is None
    with pytest.raises(NoEntry, match="taken away"):
        come_in(session, at, _ann(), admin.now)


def test_where_a_second_factor_must_be_shown_nobody_comes_in_without(session: Session, admin: Actor) -> None:
    at = _provider(session, admin, shown_by="mfa")
    ann = make.person(session, Role.CHAIR, email="ann@example.org")
    with pytest.raises(NoEntry, match="without a second factor"):
        come_in(session, at, _ann(amr=["pwd"]), admin.now)
    assert session.exec(select(t.Identity)).first() is None
    assert come_in(session, at, _ann(amr=["pwd", "mfa"]), admin.now).id == ann.id
    with pytest.raises(NoEntry, match="without a second factor"):
        come_in(session, at, _ann(), admin.now)


def test_what_is_asked_of_the_provider_is_kept_and_shown_to_administrators(session: Session, admin: Actor) -> None:
    _provider(session, admin, shown_by="AAL3_ANY", asks_for="AAL3_ANY")
    found = provider_behind(session, "example-council")
    assert found is not None and found[1].asks_for == "AAL3_ANY"
    assert [(row.shown_by, row.asks_for) for row in providers(session, admin)] == [("AAL3_ANY", "AAL3_ANY")]
    with pytest.raises(BadForm, match="Say what shows a second factor"):
        drafted(_typed(asks_for="AAL3_ANY"))


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [("", "mfa", False), ("mfa", "otp", False), ("mfa", "mfa", True), ("mfa", "", True), ("", "", True)],
)
def test_who_came_in_before_a_second_factor_was_asked_for_comes_in_anew(
    session: Session, admin: Actor, before: str, after: str, stays: bool
) -> None:
    at = _provider(session, admin, shown_by=before)
    ann = make.person(session, Role.CHAIR, email="ann@example.org")
    through, by_password = sign_in(session, ann, admin.now, Manner("provider", at)), sign_in(session, ann, admin.now)
    change_provider(session, admin, at, drafted(_typed(shown_by=after)), 1)
    assert (who(session, through, admin.now).state is SessionState.OPEN) is stays
    assert who(session, by_password, admin.now).state is SessionState.OPEN


def test_two_organisations_of_one_name_have_addresses_of_their_own(session: Session, admin: Actor) -> None:
    for _ in range(2):
        _provider(session, admin)
    assert {way.key for way in ways_in(session)} == {"example-council", "example-council-2"}
