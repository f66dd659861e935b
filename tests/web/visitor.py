"""Somebody's browser, without the browser: requests straight into the ASGI application, cookies kept between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import anyio
from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Reply:
    """A response, whole."""

    status: int
    headers: dict[str, str]
    cookies: SimpleCookie
    content: bytes

    @property
    def text(self) -> str:
        """The body as text, whatever it is."""
        return self.content.decode(errors="replace")


@dataclass
class Visitor:
    """Asks an application. ``app`` is made by a function, so that every visitor meets a fresh one."""

    make: Callable[[], ASGIApp]
    host: str = "localhost:8501"
    address: str = "192.0.2.1"
    cookies: dict[str, str] = field(default_factory=dict)
    app: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        self.app = self.make()

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """Follow a link."""
        return self._asks(method, path, b"", headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Reply:
        """Send a form, as a browser does from our own page."""
        body = urlencode(form).encode()
        sent = {"content_type": "application/x-www-form-urlencoded", "origin": f"http://{self.host}"}
        return self._asks("POST", path, body, sent | headers)

    def _asks(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        path, _, query = path.partition("?")
        given = {"host": self.host, "content_length": str(len(body))} | headers
        if self.cookies:
            given["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()],
            "client": (self.address, 50000),
            "server": ("localhost", 8501),
        }
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        anyio.run(lambda: self.app(scope, receive, send))
        return self._read(messages)

    def _read(self, messages: list[Message]) -> Reply:
        told = [(name.decode().lower(), value.decode()) for name, value in messages[0]["headers"]]
        cookies: SimpleCookie = SimpleCookie()
        for name, value in told:
            if name == "set-cookie":
                cookies.load(value)
        for name, morsel in cookies.items():
            self.cookies[name] = morsel.value
        content = b"".join(message.get("body", b"") for message in messages[1:])
        return Reply(messages[0]["status"], dict(told), cookies, content)
