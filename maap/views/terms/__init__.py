"""Terms of reference, to read: the list of audits, the task list, what may be chosen, the document, and its signing."""

from maap.views.terms.audits import AuditRow, audits
from maap.views.terms.document import Document, Item, Paragraph, Part, Signed, document
from maap.views.terms.signing import Signing, Version, signing
from maap.views.terms.writing import Task, Writing, linkable_questions, writing

__all__ = [
    "AuditRow",
    "Document",
    "Item",
    "Paragraph",
    "Part",
    "Signed",
    "Signing",
    "Task",
    "Version",
    "Writing",
    "audits",
    "document",
    "linkable_questions",
    "signing",
    "writing",
]
