"""Whoever asks too often is told so, and when to ask again."""

from starlette.responses import PlainTextResponse, Response

from maap.domain.allowances import TooOften
from maap.domain.people import Actor
from maap.storage.db import work
from maap.usecases.downloads import ask_for_file
from maap.web.paper import page


def told_to_wait(hurry: TooOften) -> Response:
    """For a program."""
    return _waiting(PlainTextResponse(str(hurry), 429), hurry)


def page_that_waits(hurry: TooOften) -> Response:
    """For somebody at a browser."""
    return _waiting(page("too_often.html", 429, problem=str(hurry)), hurry)


def too_many_files(actor: Actor) -> Response | None:
    """Count a file that somebody asks for. The page that says so when it is one too many."""
    try:
        with work() as session:
            ask_for_file(session, actor)
    except TooOften as hurry:
        return page_that_waits(hurry)
    return None


def _waiting(answer: Response, hurry: TooOften) -> Response:
    answer.headers["retry-after"] = str(int(hurry.wait.total_seconds()))
    return answer
