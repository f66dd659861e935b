"""What is taken out of the house deserves a second look: whoever signed in a while ago shows anew who they are first.

Every address below /files/ does, a new one too, but for those that are listed here with the reason.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import RedirectResponse

OUT = "/files/"
WITHOUT: Mapping[str, str] = {
    r"editions/\d+(\..*)?": "It is published, and stays readable for everybody who may read it.",
    r"library/\d+": "It is published.",
    r"audits/\d+/shared/.*": "The same rounded figures are outside already.",
    r"audits/\d+/terms\..*": "Terms hold nothing about a case.",
    r"questionnaires/\d+/.*": "A form without answers.",
    r"codebook\.qdc": "Names of themes and what they mean.",
    r"templates/.*\.docx": "An empty form.",
    r"earlier-results\.csv": "An empty form.",
}
"""What may be taken without a second look: the rest of the address as a pattern, and why."""


def deserves_a_second_look(path: str) -> bool:
    """Whether an address gives something out that a stolen open page must not give to a stranger."""
    rest = path.removeprefix(OUT)
    return path.startswith(OUT) and not any(re.fullmatch(pattern, rest) for pattern in WITHOUT)


def asked_first(path: str, query: str) -> RedirectResponse:
    """To the page that asks who one is, and from there to what was asked for."""
    here = path + (f"?{query}" if query else "")
    return RedirectResponse(f"/confirm?next={quote(here, safe='')}", 303)
