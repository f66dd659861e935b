"""An audit starts: with the partnership's standing sentences, or with what is carried from an earlier audit."""

from collections.abc import Set as AbstractSet

from sqlmodel import Session

from maap.access import audits_of, desk, seat
from maap.domain import partnership, timetable
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.reaudit import must_have_improved
from maap.domain.starting import SIGNED_AFTER, AuditStart, audit_year, reference, starting, usual_period
from maap.domain.terms import NEVER_CARRIED, STEPS, Terms, carry, first_draft
from maap.outside.bank_holidays import around
from maap.storage.asked_again import to_ask_again
from maap.storage.forms import form
from maap.storage.register import timetable_template
from maap.storage.tables import Audit, Partnership
from maap.storage.trail import record
from maap.storage.twins import twin


def start_audit(session: Session, actor: Actor, title: str, year: str, audience: str = "children") -> Audit:
    """A new audit, in draft, with a reference of its own.

    Its terms begin with the partnership's standing sentences, its timetable template and the last twelve whole months.
    ``year``: an audit year such as 2026/27. Raises Problem with a sentence for everything that is wrong.
    """
    desk(actor, Permission.START_AUDIT)
    begun = starting(title, year, audience)
    return _opened(session, actor, begun, _fresh(session, actor, begun))


def start_reaudit(
    session: Session, actor: Actor, earlier_id: int, keep: AbstractSet[str], title: str = "", year: str = ""
) -> Audit:
    """A new audit that begins with the kept steps of an earlier one's terms. Dates and signatures are never carried.

    What the earlier audit's actions were to improve is written down as what must have improved.
    ``keep``: keys of steps. Without a title it keeps the earlier one; without a year it belongs to today's.
    """
    place = seat(session, actor, earlier_id, Permission.START_AUDIT)
    if unknown := set(keep) - {step.key for step in STEPS}:
        raise Problem(f"Choose the parts to carry from the list; there is no part “{sorted(unknown)[0]}”.")
    old = Terms.model_validate(place.audit.terms)
    begun = starting(title or place.audit.title, year or audit_year(actor.today), old.audience)
    carried = carry(old, keep)
    kept = {field for step in STEPS if step.key in keep for field in step.fields} - NEVER_CARRIED - {"title"}
    terms = _fresh(session, actor, begun).model_copy(
        update={field: getattr(carried, field) for field in kept} | {"reaudit_of": earlier_id}
    )
    asked = to_ask_again(session, earlier_id)
    improve = must_have_improved(asked, form(place.audit) if place.audit.questionnaire is not None else None)
    return _opened(session, actor, begun, terms.model_copy(update={"must_have_improved": improve}), earlier_id)


def _fresh(session: Session, actor: Actor, begun: AuditStart) -> Terms:
    """Terms as every audit of this partnership begins with them."""
    first, last = usual_period(actor.today)
    signed = timetable.add_working_days(actor.today + SIGNED_AFTER, 0, around(actor.today))
    return first_draft(_partnership(session), begun.audience).model_copy(
        update={
            "title": begun.title,
            "audit_year": begun.year,
            "period_start": first,
            "period_end": last,
            "lead_officer": actor.person_id,
            "timetable": timetable.plan(timetable_template(session), signed, around(actor.today)),
        }
    )


def _partnership(session: Session) -> partnership.Partnership:
    """The partnership's choices. The row stays locked, so that two audits never take the same reference."""
    row = session.get(Partnership, 1, with_for_update=True)
    if row is None:
        raise Problem("Set up the partnership first: an administrator names it and loads its agencies.")
    return partnership.Partnership.model_validate({**row.choices, "name": row.name, "short_name": row.short_name})


def _opened(session: Session, actor: Actor, begun: AuditStart, terms: Terms, earlier_id: int | None = None) -> Audit:
    taken = [audit.reference for audit in audits_of(session, actor)]
    audit = Audit(
        reference=reference(_partnership(session).reference_prefix, begun.year, taken),
        title=begun.title,
        year=begun.year,
        terms=terms.model_dump(mode="json"),
        earlier_id=earlier_id,
        created_at=actor.now,
    )
    if (there := twin(session, audit, "created_at")) is not None:
        return there
    session.add(audit)
    session.flush()
    deed = "started an audit" if earlier_id is None else "started a re-audit"
    record(session, actor, deed, audit_id=audit.id, about=audit.reference, earlier=earlier_id)
    return audit
