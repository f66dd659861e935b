"""An audit's documents on the screen: what they are today, their frozen drafts, and what is published."""

import streamlit as st

from maap.domain.audit import Stage, has_reached
from maap.domain.documents import WRITTEN, Kind
from maap.domain.editions import replaced_by, replaces
from maap.domain.people import Actor, Permission
from maap.reports.making import files
from maap.storage.db import reading, work
from maap.storage.trail import mark
from maap.ui import beside, frame
from maap.ui.words import count, day, moment, plain
from maap.usecases.documents import keep_draft, publish, publish_pack, withdraw
from maap.views.documents import draft, packs
from maap.views.editions import DocumentsRoom, EditionLine, draft_edition, template_for

FORMS = {"docx": "Word", "pdf": "PDF", "pptx": "PowerPoint", "html": "Web page"}
_ABOUT = {
    Kind.REPORT: "Everything that was found, for everybody. Small numbers and agencies' own figures are left out.",
    Kind.BRIEFING: "Seven parts on two sides, for practitioners and their teams.",
    Kind.SLIDES: "The briefing as slides, for a team meeting or a learning event.",
}


def handle(actor: Actor, audit_id: int) -> None:
    """Whatever was pressed."""
    if (target := frame.pressed_one("freeze")) is not None:
        with beside.deed(f"document/{target}", "The draft is frozen. Agencies can check it; the chair can publish it."):
            _freeze(actor, audit_id, Kind(target))
    if (target := frame.pressed_one("publish")) is not None:
        kind, _, edition_id = target.partition("/")
        with beside.deed(f"document/{kind}", "Published. Agencies and managers can read it from now on."):
            _publish(actor, audit_id, int(edition_id))
    if (target := frame.pressed_one("withdraw")) is not None:
        kind, edition_id, seen = target.split("/")
        with beside.deed(f"document/{kind}", "The document is withdrawn."), work() as session:
            withdraw(session, actor, audit_id, int(edition_id), int(seen))
    if frame.pressed("publish-packs"):
        with beside.deed("packs", "Each agency has its pack."):
            _publish_packs(actor, audit_id)


def _freeze(actor: Actor, audit_id: int, kind: Kind) -> None:
    """Frozen only if every file can be made of it: a briefing that is too long says so now."""
    with reading() as session:
        files(draft(session, actor, audit_id, kind).document, template_for(session, actor, kind))
    with work() as session:
        keep_draft(session, actor, audit_id, draft(session, actor, audit_id, kind).document)


def _publish(actor: Actor, audit_id: int, edition_id: int) -> None:
    """The files are made before the deed, so that nobody waits for them to save an answer."""
    with reading() as session:
        document, seen = draft_edition(session, actor, audit_id, edition_id)
        template = template_for(session, actor, document.kind)
    made = files(document, template)
    with work() as session:
        publish(session, actor, audit_id, edition_id, made, seen)


def _publish_packs(actor: Actor, audit_id: int) -> None:
    with reading() as session:
        marked = {"mark": mark(session)}
        found = {agency: one.model_copy(update=marked) for agency, one in packs(session, actor, audit_id).items()}
        template = template_for(session, actor, Kind.PACK)
    made = {agency: files(document, template) for agency, document in found.items()}
    with work() as session:
        for agency, document in found.items():
            publish_pack(session, actor, audit_id, agency, document, made[agency])


def downloads(address: str, endings: tuple[str, ...], about: str, lead: str = "") -> None:
    """Links to a document's files. ``address``, ``about`` and ``lead`` are the house's own: nobody typed them."""
    links = " · ".join(
        f'<a href="{address}.{ending}" target="_blank" aria-label="{FORMS[ending]}: {about}">{FORMS[ending]}</a>'
        for ending in endings
    )
    st.html(f"<span>{lead} </span>{links}" if lead else links)


def draw(page: DocumentsRoom) -> None:
    """A card for each kind, the packs, and what needs no publishing."""
    may_write = page.head.may(Permission.WRITE_DOCUMENTS)
    if _is_early(page):
        st.info(
            "Drafts are frozen and published once the report is being written. Until then you can read here what each "
            "document would say today.",
            icon=":material/hourglass_empty:",
        )
    elif may_write:
        st.text("Freeze a document to keep its words and figures as they are now. Read that draft, then publish it.")
    for kind in WRITTEN:
        with st.container(border=True, key=f"document-{kind}"):
            _kind(page, kind, may_write)
    if may_write:
        with st.container(border=True, key="document-packs"):
            _packs(page)
        with st.container(border=True, key="document-others"):
            _others(page)
    beside.what_is_left()


def _is_early(page: DocumentsRoom) -> bool:
    """Whether nothing can be frozen or published yet."""
    return not has_reached(Stage(page.head.stage), Stage.REPORTING)


def _kind(page: DocumentsRoom, kind: Kind, may_write: bool) -> None:
    frozen, public = page.newest(kind, "draft"), page.newest(kind, "published")
    st.header(kind.words, anchor=False)
    st.text(_ABOUT[kind])
    beside.here(f"document/{kind}")
    if may_write:
        address = f"/files/audits/{page.head.audit_id}/documents/{kind.replace(' ', '-')}"
        downloads(address, kind.endings, f"{kind.words} as it would be today", "As it would be today:")
    if frozen:
        st.text(f"Draft {frozen.number} was frozen on {moment(frozen.made_at)}.")
        address = f"/files/audits/{page.head.audit_id}/drafts/{frozen.edition_id}"
        downloads(address, kind.endings, f"{kind.words}, draft {frozen.number}", "Read it before it is published:")
    if public:
        _public(public)
    with st.container(horizontal=True, vertical_alignment="center"):
        if may_write:
            frame.link(
                "briefings/edit", "Read and edit the text", ":material/edit:", audit=page.head.audit_id, kind=kind
            )
            label = "Freeze it as a draft" if frozen is None else "Freeze it again"
            look = "secondary" if frozen or public else "primary"
            st.button(label, key=f"freeze/{kind}", type=look, disabled=_is_early(page))  # type: ignore[arg-type]
        if frozen:
            st.button(f"Publish draft {frozen.number}", key=f"publish/{kind}/{frozen.edition_id}", type="primary")
        if public:
            st.button("Withdraw", key=f"withdraw/{kind}/{public.edition_id}/{public.revision}", type="tertiary")
    if not may_write and not frozen and not public:
        st.text("The coordinator has not frozen a draft yet.")


def _public(line: EditionLine) -> None:
    st.badge(f"Published on {moment(line.published_at)}", color="green", icon=":material/check:")
    downloads(f"/files/editions/{line.edition_id}", line.endings, f"edition {line.number}", "As published:")
    earlier(line)


def earlier(line: EditionLine) -> None:
    """The editions whose place this one took: they stay as they were, for those who worked with them."""
    if not line.earlier:
        return
    st.text(replaces(line.earlier[0].published_on))
    with st.expander(f"Earlier editions ({len(line.earlier)})"):
        for one in line.earlier:
            st.text(f"Edition of {day(one.published_on)}. {replaced_by(line.published_on)}")
            downloads(f"/files/editions/{one.edition_id}", one.endings, f"edition {one.edition_id}, replaced")


def _packs(page: DocumentsRoom) -> None:
    st.header("Agency packs", anchor=False)
    st.text("One for each agency: its own returns and issues, its actions, and the learning that everybody shares.")
    beside.here("packs")
    for line in page.packs:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(line.agency, width=220)
            st.text(f"given on {moment(line.published_at)}", width="content")
            downloads(f"/files/editions/{line.edition_id}", line.endings, f"pack {line.edition_id}")
        earlier(line)
    label = "Make the packs anew" if page.packs else "Give each agency its pack"
    look = "secondary" if page.packs else "primary"
    st.button(label, key="publish-packs", type=look, disabled=_is_early(page))  # type: ignore[arg-type]


def _others(page: DocumentsRoom) -> None:
    audit = page.head.audit_id
    st.header("For the audit's team", anchor=False)
    st.text("The report with each agency's figures and every return is never published.")
    downloads(f"/files/audits/{audit}/documents/team-report", Kind.TEAM.endings, Kind.TEAM.words, "Team's report:")
    downloads(f"/files/audits/{audit}/terms", Kind.TERMS.endings, Kind.TERMS.words, "Terms of reference:")
    with st.container(horizontal=True):
        frame.link("briefings/annual", "Annual briefing", ":material/calendar_month:")
        frame.link("briefings/templates", "Word templates", ":material/style:")


def shelf(lines: tuple[EditionLine, ...]) -> None:
    """Everything that is published, the newest first."""
    if not lines:
        st.info("Nothing has been published yet. Reports and briefings appear here.", icon=":material/campaign:")
        return
    st.text(f"{count(len(lines), 'document')}, the newest first.")
    for line in lines:
        with st.container(border=True, key=f"edition-{line.edition_id}"):
            st.header(plain(line.title), anchor=False)
            st.text(f"{line.kind.words}, {line.year}. Published on {moment(line.published_at)}.")
            downloads(f"/files/editions/{line.edition_id}", line.endings, f"document {line.edition_id}")
            earlier(line)
