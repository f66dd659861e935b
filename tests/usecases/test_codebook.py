"""The codebook changes without losing what was counted."""

from dataclasses import asdict
from typing import Any

import pytest
from sqlmodel import Session, select

from maap.domain.fitting import BadForm, Overtaken
from maap.domain.identifiers import Identifiers
from maap.domain.measures import Measure
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.outside.qdc import QdcCode, read, write
from maap.storage import tables as t
from maap.storage.counting import counts
from maap.usecases.answering import Given, save_answer
from maap.usecases.codebook import add_code, change_code, import_codes, merge_codes, split_code, theme_of_group
from maap.usecases.partnership import add_theme, change_theme
from maap.views import partnership
from maap.views.codebook import Code, code_sheet, codebook
from maap.web.codebook import as_qdc
from tests import factories as make
from tests.usecases.test_answering import Scene
from tests.usecases.test_findings import Team

TYPED = {
    "name": "Letters",
    "audience": "both",
    "definition": "Letters reach people.",
    "use_when": "They came late.",
    "not_when": "They were e-mails.",
    "words": "post\nenvelope",
    "examples": "",
    "active": True,
}


class Book(Team):
    """Six findings: three coded to the first theme, three to the second, one of them to both."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.first, self.second = (theme.id or 0 for theme in self.themes[:2])
        self.made = [self.write(session, text=f"Finding {n}.") for n in range(5)]
        for made, places in zip(self.made, ((0,), (0,), (0, 1), (1,), (1,)), strict=True):
            self.code(session, made, *places)

    def typed(self, **different: Any) -> dict[str, Any]:
        """A theme as it is typed."""
        return TYPED | {"group_id": self.themes[0].group_id} | different

    def coded(self, session: Session, theme_id: int) -> set[int]:
        """The findings that are coded to a theme."""
        rows = select(t.FindingTheme.finding_id).where(t.FindingTheme.theme_id == theme_id)
        return set(session.exec(rows))

    def merge(self, session: Session) -> int:
        """Merge the second theme into the first."""
        return merge_codes(session, self.coordinator, self.first, self.second, 1, 1)


@pytest.fixture
def book(session: Session) -> Book:
    return Book(session)


def _code(session: Session, by: Actor, theme_id: int) -> Code:
    return code_sheet(session, by, theme_id).code


def test_a_new_theme_is_the_last_of_its_group_and_its_words_are_kept(session: Session, book: Book) -> None:
    made = _code(session, book.coordinator, add_code(session, book.coordinator, book.typed()))
    assert (made.key, made.words, made.group_id) == ("letters", ("post", "envelope"), book.themes[0].group_id)


def test_a_renamed_theme_keeps_its_key_its_counts_and_the_name_before(session: Session, book: Book) -> None:
    change_code(session, book.coordinator, book.first, book.typed(name="In time"), seen=1)
    sheet = code_sheet(session, book.coordinator, book.first)
    assert (sheet.code.name, sheet.code.key, sheet.code.areas) == ("In time", "timeliness", 3)
    assert sheet.history[0].detail["before"]["name"] == "Timeliness"
    assert sheet.history[0].detail["after"]["name"] == "In time"


def test_a_colleagues_change_is_not_overwritten(session: Session, book: Book) -> None:
    change_code(session, book.coordinator, book.first, book.typed(), seen=1)
    with pytest.raises(Overtaken):
        change_code(session, book.coordinator, book.first, book.typed(name="Other"), seen=1)


def test_an_example_that_shows_who_somebody_is_is_not_kept(session: Session, book: Book) -> None:
    with pytest.raises(Identifiers):
        add_code(session, book.coordinator, book.typed(examples="Ring 01632 960123."))


def test_nor_is_one_that_an_administrator_types(session: Session, book: Book) -> None:
    admin = make.acting(session, Role.ADMINISTRATOR)
    typed = _without_lines(book.typed(definition="Ring 01632 960123."))
    with pytest.raises(Identifiers):
        add_theme(session, admin, typed)
    with pytest.raises(Identifiers):
        change_theme(session, admin, book.first, typed, seen=1)


def test_administrators_are_not_offered_a_merged_theme_and_may_give_its_name_to_another(
    session: Session, book: Book
) -> None:
    admin, name = make.acting(session, Role.ADMINISTRATOR), book.themes[1].name
    book.merge(session)
    assert book.second not in {row.id for row in partnership.codebook(session, admin).themes}
    made = add_theme(session, admin, _without_lines(book.typed(name=name)))
    assert _code(session, book.coordinator, made).name == name


def _without_lines(typed: dict[str, Any]) -> dict[str, Any]:
    """As administrators have it: without the words and examples that suggestions read."""
    return {field: value for field, value in typed.items() if field not in {"words", "examples"}}


def test_merged_themes_have_every_finding_once(session: Session, book: Book) -> None:
    before = book.coded(session, book.first) | book.coded(session, book.second)
    assert book.merge(session) == 3
    session.expire_all()
    assert book.coded(session, book.first) == before == set(book.made)
    assert book.coded(session, book.second) == set()
    merged = _code(session, book.coordinator, book.second)
    assert (merged.active, merged.merged_into) == (False, "Timeliness")
    assert "consent" in _code(session, book.coordinator, book.first).words


def test_both_themes_tell_of_the_merge_in_their_history(session: Session, book: Book) -> None:
    book.merge(session)
    took, gone = (code_sheet(session, book.coordinator, one).history[0] for one in (book.first, book.second))
    assert (took.what, took.other, took.detail["findings"]) == ("took another in", "Consent", 3)
    assert (gone.what, gone.other) == ("merged into another", "Timeliness")


def test_a_merge_leaves_the_figures_of_closed_audits_and_counts_open_returns_once(session: Session, book: Book) -> None:
    closed = make.audit(session, book.police, stage="closed")
    figure = t.Figure(audit_id=closed.id, measure="themes", theme_id=book.second, polarity="area", n=4)
    session.add(figure)
    answer = make.answer(session, book.returns["police"], "strengths_timeliness", ["timeliness", "consent"])
    for theme in book.themes[:2]:
        make.mark(session, answer, theme)
    old = make.a_return(session, make.case(session, closed), book.police, "accepted")
    kept = make.mark(session, make.answer(session, old, "strengths_timeliness", ["consent"]), book.themes[1])
    book.merge(session)
    session.expire_all()
    assert (session.get_one(t.Figure, figure.id).theme_id, session.get_one(t.Figure, figure.id).n) == (book.second, 4)
    assert session.get_one(t.ThemeMark, kept.id).theme_id == book.second
    source = counts(book.audit, Measure.THEMES).c
    rows = session.execute(
        select(source.theme_id, source.n).where(source.theme_id.is_not(None), source.domain == "")
    ).all()
    assert rows == [(book.first, 1)]


def test_an_answer_that_names_a_merged_theme_counts_for_the_one_it_became(session: Session) -> None:
    scene = Scene(session)
    one, other = make.theme(session, "record_keeping"), make.theme(session, "case_notes")
    other.merged_into_id, other.active = one.id, False
    session.add(other)
    session.flush()
    given = Given("strengths", ["record_keeping", "case_notes"], 0)
    save_answer(session, scene.auditor, scene.row.id or 0, given)
    assert [mark.theme_id for mark in session.exec(select(t.ThemeMark))] == [one.id]


def test_what_was_merged_follows_when_its_theme_is_merged_again(session: Session, book: Book) -> None:
    book.merge(session)
    third = book.themes[2].id or 0
    merge_codes(session, book.coordinator, third, book.first, 1, 2)
    assert _code(session, book.coordinator, book.second).merged_into == "Siblings"


def test_a_theme_that_was_merged_is_not_changed_or_merged_again(session: Session, book: Book) -> None:
    book.merge(session)
    with pytest.raises(NotYours):
        change_code(session, book.coordinator, book.second, book.typed(), seen=2)
    with pytest.raises(NotYours):
        merge_codes(session, book.coordinator, book.themes[2].id or 0, book.second, 1, 2)


def test_a_split_moves_the_chosen_findings_and_no_count_is_lost(session: Session, book: Book) -> None:
    before = book.coded(session, book.first)
    made = split_code(session, book.coordinator, book.first, book.typed(), book.made[:2], seen=1)
    session.expire_all()
    assert book.coded(session, made) == set(book.made[:2])
    assert book.coded(session, made) | book.coded(session, book.first) == before
    split, off = (code_sheet(session, book.coordinator, one).history[0] for one in (book.first, made))
    assert (split.what, split.other, off.what, off.other) == ("split", "Letters", "split off", "Timeliness")


@pytest.mark.parametrize("chosen", [[], [0, 1, 2], [3]])
def test_a_split_of_nothing_of_everything_or_of_another_themes_finding_is_refused(
    session: Session, book: Book, chosen: list[int]
) -> None:
    with pytest.raises(Problem):
        split_code(session, book.coordinator, book.first, book.typed(), [book.made[n] for n in chosen], seen=1)


def test_a_group_of_findings_becomes_a_theme_they_are_coded_to(session: Session, book: Book) -> None:
    loose = [book.write(session, text=f"Nothing fits {n}.") for n in range(2)]
    made = theme_of_group(session, book.coordinator, book.typed(), {book.id: loose})
    assert book.coded(session, made) == set(loose)


def test_only_those_who_keep_the_codebook_change_it(session: Session, book: Book) -> None:
    for role in (Role.CHAIR, Role.PANEL_MEMBER, Role.AGENCY_LEAD, Role.AUDITOR, Role.OBSERVER):
        somebody = make.acting(session, role, agency=book.police)
        for deed in (
            lambda who: add_code(session, who, book.typed()),
            lambda who: change_code(session, who, book.first, book.typed(), 1),
            lambda who: merge_codes(session, who, book.first, book.second, 1, 1),
            lambda who: split_code(session, who, book.first, book.typed(), book.made[:1], 1),
            lambda who: import_codes(session, who, []),
        ):
            with pytest.raises(NotAllowed):
                deed(somebody)


def test_the_codebook_of_one_house_is_taken_into_another_and_comes_out_the_same(session: Session, book: Book) -> None:
    add_code(session, book.coordinator, book.typed(examples="A letter came late."))
    file = write(as_qdc(code) for code in codebook(session, book.coordinator).codes)
    for row in session.exec(select(t.Theme)):
        row.key = f"old_{row.key}"
        row.name = f"Old {row.name}"
        session.add(row)
    session.flush()
    taken = import_codes(session, book.coordinator, [asdict(one) for one in read(file)])
    assert taken == 4
    kept = [code for code in codebook(session, book.coordinator).codes if not code.key.startswith("old_")]
    letters = next(code for code in kept if code.key == "letters")
    assert (letters.words, letters.examples, letters.definition) == (
        ("post", "envelope"),
        ("A letter came late.",),
        "Letters reach people.",
    )


def test_known_themes_change_only_when_that_is_wanted(session: Session, book: Book) -> None:
    new = {**TYPED, "key": "timeliness", "name": "In good time", "group": "Group", "words": (), "examples": ()}
    del new["active"]
    assert import_codes(session, book.coordinator, [new]) == 0
    assert _code(session, book.coordinator, book.first).name == "Timeliness"
    assert import_codes(session, book.coordinator, [new], take_changes=True) == 1
    assert _code(session, book.coordinator, book.first).name == "In good time"


def test_a_theme_from_elsewhere_that_says_nothing_is_named_by_the_checks(session: Session, book: Book) -> None:
    import_codes(session, book.coordinator, [asdict(QdcCode(key="", name="Trust", group="Group"))])
    found = codebook(session, book.coordinator)
    assert "Trust" in [found.named(one) for one in found.health.undefined]


def test_a_theme_that_cannot_be_kept_is_refused_and_nothing_is_taken(session: Session, book: Book) -> None:
    with pytest.raises(BadForm, match="In the theme “xxx"):
        import_codes(session, book.coordinator, [{"name": "x" * 700, "group": "Group"}])
