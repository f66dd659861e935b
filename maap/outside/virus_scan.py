"""Uploaded files shown to a virus scanner (ClamAV's clamd) before anything reads them, where one is set up.

A scanner that finds something, does not answer or does not say what it means stops the upload: no file passes unseen.
"""

import socket
import struct

from maap.domain.problems import Problem
from maap.settings import settings

_PATIENCE = 20
_PIECE = 1 << 16


class Infected(Problem):
    """The scanner found something."""

    def __init__(self) -> None:
        super().__init__(
            "The virus scanner refused this file, so nothing of it was read. Tell your own IT service, and save what "
            "you need from it in a new file."
        )


class NotScanned(Problem):
    """The scanner is set up and did not do its work."""

    def __init__(self) -> None:
        super().__init__(
            "The virus scanner did not answer, so this file was not taken. Try again in a few minutes, and tell your "
            "administrator if it goes on."
        )


def harmless(data: bytes) -> bytes:
    """The same bytes, once the scanner has passed them; at once where none is set up. Raises Infected, NotScanned."""
    where = settings().clamd
    if where and not _is_clean(_said(where, data)):
        raise Infected
    return data


def _is_clean(said: str) -> bool:
    """clamd's answer: ``stream: OK``, ``stream: NAME FOUND``, or that something went wrong."""
    if said.endswith("FOUND"):
        return False
    if said != "stream: OK":
        raise NotScanned
    return True


def _said(where: str, data: bytes) -> str:
    try:
        with _line(where) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _PIECE):
                piece = data[start : start + _PIECE]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            heard = b""
            while not heard.endswith(b"\0") and (more := line.recv(4096)):
                heard += more
    except OSError as fault:
        raise NotScanned from fault
    return heard.rstrip(b"\0").decode("utf-8", errors="replace").strip()


def _line(where: str) -> socket.socket:
    """To a socket in the file system, or to host and port."""
    host, _, port = where.rpartition(":")
    if host and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=_PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(_PATIENCE)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line
