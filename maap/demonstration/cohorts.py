"""Made-up lists of cases, as a coordinator would upload them: pseudonymous references, groups and dates only."""

from datetime import date, timedelta

from maap.demonstration.dice import dice, weighted
from maap.demonstration.outlines import Outline

HEADINGS = ("Case reference", "Threshold", "Last contact", "Agencies involved", "Last audited")
ROWS = 180
_YEAR = 365


def listing(outline: Outline, ends: date) -> bytes:
    """A CSV file. ``ends``: the last day of the audited period; some cases lie outside it, as they do in real lists."""
    roll = dice("cohort", outline.title)
    lines = [",".join(HEADINGS)]
    for number in roll.sample(range(100, 99_999), ROWS):
        group = weighted(roll, tuple(zip(outline.groups, (3, 4, 3), strict=True)))
        contact = ends - timedelta(days=int(roll.triangular(-20, _YEAR + 30, 40)))
        audited = ends - timedelta(days=roll.randrange(30, 2 * _YEAR)) if roll.random() < 0.06 else None
        agencies = weighted(roll, ((1, 1), (2, 2), (3, 4), (4, 4), (5, 2), (6, 1)))
        shown = (
            f"C-{number:05}",
            group,
            f"{contact:%d/%m/%Y}",
            str(agencies),
            f"{audited:%d/%m/%Y}" if audited else "",
        )
        lines.append(",".join(shown))
    return ("\n".join(lines) + "\n").encode()
