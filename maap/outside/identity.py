"""OpenID Connect: asking an organisation's identity provider who somebody is (authorisation code with PKCE).

Nothing here decides anything: it fetches, checks signatures and hands on claims. What follows is domain.identity's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from maap.domain.identity import Claimed, NoEntry, claimed
from maap.domain.problems import Problem
from maap.outside.clock import now

SCOPE = "openid email profile"
SECONDS = 10
"""How long a provider may take to answer."""
_KEPT = 3600
_JUST_NOW = 300
_SIGNED = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures that are believed: never one with a shared secret, never none."""


class ProviderSilent(Problem):
    """A provider that does not answer as it should."""

    def __init__(self) -> None:
        super().__init__(
            "Your organisation's sign-in does not answer. Try again in a few minutes, or sign in with a password."
        )


@dataclass(frozen=True)
class Provider:
    """Where a provider is, and as whom this house asks it. ``secret`` is empty for a public client.

    ``asks_for``: levels that it is asked for with spaces between them, its acr_values; empty for none.
    """

    issuer: str
    client: str
    secret: str
    asks_for: str = ""


@dataclass(frozen=True)
class Asking:
    """One request to sign in, as it must come back: kept in the browser, sealed, until it does.

    ``again``: somebody who is here has to show anew who they are.
    """

    state: str
    nonce: str
    verifier: str
    again: bool = False


def asking(again: bool = False) -> Asking:
    """A new request that nobody can guess."""
    return Asking(generate_token(32), generate_token(32), generate_token(64), again)


def discover(issuer: str) -> Mapping[str, Any]:
    """The provider's own description of itself, fetched at most once an hour. Raises ProviderSilent."""
    return _discovered(issuer, int(now().timestamp() // _KEPT))


@lru_cache(maxsize=64)
def _discovered(issuer: str, _hour: int) -> Mapping[str, Any]:
    found = _fetched(f"{issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise ProviderSilent
    return found


def _fetched(address: str) -> dict[str, Any]:
    try:
        reply = requests.get(address, timeout=SECONDS, allow_redirects=False)
        reply.raise_for_status()
        found = reply.json()
    except (requests.RequestException, ValueError):
        raise ProviderSilent from None
    if not isinstance(found, dict):
        raise ProviderSilent
    return found


def way_in(provider: Provider, request: Asking, back: str) -> str:
    """The address at the provider where somebody signs in."""
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": request.state,
        "nonce": request.nonce,
        "code_challenge": str(create_s256_code_challenge(request.verifier)),  # type: ignore[no-untyped-call]
        "code_challenge_method": "S256",
    }
    asked |= {"prompt": "login", "max_age": "0"} if request.again else {}
    asked |= {"acr_values": provider.asks_for} if provider.asks_for else {}
    return f"{_endpoint(provider, 'authorization_endpoint')}?{urlencode(asked)}"


def way_out(provider: Provider, back: str) -> str:
    """The address at the provider where its own session ends; empty when it has none."""
    address = discover(provider.issuer).get("end_session_endpoint")
    asked = urlencode({"client_id": provider.client, "post_logout_redirect_uri": back})
    return f"{address}?{asked}" if isinstance(address, str) and address else ""


def who_came(provider: Provider, request: Asking, code: str, back: str) -> Claimed:
    """Who somebody is: the code is exchanged and the identity token checked. Raises NoEntry and ProviderSilent."""
    session = OAuth2Session(provider.client, provider.secret or None, redirect_uri=back, scope=SCOPE)
    try:
        given = session.fetch_token(
            _endpoint(provider, "token_endpoint"),
            grant_type="authorization_code",
            code=code,
            code_verifier=request.verifier,
            timeout=SECONDS,
        )
    except requests.RequestException:
        raise ProviderSilent from None
    except Exception as fault:  # the library has an exception for each way in which a provider may say no
        raise _not_signed_in() from fault
    return claimed(_checked(provider, request, str(given.get("id_token", ""))))


def _not_signed_in() -> NoEntry:
    return NoEntry("Your organisation's sign-in did not let you in. Start again from the sign-in page.")


def _checked(provider: Provider, request: Asking, token: str) -> Mapping[str, Any]:
    """The claims of a token that the provider signed, for us, just now, in answer to this request."""
    keys = KeySet.import_key_set(_fetched(_endpoint(provider, "jwks_uri")))  # type: ignore[arg-type]
    try:
        claims = jwt.decode(token, keys, algorithms=_SIGNED).claims
        registry = jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "values": [provider.issuer, provider.issuer + "/"]},
            aud={"essential": True, "value": provider.client},
            exp={"essential": True},
            nonce={"essential": True, "value": request.nonce},
        )
        registry.validate(claims)
    except (JoseError, ValueError):
        raise _not_signed_in() from None
    if request.again and now().timestamp() - float(claims.get("auth_time") or 0) > _JUST_NOW:
        raise NoEntry("Your organisation's sign-in did not ask you again who you are. Use your password instead.")
    return claims


def _endpoint(provider: Provider, name: str) -> str:
    found = discover(provider.issuer).get(name)
    if not isinstance(found, str):
        raise ProviderSilent
    return found
