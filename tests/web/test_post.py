"""Letters leave the house through a real mail server, once each, and what became of them is kept."""

# ruff: noqa: ARG002  (aiosmtpd gives more than is needed)

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from maap.domain.people import Role
from maap.domain.posting import CONCERN_OVERDUE, HELD, MOST_TRIES
from maap.outside.mail import Carrier, Folder, MailServer, NotCarried, Post, carrier
from maap.settings import settings
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases import post
from maap.usecases.post import AT_ONCE
from maap.web import rounds
from maap.web.rounds import send_waiting
from tests import factories as make
from tests.e2e.conftest import free_port

AT = datetime(2026, 3, 3, 10, tzinfo=UTC)


class _Box:
    """What the mail server keeps, and what it answers."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take an address, or not."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a letter."""
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def box(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Box]:
    """A mail server on loopback, and a house that is told to use it."""
    kept = _Box()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    _use(monkeypatch, server.port)
    yield kept
    server.stop()


def _use(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    chosen = {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(port),
        "SMTP_SECURITY": "none",
        "MAIL_FROM": "maap@example.org",
    }
    for name, value in chosen.items():
        monkeypatch.setenv(f"MAAP_{name}", value)
    settings.cache_clear()


def _a_letter(kind: str = "x", **facts: Any) -> int:
    with work() as session:
        person = make.person(session, Role.AUDITOR, **facts)
        letter = t.Letter(
            person_id=person.id or 0, kind=kind, subject="Returns are due", body="Dear you", written_at=AT
        )
        session.add(letter)
        session.flush()
        return letter.id or 0


def _stands(letter_id: int) -> t.Letter:
    with reading() as session:
        return session.get_one(t.Letter, letter_id)


def test_a_letter_reaches_the_mail_server_and_is_not_sent_twice(box: _Box) -> None:
    letter = _a_letter(email="ann@example.org")
    assert send_waiting(AT) == 1
    assert send_waiting(AT + timedelta(days=1)) == 0
    (came,) = box.letters
    assert (came["To"], came["From"], came["Subject"]) == ("ann@example.org", "maap@example.org", "Returns are due")
    assert came["Message-ID"] == f"<maap-{letter}@example.org>"
    assert (_stands(letter).outcome, _stands(letter).sent_at) == ("handed to the mail server", AT)


def test_a_letter_that_could_not_be_carried_is_tried_later_and_in_the_end_given_up(
    box: _Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.refuses["ann@example.org"] = "451 The mailbox is busy"
    letter, at = _a_letter(email="ann@example.org"), AT
    for tries in range(1, MOST_TRIES + 1):
        assert send_waiting(at) == 0
        stands = _stands(letter)
        assert stands.tries == tries and "451" in stands.outcome
        assert send_waiting(at) == 0 and _stands(letter).tries == tries, "not before its next turn"
        at = stands.next_at or at
    assert _stands(letter).given_up_at is not None and _stands(letter).next_at is None
    assert at - AT < timedelta(days=3)


def test_an_address_that_does_not_exist_is_not_tried_again(box: _Box) -> None:
    box.refuses["gone@example.org"] = "550 No such user"
    letter = _a_letter(email="gone@example.org")
    send_waiting(AT)
    assert _stands(letter).given_up_at == AT and "550" in _stands(letter).outcome


def test_a_letter_given_up_can_be_tried_again_by_an_administrator(box: _Box) -> None:
    box.refuses["ann@example.org"] = "550 No such user"
    letter = _a_letter(email="ann@example.org")
    send_waiting(AT)
    box.refuses.clear()
    with work() as session:
        post.try_again(session, make.acting(session, Role.ADMINISTRATOR), letter)
    assert send_waiting(AT) == 1 and len(box.letters) == 1


def test_one_letter_that_cannot_go_out_does_not_keep_the_others(box: _Box) -> None:
    box.refuses["bad@example.org"] = "550 No such user"
    _a_letter(email="bad@example.org")
    _a_letter(email="good@example.org")
    assert send_waiting(AT) == 1


def test_nothing_that_somebody_is_called_begins_another_header(box: _Box) -> None:
    with work() as session:
        person = make.person(session, Role.AUDITOR, email="ann@example.org")
        subject = "Due\r\nBcc: everybody@example.org"
        session.add(t.Letter(person_id=person.id or 0, kind="x", subject=subject, body="", written_at=AT))
    send_waiting(AT)
    (came,) = box.letters
    assert came["Bcc"] is None and came["Subject"] == "Due Bcc: everybody@example.org"


def test_somebody_who_has_left_gets_no_letter(box: _Box) -> None:
    letter = _a_letter(active=False)
    assert send_waiting(AT) == 0 and box.letters == []
    assert "left" in _stands(letter).outcome


def test_a_letter_in_the_hands_of_a_process_that_died_is_tried_by_the_next(box: _Box) -> None:
    _a_letter()
    with work() as session:
        assert len(post.claim(session, AT)) == 1
    assert send_waiting(AT) == 0, "another process has it"
    assert send_waiting(AT + HELD) == 1


def test_a_mail_server_that_is_not_there_is_a_sentence(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, 1)
    letter = _a_letter()
    assert send_waiting(AT) == 0
    assert _stands(letter).outcome == "The mail server did not answer (ConnectionRefusedError)."


def test_a_folder_holds_each_letter_as_a_file(database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAAP_MAIL_FOLDER", str(tmp_path / "letters"))
    settings.cache_clear()
    letter = _a_letter(email="ann@example.org")
    assert send_waiting(AT) == 1
    (file,) = (tmp_path / "letters").iterdir()
    assert file.name == f"maap-{letter}.eml" and "ann@example.org" in file.read_text()


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(NotCarried, match="cannot be written"):
        Folder(tmp_path / "taken").carry(Post("x", "Ann", "ann@example.org", "x", "x"))


def test_without_a_carrier_letters_wait_to_be_copied_by_hand(database: Path) -> None:
    letter = _a_letter()
    assert carrier(settings()) is None and send_waiting(AT) == 0
    assert _stands(letter).tries == 0


def test_a_demonstration_never_writes_to_anybody(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAAP_DEMONSTRATION", "true")
    _use(monkeypatch, 25)
    assert carrier(settings()) is None


class _Dies:
    def carry(self, letter: Post) -> str:
        """The process is killed after the mail server took the letter."""
        raise KeyboardInterrupt


def test_the_second_try_of_a_letter_carries_the_same_mark(box: _Box) -> None:
    """A letter whose outcome was lost may be sent twice; its Message-ID lets mail programs show it once."""
    _a_letter(email="ann@example.org")
    dies: Carrier = _Dies()
    with pytest.raises(KeyboardInterrupt):
        send_waiting(AT, dies)
    assert send_waiting(AT + HELD) == 1
    assert box.letters[0]["Message-ID"].startswith("<maap-")


def test_a_letter_about_a_concern_goes_before_all_that_wait(box: _Box) -> None:
    for _ in range(AT_ONCE):
        _a_letter()
    _a_letter(CONCERN_OVERDUE, email="chair@example.org")
    assert send_waiting(AT) == AT_ONCE
    assert box.letters[0]["To"] == "chair@example.org"


def test_a_round_runs_once_however_many_processes_go_round(database: Path) -> None:
    morning = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert "weekly" in rounds.go_round(morning)
    assert rounds.go_round(morning) == []
    assert "weekly" not in rounds.go_round(morning + timedelta(hours=2))
    assert "weekly" in rounds.go_round(morning + timedelta(days=7))


def test_a_concern_whose_clock_runs_out_by_night_is_raised_within_a_minute(database: Path) -> None:
    night = datetime(2026, 3, 7, 2, 30, tzinfo=UTC)
    with work() as session:
        audit, chair = make.audit(session), make.person(session, Role.CHAIR)
        make.concern(session, audit, make.person(session, Role.AUDITOR), due_at=night)
    assert "concerns" in rounds.go_round(night)
    assert "concerns" in rounds.go_round(night + timedelta(minutes=1))
    with reading() as session:
        letters = session.exec(select(t.Letter.person_id, t.Letter.kind)).all()
    assert [tuple(one) for one in letters] == [(chair.id, "immediate concern overdue")]


def test_what_is_due_every_minute_waits_for_no_backup(database: Path) -> None:
    morning = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert rounds.go_round(morning, True) == ["concerns", "post"]
    others = rounds.go_round(morning, False)
    assert "backup" in others and not {"concerns", "post"} & set(others)


def test_a_round_that_fails_is_tried_again_and_does_not_keep_the_others(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings().folder / "file").write_text("")
    monkeypatch.setenv("MAAP_BACKUP_FOLDER", str(settings().folder / "file"))
    settings.cache_clear()
    at = datetime(2026, 3, 7, 9, tzinfo=UTC)
    assert {"backup", "witness", "post"} <= set(rounds.go_round(at))
    assert "backup" not in rounds.go_round(at + timedelta(minutes=1))
    assert rounds.go_round(at + timedelta(minutes=6))[-1] == "backup"


def test_a_mail_server_without_a_secure_connection_is_not_given_letters(box: _Box) -> None:
    insecure = settings().model_copy(update={"smtp_security": "starttls"})
    with pytest.raises(NotCarried):
        MailServer(insecure).carry(Post("x", "Ann", "ann@example.org", "x", "x"))
    assert box.letters == []


def test_a_letter_with_a_link_that_stops_it_says_so_to_mail_programs(box: _Box) -> None:
    link = "https://audits.example.org/stop-letters/7-0a1b"
    for body in (f"To stop these letters: {link}\n\nGoodbye", "Nothing to stop. https://audits.example.org/charts"):
        MailServer(settings()).carry(Post("mark", "Ann", "ann@example.org", "Charts", body))
    with_link, without = box.letters
    assert with_link["List-Unsubscribe"] == f"<{link}>"
    assert with_link["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert without["List-Unsubscribe"] is None
