"""Earlier briefings and earlier results come in checked, and go out again with a line in the trail."""

from datetime import date

import pytest
from sqlmodel import Session, select

from maap.demonstration.paper import as_pdf, as_word
from maap.domain.earlier import EarlierAudit, Grades, Theme
from maap.domain.fitting import Overtaken
from maap.domain.identifiers import Identifiers
from maap.domain.library import Facts, LooksPersonal
from maap.domain.people import NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.use_made import Use
from maap.outside.document_text import read_document
from maap.storage import db
from maap.storage import tables as t
from maap.usecases import earlier_results
from maap.usecases.earlier_results import compare, take_in
from maap.usecases.library import add, correct, remove
from maap.usecases.use_made import record_use, take_back
from maap.views.library import Wanted, item, library
from maap.views.use_made import own_uses, uses
from tests import factories as make
from tests.unordered import rows_in_order

FACTS = Facts(title="Neglect briefing", year="2021/22", kind="briefing")
WORDS = ("What works well. Health visitors saw the child at home.", "What to do now. Start a chronology early.")


def _added(session: Session, words: tuple[str, ...] = WORDS, facts: Facts = FACTS, looked_at: bool = False) -> int:
    content = as_word(words)
    keeper = make.acting(session, Role.COORDINATOR)
    return add(session, keeper, facts, read_document("briefing.docx", content), content, looked_at)


def _found(session: Session, **wanted: object) -> list[str]:
    reader = make.acting(session, Role.OBSERVER)
    return [one.title for one in library(session, reader, Wanted(**wanted)).found]  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [as_pdf, as_word])
def test_the_words_of_a_briefing_are_read_out_of_pdf_and_word(made: object) -> None:
    assert "Start a chronology early." in read_document("a file", made(WORDS)).text  # type: ignore[operator]


def test_a_briefing_is_found_by_its_words_its_theme_and_its_year(session: Session) -> None:
    theme = make.theme(session, "chronologies", group_id=make.theme(session, "process").id)
    _added(session, facts=FACTS.model_copy(update={"themes": (theme.id or 0,)}))
    assert _found(session, words="CHRONOLOGY visitors") == ["Neglect briefing"]
    assert _found(session, words="chronology police") == []
    assert _found(session, theme_id=theme.id, year="2021/22") == ["Neglect briefing"]
    assert _found(session, year="2020/21") == []


def test_what_was_looked_for_is_shown_where_it_stands(session: Session) -> None:
    _added(session)
    one = library(session, make.acting(session, Role.OBSERVER), Wanted(words="chronology")).found[0]
    assert [piece.text for piece in one.snippet if piece.found] == ["chronology"]


def test_briefings_of_one_day_and_title_keep_their_places(session: Session) -> None:
    themes = [make.theme(session, key, group_id=make.theme(session, "process").id) for key in ("transitions", "delay")]
    facts = FACTS.model_copy(update={"themes": tuple(theme.id or 0 for theme in themes)})
    added = [_added(session, (f"{WORDS[0]} {place}.", WORDS[1]), facts) for place in ("Halesowen", "Sedgley", "Lye")]
    reader = make.acting(session, Role.OBSERVER)
    for way in ("asc", "desc"):
        with rows_in_order(db.engine(), way):
            assert [one.item_id for one in library(session, reader, Wanted()).found] == added[::-1]
            assert list(item(session, reader, added[0]).themes.values()) == ["Delay", "Transitions"]


def test_the_same_file_does_not_come_in_twice(session: Session) -> None:
    _added(session)
    with pytest.raises(Problem, match="in the library already"):
        _added(session)


def test_a_childs_number_never_comes_in_and_a_name_only_after_somebody_looked(session: Session) -> None:
    with pytest.raises(Identifiers):
        _added(session, ("The child with NHS number 943 476 5919 was seen.",), looked_at=True)
    named = ("Sarah Jones said that the plan helped her.",)
    with pytest.raises(LooksPersonal, match="Sarah Jones"):
        _added(session, named)
    _added(session, named, looked_at=True)


def test_where_to_turn_to_may_stand_in_a_briefing(session: Session) -> None:
    key = _added(session, ("Telephone the front door on 01384 812345 or write to help@dudley.gov.uk.",))
    assert "01384 812345" in session.get_one(t.LibraryItem, key).text


def test_only_who_keeps_the_library_changes_it(session: Session) -> None:
    key = _added(session)
    for role in (Role.CHAIR, Role.OBSERVER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            remove(session, make.acting(session, role), key)
    keeper = make.acting(session, Role.COORDINATOR)
    correct(session, keeper, key, FACTS.model_copy(update={"title": "Neglect, five years"}), seen=1)
    with pytest.raises(Overtaken):
        correct(session, keeper, key, FACTS, seen=1)
    remove(session, keeper, key)
    with pytest.raises(NotYours):
        item(session, keeper, key)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "PDF"),
        (b"\xd0\xcf\x11\xe0 an old file", "old Word file"),
        (b"%PDF-1.4 cut off", ""),
        (b"PK\x03\x04 no archive", ""),
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence_that_names_it(data: bytes, said: str) -> None:
    with pytest.raises(Problem, match=f"(?s)leaflet.pdf: .*{said}"):
        read_document("leaflet.pdf", data)


def _earlier(**different: object) -> EarlierAudit:
    given = {"audit": "M19", "title": "Neglect", "year": "2019/20", "n": 6, "unit": "returns"} | different
    return EarlierAudit.model_validate(given)


def test_earlier_results_are_taken_in_and_replaced_only_when_somebody_saw_the_difference(session: Session) -> None:
    keeper = make.acting(session, Role.COORDINATOR)
    assert take_in(session, keeper, [_earlier()]) == 1
    assert take_in(session, keeper, [_earlier()]) == 0
    changed = _earlier(n=7)
    assert compare(session, keeper, [changed])[0].differences == ("N: “6” becomes “7”.",)
    with pytest.raises(Problem, match="is here already"):
        take_in(session, keeper, [changed])
    assert take_in(session, keeper, [changed], {"M19": 1}) == 1
    with pytest.raises(Overtaken):
        take_in(session, keeper, [_earlier(n=8)], {"M19": 1})


def test_earlier_results_are_taken_out_with_their_themes_by_who_keeps_the_library(session: Session) -> None:
    keeper = make.acting(session, Role.COORDINATOR)
    make.theme(session, "voice", group_id=make.theme(session, "process").id)
    take_in(session, keeper, [_earlier(themes=[{"theme": "voice", "count": 2}])])
    number = session.exec(select(t.EarlierAudit.id)).one()
    with pytest.raises(NotAllowed):
        earlier_results.remove(session, make.acting(session, Role.OBSERVER), number or 0)
    earlier_results.remove(session, keeper, number or 0)
    assert session.exec(select(t.EarlierAudit)).all() == session.exec(select(t.EarlierTheme)).all() == []
    with pytest.raises(NotYours):
        earlier_results.remove(session, keeper, number or 0)


def test_percentages_and_counts_never_mix() -> None:
    with pytest.raises(ValueError, match="one of the two"):
        Grades(domain="overall", counts={"Good": 1}, percentages={"Good": 50})
    with pytest.raises(ValueError, match="not both"):
        Theme(theme="voice", count=1, percentage=10)


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"year": "2019"}, "2021/22"),
        ({"grades": [{"domain": "overall", "counts": {"Splendid": 1}}]}, "not on the scale"),
        ({"grades": [{"domain": "overall", "counts": {"Good": 9}}]}, "there were only 6"),
        ({"themes": [{"theme": "voice", "count": 7}]}, "only 6 returns"),
        ({"compared_with": "2020/21"}, "not before"),
    ],
)
def test_figures_that_do_not_agree_are_refused(different: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _earlier(**different)


def test_a_theme_that_the_codebook_lacks_is_named_with_what_is_near(session: Session) -> None:
    make.theme(session, "information_sharing", group_id=make.theme(session, "process").id)
    given = _earlier(themes=[{"theme": "Information shared", "count": 2}])
    with pytest.raises(Problem, match="Near are: Information sharing"):
        take_in(session, make.acting(session, Role.COORDINATOR), [given])


def _edition(session: Session, audit: t.Audit) -> t.Edition:
    by = make.person(session, Role.COORDINATOR)
    facts = {"kind": "briefing", "title": "Neglect", "year": "2025/26", "number": 1, "body": {"parts": []}}
    made = {"made_by": by.id, "made_at": make.NOW, "state": "published", "published_at": make.NOW}
    row = t.Edition.model_validate({"audit_id": audit.id, **facts, **made})
    session.add(row)
    session.flush()
    return row


def test_an_agency_says_how_it_used_a_briefing_and_others_do_not_read_it(session: Session) -> None:
    police, health = make.agency(session, "police"), make.agency(session, "health")
    edition = _edition(session, make.audit(session, police, health, stage="published"))
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    use = Use(how="team meeting", reached=14, used_on=date(2026, 3, 3), text="Discussed at every shift.")
    key = record_use(session, lead, edition.id or 0, use)
    assert [one.uses[0].reached for one in own_uses(session, lead)] == [14]
    stranger = make.acting(session, Role.AGENCY_LEAD, agency=health)
    assert [one.uses for one in own_uses(session, stranger)] == [()]
    with pytest.raises(NotYours):
        take_back(session, stranger, key)
    assert [one.silent for one in uses(session, make.acting(session, Role.COORDINATOR))] == [("Health",)]
    take_back(session, lead, key)
    assert session.exec(select(t.UseMade)).all() == []


def test_a_briefing_is_not_used_before_it_is_out_nor_tomorrow(session: Session) -> None:
    police = make.agency(session, "police")
    edition = _edition(session, make.audit(session, police))
    lead = make.acting(session, Role.AGENCY_LEAD, agency=police)
    for day in (date(2026, 3, 2), date(2026, 3, 4)):
        with pytest.raises(Problem):
            record_use(session, lead, edition.id or 0, Use(how="training", used_on=day))
