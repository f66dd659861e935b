"""A database on another machine is spoken to over an encrypted line with a checked certificate, or not at all."""

import pytest
from typer.testing import CliRunner

from maap.__main__ import app
from maap.domain.problems import Problem
from maap.outside.database_line import is_open_line, refuse_open_line
from maap.settings import settings

TO = "postgresql+psycopg://maap:secret@"


@pytest.mark.parametrize(
    "url",
    [
        f"{TO}db.example.org/maap",
        f"{TO}10.0.0.4:5432/maap?sslmode=prefer",
        f"{TO}db.example.org/maap?sslmode=require",  # encrypted for whoever answers
        f"{TO}/maap?host=db.example.org",
        f"{TO}/maap?host=/run/postgresql,db.example.org",
        f"{TO}/maap?host=localhost&host=db.example.org",
    ],
)
def test_a_line_that_others_can_read_or_pretend_to_be_is_refused(url: str) -> None:
    with pytest.raises(Problem, match="verify-full") as refused:
        refuse_open_line(url)
    assert "secret" not in str(refused.value)
    refuse_open_line(url, plain=True)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///maap.db",
        "postgresql+psycopg:///maap",
        f"{TO}localhost/maap",
        f"{TO}[::1]/maap",
        f"{TO}/maap?host=/run/postgresql",
        f"{TO}db.example.org/maap?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem",
    ],
)
def test_a_line_within_this_machine_or_with_a_checked_certificate_is_taken(url: str) -> None:
    assert not is_open_line(url)


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_the_house_does_not_start_on_such_a_line(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAAP_DATABASE_URL", f"{TO}db.invalid/maap")
    settings.cache_clear()
    try:
        ran = CliRunner().invoke(app, [command])
    finally:
        settings.cache_clear()
    assert ran.exit_code == 1 and "sslmode=verify-full" in ran.output + str(ran.exception)
