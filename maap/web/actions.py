"""The tracker as a file to take away: the rows that its page shows to this reader, and no others."""

from datetime import date

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maap.domain.actions import DIRECTIONS, IN_WORDS, IS_DONE
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.outside.spreadsheets import Value, to_csv, to_xlsx
from maap.storage.db import work
from maap.usecases.downloads import took_actions
from maap.views.action_lines import ActionLine, days_late
from maap.views.tracker import Filters, Only, Tracker, tracker
from maap.web.files import as_file, for_readers

HEADINGS = (
    *("Audit", "Title", "Action", "What will be done", "Agency that leads", "Owner", "Due", "Days overdue", "Status"),
    *("Waiting to be confirmed", "Practice", "Something left to do", "What difference it made", "Pieces of evidence"),
)
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LARGEST_ID = 2**31 - 1


def _number(request: Request, name: str) -> int | None:
    """An id in the address. What is no id at all asks for something that nobody has, rather than for everything."""
    given = request.query_params.get(name)
    if given is None:
        return None
    return int(given) if given.isascii() and given.isdigit() and int(given[:12]) <= _LARGEST_ID else 0


def asked_for(request: Request) -> Filters:
    """What the address asks for. Raises Problem for a list that there is not."""
    show = request.query_params.get("show", "")
    if show not in set(Only):
        raise Problem("There is no such list of actions. Go back to “Actions” and choose from what is offered.")
    return Filters(_number(request, "audit"), _number(request, "agency"), _number(request, "theme"), Only(show))


def rows(found: Tracker, today: date) -> list[list[Value]]:
    """The table, a line for each action."""
    return [[one.reference, one.title, *_cells(one.line, today)] for one in found.rows]


def _cells(line: ActionLine, today: date) -> list[Value]:
    done = line.status in IS_DONE
    return [
        line.number,
        line.text,
        line.agency,
        line.owner_role,
        line.due,
        days_late(line, today),
        IN_WORDS[line.status],
        "Yes" if line.waiting else "No",
        DIRECTIONS[line.direction] if done else "",
        ("Yes" if line.still_open else "No") if done else "",
        line.difference,
        line.evidence,
    ]


def _made(actor: Actor, chosen: Filters, ending: str) -> Response:
    with work() as session:
        found = tracker(session, actor, chosen)
        took_actions(session, actor, ending, len(found.rows))
    table = rows(found, actor.today)
    data = to_csv(HEADINGS, table) if ending == "csv" else to_xlsx(HEADINGS, table, "Actions")
    return Response(data, media_type=_TYPES[ending], headers=as_file(f"actions-{actor.today.isoformat()}.{ending}"))


def actions_file(actor: Actor, request: Request) -> Response:
    """The file, for those who may see the actions."""
    ending = request.path_params["ending"]
    if ending not in _TYPES:
        return PlainTextResponse("Not found", 404)
    return _made(actor, asked_for(request), ending)


ROUTES = [Route("/files/actions.{ending}", for_readers(actions_file), methods=["GET"])]
