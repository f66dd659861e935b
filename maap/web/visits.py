"""What a visitor sends to the pages outside Streamlit, and how they are let in."""

import logging
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from maap.domain.browsers import in_words
from maap.domain.problems import Problem
from maap.settings import settings
from maap.web import cookies

_log = logging.getLogger("maap")


def text(form: FormData, field: str) -> str:
    """A field of a form as text; empty when it is missing or a file."""
    value = form.get(field, "")
    return value if isinstance(value, str) else ""


def browser_of(request: Request) -> str:
    """The browser in words."""
    return in_words(request.headers.get("user-agent", ""))


def _same_origin(request: Request) -> bool:
    """Whether a form was sent from our own page. A browser always says so; a foreign site cannot lie."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def refuse_foreign(request: Request) -> None:
    """Raises Problem for a form that another site sent."""
    if not _same_origin(request):
        _log.warning("a form from another site was refused")  # to the console: anybody can send many of them
        raise Problem("That form was sent from another site. Open this page again and fill it in here.")


def inside(address: str) -> str:
    """Where to go after sign-in: only ever a path of this house."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"


def base(request: Request) -> str:
    """The address of the house as the visitor's own browser sees it; its host was checked at the gate."""
    return f"http{'s' if settings().https else ''}://{request.headers.get('host', '')}"


def place_of(request: Request) -> str:
    """Where a request comes from, for the throttle."""
    return request.client.host if request.client else ""


def welcome(person_token: str, to: str = "/") -> Response:
    """Into the house, with the session's cookie."""
    response = RedirectResponse(inside(to), 303)
    cookies.give(response, person_token)
    return response
