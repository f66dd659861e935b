"""The only reader of the environment. Every setting has the prefix ``MAAP_``."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an installation chooses. A default is here only if it is safe in production and no secret."""

    model_config = SettingsConfigDict(env_prefix="MAAP_", extra="ignore")

    folder: Path = ROOT / "var"
    """Where the embedded database and the log live."""
    database_url: str = ""
    """Empty: the embedded database in ``folder``. Otherwise ``postgresql+psycopg://…`` or ``sqlite:///…``."""
    database_plain: bool = False
    """Whether a database on another host may be spoken to without encryption: only where the line leaves no machine."""
    key_file: Path = Path("~/.config/maap/key")
    """32 random bytes as 64 hexadecimal digits; made on first start. Never keep it beside the database."""
    encrypted: bool = True
    """Whether the embedded database is encrypted with the key."""
    config: Path = ROOT / "config"
    """The partnership's own choices that a first start loads."""
    host: str = "localhost"
    port: int = 8501
    allowed_hosts: str = "localhost,127.0.0.1"
    """Host names that the server answers to, with commas between them."""
    https: bool = False
    """Whether people reach the server over https (through a proxy): the session cookie is then Secure."""
    address: str = ""
    """Where people reach the house, as it stands in letters: ``https://maap.example.gov.uk``. Empty: no links."""
    smtp_host: str = ""
    """The mail server. Empty, and without GOV.UK Notify: letters wait in the outbox."""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection to the mail server is secured; ``none`` only for a server on the same machine."""
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    mail_from: str = ""
    """The sender's address."""
    notify_key_file: Path | None = None
    """A file with an API key of GOV.UK Notify: letters then go out through it instead."""
    notify_template: str = ""
    """The identifier of a Notify template whose subject is ``((subject))`` and whose message is ``((body))``."""
    mail_folder: Path | None = None
    """A folder into which letters are written as files instead, for a mail program or a person to send on."""
    backup_folder: Path | None = None
    """Where backups go: another disk, or a folder that another machine fetches. Default: ``backups`` in ``folder``."""
    backup_every_hours: int = 1
    """How often the running house backs itself up; 0 when something else does."""
    witness_folder: Path | None = None
    """Where the trail's head is written once a day: a place that whoever runs the database cannot change."""
    trail_copy_folder: Path | None = None
    """Where every line of the trail is copied as JSON once an hour, for a log gatherer: not where the database lies."""
    clamd: str = ""
    """A virus scanner for uploads: clamd's socket, as a path or as host:port. Empty: the host's own scanner does it."""
    postgresql_programs: Path | None = None
    """The folder of pg_dump and pg_restore, when they are not where the system keeps them."""
    scheduler: bool = True
    """Whether this process runs the house's rounds: the post, reminders, backups, the witness."""
    log_json: bool = False
    """Whether the log is written as JSON, a line for each request and each event, for a program that gathers it."""
    demonstration: bool = False
    """A throw-away database, filled with a made-up partnership at start."""

    @property
    def cookie(self) -> str:
        """The session cookie's name. ``__Host-`` binds it to this host, and needs https."""
        return "__Host-maap" if self.https else "maap"

    @property
    def url(self) -> str:
        """The database's address."""
        name = "demonstration.db" if self.demonstration else "maap.db"
        return self.database_url or f"sqlite:///{self.folder / name}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
