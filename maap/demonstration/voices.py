"""What made-up practitioners and families said about cases: by a one-time link, or to the coordinator."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import select

from maap.demonstration.stage import Scene, Story
from maap.domain.voice import Kind, NewLink, NewVoice, Said
from maap.storage.tables import Agency, Case
from maap.usecases.giving_voice import hand_in_voice
from maap.usecases.voice import enter_voice, make_voice_link


class Told(NamedTuple):
    """A view about the case with this number. ``agency``: a practitioner's, if the panel is told."""

    number: int
    kind: Kind
    answers: dict[str, str]
    agency: str = ""
    by_link: bool = True
    may_quote: bool = True


TOLD = (
    Told(
        1,
        Kind.PRACTITIONER,
        {
            "worked": "We rang each other the same day instead of waiting for the next meeting.",
            "hard": "Three of us visited in one week without knowing of each other.",
            "support": "Most of the time",
            "change": "One shared plan that everybody can open.",
        },
        agency="health_visiting",
    ),
    Told(
        1,
        Kind.CHILD,
        {
            "listened": "Sometimes",
            "good": "My worker came to my school so that I did not miss football.",
            "bad": "I had to say it all again each time somebody new came.",
            "wish": "That the same person stays.",
        },
        by_link=False,
    ),
    Told(
        2,
        Kind.PARENT,
        {
            "respected": "Most of the time",
            "good": "Somebody explained what the letters meant.",
            "bad": "Meetings were when I work, so I could not come.",
            "together": "They seemed to know what the others did, most of the time.",
            "change": "Ask us when we can come.",
        },
        by_link=False,
        may_quote=False,
    ),
    Told(
        3,
        Kind.PRACTITIONER,
        {
            "worked": "Supervision gave me time to think about what the silence in the home meant.",
            "hard": "The waiting list was longer than the time the family had agreed to work with us.",
            "support": "Not often enough",
        },
        agency="childrens_social_care",
    ),
)
"""What was said about the audit that is before its panel."""


def heard(scene: Scene, audit_id: int, ago: float, told: Iterable[Told] = TOLD) -> Story:
    """Views come in one after the other, and one link is still out."""
    numbers = {row.number: row.id or 0 for row in scene.session.exec(select(Case).where(Case.audit_id == audit_id))}
    agencies = {row.key: row.id for row in scene.session.exec(select(Agency))}
    for n, one in enumerate(told):
        at = yield scene.moment(ago - n / 4, 9 + n, 20)
        coordinator = scene.cast.coordinator(at)
        case_id, agency_id = numbers[one.number], agencies.get(one.agency)
        said = Said(answers=one.answers, may_quote=one.may_quote)
        if one.by_link:
            link = NewLink(case_id=case_id, kind=one.kind, agency_id=agency_id)
            token = make_voice_link(scene.session, coordinator, audit_id, link)
            at = yield scene.moment(ago - n / 4, 12 + n, 5)
            hand_in_voice(scene.session, token, said, at)
        else:
            enter_voice(
                scene.session,
                coordinator,
                audit_id,
                NewVoice(case_id=case_id, kind=one.kind, agency_id=agency_id, said=said),
            )
    at = yield scene.moment(2, 15, 40)
    make_voice_link(scene.session, scene.cast.coordinator(at), audit_id, NewLink(case_id=numbers[4], kind=Kind.PARENT))
