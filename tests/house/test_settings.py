"""What the server is told to do, pinned: a default that changes with a new version changes nothing here."""

import base64
import hashlib
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import streamlit
from streamlit import config

from maap.settings import settings
from maap.web.gate import headers
from tests.house.source import ROOT

PINNED = {
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "browser.gatherUsageStats": False,
    "logger.hideWelcomeMessage": True,  # it asks a foreign server for this machine's address, where it serves 0.0.0.0
    "server.headless": True,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.xsrfCookieSameSite": "strict",
    "server.maxUploadSize": 5,
    "server.maxMessageSize": 20,
    "server.maxWidgetStateSize": 2,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "runner.postScriptGC": False,  # it would stop everybody for a fifth of a second at each step of anybody
}


def _told() -> dict[str, object]:
    sections = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    return dict(_flat("", sections))


def _flat(before: str, options: dict[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in options.items():
        if isinstance(value, dict):
            yield from _flat(f"{before}{key}.", value)
        else:
            yield before + key, value


def test_the_servers_settings_are_those_we_rely_on() -> None:
    told = _told()
    assert {name: told.get(name) for name in PINNED} == PINNED


def test_every_setting_is_one_that_this_streamlit_knows() -> None:
    assert sorted(set(_told()) - set(config.get_config_options())) == []


def test_nobody_is_trusted_for_what_a_header_says() -> None:
    assert "server.trustedUserHeaders" not in _told()


class _InlineScripts(HTMLParser):
    """Collects the scripts that a page holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A script without an address is one that the page holds."""
        self._inside = tag == "script" and not dict(attrs).get("src")
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """The script is over."""
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        """Part of a script."""
        if self._inside:
            self.found[-1] += data


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The content security policy, by directive."""
    text = dict(headers())[b"content-security-policy"].decode()
    return {part.split()[0]: part.split()[1:] for part in text.split(";")}


def test_only_streamlits_own_inline_script_may_run(policy: dict[str, list[str]]) -> None:
    page = _InlineScripts()
    page.feed((Path(streamlit.__file__).parent / "static" / "index.html").read_text())
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in page.found]
    assert len(hashes) == 1
    assert policy["script-src"] == ["'self'", "'wasm-unsafe-eval'", f"'sha256-{hashes[0]}'"]


def test_no_other_site_is_in_the_policy_at_all(policy: dict[str, list[str]]) -> None:
    allowed = {"'self'", "'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "data:", "blob:"}
    named = {source for sources in policy.values() for source in sources if not source.startswith("'sha256-")}
    assert named <= allowed
    assert [directive for directive, sources in policy.items() if "'unsafe-inline'" in sources] == ["style-src"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]


def test_the_cookie_is_bound_to_this_host_when_there_is_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAAP_HTTPS", "true")
    settings.cache_clear()
    headers.cache_clear()
    assert settings().cookie == "__Host-maap"
    assert b"strict-transport-security" in dict(headers())
    monkeypatch.undo()
    settings.cache_clear()
    headers.cache_clear()
    assert b"strict-transport-security" not in dict(headers())
