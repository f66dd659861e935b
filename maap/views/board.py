"""The further measures of a dashboard, by key: each a view of one statement with its own door."""

from collections.abc import Callable, Iterable, Mapping

from sqlmodel import Session

from maap.access import seat
from maap.domain.disclosure import SHOWN
from maap.domain.people import Actor, Permission
from maap.domain.pictures import Picture
from maap.domain.tiles import BY_KEY
from maap.views.board_grades import beside, lines, shift
from maap.views.board_themes import both, pairs, theme_agencies, theme_domains
from maap.views.board_work import actions, arrivals, concerns, issues, sample, timely
from maap.views.scene import Chosen, audience_of

WHOLE = Chosen()
Pictures = Mapping[str, Picture]
PICTURES: Mapping[str, Callable[[Session, Actor, int, Chosen], Picture]] = {
    "beside": beside,
    "shift": shift,
    "lines": lines,
    "arrivals": arrivals,
    "timely": timely,
    "theme_domains": theme_domains,
    "theme_agencies": theme_agencies,
    "pairs": pairs,
    "both": both,
    "sample": sample,
    "concerns": concerns,
    "issues": issues,
    "actions": actions,
}


def pictures(
    session: Session, actor: Actor, audit_id: int, keys: Iterable[str], chosen: Chosen = WHOLE
) -> dict[str, Picture]:
    """The pictures of these measures. Those that are for the team alone are left out for everybody else."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    inside = SHOWN[audience_of(place)].agencies
    wanted = [key for key in keys if key in PICTURES and (inside or not BY_KEY[key].team)]
    return {key: PICTURES[key](session, actor, audit_id, chosen) for key in wanted}
