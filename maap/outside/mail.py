"""How letters leave the house: by a mail server, by GOV.UK Notify, or as files in a folder."""

import base64
import hashlib
import hmac
import json
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Protocol

import requests

from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.settings import Settings

PATIENCE = 20
_STOP = re.compile(r"https://[^\s<>]+/stop-letters/[\w-]+")
"""A link that stops letters. A mail program offers it beside the letter, and sends its one click itself (RFC 8058)."""
NOTIFY = "https://api.notifications.service.gov.uk/v2/notifications/email"


@dataclass(frozen=True)
class Post:
    """A letter as it goes out. ``mark`` is the same at each try, so that a carrier can tell a second from the first."""

    mark: str
    name: str
    address: str
    subject: str
    body: str


class NotCarried(Problem):
    """A letter that did not go out this time. ``for_good``: trying again would not help."""

    def __init__(self, why: str, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class Carrier(Protocol):
    """Takes a letter out of the house. Raises NotCarried."""

    def carry(self, post: Post) -> str:
        """Returns, in words, what came of it."""
        ...


@dataclass(frozen=True)
class MailServer:
    """SMTP, secured as the settings say."""

    config: Settings

    def carry(self, post: Post) -> str:
        """Hand the letter to the mail server."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.config.mail_from, post.address, _line(post.subject)
        message["Message-ID"] = f"<{post.mark}@{self.config.mail_from.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if stop := _STOP.search(post.body):
            message["List-Unsubscribe"] = f"<{stop.group()}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(post.body)
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as fault:
            code, said = next(iter(fault.recipients.values()))
            raise NotCarried(f"The mail server refused the address ({code} {_words(said)}).", code >= 500) from None
        except smtplib.SMTPResponseException as fault:
            why = _words(fault.smtp_error)
            raise NotCarried(f"The mail server refused the letter ({fault.smtp_code} {why}).") from None
        except (OSError, smtplib.SMTPException) as fault:
            raise NotCarried(f"The mail server did not answer ({type(fault).__name__}).") from None
        return "handed to the mail server"

    def _connected(self) -> smtplib.SMTP:
        config, secure = self.config, ssl.create_default_context()
        if config.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                config.smtp_host, config.smtp_port, timeout=PATIENCE, context=secure
            )
        else:
            server = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=PATIENCE)
        try:
            if config.smtp_security == "starttls":
                server.starttls(context=secure)
            if config.smtp_user and config.smtp_password_file:
                server.login(config.smtp_user, config.smtp_password_file.read_text().strip())
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


@dataclass(frozen=True)
class Notify:
    """GOV.UK Notify, with one template that holds a subject and a body."""

    config: Settings
    address: str = NOTIFY

    def carry(self, post: Post) -> str:
        """Hand the letter to Notify."""
        body = {
            "email_address": post.address,
            "template_id": self.config.notify_template,
            "personalisation": {"subject": _line(post.subject), "body": post.body},
            "reference": post.mark,
        }
        try:
            said = requests.post(self.address, json=body, headers=self._headers(), timeout=PATIENCE)
        except requests.RequestException as fault:
            raise NotCarried(f"GOV.UK Notify did not answer ({type(fault).__name__}).") from None
        if said.status_code >= 400:
            raise NotCarried(f"GOV.UK Notify refused the letter ({said.status_code}).", said.status_code == 400)
        return "handed to GOV.UK Notify"

    def _headers(self) -> dict[str, str]:
        """A token signed with the key: its last 36 characters are the secret, the 36 before them the service."""
        key = self.config.notify_key_file.read_text().strip() if self.config.notify_key_file else ""
        service, secret = key[-73:-37], key[-36:]
        parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": int(now().timestamp())})
        signed = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        seal = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
        return {"Authorization": f"Bearer {signed}.{_base64(seal)}"}


@dataclass(frozen=True)
class Folder:
    """Files, one for each letter, for a mail program or a person to send on."""

    place: Path
    sender: str = ""

    def carry(self, post: Post) -> str:
        """Write the letter as a file, whole or not at all."""
        message = EmailMessage()
        message["To"], message["Subject"] = post.address, _line(post.subject)
        if self.sender:
            message["From"] = self.sender
        message["Message-ID"] = make_msgid(post.mark, "maap.invalid")
        message.set_content(post.body)
        try:
            self.place.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self.place / f".{post.mark}.unfinished"
            draft.write_bytes(message.as_bytes())
            draft.replace(self.place / f"{post.mark}.eml")
        except OSError as fault:
            raise NotCarried(f"The folder for letters cannot be written ({fault.strerror}).") from None
        return "written to the folder for letters"


def carrier(config: Settings) -> Carrier | None:
    """How letters go out here; None when nothing is set up and they wait."""
    if config.demonstration:
        return None
    if config.notify_key_file and config.notify_template:
        return Notify(config)
    if config.smtp_host and config.mail_from:
        return MailServer(config)
    return Folder(config.mail_folder.expanduser(), config.mail_from) if config.mail_folder else None


def _line(text: str) -> str:
    """One line: nothing that a name or title holds can begin another header."""
    return " ".join(text.split())


def _words(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
