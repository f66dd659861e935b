"""Showing the house: a throw-away demonstration."""

from maap import demonstration
from maap.commands.house import serve
from maap.outside import configuration
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import work
from maap.storage.schema import migrate
from maap.usecases.setup import furnish


def demo() -> None:
    """Serve a throw-away demonstration: a made-up partnership with audits in every stage."""
    chosen = settings()
    chosen.demonstration, chosen.database_url = True, ""
    for ending in ("", "-wal", "-shm"):
        (chosen.folder / f"demonstration.db{ending}").unlink(missing_ok=True)
    migrate()
    with work() as session:
        loaded = configuration.load(chosen.config)
        furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded, demonstration=True)
        demonstration.fill(session, now())
    serve()
