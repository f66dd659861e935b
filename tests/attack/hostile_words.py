"""Two hundred texts that somebody might type to make a page or a file do something: fifty ideas in four places each.

Each holds its own sign where what it wants to be would show, and the address of a trap, under which its number stands.
"""

import re
from dataclasses import dataclass

CORES: tuple[str, ...] = (
    # Markdown
    "![@sign@](@trap@)",
    "[@sign@](@trap@)",
    "[@sign@](javascript:ran(@n@))",
    "<@trap@> @sign@",
    "@trap@ @sign@",
    "www.trap.invalid/@n@ @sign@",
    "trap@trap.invalid @sign@",
    "# @sign@",
    "###### @sign@ ######",
    "**@sign@**",
    "_@sign@_ ~~gone~~",
    "- [ ] @sign@",
    "> @sign@",
    "1. @sign@",
    "`@sign@`",
    "| a |\n|---|\n| @sign@ |",
    "[@sign@][1]\n\n[1]: @trap@",
    "[^1] @sign@\n\n[^1]: @trap@",
    "***\n@sign@\n===",
    # What Streamlit reads beside Markdown
    ":material/delete: @sign@",
    ":red[@sign@]",
    ":blue-background[loud] :green-badge[louder] :small[@sign@]",
    ":smile: @sign@",
    "$\\href{@trap@}{@sign@}$",
    "$$\\includegraphics{@trap@} @sign@$$",
    # HTML
    "<img src=@trap@ onerror=ran(@n@)>@sign@",
    "<script>ran(@n@)</script>@sign@",
    "<svg onload=ran(@n@)><image href=@trap@ /></svg>@sign@",
    "<iframe src=@trap@ srcdoc='<script>parent.ran(@n@)</script>'></iframe>@sign@",
    "<a href=@trap@>@sign@</a>",
    "<form action=@trap@><input autofocus onfocus=ran(@n@)><button>@sign@</button></form>",
    "<style>@import url(@trap@); h1{background:url(@trap@)}</style>@sign@",
    "<link rel=stylesheet href=@trap@><meta http-equiv=refresh content='0;url=@trap@'><base href=@trap@>@sign@",
    "<details open ontoggle=ran(@n@)><h1>@sign@</h1></details><!--",
    "<math><a xlink:href=@trap@>@sign@</a></math><video src=@trap@></video><object data=@trap@></object>",
    "'\"></textarea></title></script><script src=@trap@></script>@sign@",
    "&lt;img src=@trap@&gt; &#60;script&#62;ran(@n@)&#60;/script&#62; @sign@",
    # Spreadsheets, charts, templates, documents
    '=HYPERLINK("@trap@","@sign@")',
    "=cmd|' /C calc'!A0 @sign@",
    "@@SUM(1+1)*@sign@",
    "+1+1+@sign@",
    '-1+IMPORTXML("@trap@", "//a") @sign@',
    "datum.x == '' || ran(@n@) || '@sign@'",
    '{"expr": "ran(@n@)", "href": "@trap@", "@sign@": true}',
    "{{ 7 * 7 }} {% include '@trap@' %} #{7*7} <%= 7*7 %> {0.__class__} %s %(n)s @sign@",
    '#image("@trap@") #link("@trap@")[@sign@] #eval("ran(@n@)")',
    '{ INCLUDEPICTURE "@trap@" } { HYPERLINK "@trap@" } @sign@',
    # Letters that are not what they seem
    "\u202e@sign@ \u2066\u200b\u200f\u0345",
    "＜img src=@trap@＞ ＝1+1 @sign@ \u0000\u0007\ufffe",
    "@sign@" + "Ω漢" * 1500,
)
PLACES = ("@core@", "Seen early. @core@ Nobody knows more.", "First.\n\n@core@\n\nLast.", "\\`*_~]')\"> @core@")
ALL = len(CORES) * len(PLACES)
MOST_TIMES_LONG = 2
"""How often a long text stands in a column: a page of hundreds of them would prove nothing more."""
_UNSEEN = re.compile("[\\s\u2060\u200b\ufeff]")


@dataclass(frozen=True)
class Hostile:
    """A text, its number, and what must stand on a page directly before its sign if it is drawn letter for letter."""

    number: int
    text: str
    sign: str
    before: str

    @property
    def is_long(self) -> bool:
        """Whether it is there for its length."""
        return len(self.text) > 1000


def hostile(number: int, trap: str, field: int = 0) -> Hostile:
    """One of the texts, for a field: every field has signs of its own."""
    core = CORES[number % len(CORES)]
    sign = f"zq{number:03}f{field:03}z"
    known = {"@@": "@", "@sign@": sign, "@trap@": f"{trap}/{number}", "@n@": str(number)}
    core = re.sub("|".join(known), lambda found: known[found[0]], core)
    text = PLACES[number // len(CORES) % len(PLACES)].replace("@core@", core)
    return Hostile(number, text, sign, squeezed(core[: core.index(sign)]))


def squeezed(text: str) -> str:
    """Without what cannot be seen: spaces, and the joiners with which the house keeps addresses from being links."""
    return _UNSEEN.sub("", text)
