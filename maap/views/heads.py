"""The head that an audit's pages share: its name, its stage, and what the reader may do there."""

from dataclasses import dataclass

from maap.access import Seat
from maap.domain.audit import Stage, has_reached
from maap.domain.people import Permission


@dataclass(frozen=True)
class Head:
    """``permissions``: the reader's in this audit; they decide which pages its menu shows.

    ``elsewhere``: it was not run here. Its figures were brought in, without cases, returns and findings.
    """

    audit_id: int
    title: str
    reference: str
    stage: Stage
    permissions: frozenset[Permission]
    elsewhere: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether the reader may do this in this audit."""
        return permission in self.permissions


def head(place: Seat) -> Head:
    """The head of the audit at which somebody sits."""
    stage = Stage(place.audit.stage)
    return Head(
        audit_id=place.id,
        title=place.audit.title,
        reference=place.audit.reference,
        stage=stage,
        permissions=frozenset(permission for permission in Permission if place.may(permission)),
        elsewhere=has_reached(stage, Stage.FIELDWORK) and place.audit.fieldwork_at is None,
    )
