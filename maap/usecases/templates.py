"""The partnership's own Word templates: one a kind of document, checked before it is kept."""

import hashlib

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import desk
from maap.domain.documents import Kind
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.outside.word_templates import check_template
from maap.storage.tables import Template
from maap.storage.trail import record


def keep_template(session: Session, actor: Actor, kind: Kind, file_name: str, content: bytes) -> None:
    """Use this template from now on; the one before stays in the records. Raises Problem with every fault."""
    desk(actor, Permission.CHANGE_TEMPLATES)
    if "docx" not in kind.endings:
        raise Problem("There is no Word document of this kind, so it has no template.")
    check_template(content)
    _set_aside(session, kind)
    digest = hashlib.sha256(content).hexdigest()
    row = Template(
        kind=kind,
        file_name=file_name[:200],
        content=content,
        sha256=digest,
        uploaded_by=actor.person_id,
        uploaded_at=actor.now,
    )
    session.add(row)
    record(session, actor, "changed a template", about=str(kind), sha256=digest)


def use_shipped(session: Session, actor: Actor, kind: Kind) -> None:
    """Go back to the template that comes with the house."""
    desk(actor, Permission.CHANGE_TEMPLATES)
    _set_aside(session, kind)
    record(session, actor, "went back to the shipped template", about=str(kind))


def _set_aside(session: Session, kind: Kind) -> None:
    session.execute(sa.update(Template).where(col(Template.kind) == kind, col(Template.active)).values(active=False))
