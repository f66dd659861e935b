"""All tables, under one name."""

from maap.storage.tables.audits import (
    Audit,
    EarlierForm,
    NamedAuditor,
    PanelMember,
    Participation,
    Signature,
    TermsVersion,
)
from maap.storage.tables.change import Action, ActionUpdate, Commendation, Recommendation, RecommendationFinding
from maap.storage.tables.coming_in import Identity, IdentityProvider, RecoveryCode, SecondFactor
from maap.storage.tables.dashboards import DashboardLetter, SavedView
from maap.storage.tables.discussion import QuestionNote
from maap.storage.tables.documents import AnnualPart, DraftPart, Edition, EditionFile, Template
from maap.storage.tables.lanes import AgencyIssue, ImmediateConcern, IssueStep
from maap.storage.tables.learning import Finding, FindingSource, FindingTheme, ThemeChange, ThemeSuggestion
from maap.storage.tables.library import (
    AccuracyCheck,
    AccuracyComment,
    AccuracyReply,
    EarlierAudit,
    EarlierTheme,
    LibraryItem,
    LibraryTheme,
    UseMade,
)
from maap.storage.tables.meeting import AgendaItem, Attendance, Decision, Meeting
from maap.storage.tables.partnership import Agency, Choice, Partnership, QuestionnaireVersion, Theme
from maap.storage.tables.people import Appointment, Attempt, Link, Person, SignIn
from maap.storage.tables.post import CalendarFeed, HouseRound, NoWeekly
from maap.storage.tables.record import Letter, TrailEntry
from maap.storage.tables.retention import Hold, Removal
from maap.storage.tables.returns import (
    Answer,
    AnswerVersion,
    ChangeRequest,
    FellowAuditor,
    Figure,
    PanelGrade,
    Presence,
    Return,
    ThemeMark,
)
from maap.storage.tables.samples import Case, Cohort, CohortRow, Sample
from maap.storage.tables.sharing import DataKey, DisplayLink, SharedSnapshot, ShareLink
from maap.storage.tables.voice import Voice, VoiceLink

__all__ = [
    "AccuracyCheck",
    "AccuracyComment",
    "AccuracyReply",
    "Action",
    "ActionUpdate",
    "Agency",
    "AgencyIssue",
    "AgendaItem",
    "AnnualPart",
    "Answer",
    "AnswerVersion",
    "Appointment",
    "Attempt",
    "Attendance",
    "Audit",
    "CalendarFeed",
    "Case",
    "ChangeRequest",
    "Choice",
    "Cohort",
    "CohortRow",
    "Commendation",
    "DashboardLetter",
    "DataKey",
    "Decision",
    "DisplayLink",
    "DraftPart",
    "EarlierAudit",
    "EarlierForm",
    "EarlierTheme",
    "Edition",
    "EditionFile",
    "FellowAuditor",
    "Figure",
    "Finding",
    "FindingSource",
    "FindingTheme",
    "Hold",
    "HouseRound",
    "Identity",
    "IdentityProvider",
    "ImmediateConcern",
    "IssueStep",
    "Letter",
    "LibraryItem",
    "LibraryTheme",
    "Link",
    "Meeting",
    "NamedAuditor",
    "NoWeekly",
    "PanelGrade",
    "PanelMember",
    "Participation",
    "Partnership",
    "Person",
    "Presence",
    "QuestionNote",
    "QuestionnaireVersion",
    "Recommendation",
    "RecommendationFinding",
    "RecoveryCode",
    "Removal",
    "Return",
    "Sample",
    "SavedView",
    "SecondFactor",
    "ShareLink",
    "SharedSnapshot",
    "SignIn",
    "Signature",
    "Template",
    "TermsVersion",
    "Theme",
    "ThemeChange",
    "ThemeMark",
    "ThemeSuggestion",
    "TrailEntry",
    "UseMade",
    "Voice",
    "VoiceLink",
]
