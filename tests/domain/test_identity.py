"""What an organisation's sign-in says of somebody, and which roles follow from it."""

from typing import Any

import pytest
from pydantic import ValidationError

from maap.domain.browsers import in_words
from maap.domain.identity import NoEntry, ProviderDraft, Rule, claimed, held, refuse_unshown, refuse_unverified
from maap.domain.people import Role

AUDITORS = Rule(claim="groups", value="MAAP-Auditors", role=Role.AUDITOR, agency="police")
LEADS = Rule(claim="groups", value="MAAP-Leads", role=Role.AGENCY_LEAD, agency="police")
HEALTH = Rule(claim="groups", value="MAAP-Health", role=Role.AUDITOR, agency="gp")
WATCHERS = Rule(claim="title", value="Director", role=Role.OBSERVER)


def _issuer(address: str) -> ProviderDraft:
    return ProviderDraft(name="Example Council", issuer=address, client="maap")


@pytest.mark.parametrize(
    "claims, roles",
    [
        ({"groups": ["MAAP-Auditors"]}, {Role.AUDITOR}),
        ({"groups": ["maap-auditors", "MAAP-Leads"]}, {Role.AUDITOR, Role.AGENCY_LEAD}),
        ({"groups": "MAAP-Leads"}, {Role.AGENCY_LEAD}),
        ({"title": "director"}, {Role.OBSERVER}),
    ],
)
def test_a_claim_gives_the_roles_of_every_rule_that_fits(claims: dict[str, Any], roles: set[Role]) -> None:
    found = held([AUDITORS, LEADS, WATCHERS], claims)
    assert found is not None and found.roles == roles


def test_without_rules_roles_stay_as_they_were_given_here() -> None:
    assert held([], {"groups": ["MAAP-Auditors"]}) is None


@pytest.mark.parametrize("claims", [{}, {"groups": []}, {"groups": ["Others"]}, {"groups": {"MAAP-Auditors": 1}}])
def test_somebody_whom_no_rule_fits_does_not_come_in(claims: dict[str, Any]) -> None:
    with pytest.raises(NoEntry, match="gives you no part"):
        held([AUDITORS], claims)


def test_nobody_holds_roles_for_two_agencies() -> None:
    with pytest.raises(NoEntry, match="do not name one agency"):
        held([AUDITORS, HEALTH], {"groups": ["MAAP-Auditors", "MAAP-Health"]})


def test_no_rule_makes_an_administrator() -> None:
    with pytest.raises(ValidationError, match="Administrators are made"):
        Rule(claim="groups", value="x", role=Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    "claims",
    [{}, {"sub": "1"}, {"sub": "", "email": "a@b.c"}, {"sub": 5, "email": "a@b.c"}, {"sub": "1", "email": "x"}],
)
def test_claims_that_do_not_say_who_it_is_are_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(NoEntry, match="did not say which e-mail address"):
        claimed(claims)


def test_an_address_that_nobody_verified_does_not_count() -> None:
    who = claimed({"sub": "1", "email": " Ann@Example.org "})
    assert who.email == "ann@example.org"
    with pytest.raises(NoEntry, match="not verified"):
        refuse_unverified(who, vouches=False)
    refuse_unverified(who, vouches=True)
    refuse_unverified(claimed({"sub": "1", "email": "a@b.c", "email_verified": True}), vouches=False)


@pytest.mark.parametrize("typed", ["verified", "true", 1, None])
def test_only_a_plain_yes_means_verified(typed: object) -> None:
    assert not claimed({"sub": "1", "email": "a@b.c", "email_verified": typed}).verified


ENTRA, CIS2 = "mfa", "AAL2_OR_AAL3_ANY AAL3_ANY"


@pytest.mark.parametrize(
    ("shown_by", "claims"),
    [
        ("", {}),
        ("", {"amr": ["pwd"]}),
        (ENTRA, {"amr": ["pwd", "mfa"]}),
        (ENTRA, {"amr": "MFA"}),
        (CIS2, {"acr": "AAL3_ANY"}),
        (CIS2, {"acr": "aal2_or_aal3_any", "amr": ["N3_SMARTCARD"]}),
    ],
)
def test_a_second_factor_is_shown_by_one_of_the_values_that_count(shown_by: str, claims: dict[str, Any]) -> None:
    refuse_unshown(claimed({"sub": "1", "email": "a@b.c"} | claims), shown_by)


@pytest.mark.parametrize(
    ("shown_by", "claims"),
    [
        (ENTRA, {}),
        (ENTRA, {"amr": []}),
        (ENTRA, {"amr": ["pwd"]}),
        (ENTRA, {"amr": ["mfa or not"], "acr": 1}),
        (ENTRA, {"amr": [["mfa"], {"mfa": True}, None]}),
        (ENTRA, {"groups": ["mfa"]}),
        (CIS2, {"acr": "AAL1_USERPASS"}),
        (CIS2, {"acr": "AAL3_ANY AAL1_USERPASS"}),
    ],
)
def test_a_sign_in_without_one_is_refused_and_the_sentence_says_what_to_do(
    shown_by: str, claims: dict[str, Any]
) -> None:
    with pytest.raises(NoEntry, match="start again here, and use your authenticator app"):
        refuse_unshown(claimed({"sub": "1", "email": "a@b.c"} | claims), shown_by)


def test_values_are_written_with_commas_or_spaces() -> None:
    draft = ProviderDraft(
        name="N", issuer="https://a.example", client="c", shown_by=" mfa,  AAL3_ANY ", asks_for="AAL3_ANY"
    )
    assert (draft.shown_by, draft.asks_for) == ("mfa AAL3_ANY", "AAL3_ANY")


def test_what_is_asked_for_is_looked_at_in_the_answer() -> None:
    with pytest.raises(ValidationError, match="Say what shows a second factor, too"):
        ProviderDraft(name="N", issuer="https://a.example", client="c", asks_for="AAL3_ANY")


@pytest.mark.parametrize("address", ["https://login.example.org/tenant/v2.0/", "http://localhost:9400"])
def test_an_issuer_is_asked_over_https_or_on_this_machine(address: str) -> None:
    assert _issuer(address).issuer == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    ["", "login.example.org", "http://login.example.org", "https://", "https://a b", "file:///etc", "https://a@b"],
)
def test_any_other_issuer_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="starts with https"):
        _issuer(address)


@pytest.mark.parametrize(
    "user_agent, words",
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604", "Safari on an iPhone"),
        ("curl/8", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(user_agent: str, words: str) -> None:
    assert in_words(user_agent) == words
