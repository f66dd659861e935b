"""The files for a larger house agree with the application: what nginx sends on, and what systemd shuts."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

DEPLOY = ROOT / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text()
REFUSED = re.compile(re.findall(r"location ~ (\S+) \{ return 403; \}", NGINX)[0])
SECRET = re.compile(r'Route\(\s*"(/[^"]*\{token[^"]*)"')


def routes() -> list[str]:
    """Addresses with a secret in them, as the routes are written."""
    return sorted({path for file in (ROOT / "maap" / "web").glob("*.py") for path in SECRET.findall(file.read_text())})


def test_a_secret_address_and_a_watchmans_question_are_refused_without_encryption_and_not_redirected() -> None:
    assert len(routes()) >= 5
    assert [path for path in [*routes(), "/health", "/ready", "/metrics"] if not REFUSED.match(path)] == []


def test_no_secret_of_an_address_comes_into_the_log_of_nginx() -> None:
    hidden = re.compile(re.findall(r"~(\S+) \$kind", NGINX)[0].replace("?<", "?P<"))
    assert [path for path in routes() if not (found := hidden.match(path)) or "{" in found["kind"]] == []
    said = re.findall(r"log_format maap '([^']+)'", NGINX)[0]
    assert not re.search(r"\$(request|request_uri|uri|args|query_string|http_referer|http_cookie)\b", said)
    servers = NGINX.split("server {")[1:]
    assert all("access_log /var/log/nginx/maap.log maap;" in server for server in servers)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/overview"])
def test_somebody_who_types_the_address_is_sent_to_the_encrypted_one(path: str) -> None:
    assert not REFUSED.match(path) and "return 301 https://" in NGINX


@pytest.mark.parametrize("unit", ["maap.service", "maap@.service"])
def test_a_process_may_read_its_key_and_write_nowhere_but_its_two_folders(unit: str) -> None:
    told = (DEPLOY / unit).read_text().splitlines()
    for line in (
        *(
            "LimitCORE=0",
            "ProtectSystem=strict",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "SystemCallFilter=@system-service",
        ),
        *("ReadOnlyPaths=/etc/maap", "ReadWritePaths=/var/lib/maap /var/backups/maap", "RestrictNamespaces=yes"),
    ):
        assert line in told


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("maap.service", "Environment=MAAP_LOG_JSON=true"),
        ("maap@.service", "Environment=MAAP_LOG_JSON=true"),
        ("Containerfile", "ENV MAAP_LOG_JSON=true"),
    ],
)
def test_what_is_installed_writes_its_log_as_json(file: str, line: str) -> None:
    told = (DEPLOY / file).read_text().splitlines()
    assert line in told
    assert "MAAP_LOG_JSON" not in (DEPLOY / "environment").read_text() + (DEPLOY / "compose.yaml").read_text()


def test_both_units_shut_the_same() -> None:
    kept = [
        [line for line in Path(DEPLOY / unit).read_text().splitlines() if re.match(r"[A-Z]\w+=", line)]
        for unit in ("maap.service", "maap@.service")
    ]
    assert {line for line in kept[0] if not line.startswith("Description")} <= set(kept[1])
