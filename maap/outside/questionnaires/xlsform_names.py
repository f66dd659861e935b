"""New ids and values for those of a foreign form that we cannot keep, and its expressions under them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maap.domain.expressions import renamed
from maap.domain.questionnaire import EVIDENCE, PICKED
from maap.domain.questions import SLUG, VALUE

_LITERAL = re.compile(r""""[^"]*"|'[^']*'""")


@dataclass
class Names:
    """`ids` and `values` lead from the names in the form to ours."""

    ids: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def add_ids(self, names: Iterable[str]) -> None:
        taken = set(self.ids.values())
        for name in names:
            if name in self.ids:
                continue
            slug = name if _is_ours(name) else _free(_slug(name), taken)
            self.ids[name] = slug
            taken.add(slug)

    def id(self, name: str) -> str:
        return self.ids.get(name, name)

    def value(self, name: str) -> str:
        if re.fullmatch(VALUE, name) and len(name) <= 64:
            return name
        if name not in self.values:
            self.values[name] = _free(_slug(name), set(self.values.values()))
        return self.values[name]

    def expression(self, text: str) -> str:
        """An expression under the new ids and values; blanks around it are taken away."""
        if not text:
            return ""
        words = _LITERAL.sub(self._literal, text) if self.values else text
        return renamed(words, self.id).strip()

    def label(self, text: str) -> str:
        return renamed(text, self.id)

    def _literal(self, match: re.Match[str]) -> str:
        quote, inside = match[0][0], match[0][1:-1]
        return quote + self.values.get(inside, inside) + quote


def _is_ours(name: str) -> bool:
    if len(name) > 64:
        return False
    parts = name.removesuffix(EVIDENCE).removesuffix(PICKED).split("__", 1)
    return bool(re.fullmatch(SLUG, parts[0])) and (len(parts) == 1 or bool(re.fullmatch(VALUE, parts[1])))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:56]
    return words.strip("_") if words[:1].isalpha() else f"q_{words}".strip("_")


def _free(slug: str, taken: set[str]) -> str:
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}_{number}", number + 1
    return found


def shown(names: Mapping[str, str]) -> str:
    """What was renamed, in words."""
    changed = [f"“{old}” is now “{new}”" for old, new in names.items() if old != new]
    more = f" and {len(changed) - 12} more" if len(changed) > 12 else ""
    return ", ".join(changed[:12]) + more
