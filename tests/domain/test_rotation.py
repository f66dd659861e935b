"""Backups are thinned out with age, and a year later nothing of them is left."""

from datetime import UTC, datetime, timedelta

from maap.domain.rotation import kept

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)


def _hourly(days: int) -> list[datetime]:
    return [NOW - timedelta(hours=n) for n in range(24 * days)]


def test_every_backup_of_the_last_two_days_is_kept() -> None:
    assert {at for at in _hourly(5) if NOW - at <= timedelta(days=2)} <= kept(_hourly(5), NOW)


def test_a_year_of_hourly_backups_becomes_some_eighty() -> None:
    found = kept(_hourly(400), NOW)
    assert 49 < len(found) < 90
    assert NOW - min(found) < timedelta(days=366)
    days = {at.date() for at in found}
    assert all((NOW - timedelta(days=n)).date() in days for n in range(14))


def test_the_only_backup_is_kept_however_old_it_is() -> None:
    old = NOW - timedelta(days=4000)
    assert kept([old], NOW) == {old}


def test_what_is_older_than_a_year_goes_when_there_are_newer_ones() -> None:
    monthly = [NOW - timedelta(days=30 * n) for n in range(30)]
    assert min(kept(monthly, NOW)) > NOW - timedelta(days=370)
