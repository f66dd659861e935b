"""A made-up document with everything that a document can hold, to try a template on."""

from datetime import UTC, datetime

from jinja2 import TemplateError

from maap.domain.documents import Chart, Document, Kind, Part, Table, Text
from maap.domain.problems import Problem
from maap.reports.making import made

SAMPLE = Document(
    kind=Kind.REPORT,
    title="A made-up audit",
    subtitle="To try a template on",
    reference="MAAP26-0",
    year="2026/27",
    partnership="A partnership",
    as_at=datetime(2026, 3, 3, 10, tzinfo=UTC),
    parts=(
        Part(
            key="one",
            title="A part",
            blocks=(
                Text(text="A paragraph."),
                Text(text="An item.", style="item"),
                Text(text="“Words that somebody said.”", style="quote"),
                Table(title="A table", head=("Name", "Number"), rows=(("First", "1"), ("Second", "2"))),
                Chart(
                    title="A chart",
                    alt="One bar: 1 good, 2 poor.",
                    drawing="grades",
                    levels=("Good", "Poor"),
                    rows=(("Timeliness", "3 graded", (1, 2)),),
                ),
            ),
        ),
        Part(key="two", title="Another part", blocks=(Text(text="Its words."),)),
    ),
)


def tried(kind: Kind, template: bytes) -> bytes:
    """The sample in Word. Raises Problem when the template does not bear it."""
    try:
        return made(SAMPLE.model_copy(update={"kind": kind}), "docx", template)
    except (TemplateError, ValueError, KeyError, TypeError) as fault:
        raise Problem(
            f"The template was tried with a made-up document, and that went wrong ({type(fault).__name__}). "
            "Start again from the shipped template and change a little at a time."
        ) from None
