"""A draft report is with the agencies: two have said something about it, one has its answer, one has read it."""

from datetime import timedelta

from maap.demonstration.outlines import Outline
from maap.demonstration.stage import Scene, Story
from maap.domain.accuracy import Comment, Reply
from maap.domain.documents import Kind
from maap.usecases.accuracy import answer, comment, open_check, say_checked
from maap.usecases.documents import keep_draft
from maap.views.accuracy import checks
from maap.views.documents import draft

SAID = (
    "The report says that no return came from the evening team. It came in, one day late.",
    "Our notice periods changed during the period under review. The sentence reads as if they had not.",
)


def checked(scene: Scene, audit_id: int, outline: Outline, ago: float) -> Story:
    """The coordinator freezes a draft so many days ago, and agencies read it."""
    at = yield scene.moment(ago, 11, 10)
    coordinator = scene.cast.coordinator(at)
    document = draft(scene.session, coordinator, audit_id, Kind.REPORT).document
    edition_id = keep_draft(scene.session, coordinator, audit_id, document)
    open_check(scene.session, coordinator, audit_id, edition_id, (scene.now + timedelta(days=8)).date())
    parts = [part.key for part in document.parts]
    for n, words in enumerate(SAID):
        at = yield scene.moment(ago - 1, 9 + 2 * n, 25)
        lead = scene.cast.lead(outline.agencies[n], at)
        comment(scene.session, lead, audit_id, edition_id, Comment(part=parts[n % len(parts)], text=words))
    say_checked(scene.session, lead, audit_id, edition_id)
    at = yield scene.moment(ago - 1, 15, 45)
    coordinator = scene.cast.coordinator(at)
    first = checks(scene.session, coordinator, audit_id).drafts[0].comments[0]
    reply = Reply(answer="accepted", reason="Thank you. The sentence now says that it came in one day late.")
    answer(scene.session, coordinator, audit_id, first.comment_id, reply, first.revision)
