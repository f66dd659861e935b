"""A large file, sealed in pieces with a key of this installation: no piece can be read, changed, moved or cut off."""

import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from maap.domain.problems import Problem
from maap.storage import keys

MAGIC = b"MAAP-SEALED-1\n"
PIECE = 1 << 20
_TAG = 16


class NotReadable(Problem):
    """A sealed file that is damaged, cut off, or of another installation."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} cannot be read: it is damaged, or was made with another key. "
            "Put the recovery sheet's key into the key file, or take another backup."
        )


def seal_file(source: BinaryIO, target: Path, purpose: str, heading: bytes) -> None:
    """Write ``heading`` and the source's bytes to a new file, readable for its owner alone."""
    box, nonce = AESGCM(keys.derived(purpose)), secrets.token_bytes(7)
    with target.open("xb") as file:
        target.chmod(0o600)
        file.write(MAGIC + nonce)
        file.write(box.encrypt(_nonce(nonce, 0, False), heading.ljust(PIECE), MAGIC))
        number, piece = 1, source.read(PIECE)
        while True:
            following = source.read(PIECE)
            file.write(box.encrypt(_nonce(nonce, number, not following), piece, MAGIC))
            if not following:
                break
            number, piece = number + 1, following
        file.flush()


def heading_of(path: Path, purpose: str) -> bytes:
    """What was written first. Raises NotReadable."""
    with path.open("rb") as file:
        return next(_pieces(file, path, purpose)).rstrip()


def unseal_file(path: Path, target: Path, purpose: str) -> None:
    """The source's bytes again, in a new file for its owner alone. Raises NotReadable."""
    with path.open("rb") as file, target.open("xb") as out:
        target.chmod(0o600)
        pieces = _pieces(file, path, purpose)
        next(pieces)
        for piece in pieces:
            out.write(piece)


def _pieces(file: BinaryIO, path: Path, purpose: str) -> Iterator[bytes]:
    box, start = AESGCM(keys.derived(purpose)), file.read(len(MAGIC) + 7)
    if len(start) < len(MAGIC) + 7 or not start.startswith(MAGIC):
        raise NotReadable(path)
    number, sealed = 0, file.read(PIECE + _TAG)
    while sealed:
        following = file.read(PIECE + _TAG)
        try:
            yield box.decrypt(_nonce(start[len(MAGIC) :], number, not following), sealed, MAGIC)
        except InvalidTag:
            raise NotReadable(path) from None
        number, sealed = number + 1, following
    if number < 2:
        raise NotReadable(path)


def _nonce(start: bytes, number: int, last: bool) -> bytes:
    """Different for each piece, and for a last one: a file that is cut off shows."""
    return start + struct.pack(">I", number) + bytes([last])
