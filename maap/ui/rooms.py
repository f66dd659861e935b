"""Every page there is: where its script lies, what it is called, and who finds it in a menu.

Hiding a page is courtesy. What keeps people out is the seat that each view and use case asks for.
"""

from dataclasses import dataclass
from typing import Literal

from maap.domain.people import Permission

P = Permission


@dataclass(frozen=True)
class Room:
    """A page. ``menu``: in the top menu, in an audit's own menu, or nowhere. Anybody with one of ``needs`` sees it."""

    script: str
    url: str
    title: str
    icon: str
    menu: Literal["house", "administration", "audit", ""] = ""
    needs: tuple[Permission, ...] = ()

    @property
    def path(self) -> str:
        """The script, seen from app.py."""
        return f"pages/{self.script}.py"

    @property
    def group(self) -> str:
        """Where it stands in an audit's menu."""
        return GROUPS.get(self.script.partition("/")[0], "")

    @property
    def about_cases(self) -> bool:
        """Whether it lives from the cases of an audit, and what was found in them."""
        return self.script.partition("/")[0] in ABOUT_CASES


GROUPS = {
    "audits": "Overview",
    "terms": "Set-up",
    "agencies": "Set-up",
    "cases": "Set-up",
    "fieldwork": "Answers",
    "voice": "Answers",
    "panel": "Panel and findings",
    "themes": "Panel and findings",
    "live": "Charts",
    "lanes": "Issues and concerns",
    "actions": "Actions and documents",
    "briefings": "Actions and documents",
}
"""The folder of a page, and the group that it has in an audit's menu."""
ABOUT_CASES = frozenset({"cases", "fieldwork", "panel", "themes", "lanes", "actions", "briefings"})
"""Folders of pages that live from an audit's cases, and from what was found in them."""


ROOMS: tuple[Room, ...] = (
    Room("home/work", "", "My work", ":material/home:", "house"),
    Room("audits/all", "audits", "Audits", ":material/folder_open:", "house", (P.READ_AUDIT,)),
    Room("actions/tracker", "actions", "Actions", ":material/checklist:", "house", (P.SEE_ACTIONS,)),
    Room("briefings/published", "published", "Published", ":material/campaign:", "house", (P.READ_PUBLISHED,)),
    Room("library/library", "library", "Library", ":material/book:", "house", (P.READ_PUBLISHED,)),
    Room("live/trends", "trends", "Across the years", ":material/timeline:", "house", (P.SEE_RESULTS,)),
    Room("live/agency", "our-agency", "Our agency", ":material/domain:", "house", (P.SEE_OWN_FIGURES,)),
    Room("themes/codebook", "codebook", "Codebook", ":material/sell:", "house", (P.READ_FINDINGS,)),
    Room(
        "questionnaires/all", "questionnaires", "Questionnaires", ":material/quiz:", "house", (P.WRITE_QUESTIONNAIRES,)
    ),
    Room("audits/overview", "audit", "Overview", ":material/flag:", "audit", (P.READ_AUDIT,)),
    Room("audits/history", "history", "History", ":material/history:", "audit", (P.SEE_GRID,)),
    Room("audits/record", "record", "What happened", ":material/history:"),
    Room("terms/write", "terms", "Write terms", ":material/description:", "audit", (P.WRITE_TERMS,)),
    Room("terms/agree", "agree", "Terms", ":material/signature:", "audit", (P.READ_AUDIT,)),
    Room("agencies/commit", "commit", "Our commitment", ":material/handshake:", "audit", (P.COMMIT_AGENCY,)),
    Room("agencies/commitments", "commitments", "Agencies", ":material/groups:", "audit", (P.CHASE_AGENCIES,)),
    Room("cases/sample", "sample", "Cases", ":material/shuffle:", "audit", (P.DRAW_SAMPLE, P.SEE_SAMPLE)),
    Room("fieldwork/grid", "returns", "Returns", ":material/grid_on:", "audit", (P.SEE_GRID,)),
    Room("panel/cases", "panel", "Panel", ":material/forum:", "audit", (P.READ_CASES,)),
    Room("panel/meeting", "meeting", "Panel meeting", ":material/co_present:"),
    Room("panel/agreement", "agreement", "How alike grades are", ":material/balance:"),
    Room("panel/voice", "voice", "Voice", ":material/record_voice_over:", "audit", (P.GATHER_VOICE,)),
    Room(
        "panel/accuracy",
        "accuracy",
        "Accuracy check",
        ":material/rule:",
        "audit",
        (P.WRITE_DOCUMENTS, P.CHECK_ACCURACY),
    ),
    Room("themes/findings", "findings", "Findings", ":material/lightbulb:", "audit", (P.READ_FINDINGS,)),
    Room("themes/finding", "finding", "A finding", ":material/search:"),
    Room("themes/coding", "coding", "Code findings", ":material/keyboard:"),
    Room("themes/trace", "trace", "Trace", ":material/account_tree:"),
    Room("themes/passages", "passages", "Find in the answers", ":material/format_quote:"),
    Room("themes/groups", "groups", "Findings without a theme", ":material/scatter_plot:"),
    Room("lanes/issues", "issues", "Issues", ":material/lock:", "audit", (P.READ_ISSUES,)),
    Room("lanes/concerns", "concerns", "Concerns", ":material/emergency_home:", "audit", (P.RAISE_CONCERN,)),
    Room("live/dashboard", "charts", "Charts", ":material/bar_chart:", "audit", (P.SEE_RESULTS,)),
    Room("live/sharing", "sharing", "Share", ":material/share:", "audit", (P.SHARE_FIGURES, P.APPROVE_SHARING)),
    Room("actions/plan", "plan", "Actions", ":material/checklist:", "audit", (P.SEE_ACTIONS,)),
    Room("briefings/documents", "documents", "Documents", ":material/article:", "audit", (P.PUBLISH,)),
    Room("briefings/edit", "edit-document", "Edit a document", ":material/edit_document:"),
    Room("briefings/templates", "templates", "Word templates", ":material/style:"),
    Room("briefings/annual", "annual", "Annual briefing", ":material/calendar_month:"),
    Room("actions/action", "action", "An action", ":material/check_circle:"),
    Room("actions/commendations", "commendations", "Commendations", ":material/thumb_up:"),
    Room("actions/before_after", "before-after", "Before and after", ":material/compare_arrows:"),
    Room("fieldwork/answer", "return", "Return", ":material/edit_note:"),
    Room("fieldwork/check", "check", "Check the answers", ":material/fact_check:"),
    Room("fieldwork/offline", "offline", "Answer in a spreadsheet", ":material/table_view:"),
    Room("fieldwork/upgrade", "upgrade", "Upgrade a draft return", ":material/upgrade:"),
    Room("fieldwork/read", "read", "Read a return", ":material/visibility:"),
    Room("lanes/issue", "issue", "An issue of one agency", ":material/lock:"),
    Room("questionnaires/design", "design", "Write a questionnaire", ":material/edit_square:"),
    Room("questionnaires/preview", "preview", "Preview a questionnaire", ":material/visibility:"),
    Room(
        "library/earlier",
        "earlier-results",
        "Results of earlier years",
        ":material/table_chart:",
        needs=(P.KEEP_LIBRARY,),
    ),
    Room(
        "library/uses",
        "uses",
        "How briefings were used",
        ":material/campaign:",
        needs=(P.KEEP_LIBRARY, P.RECORD_USE),
    ),
    Room("home/account", "account", "Your account", ":material/account_circle:"),
    Room("admin/people", "people", "People", ":material/badge:", "administration", (P.MANAGE_PEOPLE,)),
    Room("admin/providers", "ways-in", "Ways to sign in", ":material/key:", "administration", (P.MANAGE_PEOPLE,)),
    Room("admin/agencies", "agencies", "Agencies", ":material/domain:", "administration", (P.MANAGE_PARTNERSHIP,)),
    Room("admin/themes", "themes", "Themes", ":material/sell:", "administration", (P.MANAGE_PARTNERSHIP,)),
    Room(
        "admin/scales", "scales", "Scales and timetable", ":material/tune:", "administration", (P.MANAGE_PARTNERSHIP,)
    ),
    Room(
        "admin/partnership",
        "partnership",
        "Partnership",
        ":material/settings:",
        "administration",
        (P.MANAGE_PARTNERSHIP,),
    ),
    Room("admin/post", "post", "Post", ":material/mail:", "administration", (P.MANAGE_PARTNERSHIP,)),
    Room(
        "admin/retention",
        "retention",
        "Retention",
        ":material/auto_delete:",
        "administration",
        (P.MANAGE_PARTNERSHIP,),
    ),
    Room("admin/trail", "trail", "Trail", ":material/history:", "administration", (P.READ_TRAIL,)),
)

BY_SCRIPT = {room.script: room for room in ROOMS}
BY_URL = {room.url: room for room in ROOMS}
