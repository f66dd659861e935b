"""Themes through the years say each year's count, where they went, and nothing that nobody published."""

from maap.domain.pictures import Drawing
from maap.domain.theme_years import MOST_YEARS, EveryYear, areas, strengths
from maap.domain.trends import Named, Published, ThemeTrend, Told

YEARS = ("2022/23", "2023/24", "2024/25")


def _counted(strengths: int = 0, areas: int = 0, returns: int = 10) -> Told:
    return Told((Named(strengths, areas, returns),))


def _row(theme_id: int, name: str, *told: Told, actions: int = 0) -> EveryYear:
    return EveryYear(theme_id, ThemeTrend(name, told[-2], told[-1], YEARS[-2], actions), told)


CONSENT = _row(1, "Consent", _counted(areas=2), _counted(areas=9), _counted(areas=1, strengths=3), actions=1)
VOICE = _row(2, "Voice", Told(), _counted(strengths=1), _counted(strengths=9))
SHARE = Told((), (Published("MACFA", "Supervision", "area", percentage=40.0),))
SUPERVISION = _row(3, "Supervision", SHARE, _counted(), _counted(areas=2))


def test_each_year_has_its_count_of_its_returns() -> None:
    (row,) = strengths([VOICE], YEARS).rows
    assert row.said == ("–", "1 of 10", "9 of 10")
    assert row.note == "▲ More often"


def test_the_most_frequent_strength_comes_first_and_is_in_the_sentence() -> None:
    picture = strengths([CONSENT, VOICE, SUPERVISION], YEARS)
    assert [row.name for row in picture.rows] == ["Voice", "Consent"]
    assert picture.sentence == (
        "Named most as a strength: Voice, in 9 of 10. Named more often than chance explains: 1; less often: 0."
    )


def test_an_area_says_where_it_went_and_that_an_action_is_open() -> None:
    first = areas([CONSENT, SUPERVISION], YEARS, *YEARS[1:]).rows[0]
    assert (first.name, first.note) == ("Consent", "▲ Better  ·  Still open, 1 action")
    assert first.further == ("▲ Better", "Still open, 1 action", "More than chance explains")


def test_a_percentage_without_its_number_is_no_count_and_has_no_shade() -> None:
    (row,) = areas([SUPERVISION], YEARS, *YEARS[1:]).rows
    assert row.said == ("named", "0 of 10", "2 of 10")
    assert row.shades[0] == 0


def test_the_latest_years_are_drawn() -> None:
    many = tuple(f"20{at}/{at + 1}" for at in range(10, 20))
    row = EveryYear(1, ThemeTrend("Voice", _counted(1), _counted(1)), tuple(_counted(1) for _ in many))
    picture = strengths([row], many)
    assert picture.columns == many[-MOST_YEARS:]
    assert len(picture.rows[0].said) == MOST_YEARS


def test_where_nothing_was_named_there_are_words_alone() -> None:
    assert strengths([SUPERVISION], YEARS).drawing is Drawing.WORDS
    assert areas([VOICE], YEARS, *YEARS[1:]).rows == ()
