"""Which Word template each kind of document uses."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.documents import Kind
from maap.domain.people import Actor, Permission
from maap.storage.tables import Template


@dataclass(frozen=True)
class TemplateLine:
    """A kind, and the partnership's own template for it; both empty while the shipped one is used."""

    kind: Kind
    file_name: str = ""
    uploaded_at: datetime | None = None


def templates(session: Session, actor: Actor) -> tuple[TemplateLine, ...]:
    """Every kind that has a Word document."""
    desk(actor, Permission.CHANGE_TEMPLATES)
    rows = session.execute(
        select(Template.kind, Template.file_name, Template.uploaded_at)
        .where(col(Template.active))
        .order_by(col(Template.id))
    )
    own = {kind: (name, at) for kind, name, at in rows}
    return tuple(TemplateLine(kind, *own.get(kind, ("", None))) for kind in Kind if "docx" in kind.endings)
