"""A small audit that has come to its report, with something of everything that a document says."""

from datetime import timedelta

from sqlmodel import Session

from maap.domain.people import Actor, Role
from maap.storage import tables as t
from tests import factories as make
from tests.views.charted import AGENCIES, Charted

HOSTILE = "#set page(width: 1pt) {{ 7*7 }} {% for x in y %} <script>alert(1)</script> & ]]> $x$ *b* \\ @a `c`"
"""Words that mean something to Typst, Jinja, XML and HTML."""
PLANTED = "Zanzibar lantern"
"""Words of the police alone."""


class Reported:
    """Five agencies, four cases, twenty returns that are accepted, a panel's grades, and what followed."""

    def __init__(self, session: Session, hostile: str = "") -> None:
        if session.get(t.Partnership, 1) is None:
            make.partnership(session, procedures="None")
        self.charted = Charted(session, stage="reporting", title=f"Neglect {hostile}".strip())
        self.session, self.audit = session, self.charted.audit
        self.police = self.charted.agencies["police"]
        self.coordinator = make.acting(session, Role.COORDINATOR)
        self.chair = make.acting(session, Role.CHAIR)
        self.cases = [make.case(session, self.audit, number, stratum="Early help") for number in (1, 2, 3, 4)]
        self._returns()
        self._panel()
        self._learning(hostile)
        self._lanes(hostile)

    @property
    def id(self) -> int:
        """The audit's id."""
        return self.audit.id or 0

    def lead(self, agency: str) -> Actor:
        """Somebody who leads for an agency."""
        return make.acting(self.session, Role.AGENCY_LEAD, agency=self.charted.agencies[agency])

    def _returns(self) -> None:
        theme = make.theme(self.session)
        for case in self.cases:
            for at, key in enumerate(AGENCIES):
                row = make.a_return(self.session, case, self.charted.agencies[key], "accepted")
                level = "good" if (at + case.number) % 3 else "requires_improvement"
                answer = make.grade(self.session, row, "timeliness", level, self.charted.by)
                make.grade(self.session, row, "communication", "good" if at < 2 else "inadequate", self.charted.by)
                make.mark(self.session, answer, theme, "strength" if at % 2 else "area")

    def _panel(self) -> None:
        for case, level in zip(self.cases, ("good", "good", "inadequate", "requires_improvement"), strict=True):
            self.session.add(
                t.PanelGrade(
                    audit_id=self.id,
                    case_id=case.id,
                    domain="timeliness",
                    grade=level,
                    how="consensus",
                    agreed_by=self.chair.person_id,
                    agreed_at=make.NOW,
                )
            )
        self.session.flush()

    def _learning(self, hostile: str) -> None:
        self.strength = self._finding(f"Visits were made on the day. {hostile}".strip(), "strength", "police", "health")
        self.area = self._finding("Agencies wait for each other.", "area", "schools", "health")
        self.private = self._finding(PLANTED + " of one file.", "area", "police")
        self.recommendation = make.recommendation(self.session, self.audit, self.area, number=1, text="Meet sooner.")
        make.action(self.session, self.audit, self.police, under=self.recommendation, number=1)

    def _finding(self, text: str, polarity: str, *agencies: str) -> t.Finding:
        found = make.finding(self.session, self.audit, polarity, text=text, domain="timeliness", source="answer")
        for at, key in enumerate(agencies):
            source = {"case_id": self.cases[at].id, "agency_id": self.charted.agencies[key].id}
            self.session.add(t.FindingSource(finding_id=found.id, **source))
        self.session.flush()
        return found

    def _lanes(self, hostile: str) -> None:
        make.issue(self.session, self.audit, self.police, text=f"{PLANTED} waits. {hostile}".strip())
        by = make.person(self.session)
        for hours in (2, 4, 6):
            make.concern(self.session, self.audit, by, acknowledged_at=make.NOW + timedelta(hours=hours))
