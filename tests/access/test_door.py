"""The one door: who reaches which audit and which return, and what they may do there."""

from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlmodel import Session

from maap.access import audits_of, desk, return_seat, seat
from maap.domain.people import AGENCY_ROLES, GRANTS, Actor, NotAllowed, NotYours, Permission, Role
from maap.domain.problems import Problem
from maap.storage import tables as t
from tests import factories as make

NOBODYS = 987_654


class Scene:
    """Police and health take part in one audit, health alone in another; somebody of each role is of the police."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.police, self.health = make.agency(session, "police"), make.agency(session, "health")
        self.ours, self.theirs = make.audit(session, self.police, self.health), make.audit(session, self.health)
        case = make.case(session, self.ours)
        self.our_return = make.a_return(session, case, self.police)
        self.their_return = make.a_return(session, case, self.health)

    def somebody(self, *roles: Role, agency: t.Agency | None = None, audit: t.Audit | None = None) -> Actor:
        """A person with roles, named or seated in an audit where their role needs it."""
        agency = agency or self.police
        actor = make.acting(self.session, *roles, agency=agency if AGENCY_ROLES & set(roles) else None)
        place = {"audit_id": (audit or self.ours).id, "person_id": actor.person_id}
        if Role.AUDITOR in roles:
            self.session.add(t.NamedAuditor(agency_id=agency.id, **place))
        if Role.PANEL_MEMBER in roles:
            self.session.add(t.PanelMember(**place))
        self.session.flush()
        return actor

    def may(self, deed: Callable[[], object]) -> str:
        """«yes», «not allowed» or «not yours»."""
        try:
            deed()
        except NotAllowed:
            return "not allowed"
        except NotYours:
            return "not yours"
        return "yes"

    def at(self, actor: Actor, audit: t.Audit, permission: Permission) -> str:
        """What the door of an audit says."""
        return self.may(lambda: seat(self.session, actor, audit.id or 0, permission))

    def at_return(self, actor: Actor, row: t.Return, permission: Permission) -> str:
        """What the door of a return says."""
        return self.may(lambda: return_seat(self.session, actor, row.id or 0, permission))


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


WITHIN_REACH = [role for role in Role if role is not Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", WITHIN_REACH)
def test_a_seat_allows_exactly_what_the_role_is_granted(scene: Scene, role: Role) -> None:
    somebody = scene.somebody(role)
    answers = {permission: scene.at(somebody, scene.ours, permission) for permission in Permission}
    assert answers == {p: "yes" if p in GRANTS[role] else "not allowed" for p in Permission}


def test_the_administrator_reaches_no_audit(scene: Scene) -> None:
    somebody = scene.somebody(Role.ADMINISTRATOR)
    assert {scene.at(somebody, scene.ours, permission) for permission in Permission} == {"not yours"}


@pytest.mark.parametrize(
    "role, reaches", [(role, role in (Role.COORDINATOR, Role.CHAIR, Role.OBSERVER)) for role in Role]
)
def test_only_the_partnerships_own_roles_reach_an_audit_they_have_no_part_in(
    scene: Scene, role: Role, reaches: bool
) -> None:
    somebody = scene.somebody(role)
    assert scene.at(somebody, scene.theirs, Permission.READ_AUDIT) == ("yes" if reaches else "not yours")


def test_an_auditor_who_was_not_named_for_an_audit_does_not_reach_it(scene: Scene) -> None:
    somebody = make.acting(scene.session, Role.AUDITOR, agency=scene.police)
    assert scene.at(somebody, scene.ours, Permission.READ_AUDIT) == "not yours"


def test_an_auditor_who_was_named_elsewhere_does_not_reach_an_audit_for_which_a_colleague_was(scene: Scene) -> None:
    scene.somebody(Role.AUDITOR)
    somebody = scene.somebody(Role.AUDITOR, audit=scene.theirs)
    assert scene.at(somebody, scene.ours, Permission.READ_AUDIT) == "not yours"


def test_a_panel_member_who_sits_elsewhere_does_not_reach_an_audit_where_a_colleague_sits(scene: Scene) -> None:
    scene.somebody(Role.PANEL_MEMBER)
    somebody = scene.somebody(Role.PANEL_MEMBER, audit=scene.theirs)
    assert scene.at(somebody, scene.ours, Permission.READ_CASES) == "not yours"


def test_a_lead_of_no_agency_reaches_nothing_though_every_agency_takes_part(scene: Scene) -> None:
    nobodys = make.acting(scene.session, Role.AGENCY_LEAD)
    assert scene.at(nobodys, scene.ours, Permission.READ_AUDIT) == "not yours"
    assert audits_of(scene.session, nobodys) == []


def test_a_seat_holds_the_audit_and_the_own_agencys_part_in_it(scene: Scene) -> None:
    lead, coordinator = scene.somebody(Role.AGENCY_LEAD), scene.somebody(Role.COORDINATOR)
    place = seat(scene.session, lead, scene.ours.id or 0, Permission.READ_AUDIT)
    part = place.participation
    assert (place.id, place.audit, place.actor) == (scene.ours.id, scene.ours, lead)
    assert part is not None and (part.audit_id, part.agency_id) == (scene.ours.id, scene.police.id)
    assert seat(scene.session, coordinator, scene.ours.id or 0, Permission.READ_AUDIT).participation is None
    far = seat(
        scene.session,
        scene.somebody(Role.AGENCY_LEAD, agency=scene.health),
        scene.theirs.id or 0,
        Permission.READ_AUDIT,
    ).participation
    assert far is not None and (far.audit_id, far.agency_id) == (scene.theirs.id, scene.health.id)
    of_both = make.acting(scene.session, Role.COORDINATOR, agency=scene.police)
    assert seat(scene.session, of_both, scene.theirs.id or 0, Permission.READ_AUDIT).participation is None


def test_a_return_comes_with_its_own_audit_case_and_agency(scene: Scene) -> None:
    case = make.case(scene.session, scene.theirs)
    theirs = make.a_return(scene.session, case, scene.health)
    place = return_seat(scene.session, scene.somebody(Role.COORDINATOR), theirs.id or 0, Permission.READ_RETURN)
    assert (place.seat.audit, place.row, place.case, place.agency) == (scene.theirs, theirs, case, scene.health)


def test_an_auditor_named_for_an_audit_their_agency_left_does_not_reach_it(scene: Scene) -> None:
    somebody = scene.somebody(Role.AUDITOR, audit=scene.theirs)
    assert scene.at(somebody, scene.theirs, Permission.READ_AUDIT) == "not yours"


def test_a_panel_member_who_does_not_sit_there_does_not_reach_it(scene: Scene) -> None:
    assert scene.at(make.acting(scene.session, Role.PANEL_MEMBER), scene.ours, Permission.READ_CASES) == "not yours"


def test_somebody_without_a_role_reaches_nothing(scene: Scene) -> None:
    nobody = make.acting(scene.session)
    assert scene.at(nobody, scene.ours, Permission.READ_AUDIT) == "not yours"
    assert audits_of(scene.session, nobody) == []


def test_what_is_out_of_reach_and_what_does_not_exist_are_refused_in_the_same_words(scene: Scene) -> None:
    somebody = scene.somebody(Role.AGENCY_LEAD)
    said = []
    for audit_id in (scene.theirs.id or 0, NOBODYS):
        with pytest.raises(NotYours) as refused:
            seat(scene.session, somebody, audit_id, Permission.READ_AUDIT)
        said.append(str(refused.value))
    for return_id in (scene.their_return.id or 0, NOBODYS):
        with pytest.raises(NotYours) as refused:
            return_seat(scene.session, somebody, return_id, Permission.READ_RETURN)
        said.append(str(refused.value))
    assert said[0] == said[1] and said[2] == said[3]


def test_a_role_held_elsewhere_lends_nothing_here(scene: Scene) -> None:
    """A lead of the police who sits on health's panel reads cases there, and does not speak for an agency there."""
    somebody = scene.somebody(Role.AGENCY_LEAD, Role.PANEL_MEMBER, audit=scene.theirs)
    assert scene.at(somebody, scene.theirs, Permission.READ_CASES) == "yes"
    assert scene.at(somebody, scene.theirs, Permission.COMMIT_AGENCY) == "not allowed"
    assert scene.at(somebody, scene.ours, Permission.COMMIT_AGENCY) == "yes"
    assert scene.at(somebody, scene.ours, Permission.READ_CASES) == "not allowed"


@pytest.mark.parametrize(
    "roles, permission, alone",
    [
        ((Role.AUDITOR,), Permission.READ_RETURN, True),
        ((Role.AGENCY_LEAD,), Permission.SEE_GRID, True),
        ((Role.COORDINATOR,), Permission.READ_RETURN, False),
        ((Role.AGENCY_LEAD, Role.COORDINATOR), Permission.READ_RETURN, False),
        ((Role.AGENCY_LEAD, Role.AUDITOR), Permission.READ_RETURN, True),
        ((Role.AUDITOR, Role.PANEL_MEMBER), Permission.READ_RETURN, True),
        ((Role.AUDITOR, Role.PANEL_MEMBER), Permission.READ_CASES, False),
    ],
)
def test_only_the_roles_that_carry_a_deed_widen_it(
    scene: Scene, roles: tuple[Role, ...], permission: Permission, alone: bool
) -> None:
    place = seat(scene.session, scene.somebody(*roles), scene.ours.id or 0, permission)
    assert place.own_agency_only(permission) is alone


RETURNS = {
    Role.ADMINISTRATOR: ("not yours", "not yours"),
    Role.COORDINATOR: ("yes", "yes"),
    Role.CHAIR: ("not allowed", "not allowed"),
    Role.AGENCY_LEAD: ("yes", "not yours"),
    Role.AUDITOR: ("yes", "not yours"),
    Role.PANEL_MEMBER: ("not allowed", "not allowed"),
    Role.OBSERVER: ("not allowed", "not allowed"),
}


@pytest.mark.parametrize("role", Role)
def test_an_agency_reads_its_own_returns_and_nobody_elses(scene: Scene, role: Role) -> None:
    somebody = scene.somebody(role)
    rows = (scene.our_return, scene.their_return)
    assert tuple(scene.at_return(somebody, row, Permission.READ_RETURN) for row in rows) == RETURNS[role]


@pytest.mark.parametrize("role", Role)
def test_nobody_answers_another_agencys_return(scene: Scene, role: Role) -> None:
    somebody = scene.somebody(role)
    assert scene.at_return(somebody, scene.their_return, Permission.ANSWER_RETURN) != "yes"
    own = scene.at_return(somebody, scene.our_return, Permission.ANSWER_RETURN)
    assert (own == "yes") is (role in AGENCY_ROLES)


def test_a_coordinator_who_is_also_a_lead_still_answers_for_the_own_agency_alone(scene: Scene) -> None:
    somebody = scene.somebody(Role.COORDINATOR, Role.AGENCY_LEAD)
    assert scene.at_return(somebody, scene.our_return, Permission.ANSWER_RETURN) == "yes"
    assert scene.at_return(somebody, scene.their_return, Permission.ANSWER_RETURN) != "yes"


def test_an_auditor_reaches_returns_of_their_own_and_of_nobody_yet(scene: Scene) -> None:
    ann, bob = scene.somebody(Role.AUDITOR), scene.somebody(Role.AUDITOR)
    lead = scene.somebody(Role.AGENCY_LEAD)
    said = {}
    for given_to, auditor_id in (("nobody", None), ("ann", ann.person_id), ("bob", bob.person_id)):
        scene.our_return.auditor_id = auditor_id
        scene.session.flush()
        people = (ann, bob, lead)
        said[given_to] = [scene.at_return(who, scene.our_return, Permission.READ_RETURN) for who in people]
    assert said == {
        "nobody": ["yes", "yes", "yes"],
        "ann": ["yes", "not yours", "yes"],
        "bob": ["not yours", "yes", "yes"],
    }


def test_a_return_given_to_a_colleague_is_reached_by_whoever_helps_with_it(scene: Scene) -> None:
    ann, bob = scene.somebody(Role.AUDITOR), scene.somebody(Role.AUDITOR)
    scene.our_return.auditor_id = ann.person_id
    scene.session.flush()
    with pytest.raises(NotYours, match="There is no such return here"):
        return_seat(scene.session, bob, scene.our_return.id or 0, Permission.READ_RETURN)
    scene.session.add(t.FellowAuditor(return_id=scene.our_return.id, person_id=bob.person_id))
    scene.session.flush()
    assert scene.at_return(bob, scene.our_return, Permission.READ_RETURN) == "yes"


@pytest.mark.parametrize("also", [(), (Role.AUDITOR,)])
def test_a_coordinator_reads_returns_whoever_they_were_given_to(scene: Scene, also: tuple[Role, ...]) -> None:
    scene.our_return.auditor_id = scene.somebody(Role.AUDITOR).person_id
    scene.session.flush()
    coordinator = scene.somebody(Role.COORDINATOR, *also)
    assert scene.at_return(coordinator, scene.our_return, Permission.READ_RETURN) == "yes"


def test_nobody_answers_for_another_agency_even_if_a_role_of_the_partnership_were_allowed_to(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {permission for role in (Role.COORDINATOR, Role.AUDITOR) for permission in GRANTS[role]}
    monkeypatch.setitem(GRANTS, Role.COORDINATOR, frozenset(more))
    somebody = make.acting(scene.session, Role.COORDINATOR, agency=scene.police)
    assert scene.at_return(somebody, scene.our_return, Permission.ANSWER_RETURN) == "yes"
    assert scene.at_return(somebody, scene.their_return, Permission.ANSWER_RETURN) == "not allowed"
    assert scene.at_return(somebody, scene.their_return, Permission.READ_RETURN) == "yes"


def test_the_list_of_audits_has_the_newest_first(scene: Scene) -> None:
    older = make.audit(scene.session, scene.police, year="2023/24")
    newer = make.audit(scene.session, scene.police, year="2026/27")
    found = audits_of(scene.session, scene.somebody(Role.COORDINATOR))
    assert [audit.id for audit in found] == [newer.id, scene.theirs.id, scene.ours.id, older.id]


def test_the_list_of_audits_for_a_deed_counts_only_the_roles_that_may_do_it(scene: Scene) -> None:
    """A lead of the police who sits on health's panel sees charts there and not at home."""
    somebody = scene.somebody(Role.AGENCY_LEAD, Role.PANEL_MEMBER, audit=scene.theirs)

    def listed(permission: Permission | None) -> set[int | None]:
        return {audit.id for audit in audits_of(scene.session, somebody, permission)}

    assert listed(None) == {scene.ours.id, scene.theirs.id}
    assert listed(Permission.SEE_RESULTS) == {scene.theirs.id}
    assert listed(Permission.SEE_GRID) == {scene.ours.id}
    assert listed(Permission.START_AUDIT) == set()


@pytest.mark.parametrize("role", Role)
def test_the_list_of_audits_is_exactly_what_the_door_would_open(scene: Scene, role: Role) -> None:
    somebody = scene.somebody(role)
    both = (scene.ours, scene.theirs)
    reached = {audit.id for audit in both if scene.at(somebody, audit, Permission.READ_AUDIT) == "yes"}
    assert {audit.id for audit in audits_of(scene.session, somebody)} == reached


@pytest.mark.parametrize("role", Role)
def test_the_partnerships_desk_asks_for_the_permission(role: Role) -> None:
    somebody = Actor(1, "Somebody", frozenset({role}), None, make.NOW)
    for permission in GRANTS[role]:
        desk(somebody, permission)
    for permission in set(Permission) - GRANTS[role]:
        with pytest.raises(NotAllowed, match="you may not"):
            desk(somebody, permission)


def test_a_refusal_names_the_role_and_the_deed_in_a_sentence(scene: Scene) -> None:
    with pytest.raises(Problem) as refused:
        seat(scene.session, scene.somebody(Role.AUDITOR), scene.ours.id or 0, Permission.DRAW_SAMPLE)
    assert str(refused.value).startswith("As an auditor you may not upload a cohort or draw the sample.")


def test_the_door_costs_one_statement(scene: Scene) -> None:
    asked: list[str] = []
    somebody = scene.somebody(Role.AGENCY_LEAD, Role.PANEL_MEMBER)
    engine = scene.session.get_bind()

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    seat(scene.session, somebody, scene.ours.id or 0, Permission.READ_AUDIT)
    return_seat(scene.session, somebody, scene.our_return.id or 0, Permission.READ_RETURN)
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 2, "one for each door"
    assert "audit.questionnaire" not in "".join(asked), "it is long, and few who pass the door want it"
