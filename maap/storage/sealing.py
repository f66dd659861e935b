"""Small secrets that are stored or lie in a browser: sealed with a key of this installation, each purpose its own."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from maap.storage import keys


def seal(purpose: str, value: Mapping[str, Any]) -> str:
    """The value as text that only this installation can read, and that nobody can change unseen."""
    return _box(purpose).encrypt(json.dumps(value).encode()).decode()


def unseal(purpose: str, text: str, longest: int | None = None) -> dict[str, Any] | None:
    """What was sealed for this purpose. None when it was not, or more than ``longest`` seconds ago."""
    try:
        found = json.loads(_box(purpose).decrypt(text.encode(), ttl=longest))
    except (InvalidToken, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _box(purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(keys.derived(purpose)))
