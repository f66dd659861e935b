"""The codebook as a REFI-QDA file: out and in again the same, and nothing hostile comes in."""

import pytest
from defusedxml.ElementTree import fromstring

from maap.domain.problems import Problem
from maap.outside.qdc import LARGEST, NAMESPACE, NotQdc, QdcCode, read, write
from tests.usecases.furnished import shipped

CODES = tuple(
    QdcCode(
        key=entry.key,
        name=entry.name,
        group=entry.group_name,
        definition=entry.definition,
        use_when=entry.use_when,
        not_when=entry.not_when,
        audience=entry.audience,
        words=entry.words,
        examples=entry.examples,
    )
    for entry in shipped().themes
)


def test_the_shipped_codebook_comes_back_equal() -> None:
    assert read(write(CODES)) == CODES


def test_it_is_written_as_the_standard_has_it() -> None:
    root = fromstring(write(CODES))
    names = {"q": NAMESPACE}
    assert root.tag == f"{{{NAMESPACE}}}CodeBook"
    tops = root.findall("q:Codes/q:Code", names)
    assert {top.get("isCodable") for top in tops} == {"false"}
    codes = root.findall("q:Codes/q:Code/q:Code", names)
    assert len(codes) == len({code.get("guid") for code in codes}) == len(CODES)


def test_another_programs_codebook_without_our_headings_is_read() -> None:
    file = f"""<CodeBook xmlns="{NAMESPACE}" origin="Other"><Codes>
        <Code guid="a" name="Trust" isCodable="true"><Description>People trust.</Description></Code>
        <Code guid="b" name="Time" isCodable="true"><Code guid="c" name="Late" isCodable="true">
          <Code guid="d" name="Very late" isCodable="true"/></Code></Code>
      </Codes></CodeBook>"""
    found = [(one.group, one.name, one.definition) for one in read(file.encode())]
    assert found == [("", "Trust", "People trust."), ("Time", "Late", ""), ("Time", "Very late", "")]


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"not xml",
        b"<CodeBook/>",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><CodeBook>&b;</CodeBook>',
        b'<?xml version="1.0" encoding="nonsense"?><CodeBook/>',
    ],
)
def test_what_is_no_codebook_or_hostile_is_refused_in_a_sentence(file: bytes) -> None:
    with pytest.raises(NotQdc):
        read(file)


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(Problem, match="2 MB"):
        read(b"<" * (LARGEST + 1))
