"""The installation's one secret, and the keys derived from it. It lives outside the database's folder."""

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path

from maap.domain.problems import Problem
from maap.settings import settings


class KeyUnsafe(Problem):
    """A key file that others can read, or that is no key."""


def _made(path: Path) -> str:
    """Write a new key, whole or not at all: whoever comes second, in another thread or process, takes the first's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
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
        text = _made(path)
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
    path = settings().key_file.expanduser()
    return hmac.new(_secret(path), purpose.encode(), hashlib.sha256).digest()


def recovery_sheet() -> str:
    """The secret as two people should keep it on paper: 64 hexadecimal digits in groups of eight."""
    text = _secret(settings().key_file.expanduser()).hex()
    return " ".join(text[i : i + 8] for i in range(0, 64, 8))
