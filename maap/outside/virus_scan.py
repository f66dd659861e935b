"""Uploaded files shown to a virus scanner (ClamAV's clamd) before anything reads them, where one is set up.

A scanner that finds something, does not answer or does not say what it means stops the upload: no file passes unseen.
"""

import socket
import struct

from maap.domain.problems import Problem
from maap.settings import settings

_PATIENCE = 20.0
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


def harmless(data: bytes, patience: float = _PATIENCE) -> bytes:
    """The same bytes, once the scanner has passed them; at once where none is set up. Raises Infected, NotScanned.

    ``patience``: seconds in which it must take each piece and answer.
    """
    where = settings().clamd
    if where and not _is_clean(_said(where, data, patience)):
        raise Infected
    return data


def fault() -> str:
    """What is wrong with the scanner that is set up, in a sentence; empty where it answers, or none is set up."""
    try:
        harmless(b"")
    except Problem:
        return f"There is no clamd that answers at {settings().clamd}. Until there is, every upload is refused."
    return ""


def _is_clean(said: str) -> bool:
    """clamd's answer: ``stream: OK``, ``stream: NAME FOUND``, or that something went wrong."""
    if said.endswith("FOUND"):
        return False
    if said != "stream: OK":
        raise NotScanned
    return True


def _said(where: str, data: bytes, patience: float) -> str:
    try:
        with _line(where, patience) as line:
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


def _line(where: str, patience: float) -> socket.socket:
    """To a socket in the file system, or to host and port."""
    host, _, port = where.rpartition(":")
    if host and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=patience)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(patience)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line
