"""The trail as a file to take away, with the mark of its last line."""

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from maap.domain.people import LONDON, Actor
from maap.domain.problems import Problem
from maap.outside.spreadsheets import Value, to_csv
from maap.storage.db import work
from maap.usecases.downloads import took_trail
from maap.views.trail import Line, Search, export, mark
from maap.web.files import as_file, for_readers

HEADINGS = ("Line", "When", "Who", "Acting as", "Did what", "Audit", "About", "Detail")


def _asked_for(request: Request) -> Search:
    asked = {name: request.query_params[name] for name in ("text", "first", "last") if name in request.query_params}
    try:
        return Search.model_validate(asked)
    except ValidationError:
        raise Problem("That is not a day. Go back to the trail and choose the days again.") from None


def _row(line: Line) -> list[Value]:
    detail = "; ".join(f"{name}: {value}" for name, value in line.detail.items())
    at = line.at.astimezone(LONDON)
    return [line.id, f"{at:%Y-%m-%d %H:%M:%S}", line.who, line.capacity, line.deed, line.audit, line.about, detail]


def trail_file(actor: Actor, request: Request) -> Response:
    """The lines that fit, oldest first; the last row is the mark."""
    with work() as session:
        lines = export(session, actor, _asked_for(request))
        took_trail(session, actor, len(lines))
        length, last = mark(session, actor)
    rows: list[list[Value]] = [
        *map(_row, lines),
        [None, f"The trail has {length} lines", "", "", "", "", "Its mark", last],
    ]
    name = f"trail-{actor.today.isoformat()}.csv"
    return Response(to_csv(HEADINGS, rows), media_type="text/csv; charset=utf-8", headers=as_file(name))


ROUTES = [Route("/files/trail.csv", for_readers(trail_file), methods=["GET"])]
