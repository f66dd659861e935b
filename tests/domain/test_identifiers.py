"""What must not be typed, one rule at a time, with a small lexicon."""

from datetime import date

import pytest

from maap.domain.identifiers import Identifiers, Lexicon, Mark, find, refuse_certain, replaced
from maap.domain.problems import Problem

WORDS = Lexicon(
    first_names=frozenset({"Jade", "Harry", "Grace", "Chloe", "Mae", "Zoë", "Clare", "Dudley", "April", "Ellie"}),
    surnames=frozenset({"Smith", "Khan", "Hall"}),
    innocent=frozenset(
        {"Grace", "April", "Signs of Safety", "Clare's Law", "Police", "CIN", "Hall", "and", "the", "was"}
    ),
    places=frozenset({"Dudley", "Brierley Hill"}),
)


def kinds(text: str) -> list[str]:
    return [mark.kind for mark in find(text, WORDS)]


def only(text: str) -> Mark:
    (mark,) = find(text, WORDS)
    return mark


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NHS 943 476 5919", "nhs_number"),
        ("It is 9434765919.", "nhs_number"),
        ("UPN A123456789012", "upn"),
        ("They live at DY1 1HF now", "postcode"),
        ("at dy11hf now", "postcode"),
        ("jo.smith@example.org", "email"),
        ("Ring 07700 900123", "phone"),
        ("Ring (0121) 496 0123", "phone"),
        ("Ring +44 (0) 7700 900 123", "phone"),
        ("Ring 0048 512 345 678", "phone"),
    ],
)
def test_a_sure_identifier_is_refused(text: str, kind: str) -> None:
    assert only(text).kind == kind
    assert only(text).certain
    with pytest.raises(Identifiers) as refusal:
        refuse_certain(text, WORDS)
    assert refusal.value.marks == (only(text),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NI QQ123456C", "ni_number"),
        ("The car BD51 SMR was outside", "vehicle"),
        ("DOB 12/03/2011", "birth_date"),
        ("born on 3 March 2011", "birth_date"),
        ("her birthday is 3 March", "birth_date"),
        ("JB (03/04/2012)", "initials_with_date"),
        ("Jade was seen", "name"),
        ("Hillcrest Primary School", "school"),
        ("at 14 Oak Road", "address"),
        ("NHS number 943 476 5918", "nhs_number"),
    ],
)
def test_a_likely_identifier_is_only_a_warning(text: str, kind: str) -> None:
    assert only(text).kind == kind
    assert not only(text).certain
    refuse_certain(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918 has a wrong check digit",
        "Childline is on 0800 1111 and the advice line on 0300 123 4567",
        "MAAP26-1-03",
        "on 01.02.2024 3.4 visits",
        "section 47, S47 2nd visit",
        "CIN 12/03/2025",
        "The review on 12/03/2025",
        "Signs of Safety was used",
        "Clare's Law was considered",
        "Brierley Hill and Dudley",
        "In April 2025 the plan ended",
        "Grace was shown",
        "Mr X was seen",
        "the Virtual School helped",
        "St Jade's",
    ],
)
def test_what_belongs_in_an_audit_is_not_accused(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PC Smith attended", "PC Smith"),
        ("Mr Zvonimir attended", "Mr Zvonimir"),
        ("seen by Mr and Mrs Khan", "Mr and Mrs Khan"),
        ("her mother Zvonka cried", "mother Zvonka"),
        ("a man called Zvonko", "Zvonko"),
        ("his name is Zvonko", "Zvonko"),
        ("harry said so", "harry"),
        ("spoke to harry", "harry"),
        ("Chloe-Mae came", "Chloe-Mae"),
        ("Jade Hall said so", "Jade Hall"),
        ("Zoe came", "Zoe"),
        ("JADE came", "JADE"),
        ("Jade's plan", "Jade"),
        ("the Zvonimir family", "Zvonimir"),
        ("J. Smith wrote", "J. Smith"),
        ("Then Grace was seen", "Grace"),
        ("Grace told the nurse", "Grace"),
        ("Ellie and Grace", "Ellie"),
        ("April (5) was seen", "April"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    found = [mark.text for mark in find(text, WORDS)]
    assert found[:1] == [name]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Jade was seen by PC Smith.", "The child was seen by the police officer."),
        ("She spoke to mother Zvonka.", "She spoke to mother."),
        ("We met Jade's dad.", "We met the child's dad."),
        ("Seen at Hillcrest Primary School.", "Seen at the school."),
        ("DOB 12/03/2011.", "DOB [date]."),
        ("The Khan family moved.", "The [name] family moved."),
    ],
)
def test_one_key_makes_a_sentence_that_still_reads(text: str, clean: str) -> None:
    assert replaced(text, find(text, WORDS)) == clean


def test_disguised_numbers_are_found_where_they_were_typed() -> None:
    text = "Ring \uff10\uff17700\u00a09001\u200b23 or jo\uff20example.org"
    marks = find(text, WORDS)
    assert [mark.kind for mark in marks] == ["phone", "email"]
    assert [text[mark.start : mark.end] for mark in marks] == [mark.text for mark in marks]


def test_a_decomposed_accent_does_not_hide_a_name() -> None:
    assert only("Zoe\u0308 was seen").text == "Zoe\u0308"


def test_an_old_date_warns_only_when_the_day_is_known() -> None:
    text = "Seen 12/03/2011"
    assert find(text, WORDS) == ()
    assert [mark.kind for mark in find(text, WORDS, date(2026, 3, 3))] == ["birth_date"]
    assert find("Seen 12/03/2025", WORDS, date(2026, 3, 3)) == ()


def test_a_refusal_names_the_kinds_but_never_the_text() -> None:
    with pytest.raises(Problem) as refusal:
        refuse_certain("jo@example.org at DY1 1HF, Jade", WORDS)
    sentence = str(refusal.value)
    assert "an email address and a postcode" in sentence
    assert "Take it out" in sentence
    assert "jo@" not in sentence
    assert "Jade" not in sentence


def test_the_sentence_of_a_mark_says_what_to_do() -> None:
    assert only("Jade was seen").sentence == (
        "“Jade” may be a person's name. Write “The child” instead, or keep it and say why."
    )
    assert only("at DY1 1HF").sentence == "“DY1 1HF” is a postcode. It cannot be saved. Write “[postcode]” instead."


def test_a_text_without_identifiers_passes() -> None:
    refuse_certain("The child was seen alone and the plan was clear.", WORDS)
    assert find("", WORDS) == ()
