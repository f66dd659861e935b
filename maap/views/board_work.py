"""How the work stands, on a dashboard: the timetable, the sample, concerns, issues and actions."""

from itertools import groupby
from operator import itemgetter

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from maap.access import seat
from maap.domain import board_words as say
from maap.domain.actions import DONE, IN_PLACE, OVERDUE, WITH_DIFFERENCE, is_shared
from maap.domain.audit import Stage
from maap.domain.issues import IssueState
from maap.domain.measures import IN_TIME, Measure
from maap.domain.people import Actor, Permission, Role
from maap.domain.pictures import Colours, Drawing, Picture, Row, in_time, of_each
from maap.domain.sentences import counted
from maap.storage.action_places import how_many_where
from maap.storage.counted_rows import how_many
from maap.storage.counting import counts
from maap.storage.tables import Action, Agency, AgencyIssue, Case, Cohort, ImmediateConcern, Sample
from maap.views.board_grades import team
from maap.views.scene import Chosen

WHOLE = Chosen()


def arrivals(session: Session, actor: Actor, audit_id: int, _chosen: Chosen = WHOLE) -> Picture:
    """Returns due and come, by day. Of the whole audit, never of an agency."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    source = counts(place.audit, Measure.ARRIVALS).c
    asked = select(source.grade, source.polarity, source.n).order_by(source.grade)
    found = [tuple(row) for row in session.execute(asked)]
    rows = []
    for day, of_day in groupby(found, key=itemgetter(0)):
        n = {which: int(many) for _, which, many in of_day}
        rows.append(Row(day, day, (n.get("due", 0), n.get("in", 0))))
    today = actor.today.isoformat()
    past = [row for row in rows if row.key <= today]
    due, came = (sum(row.parts[at] for row in past) for at in (0, 1))
    whole = sum(row.parts[0] for row in rows)
    picture = ("Day", ("Due", "In"), tuple(rows), counted(whole, "return"), Colours.PROGRESS)
    return Picture(say.arrivals(due, came, whole), Drawing.STEPS if len(rows) > 1 else Drawing.WORDS, *picture)


def timely(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> Picture:
    """Returns in time and late, by agency. For the team."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    source = counts(place.audit, Measure.TIMELY).c
    kept = func.sum(case((source.grade == IN_TIME, source.n), else_=0))
    asked = (
        select(source.agency_id, func.min(col(Agency.short_name)), kept, func.sum(source.n) - kept)
        .join(Agency, col(Agency.id) == source.agency_id)
        .group_by(source.agency_id)
        .order_by(func.min(col(Agency.position)), source.agency_id)
    )
    if chosen.agency_id is not None:
        asked = asked.where(source.agency_id == chosen.agency_id)
    found = ((str(who), name, int(good), int(late)) for who, name, good, late in session.execute(asked))
    return in_time("Agency", found, say.timely)


def sample(session: Session, actor: Actor, audit_id: int, _chosen: Chosen = WHOLE) -> Picture:
    """Cases drawn from each group, beside those that could have been. For the team."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    found = session.execute(
        select(col(Case.stratum), func.count())
        .where(col(Case.audit_id) == place.id, col(Case.status) == "drawn")
        .group_by(col(Case.stratum))
        .order_by(col(Case.stratum))
    ).all()
    from_list = session.execute(
        select(col(Cohort.summary))
        .join(Sample, col(Sample.cohort_id) == Cohort.id)
        .where(col(Sample.audit_id) == place.id)
    ).scalar()
    population = (from_list or {}).get("population", {})
    drawn = {str(name): int(n) for name, n in found}
    names = [*population, *(name for name in drawn if name not in population)]
    rows = [_group(name, drawn.get(name, 0), int(population.get(name, 0))) for name in names]
    whole = sum(population.values())
    return Picture(
        say.sample(sum(drawn.values()), whole, len(names)),
        Drawing.BARS if len(names) > 1 else Drawing.WORDS,
        "Group",
        ("Drawn", "Not drawn"),
        tuple(rows),
        counted(sum(drawn.values()), "case"),
    )


def _group(name: str, drawn: int, population: int) -> Row:
    return Row(name, name or "All", (drawn, max(population - drawn, 0)), f"{drawn} of {population}")


def concerns(session: Session, actor: Actor, audit_id: int, _chosen: Chosen = WHOLE) -> Picture:
    """How many immediate concerns, and how many hours until somebody acknowledged them. For the team."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    found = session.execute(
        select(col(ImmediateConcern.raised_at), col(ImmediateConcern.acknowledged_at)).where(
            col(ImmediateConcern.audit_id) == place.id
        )
    ).all()
    hours = [(seen - raised).total_seconds() / 3600 for raised, seen in found if seen is not None]
    return Picture(say.concerns(hours, len(found) - len(hours)), n=counted(len(found), "concern"))


def issues(session: Session, actor: Actor, audit_id: int, _chosen: Chosen = WHOLE) -> Picture:
    """How many issues went back to one agency alone: a count, and nothing of whose. For the team."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    team(place)
    closed = how_many(col(AgencyIssue.state) == IssueState.CLOSED)
    whole, done = session.execute(select(func.count(), closed).where(col(AgencyIssue.audit_id) == place.id)).one()
    return Picture(say.issues(int(whole), int(done)), n=counted(int(whole), "issue"))


def actions(session: Session, actor: Actor, audit_id: int, _chosen: Chosen = WHOLE) -> Picture:
    """Actions by where they are: what made a difference first. None before the plan is shared with the reader."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    shared = is_shared(Stage(place.audit.stage), place.roles - {Role.PANEL_MEMBER})
    n = how_many_where(session, actor.today, col(Action.audit_id) == place.id) if shared else dict.fromkeys(IN_PLACE, 0)
    total = sum(n.values())
    sentence = say.actions(total, n[OVERDUE], n[DONE], n[WITH_DIFFERENCE])
    return of_each(sentence, "Where it is", "Actions", n, counted(total, "action"))
