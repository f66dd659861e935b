"""What the police wrote, were told or were praised for, in every kind of row that holds words: each with the canary."""

from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from maap.domain.documents import Document, Kind, Part, texts
from maap.domain.meeting import CaseMinutes, Minutes
from maap.storage import tables as t
from tests import factories as make
from tests.isolation.scene import CANARY, Scene, scene

_Row = TypeVar("_Row", bound=SQLModel)
KINDS = (
    *("voice", "note at the panel", "minutes", "comment on a draft", "answer to a comment", "pack", "step of an issue"),
    *("use made", "commendation", "update of an action", "evidence of an action", "reason for a grade", "dissent"),
    *("passage", "finding", "part of a draft", "unopened draft", "reason to decline"),
)


def planted(session: Session, stage: str = "fieldwork") -> Scene:
    """The audit of the scene, with the canary's words in every kind of row that holds words about the police."""
    where = scene(session, stage)
    plant(session, where)
    return where


def words(kind: str) -> str:
    """The canary's words in this kind of row."""
    assert kind in KINDS, kind
    return f"{CANARY} ({kind})"


def plant(session: Session, where: Scene) -> None:
    """One row of each kind about the police; ``where.others`` gains the ids by which views ask for them."""
    writer = session.get_one(t.Person, where.ids["person_id"])
    _said_at_the_panel(session, where, writer)
    _in_documents(session, where, writer)
    _about_change(session, where, writer)
    session.flush()


def _keep(session: Session, row: _Row) -> _Row:
    session.add(row)
    session.flush()
    return row


def _said_at_the_panel(session: Session, where: Scene, writer: t.Person) -> None:
    audit, case, by = where.ids["audit_id"], where.ids["case_id"], writer.id or 0
    police = where.police.id or 0
    said = [["What worked?", words("voice")]]
    voice = {"audit_id": audit, "case_id": case, "agency_id": police, "kind": "practitioner", "received_at": make.NOW}
    session.add(t.Voice(**voice, said=said))
    told = Minutes(
        meeting_id=1,
        number=1,
        audit_reference=where.audit.reference,
        audit_title=where.audit.title,
        started_at=make.NOW,
        ended_at=make.NOW,
        present=(),
        not_represented=(),
        cases=(
            CaseMinutes(
                reference="1",
                planned=10,
                taken=9,
                discussed=True,
                returns_read=1,
                not_returned=(),
                voices=0,
                note=words("minutes"),
            ),
        ),
    )
    held = {"audit_id": audit, "started_by": by, "started_at": make.NOW}
    ended = _keep(session, t.Meeting(**held, number=1, ended_at=make.NOW, minutes=told.model_dump(mode="json")))
    going_on = _keep(session, t.Meeting(**held, number=2, case_id=case))
    session.add(
        t.AgendaItem(meeting_id=going_on.id, case_id=case, position=1, planned=10, note=words("note at the panel"))
    )
    agreed = {"audit_id": audit, "case_id": case, "agreed_by": by, "agreed_at": make.NOW}
    reasons = {"reason": words("reason for a grade"), "dissent": words("dissent")}
    session.add(t.PanelGrade(**agreed, domain="timeliness", grade="good", **reasons))
    found = make.finding(session, where.audit, text=words("finding"), by=writer)
    session.add(t.FindingSource(finding_id=found.id, case_id=case, agency_id=police, passage=words("passage")))
    where.others.append({"meeting_id": ended.id or 0, "finding_id": found.id or 0})
    where.others.append({"meeting_id": going_on.id or 0})


def _document(where: Scene, kind: Kind, text: str) -> Document:
    part = Part(key="summary", title="Summary", blocks=texts(text))
    known = {"reference": where.audit.reference, "year": "2025/26", "partnership": "Example Partnership"}
    return Document(kind=kind, title=kind.words, subtitle="", as_at=make.NOW, parts=(part,), **known)


def _edition(session: Session, where: Scene, kind: Kind, number: int, text: str, **facts: Any) -> t.Edition:
    body = _document(where, kind, text).model_dump(mode="json")
    made = {"audit_id": where.ids["audit_id"], "made_by": where.ids["person_id"], "made_at": make.NOW}
    row = t.Edition(**made, kind=kind, year="2025/26", number=number, title=kind.words, body=body, **facts)
    _keep(session, row)
    session.add(t.EditionFile(edition_id=row.id or 0, ending="html", content=text.encode(), sha256=""))
    return row


def _in_documents(session: Session, where: Scene, writer: t.Person) -> None:
    by, police = writer.id or 0, where.police.id or 0
    published = {"state": "published", "published_by": by, "published_at": make.NOW}
    pack = _edition(session, where, Kind.PACK, 1, words("pack"), agency_id=police, **published)
    report = _edition(session, where, Kind.REPORT, 1, "What everybody may read.", **published)
    draft = _edition(session, where, Kind.REPORT, 2, "What agencies check.")
    unopened = _edition(session, where, Kind.BRIEFING, 1, words("unopened draft"))
    opened = {"opened_by": by, "opened_at": make.NOW}
    check = _keep(session, t.AccuracyCheck(edition_id=draft.id or 0, until=make.NOW.date(), **opened))
    comment = {"check_id": check.id, "agency_id": police, "part": "summary", "made_by": by, "made_at": make.NOW}
    answered = {"answer": "accepted", "reason": words("answer to a comment"), "answered_by": by}
    session.add(t.AccuracyComment(**comment, text=words("comment on a draft"), **answered, answered_at=make.NOW))
    rewritten = {"audit_id": where.ids["audit_id"], "kind": Kind.REPORT, "part": "limits", "basis": ""}
    session.add(t.DraftPart(**rewritten, text=words("part of a draft"), written_by=by, written_at=make.NOW))
    use = {"edition_id": report.id, "agency_id": police, "how": "team meeting", "used_on": make.NOW.date()}
    session.add(t.UseMade(**use, text=words("use made"), made_by=by, made_at=make.NOW))
    where.others += [{"edition_id": one.id or 0, "ending": "html"} for one in (pack, report, draft, unopened)]
    where.others.append({"kind": Kind.REPORT})


def _about_change(session: Session, where: Scene, writer: t.Person) -> None:
    audit, by, police = where.ids["audit_id"], writer.id or 0, where.police.id or 0
    step = {"issue_id": where.ids["issue_id"], "step": "answered", "by_agency": True, "taken_by": by}
    session.add(t.IssueStep(**step, words=words("step of an issue"), taken_at=make.NOW))
    praise = {"audit_id": audit, "agency_id": police, "written_by": by, "written_at": make.NOW, "sent_at": make.NOW}
    session.add(t.Commendation(**praise, text=words("commendation")))
    action = make.action(session, where.audit, where.police, by=writer)
    told = {"action_id": action.id, "status": "on track", "made_by": by, "made_at": make.NOW}
    evidence = {"evidence_kind": "data", "evidence": words("evidence of an action")}
    session.add(t.ActionUpdate(**told, text=words("update of an action"), **evidence))
    fire = make.agency(session, "fire")
    declined = {"audit_id": audit, "agency_id": fire.id, "answer": "declined", "reason": words("reason to decline")}
    session.add(t.Participation(**declined, answered_by=by, answered_at=make.NOW))
    where.others.append({"action_id": action.id or 0})
