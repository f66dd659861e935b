"""A panel agrees grades beside the agencies' own."""

import pytest
from sqlmodel import Session, select

from maap.domain.audit import WrongStage
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.identifiers import Identifiers
from maap.domain.panels import AgreedGrade
from maap.domain.people import Actor, NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.usecases.panel import agree_grade
from tests import factories as make


def _domain(key: str) -> list[dict[str, object]]:
    return [
        {"id": f"worked_{key}", "kind": "long_text", "label": "What worked?", "polarity": "strength", "evidence": True},
        {"id": f"strengths_{key}", "kind": "themes", "label": "Which themes?", "polarity": "strength"},
        {"id": f"better_{key}", "kind": "long_text", "label": "What could be better?", "polarity": "area"},
        {"id": f"seen_{key}", "kind": "yes_no", "label": "Was it seen?"},
        {"id": f"grade_{key}", "kind": "grade", "scale": "grade4", "label": "Your grade?", "evidence": True},
    ]


FORM = Questionnaire.model_validate(
    {
        "key": "panel",
        "title": "For a panel",
        "audience": "children",
        "domains": [{"key": "timeliness", "name": "Timeliness"}, {"key": "overall", "name": "Overall"}],
        "scales": [
            {
                "key": "grade4",
                "name": "Four grades",
                "direction": "higher_is_better",
                "levels": [
                    {"value": "outstanding", "label": "Outstanding", "rank": 4},
                    {"value": "good", "label": "Good", "rank": 3},
                    {"value": "requires_improvement", "label": "Requires improvement", "rank": 2},
                    {"value": "inadequate", "label": "Inadequate", "rank": 1},
                    {"value": "not_seen", "label": "Not seen in file"},
                ],
            }
        ],
        "sections": [
            {
                "id": "involvement",
                "title": "Involvement",
                "questions": [
                    {"id": "since", "kind": "text", "label": "Since when do you know the child?"},
                    {"id": "single_agency_issue", "kind": "text", "label": "An issue of one agency?"},
                ],
            },
            {"id": "timeliness", "title": "Timeliness", "domain": "timeliness", "questions": _domain("timeliness")},
            {"id": "overall", "title": "Overall", "domain": "overall", "questions": _domain("overall")},
        ],
    }
)


class Room:
    """A case before its panel: police graded it good, health inadequate."""

    def __init__(self, session: Session, stage: str = "panel") -> None:
        self.police, self.health = (
            make.agency(session, "police", position=1),
            make.agency(session, "health", position=2),
        )
        self.audit = make.audit(session, self.police, self.health, stage=stage)
        freeze(self.audit, FORM)
        self.case = make.case(session, self.audit)
        self.returns = {
            agency.key: make.a_return(session, self.case, agency, state="submitted")
            for agency in (self.police, self.health)
        }
        self.chair = make.acting(session, Role.CHAIR)
        self.coordinator = make.acting(session, Role.COORDINATOR)
        for agency, level in (("police", "good"), ("health", "inadequate")):
            make.grade(session, self.returns[agency], "timeliness", level)
        session.flush()

    def member(self, session: Session) -> Actor:
        """Somebody who sits on the panel."""
        someone = make.acting(session, Role.PANEL_MEMBER)
        session.add(t.PanelMember(audit_id=self.audit.id, person_id=someone.person_id))
        session.flush()
        return someone

    def agree(
        self,
        session: Session,
        grade: str = "requires_improvement",
        by: Actor | None = None,
        seen: int = 0,
        domain: str = "timeliness",
        **words: str,
    ) -> int:
        """Record a grade."""
        agreed = AgreedGrade(domain=domain, grade=grade, **({"reason": "The delay was shared."} | words))
        return agree_grade(session, by or self.chair, self.audit.id or 0, self.case.id or 0, agreed, seen)

    def stored(self, session: Session) -> list[t.PanelGrade]:
        """What the panel recorded."""
        return list(session.exec(select(t.PanelGrade).where(t.PanelGrade.audit_id == self.audit.id)))


@pytest.fixture
def room(session: Session) -> Room:
    return Room(session)


def test_an_agreed_grade_stands_beside_the_agencies_own(session: Session, room: Room) -> None:
    assert room.agree(session, dissent="Health sees it as inadequate.") == 1
    (stored,) = room.stored(session)
    assert (stored.grade, stored.reason, stored.dissent, stored.agreed_by) == (
        "requires_improvement",
        "The delay was shared.",
        "Health sees it as inadequate.",
        room.chair.person_id,
    )
    own = session.exec(select(t.Answer.grade).order_by(t.Answer.id)).all()
    assert own == ["good", "inadequate"]


def test_it_leaves_a_line_with_states_and_no_words_and_beats_the_pulse(session: Session, room: Room) -> None:
    room.agree(session)
    room.agree(session, "inadequate", seen=1)
    first, second = session.exec(select(t.TrailEntry).order_by(t.TrailEntry.id)).all()
    assert (first.deed, first.about, first.detail) == (
        "agreed a grade",
        f"case {room.case.id}",
        {
            "domain": "timeliness",
            "before": None,
            "after": "requires_improvement",
            "revision": 1,
            "dissent": False,
            "how": "consensus",
        },
    )
    assert (second.deed, second.detail["before"]) == ("changed an agreed grade", "requires_improvement")
    session.refresh(room.audit)
    assert room.audit.pulse == 2


def test_of_two_who_record_at_once_the_second_is_told_and_shown_both(session: Session, room: Room) -> None:
    room.agree(session, "inadequate", by=room.coordinator)
    with pytest.raises(Overtaken, match="A colleague has just recorded a grade here") as told:
        room.agree(session, "good")
    assert (told.value.mine.grade, told.value.theirs.grade) == ("good", "inadequate")
    assert [stored.grade for stored in room.stored(session)] == ["inadequate"]
    assert room.agree(session, "good", seen=1) == 2


def test_a_difference_from_an_agencys_own_grade_needs_a_reason(session: Session, room: Room) -> None:
    with pytest.raises(Problem, match="Say why the panel agreed it"):
        room.agree(session, "good", reason=" ")
    for stored in session.exec(select(t.Answer).where(t.Answer.domain == "timeliness")):
        stored.grade = "good"
    session.flush()
    assert room.agree(session, "good", reason="") == 1


def test_grades_that_are_not_handed_in_or_no_longer_asked_do_not_count_as_the_agencies_own(
    session: Session, room: Room
) -> None:
    room.returns["health"].state = "in progress"
    make.answer(
        session, room.returns["police"], "old", "inadequate", domain="timeliness", grade="inadequate", counted=False
    )
    assert room.agree(session, "good", reason="") == 1


@pytest.mark.parametrize(
    "domain, grade, says", [("timeliness", "a", "Choose the grade"), ("gone", "good", "grades no such")]
)
def test_only_levels_of_the_frozen_questionnaire_can_be_agreed(
    session: Session, room: Room, domain: str, grade: str, says: str
) -> None:
    with pytest.raises(Problem, match=says):
        room.agree(session, grade, domain=domain)


def test_identifiers_are_refused_and_likely_ones_kept_only_with_a_reason(session: Session, room: Room) -> None:
    with pytest.raises(Identifiers):
        room.agree(session, dissent="Ring 07700 900123.")
    words = "Mrs Alice Thornbury saw no delay."
    with pytest.raises(MayIdentify, match="keep them and say why"):
        room.agree(session, dissent=words)
    assert room.stored(session) == []
    assert room.agree(session, dissent=words, kept_because="The name is made up.") == 1
    assert room.agree(session, "inadequate", dissent=words, seen=1) == 2


@pytest.mark.parametrize("stage", ["fieldwork", "reporting", "published", "closed"])
def test_grades_are_agreed_while_the_panel_sits(session: Session, stage: str) -> None:
    with pytest.raises(WrongStage):
        Room(session, stage).agree(session)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENCY_LEAD, Role.AUDITOR, Role.PANEL_MEMBER, Role.OBSERVER])
def test_only_chair_and_coordinator_record_the_agreed_grade(session: Session, room: Room, role: Role) -> None:
    someone = make.acting(session, role, agency=room.police)
    session.add(t.NamedAuditor(audit_id=room.audit.id, agency_id=room.police.id, person_id=someone.person_id))
    session.add(t.PanelMember(audit_id=room.audit.id, person_id=someone.person_id))
    session.flush()
    with pytest.raises((NotAllowed, NotYours)):
        room.agree(session, by=someone)
    assert room.agree(session, by=room.coordinator) == 1


def test_a_case_of_another_audit_or_one_that_was_replaced_is_not_there(session: Session, room: Room) -> None:
    elsewhere = make.case(session, make.audit(session, room.police))
    agreed = AgreedGrade(domain="timeliness", grade="good", reason="Because")
    with pytest.raises(NotYours, match="no such case"):
        agree_grade(session, room.chair, room.audit.id or 0, elsewhere.id or 0, agreed, 0)
    room.case.status = "replaced"
    session.flush()
    with pytest.raises(NotYours, match="no such case"):
        room.agree(session)


def test_the_chair_decides_only_where_somebody_sees_it_differently(session: Session, room: Room) -> None:
    with pytest.raises(Problem, match="Say which agency saw it differently"):
        room.agree(session, how="chair")
    room.agree(session, how="chair", dissent="Health sees it as inadequate.")
    assert [stored.how for stored in room.stored(session)] == ["chair"]
