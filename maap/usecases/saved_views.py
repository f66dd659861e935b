"""People keep an audit's dashboard as they arranged it, for themselves or for the audit's whole team."""

from sqlmodel import Session

from maap.access import Seat, seat
from maap.domain.identifiers import refuse_certain
from maap.domain.people import Actor, NotAllowed, Permission
from maap.domain.saved_views import Arranged
from maap.outside.words import lexicon
from maap.storage import kept_views
from maap.storage.kept_views import Shelf
from maap.storage.tables import SavedView


def save_view(session: Session, actor: Actor, audit_id: int, kept: Arranged, team: bool) -> int:
    """Keep a view; one of the same name and owner is replaced. Returns its id. Raises Problem."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    _refuse_team(place, team)
    refuse_certain(kept.name, lexicon())
    return kept_views.keep(session, Shelf(place.id), actor, None if team else actor.person_id, kept)


def rename_view(session: Session, actor: Actor, audit_id: int, view_id: int, name: str, seen: int) -> None:
    """Give a view another name. Raises Problem, and Overtaken when a colleague changed it meanwhile."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    refuse_certain(name, lexicon())
    kept_views.rename(session, Shelf(place.id), actor, _own(session, place, view_id), name, seen)


def delete_view(session: Session, actor: Actor, audit_id: int, view_id: int) -> None:
    """A view is gone; nothing of the figures is."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    kept_views.delete(session, Shelf(place.id), actor, _own(session, place, view_id))


def make_default(session: Session, actor: Actor, audit_id: int, view_id: int, wanted: bool) -> None:
    """The dashboard opens with this view, for its owner or for the team; one view at most does so."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    kept_views.open_first(session, Shelf(place.id), actor, _own(session, place, view_id), wanted)


def _own(session: Session, place: Seat, view_id: int) -> SavedView:
    """A view that the actor may change: their own, or the team's for those who arrange it. Raises NotYours."""
    row = kept_views.one(session, Shelf(place.id), place.actor, view_id)
    _refuse_team(place, row.person_id is None)
    return row


def _refuse_team(place: Seat, team: bool) -> None:
    """Raises NotAllowed for somebody who may not arrange the team's views."""
    if team and not place.may(Permission.ARRANGE_CHARTS):
        raise NotAllowed(place.actor, Permission.ARRANGE_CHARTS)
