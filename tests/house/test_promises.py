"""What the table of security requirements says of scripts, forms, logs and containers, read from the sources."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from maap.domain.identity import Way
from maap.storage.tables import Person
from tests.house.source import ROOT, code

SCRIPTS = sorted((ROOT / "maap").rglob("*.js"))
INLINE = sorted([*(ROOT / "maap").rglob("*.html"), *(ROOT / "maap" / "ui").rglob("*.py")])
STORAGE = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker", re.IGNORECASE)
LISTENER = re.compile(r"""addEventListener\("message", function \((\w+)\) \{\s*(.*)""")
ENTRANCE = ("sign_in", "code", "join", "one_sign_in", "confirm", "own_password", "start")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text()


def stored_in_a_browser(text: str) -> list[str]:
    """Ways in which a page would keep something in somebody's browser."""
    return STORAGE.findall(text)


def unchecked_messages(script: str) -> list[str]:
    """Listeners to other windows' messages whose first deed is not to compare where they come from."""
    heard = LISTENER.findall(script)
    return [first for event, first in heard if not first.startswith(f"if ({event}.origin !== window.location.origin")]


def merged(script: str) -> list[str]:
    """Places where names that somebody gives could become properties of every object."""
    into = re.findall(r"Object\.assign\((?!\{)[^)]*\)", script)
    loops = re.findall(r"for \((?:const|let|var) \w+ in ", script)
    return into + loops + re.findall(r"__proto__|\.prototype\b|\.constructor\[|setPrototypeOf|eval\(", script)


def inputs(template: str) -> Iterator[str]:
    """The fields of a page outside Streamlit."""
    text = (ROOT / "maap" / "web" / "templates" / f"{template}.html").read_text()
    yield from re.findall(r"<input\b[^>]*>", text)


def without_password(compose: str) -> list[str]:
    """Uses of the database's password that a start without one would let pass, or that are written down."""
    used = re.findall(r"\$\{DATABASE_PASSWORD([^}]*)\}", compose)
    literal = re.findall(r"(?:PASSWORD|password): *\"?(?!\$)(\w+)|://maap:(?!\$)([^@]+)@", compose)
    return [rest for rest in used if rest != ":?"] + ["".join(one) for one in literal]


def test_nothing_is_kept_in_a_browser() -> None:
    assert SCRIPTS and INLINE
    assert [(one.name, found) for one in SCRIPTS + INLINE if (found := stored_in_a_browser(one.read_text()))] == []


def test_every_message_of_another_window_is_asked_where_it_comes_from() -> None:
    assert sum(len(LISTENER.findall(one.read_text())) for one in SCRIPTS) >= 1
    assert [found for one in SCRIPTS for found in unchecked_messages(one.read_text())] == []
    assert [one for one in SCRIPTS if re.search(r"onmessage|postMessage\([^;]*\"\*\"", one.read_text())] == []


def test_no_script_of_ours_merges_what_it_is_given() -> None:
    assert [(one.name, found) for one in SCRIPTS if (found := merged(one.read_text()))] == []


def test_a_password_can_be_pasted_and_kept_by_a_manager_and_nothing_secret_is_asked_beside_it() -> None:
    names = set()
    for template in ENTRANCE:
        for field in inputs(template):
            names |= set(re.findall(r'name="(\w+)"', field))
            if 'type="password"' in field:
                assert re.search(r'autocomplete="(current|new)-password"', field), field
                assert not re.search(r"onpaste|maxlength|readonly", field), field
    known = {
        "email",
        "password",
        "again",
        "code",
        "next",
        "name",
        "partnership",
        "short_name",
        "content",
        "new",
        "coordinates",
    }
    assert names <= known | {"to"}, names - known


def test_no_password_grows_old() -> None:
    kept = {name for name in Person.model_fields if re.search(r"password|expir|changed|question", name)}
    assert kept == {"password"}


def test_containers_do_not_start_without_a_password() -> None:
    assert COMPOSE.count("DATABASE_PASSWORD") >= 2
    assert without_password(COMPOSE) == []


def test_the_drop_in_shuts_every_host_but_this_one() -> None:
    told = (ROOT / "deploy" / "hosts.conf").read_text()
    rules = [line for line in told.splitlines() if line.startswith("IPAddress")]
    assert rules == ["IPAddressDeny=any", "IPAddressAllow=localhost"]
    assert "deploy/hosts.conf" in (ROOT / "docs" / "administrator.md").read_text()


def test_types_are_strict_and_looked_at_by_make_test() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    assert told["strict"] is True and {"app.py", "maap", "pages"} <= set(told["files"])
    target = (ROOT / "Makefile").read_text().split("\ntest:")[1].split("\n\n")[0]
    assert "$(BIN)/mypy" in target
    assert [one.name for one in code() if re.search(r"# (mypy|type): ignore-errors", one.text)] == []


def test_logs_go_to_the_console_and_nowhere_else() -> None:
    elsewhere = re.compile(
        r"\b(File|SysLog|Socket|HTTP|SMTP|Rotating\w*|Watched\w*)Handler\b|basicConfig\([^)]*filename"
    )
    assert [one.name for one in code() if elsewhere.search(one.text)] == []
    assert any("StreamHandler()" in one.text for one in code())


@pytest.mark.parametrize(
    "file, section, words",
    [
        ("administrator.md", "## Logs", ("the trail", "console", "nginx", "witness", "MAAP_LOG_JSON")),
        ("administrator.md", "## What is kept", ("answers", "secrets", "highest", "personal", "internal", "open")),
        ("trust.md", "## Coming in", ("argon2id", "OpenID Connect", "One-time", "authenticator", "recovery")),
        ("scale.md", "# ", ("second", "processes")),
    ],
)
def test_what_has_to_be_written_down_is(file: str, section: str, words: tuple[str, ...]) -> None:
    text = (Path(ROOT) / "docs" / file).read_text()
    assert section in text
    told = text[text.index(section) :].split("\n## ")[0].lower() if section != "# " else text.lower()
    assert [word for word in words if word.lower() not in told] == []
    assert set(get_args(Way)) == {"password", "link", "provider"}  # a new way in has to be written down


def test_what_is_looked_for_would_be_found() -> None:
    """The control for each rule above."""
    assert stored_in_a_browser("window.localStorage.setItem('a', b)")
    assert unchecked_messages('window.addEventListener("message", function (event) {\n    draw(event.data);\n')
    assert merged("for (const name in given) kept[name] = given[name];") and merged("Object.assign(kept, given)")
    assert without_password('POSTGRES_PASSWORD: "secret"') and without_password(
        "maap:${DATABASE_PASSWORD:-maap}@database"
    )
