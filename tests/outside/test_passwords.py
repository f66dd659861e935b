"""Passwords from breaches are refused, offline; others, and nothing else about them, are not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from maap.__main__ import app
from maap.domain.problems import Problem
from maap.outside import passwords

BREACHED = ["qwerty123456789", "QWERTY123456789", "1q2w3e4r5t6y7u8i", "vbybcnthcndj"]


@pytest.mark.parametrize("password", BREACHED)
def test_a_breached_password_is_refused_in_any_letters(password: str) -> None:
    assert passwords.is_breached(password)
    with pytest.raises(Problem, match=r"common or easily guessed|breach of some other service"):
        passwords.refuse_weak(password, [])


@pytest.mark.parametrize("password", ["lantern orchard bicycle", "velvet harbour pumpkin", "Überfluß-Kartoffel-7"])
def test_three_random_words_are_let_through(password: str) -> None:
    assert not passwords.is_breached(password)
    passwords.refuse_weak(password, [])


def test_the_list_is_sorted_without_a_double_and_long() -> None:
    held, size = passwords.BREACHED.read_bytes(), passwords.DIGEST
    digests = [held[n : n + size] for n in range(0, len(held), size)]
    assert digests == sorted(set(digests)) and len(digests) > 40_000 and len(digests[-1]) == size


def test_every_entry_of_a_list_is_found_and_what_is_short_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [f"Sentence number {n} of a breach" for n in range(500)]
    (tmp_path / "list.txt").write_text("\r\n".join([*listed, "short", listed[0].upper()]))
    told = CliRunner().invoke(app, ["breached", str(tmp_path / "list.txt"), "--to", str(tmp_path / "made")])
    assert told.exit_code == 0 and "500 breached passwords" in told.output
    monkeypatch.setattr(passwords, "_breached", (tmp_path / "made").read_bytes)
    assert all(passwords.is_breached(one) for one in listed)
    assert not any(passwords.is_breached(f"Sentence number {n} of no breach") for n in range(500))
    assert not passwords.is_breached(BREACHED[0])  # the control: what is refused comes from the list


def test_a_list_without_a_long_password_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("short\n")
    told = CliRunner().invoke(app, ["breached", str(tmp_path / "list.txt"), "--to", str(tmp_path / "made")])
    assert isinstance(told.exception, Problem) and not (tmp_path / "made").exists()


def test_the_list_refuses_what_the_judge_of_guessing_would_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "is_breached", lambda _password: False)
    passwords.refuse_weak(BREACHED[-1], [])  # a word typed on a keyboard for another alphabet
