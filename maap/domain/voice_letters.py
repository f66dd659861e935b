"""The letter with a link to a voice form, which a coordinator copies or reads out. It names nobody and no case."""

from collections.abc import Callable
from datetime import datetime

from maap.domain.invitations import Wording
from maap.domain.voice import Kind
from maap.domain.written_dates import spoken_moment


def ask_a_practitioner(partnership: str, address: str, ends: datetime) -> Wording:
    """Asks somebody who works with families for their view."""
    return Wording(
        f"{partnership} would like your view",
        f"Hello,\n\n{partnership} looks at how agencies work together, and would like to hear from people who do the "
        "work. It takes some ten minutes, and we do not ask who you are. Open this link:\n\n"
        f"{address}\n\nIt works once, until {spoken_moment(ends)}. Please do not pass it on. Whoever gave it to you "
        "can tell you what it is about.",
    )


def ask_a_family(partnership: str, address: str, ends: datetime) -> Wording:
    """Asks a child, a parent or an adult how it was for them."""
    return Wording(
        "We would like to hear from you",
        f"Hello,\n\nDifferent services worked with you. {partnership} wants to know how that was for you, so that "
        "they can do better. You can leave out any question, and we do not ask who you are. Open this link:\n\n"
        f"{address}\n\nIt works once, until {spoken_moment(ends)}. If you would rather talk to somebody, tell the "
        "person who gave you this.",
    )


def asks(kind: Kind) -> Callable[[str, str, datetime], Wording]:
    """The letter for this kind of person."""
    return ask_a_practitioner if kind is Kind.PRACTITIONER else ask_a_family
