"""Numbers and addresses that point at one person: patterns whose time grows with the text and no faster."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nhs_number.validate import is_valid

from maap.domain.identifiers.mark import listed

_NHS = re.compile(r"(?<![\w+])\d{3}[ .-]{0,2}\d{3}[ .-]{0,2}\d{4}(?!\w|[.-]\d)")
_NHS_CUED = re.compile(
    r"\bNHS(?: ?(?:number|no|num|id))?\b[\s.:#=-]{0,4}(?:is |was )?(\d(?:[ .-]{0,2}\d){9})(?!\w)", re.I
)
_UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z](?: ?\d){11} ?[\dA-HJ-NP-RT-Z](?!\w)", re.I)
_NI = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?:[ -]?\d\d){3}[ -]?[A-D](?!\w)", re.I
)
_AREAS = listed(
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g "
    "gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw "
    "ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc "
    "wd wf wn wr ws wv yo ze"
)
_POSTCODE = re.compile(r"(?<![\w-])([A-Z]{1,2})\d[A-Z\d]? {0,2}\d[ABD-HJLNP-UW-Z]{2}(?!\w)", re.I)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th|hr)$")
_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<!\w)\(?(?:(?:\+|00)44[ .-]?(?:\(0\)|0)?[ .-]?\(?|0)[1235789](?:[ ().-]{0,2}\d){8,9}(?!\w)"
    r"|(?<!\w)(?:\+|00)(?!44)[1-9]\d(?:[ ().-]{0,2}\d){7,12}(?!\w)"
)
_DATED = re.compile(r"\d\d?[ .-]{1,2}\d\d?[ .-]{1,2}(?:19|20)\d\d")
_HELPLINE = re.compile(r"\(?(?:0|(?:\+|00)44[ .-]?(?:\(0\)|0)?)(?:3|80[08])")
_PLATE = re.compile(r"(?<!\w)[A-Z]{2}\d\d ?[A-HJ-PR-Z]{3}(?!\w)")
_PLATE_CUED = re.compile(
    r"\b(?:car|vehicle|van|taxi|reg|registration|plate|moped|motorbike|driv(?:es|ing)|index)\b[^.\n]{0,30}?"
    r"(?<!\w)([A-Z]{2}\d\d ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]?)(?!\w)",
    re.I,
)


@dataclass(frozen=True)
class Hit:
    """A place in a folded text, before it is explained."""

    kind: str
    start: int
    end: int
    certain: bool
    replacement: str


def _always(_: str) -> bool:
    return True


def _nhs(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return len(set(digits)) > 1 and bool(is_valid(digits))


def _postcode(code: str) -> bool:
    return not _ORDINAL.search(code) and re.split(r"\d", code)[0].casefold() in _AREAS


def _phone(number: str) -> bool:
    """Not a row of dates, and not a helpline that anybody may ring (0300, 0800, 0808)."""
    return not _DATED.match(number) and not _HELPLINE.match(number)


_CERTAIN: tuple[tuple[str, re.Pattern[str], Callable[[str], bool], str], ...] = (
    ("nhs_number", _NHS, _nhs, "[NHS number]"),
    ("upn", _UPN, _always, "[pupil number]"),
    ("email", _EMAIL, _always, "[email address]"),
    ("postcode", _POSTCODE, _postcode, "[postcode]"),
    ("phone", _PHONE, _phone, "[phone number]"),
)


def hits(text: str, innocent: frozenset[str]) -> Iterator[Hit]:
    """Every number, in no order; they may overlap. ``innocent``: short forms that a plate must not end in."""
    for kind, pattern, right, replacement in _CERTAIN:
        for match in pattern.finditer(text):
            if right(match[0]):
                yield Hit(kind, match.start(), match.end(), True, replacement)
    for match in _NHS_CUED.finditer(text):
        yield Hit("nhs_number", *match.span(1), _nhs(match[1]), "[NHS number]")
    for match in _NI.finditer(text):
        yield Hit("ni_number", match.start(), match.end(), False, "[National Insurance number]")
    for match in _PLATE.finditer(text):
        if match[0][-3:].casefold() not in innocent:
            yield Hit("vehicle", match.start(), match.end(), False, "[vehicle]")
    for match in _PLATE_CUED.finditer(text):
        if match[1][-3:].casefold() not in innocent and not match[1].casefold().startswith(("s4", "ks")):
            yield Hit("vehicle", *match.span(1), False, "[vehicle]")
