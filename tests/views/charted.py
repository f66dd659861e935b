"""A small audit in fieldwork for the tests of charts: a frozen questionnaire and agencies that grade themselves."""

from sqlmodel import Session

from maap.domain.questionnaire import Questionnaire
from maap.storage import tables as t
from maap.storage.forms import freeze
from tests import factories as make

DOMAINS = ("timeliness", "communication")
FORM = Questionnaire.model_validate(
    {
        "key": "small",
        "title": "Small",
        "audience": "children",
        "domains": [{"key": key, "name": key.capitalize()} for key in DOMAINS],
        "scales": [
            {
                "key": "grade4",
                "name": "Four grades",
                "direction": "higher_is_better",
                "levels": [
                    {"value": "inadequate", "label": "Inadequate", "rank": 1},
                    {"value": "requires_improvement", "label": "Requires improvement", "rank": 2},
                    {"value": "good", "label": "Good", "rank": 3},
                    {"value": "outstanding", "label": "Outstanding", "rank": 4},
                    {"value": "not_seen", "label": "Not seen in file"},
                ],
            }
        ],
        "sections": [
            {
                "id": "grades",
                "title": "Grades",
                "questions": [
                    {"id": f"grade_{key}", "kind": "grade", "scale": "grade4", "domain": key, "label": key}
                    for key in DOMAINS
                ],
            }
        ],
    }
)
AGENCIES = ("police", "health", "schools", "housing", "probation")


class Charted:
    """An audit with five agencies. `graded` adds a return with grades."""

    def __init__(self, session: Session, stage: str = "fieldwork", **facts: str) -> None:
        self.session = session
        self.agencies = {key: make.agency(session, key, position=at) for at, key in enumerate(AGENCIES)}
        self.audit = make.audit(session, *self.agencies.values(), stage=stage, **facts)
        freeze(self.audit, FORM)
        session.add(self.audit)
        session.flush()
        self.by = make.person(session)

    @property
    def id(self) -> int:
        """The audit's id."""
        return self.audit.id or 0

    def graded(self, agency: str, state: str = "submitted", case: t.Case | None = None, **grades: str) -> t.Return:
        """A return by an agency in which it graded domains."""
        case = case or make.case(self.session, self.audit)
        row = make.a_return(self.session, case, self.agencies[agency], state=state)
        for domain, level in grades.items():
            make.grade(self.session, row, domain, level, by=self.by)
        return row

    def agreed(self, case_id: int, *domains: str, grade: str = "good") -> None:
        """The panel agreed on a grade of a case in these domains."""
        for domain in domains:
            by = {"agreed_by": self.by.id, "agreed_at": make.NOW}
            self.session.add(t.PanelGrade(audit_id=self.id, case_id=case_id, domain=domain, grade=grade, **by))
        self.session.flush()

    def seen_by_two(self) -> tuple[t.Return, t.Return]:
        """The police and health audited the same case, and the panel found both domains good."""
        police = self.graded("police", timeliness="good", communication="inadequate")
        case = self.session.get_one(t.Case, police.case_id)
        health = self.graded("health", case=case, timeliness="outstanding")
        self.agreed(police.case_id, *DOMAINS)
        return police, health

    def themed(self, of: t.Return, key: str, polarity: str, domain: str) -> t.ThemeMark:
        """A theme named in a return, in one domain."""
        answer = make.answer(self.session, of, f"{polarity}_{domain}_{key}", [key], by=self.by)
        mark = make.mark(self.session, answer, make.theme(self.session, key), polarity)
        mark.domain = domain
        self.session.add(mark)
        self.session.flush()
        return mark
