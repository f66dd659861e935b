"""A second factor: codes of an authenticator (RFC 6238, as pyotp reckons them), and recovery codes on paper."""

import secrets
from datetime import datetime

import pyotp

STEP = 30
"""Seconds for which a code stands."""
AROUND = 1
"""A code of the step before or after is taken too: clocks differ."""
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def new_secret() -> str:
    """A secret for an authenticator, as base32 text."""
    return pyotp.random_base32()


def address(secret: str, email: str, house: str) -> str:
    """What an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=house)


def step_of(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The time step to which a code belongs; None when it is wrong or not newer than the last one that was used."""
    digits = "".join(code.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    here = int(now.timestamp()) // STEP
    reckoned = pyotp.TOTP(secret)
    for step in range(here - AROUND, here + AROUND + 1):
        if step > last_step and secrets.compare_digest(reckoned.at(step * STEP), digits):
            return step
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Codes for paper, such as «k7m2p-9xw4d»: each some 49 bits, so that nobody guesses one through the throttle."""
    return tuple(f"{_word()}-{_word()}" for _ in range(RECOVERY_CODES))


def plain_code(typed: str) -> str:
    """A recovery code as it is stored: small letters, no stray spaces."""
    return "".join(typed.lower().split())


def _word() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(5))
