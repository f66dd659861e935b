"""Passwords: how they are kept (argon2id), and which are refused (NCSC: short, common and breached ones)."""

import hashlib
import threading
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from maap.domain.problems import Problem

SHORTEST = 12
LONGEST = 200
_GUESSED_AT_ONCE = 2  # zxcvbn's score (0-4) up to which a password counts as common

BREACHED = Path(__file__).parent / "breached" / "passwords.sha256"
DIGEST = 6
"""Bytes kept of each breached password's hash: another password has the same ones once in thousands of millions."""

# OWASP's parameters for argon2id: 46 MiB, one pass, one lane.
_hasher = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
_at_once = threading.Semaphore(2)
_NOBODY = _hasher.hash("nobody has this password")


def kept(password: str) -> str:
    """The hash to store."""
    with _at_once:
        return _hasher.hash(password)


def fits(password: str, stored: str) -> bool:
    """Whether a password is the stored one. An empty ``stored`` takes as long as a real one, and never fits."""
    with _at_once:
        try:
            return _hasher.verify(stored or _NOBODY, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def refuse_weak(password: str, known_words: list[str]) -> None:
    """Refuse a password that is short or easily guessed. ``known_words``: the person's and the partnership's names.

    Raises Problem with what to do instead.
    """
    if len(password) < SHORTEST:
        raise Problem(
            f"The password has {len(password)} characters. "
            f"Use at least {SHORTEST}: three random words are easy to remember."
        )
    if len(password) > LONGEST:
        raise Problem(f"The password is longer than {LONGEST} characters. Use a shorter one.")
    words = [part for word in known_words for part in [word, *word.lower().split()] if part]
    guessed = import_module("zxcvbn").zxcvbn(password[:72], user_inputs=words)  # read when first needed: long lists
    if guessed["score"] <= _GUESSED_AT_ONCE:
        raise Problem(
            "That password is common or easily guessed. "
            "Choose three random words that have nothing to do with you or your work."
        )
    if is_breached(password):
        raise Problem(
            "That password was found in a breach of some other service, so it is among the first that others try. "
            "Choose three random words that have nothing to do with you or your work."
        )


def is_breached(password: str) -> bool:
    """Whether a password is in the list of breached ones, in capitals or small letters. Asks nobody on the network."""
    digests, wanted = _breached(), _digest(password)
    at = bisect_left(range(len(digests) // DIGEST), wanted, key=lambda n: digests[n * DIGEST : (n + 1) * DIGEST])
    return digests[at * DIGEST : (at + 1) * DIGEST] == wanted


def packed(listed: Iterable[str]) -> bytes:
    """The list as it is shipped: of the passwords that are long enough to be accepted otherwise, sorted digests."""
    return b"".join(sorted({_digest(one) for one in listed if SHORTEST <= len(one) <= LONGEST}))


def _digest(password: str) -> bytes:
    return hashlib.sha256(password.lower().encode()).digest()[:DIGEST]


@lru_cache(maxsize=1)
def _breached() -> bytes:
    return BREACHED.read_bytes()
