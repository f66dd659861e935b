"""The line to a database on another machine: encrypted, with the server's certificate checked, or no start."""

from sqlalchemy.engine import make_url

from maap.domain.problems import Problem

_HERE = ("", "localhost", "127.0.0.1", "::1")
_CHECKED = ("verify-ca", "verify-full")


def refuse_open_line(url: str, plain: bool = False) -> None:
    """Raise Problem when answers would cross a network in the clear. ``plain``: whoever installs says it is none."""
    if is_open_line(url) and not plain:
        raise Problem(
            "The database is on another machine, and the line to it is not encrypted with a checked certificate. Add "
            "?sslmode=verify-full&sslrootcert=FILE to MAAP_DATABASE_URL. Where the line leaves no machine, as between "
            "containers on one, set MAAP_DATABASE_PLAIN=true."
        )


def is_open_line(url: str) -> bool:
    """Whether somebody between here and the database could read along, or be taken for it."""
    told = make_url(url)
    if told.get_backend_name() == "sqlite":
        return False
    named = told.query.get("host", told.host or "")
    hosts = [named] if isinstance(named, str) else list(named)
    elsewhere = [host for one in hosts for host in one.split(",") if host not in _HERE and not host.startswith("/")]
    return bool(elsewhere) and told.query.get("sslmode") not in _CHECKED
