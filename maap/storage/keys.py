"""The installation's one secret, and the keys derived from it. It lives outside the database's folder."""

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterator
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from maap.domain.problems import Problem
from maap.settings import settings

_instead: ContextVar[bytes | None] = ContextVar("secret", default=None)


class KeyUnsafe(Problem):
    """A key file that others can read, that the house cannot, or that is no key."""


class KeyNotMade(Problem):
    """There is no key yet, and this user cannot write one where it belongs."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no key at {path}, and this user cannot make one there. Run “python -m maap key make” once as "
            "somebody who can write to that folder, and give the file to the user of the house."
        )


def make(path: Path) -> str:
    """Write a new key, whole or not at all: whoever comes second, in another thread or process, takes the first's."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise KeyNotMade(path) from fault
    with os.fdopen(opened, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_text().strip()


@lru_cache(maxsize=4)
def _secret(path: Path) -> bytes:
    try:
        text = path.read_text().strip()
    except FileNotFoundError:
        text = make(path)
    except PermissionError as fault:
        raise KeyUnsafe(
            f"The house may not read its key file {path}. Give the file to the user of the house, and to nobody else."
        ) from fault
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyUnsafe(f"Other people on this machine can read the key file {path}. Run: chmod 600 {path}")
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != 32:
        raise KeyUnsafe(
            f"The key file {path} does not hold 64 hexadecimal digits. Put the recovery sheet's key into it."
        )
    return secret


def derived(purpose: str) -> bytes:
    """32 bytes for one purpose (``database``, ``trail``, ``throttle``), different for each, the same for ever."""
    return hmac.new(_instead.get() or secret_in(place()), purpose.encode(), hashlib.sha256).digest()


def place() -> Path:
    """Where this installation's key is."""
    return settings().key_file.expanduser()


def secret_in(path: Path) -> bytes:
    """The secret that a key file holds; one is made where there is none. Raises KeyUnsafe, KeyNotMade."""
    return _secret(path)


def forget() -> None:
    """Read key files again: one has been replaced."""
    _secret.cache_clear()


@contextlib.contextmanager
def using(secret: bytes) -> Iterator[None]:
    """Inside, every key is derived from this secret instead: for exchanging the one for the other."""
    token = _instead.set(secret)
    try:
        yield
    finally:
        _instead.reset(token)


def recovery_sheet() -> str:
    """The secret as two people should keep it on paper: 64 hexadecimal digits in groups of eight."""
    text = secret_in(place()).hex()
    return " ".join(text[i : i + 8] for i in range(0, 64, 8))
