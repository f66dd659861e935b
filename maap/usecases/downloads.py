"""What leaves the house is counted, and leaves a line in the trail: who took what, and in which form."""

from sqlmodel import Session

from maap.access import desk, return_seat, seat
from maap.domain.allowances import FILES, TooOften
from maap.domain.people import Actor, Permission
from maap.storage import refused
from maap.storage.allowances import take
from maap.storage.trail import record


def ask_for_file(session: Session, actor: Actor) -> None:
    """Somebody asks for a file, whichever: it is counted before it is made. Raises TooOften."""
    refused.asks(actor)
    if not take(session, FILES, "files", str(actor.person_id), actor.now):
        raise TooOften("files")


def took_certificate(session: Session, actor: Actor, audit_id: int, form: str) -> None:
    """Somebody downloaded the certificate of the draw. ``form``: json or page."""
    place = seat(session, actor, audit_id, Permission.SEE_SAMPLE)
    record(session, actor, "downloaded the certificate", audit_id=place.id, form=form)


def took_return(session: Session, actor: Actor, return_id: int) -> None:
    """Somebody downloaded a return, with all its answers."""
    place = return_seat(session, actor, return_id, Permission.READ_RETURN)
    record(session, actor, "downloaded a return", audit_id=place.seat.id, about=f"return {return_id}")


def took_dashboard(session: Session, actor: Actor, audit_id: int, file: str, audience: str, tiles: list[str]) -> None:
    """Somebody took away an audit's dashboard, or one chart or the data of it, as this audience sees it."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    record(session, actor, "exported a dashboard", audit_id=place.id, file=file, audience=audience, tiles=tiles)


def took_own_board(session: Session, actor: Actor, file: str, tiles: list[str]) -> None:
    """Somebody took away their own agency's dashboard, or one chart or the data of it."""
    desk(actor, Permission.SEE_OWN_FIGURES)
    record(session, actor, "exported their agency's dashboard", file=file, tiles=tiles)


def took_years(session: Session, actor: Actor, file: str, tiles: list[str]) -> None:
    """Somebody took away the page across the years, or one chart or the data of it."""
    desk(actor, Permission.SEE_RESULTS)
    record(session, actor, "exported the years", file=file, tiles=tiles)


def took_actions(session: Session, actor: Actor, form: str, actions: int) -> None:
    """Somebody downloaded the tracker. ``form``: csv or xlsx; ``actions``: how many it held."""
    desk(actor, Permission.SEE_ACTIONS)
    record(session, actor, "downloaded actions", form=form, actions=actions)


def took_trail(session: Session, actor: Actor, lines: int) -> None:
    """Somebody downloaded lines of the trail."""
    desk(actor, Permission.READ_TRAIL)
    record(session, actor, "downloaded the trail", lines=lines)
