"""One audit in each stage: each a story of what people did in the weeks before somebody looks at it."""

from maap.demonstration import outlines
from maap.demonstration.accuracy import checked
from maap.demonstration.arranged import arranged
from maap.demonstration.changes import planned, private, worried
from maap.demonstration.coding import coded
from maap.demonstration.dice import dice
from maap.demonstration.displays import on_a_wall
from maap.demonstration.documents import published, published_again, used
from maap.demonstration.fieldwork import Deed, Owed, all_in, happening, owed
from maap.demonstration.meetings import met
from maap.demonstration.panels import graded_long_ago
from maap.demonstration.people import OTHERS, READY
from maap.demonstration.revised import revised
from maap.demonstration.sharing import shared_outside
from maap.demonstration.stage import Scene, Story, Telling
from maap.demonstration.terms import agreed, begun, committed, declined, listed, opened, signed_so_that_due
from maap.demonstration.voices import heard
from maap.domain.audit import Stage
from maap.domain.documents import Kind
from maap.domain.people import Role
from maap.usecases.cases import replace_case
from maap.usecases.figures import close
from maap.usecases.signin import person_for, sign_in, sign_out
from maap.usecases.stages import move_on

LATE = "gp"
"""The agency that commits only when fieldwork is under way."""
DECLINES = "substance_misuse"
OWN_AUDITOR = frozenset(one.agency for one in READY if one.role is Role.AUDITOR)
BEGIN_AT_ONCE = ("police", "health_visiting")
MOVED_AWAY = 9
"""The number of the case that is replaced in fieldwork."""


def stories(scene: Scene) -> list[Story]:
    """Eight audits, the oldest first, and people who come and go."""
    return [
        _closed_and_looked_at_again(scene),
        _published(scene),
        _reporting(scene),
        _panel(scene),
        _sampling(scene),
        _agreed(scene),
        _draft(scene),
        _visits(scene),
    ]


def _visits(scene: Scene) -> Story:
    """Everybody was here lately, and signed out."""
    roll = dice("visits")
    for ago, one in sorted(((roll.uniform(1, 6), one) for one in (*READY, *OTHERS)), reverse=True):
        at = yield scene.moment(ago, roll.randrange(9, 16), roll.randrange(60))
        person = person_for(scene.session, one.email)
        if person is not None:
            sign_out(scene.session, sign_in(scene.session, person, at), at)


def _draft(scene: Scene) -> Story:
    yield from begun(scene, outlines.DRAFT, 6)


def _agreed(scene: Scene) -> Story:
    outline = outlines.AGREED
    audit_id = yield from agreed(scene, outline, 25, 4)
    yield from committed(scene, audit_id, outline.agencies[:3], 3, 1)


def _sampling(scene: Scene) -> Story:
    outline = outlines.SAMPLING
    audit_id = yield from agreed(scene, outline, 29, 8)
    yield from committed(scene, audit_id, outline.agencies[:-1], 7, 2)
    yield from listed(scene, outline, audit_id, 1)


def _panel(scene: Scene) -> Story:
    outline = outlines.PANEL
    audit_id = yield from _answered(scene, outline, started=68, missing=1)
    yield from _moved(scene, audit_id, Stage.PANEL, 5, despite=True)
    yield from heard(scene, audit_id, 4)
    yield from on_a_wall(scene, audit_id, 3)
    yield from arranged(scene, audit_id, 2)
    yield from met(scene, audit_id, 1, of_cases=4, at_most=22)
    yield from coded(scene, audit_id, 0.5, at_most=24, unfit=True)


def _reporting(scene: Scene) -> Story:
    outline = outlines.REPORTING
    audit_id = yield from _answered(scene, outline, started=86)
    yield from _to_report(scene, audit_id, 16)
    yield from planned(scene, audit_id, 12, outline.agencies, lived=False)
    yield from private(scene, audit_id, 11, "acute_hospital", settled=False)
    yield from private(scene, audit_id, 10, "childrens_social_care", settled=True)
    yield from checked(scene, audit_id, outline, 3)


def _published(scene: Scene) -> Story:
    outline = outlines.PUBLISHED
    audit_id = yield from _answered(scene, outline, started=320)
    yield from _to_report(scene, audit_id, 250)
    yield from planned(scene, audit_id, 240, outline.agencies, lived=True)
    yield from published(scene, audit_id, 182, Kind.REPORT, Kind.BRIEFING, Kind.SLIDES, each_agency=True)
    yield from shared_outside(scene, audit_id, 185)
    yield from _moved(scene, audit_id, Stage.PUBLISHED, 180)
    yield from used(scene, audit_id, 165)
    yield from published_again(scene, audit_id, 150)


def _closed_and_looked_at_again(scene: Scene) -> Story:
    """The audit that is closed, and then its re-audit, which is in fieldwork now."""
    outline = outlines.CLOSED
    audit_id = yield from _answered(scene, outline, started=700)
    yield from _to_report(scene, audit_id, 630)
    yield from planned(scene, audit_id, 620, outline.agencies, lived=True)
    yield from private(scene, audit_id, 615, "police", settled=True)
    yield from published(scene, audit_id, 572, Kind.REPORT, Kind.BRIEFING)
    yield from _moved(scene, audit_id, Stage.PUBLISHED, 570)
    at = yield scene.moment(190)
    close(scene.session, scene.cast.coordinator(at), audit_id)
    yield from _fieldwork(scene, audit_id)


def _answered(scene: Scene, outline: outlines.Outline, started: float, missing: int = 0) -> Telling:
    """From the start of an audit to the last return, in the rhythm of the timetable."""
    signed = started - 20
    audit_id = yield from agreed(scene, outline, started, signed)
    yield from committed(scene, audit_id, outline.agencies, signed - 1, signed - 6)
    yield from listed(scene, outline, audit_id, signed - 7)
    yield from opened(scene, outline, audit_id, signed - 8, signed - 14)
    yield from all_in(scene, outline, audit_id, signed - 17, signed - 38, missing)
    return audit_id


def _to_report(scene: Scene, audit_id: int, ago: float) -> Story:
    """Returns are closed, the panel grades every case, and the report is begun."""
    yield from _moved(scene, audit_id, Stage.PANEL, ago + 8)
    yield from graded_long_ago(scene, audit_id, ago + 1)
    yield from _moved(scene, audit_id, Stage.REPORTING, ago)
    yield from coded(scene, audit_id, ago - 1, at_most=60)


def _moved(scene: Scene, audit_id: int, to: Stage, ago: float, despite: bool = False) -> Story:
    at = yield scene.moment(ago, 16)
    move_on(scene.session, scene.cast.coordinator(at), audit_id, to, despite)


def _fieldwork(scene: Scene, earlier: int) -> Story:
    """12 cases and nine agencies in the middle of it: a tenth declined, one came late, a case was replaced."""
    outline = outlines.FIELDWORK
    signed = signed_so_that_due(scene, 2, soonest=38)
    audit_id = yield from agreed(scene, outline, signed + 17, signed, earlier)
    prompt = [key for key in outline.agencies if key not in (LATE, DECLINES)]
    yield from committed(scene, audit_id, prompt, 37, 32)
    yield from declined(scene, audit_id, DECLINES, 32)
    yield from listed(scene, outline, audit_id, 31)
    yield from opened(scene, outline, audit_id, 30, 24)
    returns = owed(scene, audit_id)
    yield from worried(scene, audit_id, 12, "police")
    yield from happening(scene, outline, _mixed([one for one in returns if one.case.number != MOVED_AWAY]))
    at = yield scene.moment(4, 15)
    old = next(one.case for one in returns if one.case.number == MOVED_AWAY)
    replace_case(scene.session, scene.cast.coordinator(at), audit_id, old.id or 0, "moved_away")
    yield from committed(scene, audit_id, [LATE], 2, 2)
    fresh = [one for one in owed(scene, audit_id) if one.case.number > outline.cases]
    yield from happening(scene, outline, [Deed(1, "begin", one) for one in fresh if one.agency in BEGIN_AT_ONCE])
    yield from revised(scene, audit_id, 0.1)


def _mixed(returns: list[Owed]) -> list[Deed]:
    """Returns in every state there is: most are in, two are not known, one was sent back."""
    roll = dice("states of returns")
    roll.shuffle(returns)
    unknown = [one for one in returns if one.agency in ("housing", "midwifery")][:2]
    back = next(one for one in returns if one.agency == "police")
    others = [one for one in returns if one not in (*unknown, back)]
    accepted, submitted, slow, begun_ = others[:47], others[48:63], others[63:65], others[65:75]
    day = iter(roll.uniform(5, 23) for _ in returns)
    given = [Deed(23.5, "give", one) for one in returns if one.agency in OWN_AUDITOR]
    ready = [(next(day), one) for one in accepted]
    return [
        *given,
        *(Deed(ago, "hand in", one) for ago, one in ready),
        *(Deed(ago - 2, "accept", one) for ago, one in ready),
        Deed(6, "hand in worried", others[47]),
        Deed(5, "accept", others[47]),
        *(Deed(next(day) / 3, "hand in", one) for one in submitted),
        *(Deed(next(day), "not known", one) for one in unknown),
        *(Deed(2 + place / 2, "save", one) for place, one in enumerate(slow)),
        *(Deed(next(day) / 4, "begin", one) for one in begun_),
        Deed(9, "hand in", back),
        Deed(3, "send back", back),
    ]
