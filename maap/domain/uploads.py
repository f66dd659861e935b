"""What may be uploaded: each kind of file once, with endings and size, for the box, its reader and the books."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """A kind of file that comes in. ``endings`` say what the box offers; the bytes decide what it is."""

    what: str
    where: str
    endings: tuple[str, ...]
    megabytes: int

    @property
    def largest(self) -> int:
        """In bytes."""
        return self.megabytes << 20


MOST_MEGABYTES = 5
"""No upload is larger: the server and nginx refuse more before any reader sees it."""
CASES = Upload("list of cases", "Cases", ("csv", "xlsx"), 5)
WORDING = Upload("wording in another language", "Questionnaires", ("xlsx", "csv"), 5)
QUESTIONNAIRE = Upload("questionnaire (as YAML: 1 MB)", "Questionnaires", ("xlsx", "xls", "yaml", "yml"), 5)
WORKBOOK = Upload("return filled in offline", "a return", ("xlsx",), 3)
EARLIER = Upload("results of earlier audits", "Earlier audits", ("yaml", "yml", "csv", "xlsx"), 1)
BRIEFING = Upload("earlier briefing", "Library", ("pdf", "docx"), 5)
CODEBOOK = Upload("codebook", "Themes", ("qdc",), 2)
TEMPLATE = Upload("template of a document", "Templates", ("docx",), 5)
UPLOADS = (CASES, WORDING, QUESTIONNAIRE, WORKBOOK, EARLIER, BRIEFING, CODEBOOK, TEMPLATE)
