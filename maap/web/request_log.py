"""A line for each request: which kind of address, how it went, how long it took, and a number for whose it was."""

import hashlib
import hmac
import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maap.outside.logs import route
from maap.storage import keys
from maap.web.cookies import token_in

_log = logging.getLogger("maap.requests")


def somebody(token: str) -> str:
    """A session as a short number: the same for one session, and nothing that leads back to it without the key."""
    return hmac.new(keys.derived("log"), token.encode(), hashlib.sha256).hexdigest()[:12] if token else ""


class RequestLog:
    """Plain ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and write the line when the answer begins or fails to."""
        if scope["type"] != "http" or not _log.isEnabledFor(logging.INFO):
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            told = {"route": route(scope["path"]), "method": scope["method"], "status": status}
            told |= {"ms": round((time.perf_counter() - began) * 1000), "who": somebody(token_in(scope))}
            _log.info("request", extra=told | {"request": secrets.token_hex(6)})
