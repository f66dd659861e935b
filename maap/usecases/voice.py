"""The coordinator asks practitioners and families for their view, and writes down what was said to somebody."""

import secrets
from datetime import timedelta

from sqlmodel import Session, col, select

from maap.access import Seat, desk, seat
from maap.domain.audit import Stage, must_be
from maap.domain.fieldwork import Overtaken
from maap.domain.giving import guard
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.sessions import digest
from maap.domain.voice import HEARD_AT, Kind, LinkState, NewLink, NewVoice, VoiceForm, refuse_days, state, taken
from maap.outside.voice_forms import shipped
from maap.outside.words import lexicon
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Case, Choice, Participation, Voice, VoiceLink
from maap.storage.trail import record
from maap.storage.twins import twin
from maap.storage.voices import FORM, voice_forms

LONGEST_WHY = 300


def make_voice_link(session: Session, actor: Actor, audit_id: int, new: NewLink) -> str:
    """A one-time link about a case. Returns its token, which is not kept: only its digest is.

    Raises WrongStage, NotYours (no such case or agency) and Problem.
    """
    place = seat(session, actor, audit_id, Permission.GATHER_VOICE)
    must_be(Stage(place.audit.stage), *HEARD_AT)
    refuse_days(new.days)
    _refuse_foreign(session, place, new.case_id, new.agency_id)
    form, _ = voice_forms(session, shipped())[new.kind]
    token = secrets.token_urlsafe(24)
    row = VoiceLink(
        digest=digest(token),
        audit_id=place.id,
        case_id=new.case_id,
        agency_id=new.agency_id,
        kind=new.kind,
        form=form.model_dump(mode="json"),
        made_by=actor.person_id,
        made_at=actor.now,
        expires_at=actor.now + timedelta(days=new.days),
    )
    session.add(row)
    session.flush()
    record(session, actor, "made a link for a view", audit_id=place.id, about=f"voice link {row.id}", kind=new.kind)
    return token


def revoke_voice_link(session: Session, actor: Actor, audit_id: int, link_id: int) -> None:
    """The link stops working at once. Raises NotYours, and Problem when it does not work any more anyway."""
    place = seat(session, actor, audit_id, Permission.GATHER_VOICE)
    statement = select(VoiceLink).where(col(VoiceLink.id) == link_id, VoiceLink.audit_id == place.id)
    row = session.exec(statement.with_for_update()).first()
    if row is None:
        raise NotYours("link")
    at = state(row.used_at, row.revoked_at, row.expires_at, actor.now)
    if at is not LinkState.OPEN:
        raise Problem(f"This link is {at} already, so there is nothing to take back.")
    row.revoked_at = actor.now
    session.add(row)
    record(session, actor, "took back a link for a view", audit_id=place.id, about=f"voice link {link_id}")


def enter_voice(session: Session, actor: Actor, audit_id: int, new: NewVoice) -> int:
    """Write down what somebody said. Returns its id; pressed twice it is one.

    Raises WrongStage, NotYours, NotTaken, and Identifiers and MayIdentify as the guard does.
    """
    place = seat(session, actor, audit_id, Permission.GATHER_VOICE)
    must_be(Stage(place.audit.stage), *HEARD_AT)
    _refuse_foreign(session, place, new.case_id, new.agency_id)
    form, _ = voice_forms(session, shipped())[new.kind]
    said = taken(form, new.said)
    guard([answer for _, answer in said], new.kept_because, lexicon(), actor.today)
    row = Voice(
        audit_id=place.id,
        case_id=new.case_id,
        agency_id=new.agency_id,
        kind=new.kind,
        said=[list(pair) for pair in said],
        may_quote=new.said.may_quote,
        kept=bool(new.kept_because),
        entered_by=actor.person_id,
        received_at=actor.now,
    )
    if (there := twin(session, row, "received_at")) is not None:
        return there.id or 0
    session.add(row)
    session.flush()
    beat(session, place.id)
    kept = {"kept_because": new.kept_because} if new.kept_because else {}
    about = f"voice {row.id}"
    record(session, actor, "wrote down a view", audit_id=place.id, about=about, kind=new.kind, **kept)
    return row.id or 0


def set_voice_aside(session: Session, actor: Actor, audit_id: int, voice_id: int, why: str, seen: int) -> None:
    """Take a view out of what the panel reads, with a reason; without one, put it back.

    Raises NotYours, Overtaken, Identifiers and Problem.
    """
    place = seat(session, actor, audit_id, Permission.GATHER_VOICE)
    row = session.exec(select(Voice).where(col(Voice.id) == voice_id, Voice.audit_id == place.id)).first()
    if row is None:
        raise NotYours("view")
    why = why.strip()
    if len(why) > LONGEST_WHY:
        raise Problem(f"Give the reason in {LONGEST_WHY} characters or fewer.")
    guard([why], "a reason, not a story", lexicon(), actor.today)
    if not changed(session, Voice, voice_id, seen, set_aside=why):
        raise Overtaken("A colleague has just changed this. Look at it again.", why, row.set_aside)
    beat(session, place.id)
    deed = "set a view aside" if why else "put a view back"
    record(session, actor, deed, audit_id=place.id, about=f"voice {voice_id}")


def change_voice_form(session: Session, actor: Actor, form: VoiceForm, seen: int) -> None:
    """Change what one kind of person is asked, as seen at revision ``seen`` (0: as it was shipped).

    Links that were made before keep the form they were made with. Raises Overtaken.
    """
    desk(actor, Permission.GATHER_VOICE)
    row = session.exec(select(Choice).where(Choice.kind == FORM, Choice.key == form.key)).first()
    body = form.model_dump(mode="json")
    if row is None and seen == 0:
        place = list(Kind).index(form.key)
        session.add(Choice(kind=FORM, key=form.key, name=form.key.label, body=body, position=place))
    elif row is None or not changed(session, Choice, row.id or 0, seen, body=body):
        raise Overtaken("A colleague has just changed this form. Look at theirs, then change it again.", form, None)
    record(session, actor, "changed a form for views", about=f"form {form.key}", questions=len(form.questions))


def _refuse_foreign(session: Session, place: Seat, case_id: int, agency_id: int | None) -> None:
    drawn = select(Case.id).where(col(Case.id) == case_id, Case.audit_id == place.id, col(Case.status) == "drawn")
    if session.exec(drawn).first() is None:
        raise NotYours("case")
    if agency_id is None:
        return
    part = select(Participation.id).where(Participation.audit_id == place.id, Participation.agency_id == agency_id)
    if session.exec(part).first() is None:
        raise NotYours("agency")
