"""The letter about a newer version of a questionnaire. It says that there is one, and nothing of what was answered."""

from maap.domain.invitations import Wording


def newer_version(name: str, agency: str, audit: str) -> Wording:
    """Tells whoever answers for an agency that the audit has a newer questionnaire. ``audit``: reference and title."""
    return Wording(
        f"A newer version of the questionnaire: {audit}",
        f"Dear {name},\n\n"
        f"The audit {audit} now has a newer version of its questionnaire. {agency} has returns that were begun on the "
        "version before. Nothing in them has changed, and they can be finished as they are.\n\n"
        "To move a return to the newer version, sign in, go to “My work”, open the return and follow the link at its "
        "top. You see first which answers move and which do not; those that do not stay in the return’s history.",
    )
