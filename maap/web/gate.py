"""What stands before every request: security headers, and no way in without a session."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import anyio.to_thread
import streamlit
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.sessions import SessionState, is_fresh
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import NoAnswer, NotSaved, reading
from maap.views.people import house, who
from maap.web.cookies import token_in
from maap.web.hurry import too_many_files
from maap.web.second_look import OUT, asked_first, deserves_a_second_look

NOBODYS = ("/media/",)
"""Where the framework would serve files to whoever knows their address. The house puts nothing there."""
MEMBERS_ONLY = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
"""Addresses of the framework that answer nobody without a session."""
OPEN = (
    *(
        "/sign-in",
        "/sign-out",
        "/join/",
        "/calendar/",
        "/voice-form/",
        "/stop-letters/",
        "/shared/",
        "/wall/",
        "/feed/",
        "/start",
        "/health",
        "/house/",
    ),
    *("/_stcore/", "/static/", "/component/"),
)
OPEN_FILES = frozenset({"/favicon.png", "/manifest.json", "/ready", "/metrics"})
KEPT_BY_BROWSERS = ("/static/", "/component/", "/house/", "/favicon.png")
"""Everything else is answered with no-store."""


@lru_cache(maxsize=1)
def _inline_scripts() -> str:
    """The hashes of the scripts that Streamlit's one page holds, so that no other inline script may run."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{h}'" for h in hashes)


@lru_cache(maxsize=1)
def headers() -> tuple[tuple[bytes, bytes], ...]:
    """The security headers of every answer."""
    policy = (
        "default-src 'self'; "
        f"script-src 'self' 'wasm-unsafe-eval' {_inline_scripts()}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    plain = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
        "cross-origin-opener-policy": "same-origin",
    }
    if settings().https:
        plain["strict-transport-security"] = "max-age=31536000"
    return tuple((k.encode(), v.encode()) for k, v in plain.items())


@dataclass(frozen=True)
class _Standing:
    """Whether the house is set up, whose session the token opens, and whether they are asked anew who they are.

    ``lacks_factor``: they have to set up a second factor first.
    """

    is_set_up: bool
    actor: Actor | None = None
    is_stale: bool = False
    lacks_factor: bool = False


def _standing(token: str) -> _Standing:
    at = now()
    with reading() as session:
        is_set_up = house(session) is not None
        if not token:
            return _Standing(is_set_up)
        known = who(session, token, at)
    stale = known.state is SessionState.OPEN and not is_fresh(known.confirmed_at, at)
    return _Standing(is_set_up, known.actor, stale, known.lacks_factor)


def _later(problem: Problem, method: str) -> ASGIApp:
    """The database does not answer: a sentence, and a page asks again by itself."""
    again = {"retry-after": "5"} | ({"refresh": "5"} if method == "GET" else {})
    return PlainTextResponse(str(problem), 503, headers=again)


def _is_our_host(scope: Scope) -> bool:
    """Whether the request names one of our hosts: a page elsewhere must not be able to point its own name here."""
    allowed = {host.strip() for host in settings().allowed_hosts.split(",")}
    return Headers(scope=scope).get("host", "").rpartition("]")[2].split(":")[0] in allowed


class Gate:
    """Plain ASGI middleware: nothing is buffered and websockets pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, turn away, or let through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = _with_headers(send, scope["path"])
        try:
            await (await self._turned_away(scope) or self.app)(scope, receive, send)
        except (NoAnswer, NotSaved) as problem:  # nobody has begun an answer: they are written once all is read
            await _later(problem, scope["method"])(scope, receive, send)

    async def _turned_away(self, scope: Scope) -> ASGIApp | None:
        if not _is_our_host(scope):
            return PlainTextResponse("Not found", 404)
        path = scope["path"]
        if path.startswith(NOBODYS):
            return PlainTextResponse("Not found", 404)
        members_only = path.startswith(MEMBERS_ONLY)
        if not members_only and (path.startswith(OPEN) or path in OPEN_FILES):
            return None
        standing = await anyio.to_thread.run_sync(_standing, token_in(scope))
        if standing.actor is not None:
            return await self._kept_back(scope, standing, standing.actor)
        if members_only or scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Not found", 404)
        if not standing.is_set_up:
            return RedirectResponse("/start", 303)
        asked_for = path + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        return RedirectResponse("/sign-in" + ("" if asked_for == "/" else f"?next={quote(asked_for, safe='')}"), 303)

    async def _kept_back(self, scope: Scope, standing: _Standing, actor: Actor) -> ASGIApp | None:
        """Somebody who is signed in passes, but for files: those that they may take now, and not too many."""
        path = scope["path"]
        if not path.startswith(OUT):
            return None
        if standing.lacks_factor:
            return RedirectResponse("/account", 303)
        if standing.is_stale and deserves_a_second_look(path):
            return asked_first(path, scope["query_string"].decode("latin-1"))
        return await anyio.to_thread.run_sync(too_many_files, actor)


_SHARED_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""For a page that anybody with its link reads: nothing runs, nothing is sent."""


_WALL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""For a screen on a wall: the house's own script file asks for news, and nothing else runs."""


@lru_cache(maxsize=2)
def _stricter_headers(policy: str) -> tuple[tuple[bytes, bytes], ...]:
    """For pages whose address is a secret."""
    stricter = {b"content-security-policy": policy.encode(), b"referrer-policy": b"no-referrer"}
    return tuple((name, stricter.get(name, value)) for name, value in headers())


def _headers_for(path: str) -> tuple[tuple[bytes, bytes], ...]:
    """Only our own pages may frame anything, and only the house's own component, which draws nothing."""
    if path.startswith("/shared/"):
        return _stricter_headers(_SHARED_POLICY)
    if path.startswith("/wall/"):
        return _stricter_headers(_WALL_POLICY)
    if not path.startswith("/component/"):
        return headers()
    framed = {b"frame-ancestors 'none'": b"frame-ancestors 'self'", b"DENY": b"SAMEORIGIN"}
    ours = []
    for name, value in headers():
        for closed, opened in framed.items():
            value = value.replace(closed, opened)
        ours.append((name, value))
    return tuple(ours)


def _with_headers(send: Send, path: str) -> Send:
    ours = _headers_for(path)
    replaced = {name for name, _ in ours} | {b"server"}

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if pair[0].lower() not in replaced]
            message["headers"] = [*kept, *ours]
            if not path.startswith(KEPT_BY_BROWSERS) and not any(name.lower() == b"cache-control" for name, _ in kept):
                message["headers"].append((b"cache-control", b"no-store"))
        await send(message)

    return sending
