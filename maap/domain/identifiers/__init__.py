"""What must not be typed into an audit: whatever tells who a child, a family or a worker is."""

from maap.domain.identifiers.guard import WHAT, Identifiers, find, refuse_certain, replaced
from maap.domain.identifiers.mark import Lexicon, Mark

__all__ = ["WHAT", "Identifiers", "Lexicon", "Mark", "find", "refuse_certain", "replaced"]
