"""Passwords: how they are kept (argon2id), and which are refused (NCSC: short ones and common ones, nothing else)."""

import threading
from importlib import import_module

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from maap.domain.problems import Problem

SHORTEST = 12
LONGEST = 200
_GUESSED_AT_ONCE = 2  # zxcvbn's score (0-4) up to which a password counts as common

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
