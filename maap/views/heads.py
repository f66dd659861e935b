"""The head that an audit's pages share: its name, its stage, and what the reader may do there."""

from dataclasses import dataclass

from maap.access import Seat
from maap.domain.audit import Stage
from maap.domain.people import Permission


@dataclass(frozen=True)
class Head:
    """``permissions``: the reader's in this audit; they decide which pages its menu shows."""

    audit_id: int
    title: str
    reference: str
    stage: Stage
    permissions: frozenset[Permission]

    def may(self, permission: Permission) -> bool:
        """Whether the reader may do this in this audit."""
        return permission in self.permissions


def head(place: Seat) -> Head:
    """The head of the audit at which somebody sits."""
    return Head(
        audit_id=place.id,
        title=place.audit.title,
        reference=place.audit.reference,
        stage=Stage(place.audit.stage),
        permissions=frozenset(permission for permission in Permission if place.may(permission)),
    )
