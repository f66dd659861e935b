"""Words on the screen: what people typed, made harmless; dates and counts as people read them."""

import re
from datetime import date, datetime

from maap.domain.people import LONDON
from maap.domain.written_dates import spoken

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=\"'])")
_READ = re.compile(r"(?i)(https?|ftp|mailto)(:)|(www)(\.)|(@)|(:)(material/)")
"""What is read as an address or an icon wherever it stands, whatever signs are disarmed."""
_JOINER = "\u2060"


def plain(text: str) -> str:
    """Text that Streamlit will show letter for letter where it would otherwise read Markdown.

    Backslashes disarm the marks; a word joiner keeps bare addresses from becoming links, and names of icons from
    becoming icons. The joiners come first: a reader of Markdown takes the backslashes away before it looks for these.
    """
    return _SPECIAL.sub(r"\\\1", _parted(text))


def on_badge(text: str) -> str:
    """The same for a badge, which disarms square brackets itself."""
    return plain(text).replace("\\[", "[").replace("\\]", "]")


def _parted(text: str) -> str:
    return _READ.sub(lambda found: _JOINER.join(part for part in found.groups() if part) + _JOINER, text)


def day(on: date | datetime | None) -> str:
    """3 March 2026, where the partnership is."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = on.astimezone(LONDON).date()
    return spoken(on)


def clock(at: datetime | None) -> str:
    """14:02, where the partnership is."""
    return f"{at.astimezone(LONDON):%H:%M}" if at else ""


def moment(at: datetime | None) -> str:
    """3 March 2026 at 14:02."""
    return f"{day(at)} at {clock(at)}" if at else ""


def stamp(at: datetime | None) -> str:
    """3 Mar 2026, 14:02: a moment in a column of a table, where a telephone has room for little more."""
    return f"{(there := at.astimezone(LONDON)).day} {there:%b %Y, %H:%M}" if at else ""


def lately(at: datetime | None, today: date) -> str:
    """14:02 when it was today, otherwise with its day."""
    if at is None:
        return ""
    return clock(at) if at.astimezone(LONDON).date() == today else moment(at)


def count(n: int, one: str, many: str = "") -> str:
    """1 return, 2 returns."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def aloud(text: str) -> str:
    """Text for a label that is not drawn but read out: without the marks that Markdown would take for its own."""
    return _parted(" ".join(re.sub(r"[\\`*_{}\[\]<>#|~$]", " ", text).split()))
