"""The first chapters of an audit's story: terms are written and signed, agencies commit, the sample is drawn."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select

from maap.demonstration.cohorts import HEADINGS, listing
from maap.demonstration.outlines import Outline, written
from maap.demonstration.stage import Scene, Story, Telling
from maap.demonstration.words import DECLINED
from maap.domain.audit import Stage
from maap.domain.due_dates import RETURNS_DUE
from maap.domain.eligibility import Eligibility
from maap.domain.listing import Mapping
from maap.domain.people import Actor, Role
from maap.domain.sampling import Plan
from maap.domain.starting import audit_year
from maap.domain.terms import Terms
from maap.domain.timetable import milestone_of, plan
from maap.outside.bank_holidays import around
from maap.storage.register import timetable_template
from maap.storage.tables import Agency, Audit, Participation
from maap.usecases.agencies import commit, decline, name_auditors
from maap.usecases.cases import draw_sample, upload_cohort
from maap.usecases.stages import move_on
from maap.usecases.terms import ask_for_signatures, plan_timetable, save_terms, sign, start_audit, start_reaudit

_KEPT = {"scope", "method", "safety"}
"""The steps that the re-audit carries from the earlier terms."""

_SIGNING = ("childrens_social_care", "adult_social_care", "police", "health_visiting", "acute_hospital")


def begun(scene: Scene, outline: Outline, ago: float, earlier: int | None = None) -> Telling:
    """An audit starts, so many days ago; a re-audit when there is an ``earlier`` one."""
    at = yield scene.moment(ago, 9)
    coordinator = scene.cast.coordinator(at)
    year = audit_year(coordinator.today)
    if earlier is None:
        audit = start_audit(scene.session, coordinator, outline.title, year, outline.audience)
    else:
        audit = start_reaudit(scene.session, coordinator, earlier, _KEPT, outline.title, year)
    fields = written(outline)
    if earlier is not None:
        fields["must_have_improved"] = "Care of the youngest children changes, and the change lasts beyond the plan."
    at = yield scene.moment(ago, 11)
    save_terms(scene.session, scene.cast.coordinator(at), audit.id or 0, fields, seen=audit.terms_revision)
    return audit.id or 0


def agreed(scene: Scene, outline: Outline, ago: float, signed: float, earlier: int | None = None) -> Telling:
    """An audit starts and its terms are signed, both so many days ago."""
    session, cast = scene.session, scene.cast
    audit_id = yield from begun(scene, outline, ago, earlier)
    at = yield scene.moment((ago + signed) / 2)
    audit, coordinator = _audit(session, audit_id), cast.coordinator(at)
    plan_timetable(session, coordinator, audit_id, scene.day(signed), seen=audit.terms_revision)
    save_terms(session, coordinator, audit_id, _rest(scene, outline), seen=audit.terms_revision)
    at = yield scene.moment(signed + 3, 15)
    ask_for_signatures(session, cast.coordinator(at), audit_id)
    for hour, who in enumerate(_signatories(scene, outline), start=10):
        at = yield scene.moment(signed, hour)
        sign(session, Actor(who.person_id, who.name, who.roles, who.agency_id, at), audit_id)
    return audit_id


def committed(scene: Scene, audit_id: int, agencies: Iterable[str], since: float, until: float) -> Story:
    """These agencies commit and name their auditors, one after the other, between so many days ago and so many."""
    for step, agency, last in _steps(agencies):
        at = yield scene.moment(since + (until - since) * step / max(last, 1), 9 + step % 7, 20)
        actor = scene.cast.lead(agency, at)
        commit(scene.session, actor, audit_id, _seen(scene, audit_id, agency))
        auditor = scene.cast.auditor(agency, at).person_id
        name_auditors(scene.session, actor, audit_id, [auditor], _seen(scene, audit_id, agency))


def declined(scene: Scene, audit_id: int, agency: str, ago: float) -> Story:
    """An agency cannot take part, and says why."""
    at = yield scene.moment(ago, 14)
    decline(scene.session, scene.cast.lead(agency, at), audit_id, DECLINED, _seen(scene, audit_id, agency))


def listed(scene: Scene, outline: Outline, audit_id: int, ago: float) -> Story:
    """The list of cases is uploaded."""
    at = yield scene.moment(ago, 9, 30)
    move_on(scene.session, scene.cast.coordinator(at), audit_id, Stage.SAMPLING)
    at = yield scene.moment(ago, 10, 15)
    terms = Terms.model_validate(_audit(scene.session, audit_id).terms)
    ends = terms.period_end or at.date()
    reference, threshold, contact, agencies, audited = HEADINGS
    upload_cohort(
        scene.session,
        scene.cast.coordinator(at),
        audit_id,
        "cohort.csv",
        listing(outline, ends),
        Mapping(
            reference=reference,
            strata=(threshold,),
            last_intervention=contact,
            agencies=agencies,
            last_audited=audited,
        ),
        Eligibility(
            period_start=terms.period_start,
            period_end=ends,
            at_least_agencies=terms.at_least_agencies,
            not_audited_since=_a_year_before(ends),
        ),
    )


def opened(scene: Scene, outline: Outline, audit_id: int, drawn: float, ago: float) -> Story:
    """The sample is drawn and fieldwork opens, both so many days ago."""
    at = yield scene.moment(drawn, 11)
    how = Plan(
        size=outline.cases, seed=_seed(outline), method="stratified", minimum_per_stratum=1, reserves=outline.cases
    )
    draw_sample(scene.session, scene.cast.coordinator(at), audit_id, how)
    at = yield scene.moment(ago, 9)
    move_on(scene.session, scene.cast.coordinator(at), audit_id, Stage.FIELDWORK)


def signed_so_that_due(scene: Scene, due: float, soonest: int) -> int:
    """How many days ago terms were signed, ``soonest`` or more, if returns were due ``due`` days ago or before.

    Bank holidays stretch the weeks that agencies have.
    """
    steps = timetable_template(scene.session)
    for ago in range(soonest, soonest + 21):
        signed = scene.day(ago)
        last = milestone_of(plan(steps, signed, around(signed)), RETURNS_DUE)
        if last is None or last.on <= scene.day(due):
            return ago
    return soonest


def _rest(scene: Scene, outline: Outline) -> dict[str, object]:
    """The fields of the terms that are much the same in every audit."""
    cast, at = scene.cast, scene.now
    chair, coordinator = cast.chair(at).person_id, cast.coordinator(at).person_id
    member = cast.team(Role.PANEL_MEMBER, at).person_id
    remits = dict(scene.session.exec(select(Agency.key, Agency.remit)).all())
    return {
        "cohort_source": outline.cohort_source,
        "inclusion": outline.inclusion,
        "exclusion": outline.exclusion,
        "sample_size": outline.cases,
        "sample_method": "stratified",
        "strata": ["Threshold"],
        "minimum_per_stratum": 1,
        "seed": _seed(outline),
        "reserves": outline.cases,
        "agencies": [
            {"agency": key, "remit": remits[key], "lead": cast.lead(key, at).person_id} for key in outline.agencies
        ],
        "chair": chair,
        "minute_taker": coordinator,
        "methods": ["questionnaire", "worker", "family", "panel"],
        "questionnaire": f"maap_core_{outline.audience}",
        "modules": list(outline.modules),
        "standards": "Working together guidance, and the partnership's own procedures.",
        "family_voice": "The practitioner whom the family trusts asks, unless that is not safe. Nobody has to answer.",
        "practitioner_voice": "Each auditor talks with a practitioner; two come to the panel day.",
        "panel_members": [chair, coordinator, member],
        "controller": "The partners together.",
        "sharing_agreement": "Sharing agreement for multi-agency audits (made up).",
        "impact_assessment": "Impact assessment for multi-agency audits (made up).",
        "readers": ["executive", "subgroup", "agencies", "practitioners"],
        "public_outputs": ["briefing"],
        "action_owner": chair,
        "impact": "A re-audit after about a year, and figures from the agencies in between.",
        "signatories": [
            {"person": who.person_id, "capacity": "chair" if Role.CHAIR in who.roles else "agency_lead"}
            for who in _signatories(scene, outline)
        ],
    }


def _signatories(scene: Scene, outline: Outline) -> list[Actor]:
    """The chair, and the leads of social care, the police and a health service, as far as they take part."""
    leads = [key for key in _SIGNING if key in outline.agencies][:3]
    return [scene.cast.chair(scene.now), *(scene.cast.lead(key, scene.now) for key in leads)]


def _seed(outline: Outline) -> str:
    return f"{outline.title.lower()} 417"


def _steps(agencies: Iterable[str]) -> list[tuple[int, str, int]]:
    listed = list(agencies)
    return [(step, agency, len(listed) - 1) for step, agency in enumerate(listed)]


def _audit(session: Session, audit_id: int) -> Audit:
    return session.exec(select(Audit).where(Audit.id == audit_id)).one()


def _seen(scene: Scene, audit_id: int, agency: str) -> int:
    part = select(Participation.revision).where(
        Participation.audit_id == audit_id, Participation.agency_id == scene.cast.agencies[agency]
    )
    return scene.session.exec(part).one()


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))
