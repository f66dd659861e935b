"""What occurs nowhere, or in one place only."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.source import ROOT, Function, Module, called, code, planted, under

READABLE = {".py", ".html", ".css", ".js", ".toml", ".yaml", ".md", ".json"}
KNOWN_ADDRESSES = (
    *("localhost", "127.0.0.1", "example.org"),
    *("www.w3.org", "json-schema.org", "openrosa.org", "schemas.openxmlformats.org"),
)
"""Our own machine, an example, and the names of XML namespaces and JSON dialects, which nothing ever fetches."""

LINKS_FOR_PEOPLE = {
    "config/partnership.toml": ["dudleysafeguarding.org.uk"],
    "maap/settings.py": ["maap.example.gov.uk"],
    "maap/outside/mail.py": ["api.notifications.service.gov.uk"],
}
"""Addresses that a person may follow; the application never does, but for GOV.UK Notify where it is set up."""


OF_THE_HOUSE = ("words", "title", "number", "version", "of")
"""Names of what holds a heading that the house wrote itself: the kinds of documents, its measures, and numbers."""
HEADINGS = {"st.title": 0, "st.header": 0, "st.subheader": 0, "frame.title": 0, "frame.audit_head": 1}
"""What draws a heading, and which of its arguments is its words."""


def headings_as_typed(module: Module) -> list[str]:
    """Headings that draw what a row holds as it was typed: Streamlit reads Markdown in them."""
    drawn = [
        (call, part)
        for call in module.calls()
        if (place := HEADINGS.get(called(call))) is not None and len(call.args) > place
        for part in _parts(call.args[place])
    ]
    return [
        module.at(call, called(typed))
        for call, typed in drawn
        if isinstance(typed, ast.Attribute) and typed.attr not in OF_THE_HOUSE
    ]


def _parts(words: ast.expr) -> list[ast.expr]:
    """A heading's words, or what is put into them."""
    if isinstance(words, ast.IfExp):
        return [*_parts(words.body), *_parts(words.orelse)]
    if isinstance(words, ast.JoinedStr):
        return [part.value for part in words.values if isinstance(part, ast.FormattedValue)]
    return [words]


def test_no_heading_draws_what_somebody_typed_as_markdown() -> None:
    assert [one for module in under("maap/ui", "pages") for one in headings_as_typed(module)] == []


@pytest.mark.parametrize(
    "line",
    [
        "st.title(page.agency)",
        "frame.title(page.agency)",
        "frame.title(f'Our agency: {page.agency}')",
        "frame.audit_head(page.head, case.reference)",
        "frame.audit_head(page.head, f'Panel · {case.reference}' if case else 'Panel')",
    ],
)
def test_a_heading_as_somebody_typed_it_would_be_found(line: str) -> None:
    assert headings_as_typed(planted(f"import streamlit as st\nfrom maap.ui import frame\n{line}\n"))


def forbidden_words(module: Module) -> list[str]:
    """Ways to draw or run what somebody typed."""
    found = []
    for node in ast.walk(module.tree):
        name = called(node) if isinstance(node, ast.Call) else ""
        if name in ("eval", "exec", "compile", "__import__") or name.startswith(("pickle.", "marshal.", "shelve.")):
            found.append(module.at(node, name))
        if isinstance(node, ast.keyword) and node.arg in ("unsafe_allow_html", "unsafe_allow_javascript"):
            found.append(module.at(node.value, str(node.arg)))
        if isinstance(node, ast.Import | ast.ImportFrom) and _imported(node) & {"pickle", "marshal", "shelve", "dill"}:
            found.append(module.at(node, "a module that runs what it reads"))
        if name in ("yaml.load", "yaml.unsafe_load", "yaml.full_load", "os.system"):
            found.append(module.at(node, name))
    return found


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").split(".")[0]}
    return {alias.name.split(".")[0] for alias in node.names}


def environment(module: Module) -> list[str]:
    """Readers of the environment."""
    names = ("os.environ", "os.getenv", "environ", "getenv", "os.putenv")
    return [module.at(node, called(node)) for node in ast.walk(module.tree) if called(node) in names]


def clocks(module: Module) -> list[str]:
    """Readers of the time."""
    read = r"(^|\.)(datetime\.(now|today|utcnow)|date\.today|time\.(time|time_ns|localtime|gmtime|ctime))$"
    return [module.at(call, called(call)) for call in module.calls() if re.search(read, called(call))]


def network(module: Module) -> list[str]:
    """Modules that speak to other machines."""
    speaks = {"requests", "httpx", "aiohttp", "urllib3", "socket", "ftplib", "smtplib", "http"}
    return [
        module.at(node, "a module that opens connections")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and (_imported(node) & speaks or "urllib.request" in ast.unparse(node))
    ]


def files_with_an_address(module: Module) -> list[str]:
    """What the framework would put at an address that anybody could ask for: files are for routes that ask who asks."""
    names = {f"st.{name}" for name in ("download_button", "image", "audio", "video", "logo", "pdf")}
    return [module.at(call, called(call)) for call in module.calls() if called(call) in names]


def machine_paths(module: Module) -> list[str]:
    """Texts that name a place on one machine."""
    place = re.compile(r"^(/(home|root|work|tmp|usr|var|etc|opt|srv|Users|mnt|data)(/|$)|[A-Z]:\\)")
    return [
        module.at(node, node.value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and place.match(node.value)
    ]


def imports_in_functions(module: Module) -> list[str]:
    """Imports that hide a cycle."""
    return [
        module.at(inner, "an import inside a function")
        for node in ast.walk(module.tree)
        if isinstance(node, Function)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


_MAKERS = {"list", "dict", "set", "defaultdict", "OrderedDict", "Counter", "deque", "bytearray"}
_CHANGES = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "remove", "discard", "clear"}


def _is_mutable(value: ast.AST | None) -> bool:
    made = isinstance(value, ast.Call) and called(value).rpartition(".")[2] in _MAKERS
    return made or isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def _module_names(module: Module) -> Iterator[tuple[ast.stmt, str, ast.AST | None]]:
    for node in module.tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            if isinstance(target, ast.Name):
                yield node, target.id, getattr(node, "value", None)


def shared_state(module: Module) -> list[str]:
    """State of the process that all its users would share."""
    found = [module.at(node, "global") for node in ast.walk(module.tree) if isinstance(node, ast.Global)]
    tables = set()
    for node, name, value in _module_names(module):
        if not _is_mutable(value) or name.startswith("__"):
            continue
        if name.lstrip("_") != name.lstrip("_").upper():
            found.append(module.at(node, f"{name} can be changed"))
        tables.add(name)
    inside = [
        node for function in ast.walk(module.tree) if isinstance(function, Function) for node in ast.walk(function)
    ]
    for node in inside:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = called(node.func.value)
            found += [module.at(node, f"{named} is changed")] if node.func.attr in _CHANGES and named in tables else []
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) and called(node.value) in tables:
            found.append(module.at(node, f"{called(node.value)} is changed"))
    return found


def undocumented(module: Module) -> list[str]:
    """Public modules, classes and functions that do not say what they mean."""
    found = [] if ast.get_docstring(module.tree) or not module.tree.body else [module.at(module.tree, "no docstring")]
    for node in module.tree.body:
        public = isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):  # type: ignore[arg-type]
            found.append(module.at(node, f"{node.name} has no docstring"))  # type: ignore[attr-defined]
    return found


RULES: list[tuple[Callable[[Module], list[str]], tuple[str, ...], tuple[str, ...]]] = [
    (forbidden_words, (), ("eval('1')", "import pickle", "st.html(x, unsafe_allow_javascript=True)", "yaml.load(x)")),
    (environment, ("maap/settings.py",), ("os.environ['X']", "x = os.getenv('X')")),
    (
        clocks,
        ("maap/outside/clock.py",),
        ("datetime.now(UTC)", "dt.date.today()", "time.time()", "datetime.datetime.utcnow()"),
    ),
    (
        network,
        ("maap/outside/identity.py", "maap/outside/mail.py", "maap/outside/virus_scan.py"),
        ("import requests", "from urllib.request import urlopen", "import http.client"),
    ),
    (machine_paths, (), ("x = '/home/somebody/x'", "x = '/opt/house'", "x = '/tmp'", r"x = 'C:\\x'")),
    (files_with_an_address, ("maap/ui/pictures.py",), ("st.image(png)", "st.download_button('Take', data)")),
    (imports_in_functions, (), ("def f():\n    import os",)),
    (
        shared_state,
        tuple(page.name for page in under("pages/")),  # a page's names live for one run
        (
            "cache = {}",
            "def f():\n    global x",
            "T = {}\ndef f():\n    T['x'] = 1",
            "L = []\ndef f():\n    L.append(1)",
        ),
    ),
    (undocumented, (), ("x = 1", "'''A.'''\ndef f(): ...", "'''A.'''\nclass C:\n    x = 1")),
]


@pytest.mark.parametrize("rule, places, _planted", RULES, ids=[rule[0].__name__ for rule in RULES])
def test_it_occurs_nowhere_else(
    rule: Callable[[Module], list[str]], places: tuple[str, ...], _planted: tuple[str, ...]
) -> None:
    assert [one for module in code() if module.name not in places for one in rule(module)] == []


@pytest.mark.parametrize("rule, source", [(rule, source) for rule, _, planted_ones in RULES for source in planted_ones])
def test_it_would_be_found(rule: Callable[[Module], list[str]], source: str) -> None:
    assert rule(planted(source))


def addresses(text: str) -> list[str]:
    """Addresses of other machines."""
    found = re.findall(r"(?:https?|wss?|ftp):(?://|\\/\\/)(\w[\w.-]*)", text)
    return [host for host in found if not host.startswith(KNOWN_ADDRESSES)]


def test_the_application_names_no_address_on_the_network() -> None:
    files = [ROOT / "app.py", ROOT / ".streamlit" / "config.toml"]
    for folder in ("maap", "pages", "config"):
        files += [file for file in (ROOT / folder).rglob("*") if file.suffix in READABLE and file.is_file()]
    found = {file.relative_to(ROOT).as_posix(): hosts for file in files if (hosts := addresses(file.read_text()))}
    assert found == LINKS_FOR_PEOPLE


def test_an_address_on_the_network_would_be_found() -> None:
    assert addresses('<script src="https://cdn.example.com/x.js">') == ["cdn.example.com"]
    assert addresses("http://localhost:8501 and http://www.w3.org/2002/xforms") == []


def test_the_domain_has_pure_imports() -> None:
    allowed = {"maap", "pydantic", "elementpath", "nhs_number", "re2"}  # pure, all of them
    impure = {
        "os",
        "pathlib",
        "io",
        "sqlite3",
        "logging",
        "threading",
        "subprocess",
        "shutil",
        "tempfile",
        "random",
        "sys",
    }
    brought = {
        f"{module.name} {name}"
        for module in under("maap/domain/")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _imported(node)
        if name in impure or (name not in allowed and name not in _STANDARD)
    }
    assert brought == set()


_STANDARD = {
    *("abc", "ast", "bisect", "calendar", "collections", "colorsys", "contextlib", "csv", "dataclasses", "datetime"),
    *(
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
    ),
    *("statistics", "string", "textwrap", "types", "typing", "unicodedata", "zoneinfo"),
}
