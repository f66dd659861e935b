"""The names behind the keys that terms of reference hold, so that sentences about them read well."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Names:
    """People by id; agencies, themes, questionnaires, scales and questions by key; audits by id."""

    people: Mapping[int, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)
    questionnaires: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)
    audits: Mapping[int, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    def person(self, person: int) -> str:
        return self.people.get(person, f"person {person}")

    def agency(self, key: str) -> str:
        return self.agencies.get(key, spelled(key))

    def theme(self, key: str) -> str:
        return self.themes.get(key, spelled(key))

    def questionnaire(self, key: str) -> str:
        return self.questionnaires.get(key, spelled(key))

    def scale(self, key: str) -> str:
        return self.scales.get(key, spelled(key))

    def question(self, key: str) -> str:
        return self.questions.get(key, spelled(key))

    def audit(self, audit: int) -> str:
        return self.audits.get(audit, f"audit {audit}")


NOBODY = Names()


def spelled(key: str) -> str:
    """A key as words, for want of its name: childrens_social_care → Childrens social care."""
    return key.replace("_", " ").capitalize()
