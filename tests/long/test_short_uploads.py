"""Damaged uploads, fewer of them than `python -m tests.long.malformed_uploads` tries, and the control."""

from tests.long.malformed_uploads import damaged, pdfs, stored_by_readers, unguarded


def test_damaged_uploads_of_every_kind_are_read_or_refused_in_a_sentence() -> None:
    found = damaged(400)
    assert found.is_well() and found.refused > 100 and found.read > 10, found


def test_damaged_pdfs_are_read_or_refused_in_a_sentence() -> None:
    found = pdfs(6)
    assert found.is_well() and found.refused > 0, found


def test_a_library_alone_breaks_on_the_same_files() -> None:
    """The control."""
    assert damaged(60, kinds=unguarded()).faults


def test_no_reader_of_uploads_can_store_anything() -> None:
    assert stored_by_readers() == []
