"""The session cookie: its name, reading it from a request, and what it is set with."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from maap.settings import settings


def token_in(scope: Scope) -> str:
    """The session token that a request or websocket brings, or an empty string."""
    return Request({**scope, "type": "http"}).cookies.get(settings().cookie, "")


def give(response: Response, token: str) -> None:
    """Put a token into a response's cookie: not readable by scripts, not sent from other sites."""
    response.set_cookie(settings().cookie, token, secure=settings().https, httponly=True, samesite="strict", path="/")


def take(response: Response) -> None:
    """Remove the cookie."""
    response.delete_cookie(settings().cookie, secure=settings().https, httponly=True, samesite="strict", path="/")
