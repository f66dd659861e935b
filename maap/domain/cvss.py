"""How grave a fault is by its CVSS 3 vector: the base score of FIRST's specification (3.1, section 7), from 0 to 10."""

import math

_REACH = {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}
_EFFORT = {"L": 0.77, "H": 0.44}
_RIGHTS = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_HELP = {"N": 0.85, "R": 0.62}
_HARM = {"H": 0.56, "L": 0.22, "N": 0.0}
_WORDS = ((9.0, "critical"), (7.0, "high"), (4.0, "moderate"), (0.0, "low"))


def score(vector: str) -> float | None:
    """The base score of ``CVSS:3.1/AV:N/AC:L/…``; None for another version's vector, and for one that is damaged."""
    kind, *parts = vector.strip().split("/")
    told = dict(part.split(":", 1) for part in parts if ":" in part)
    try:
        return _base(told) if kind in ("CVSS:3.0", "CVSS:3.1") else None
    except KeyError:
        return None


def word(points: float) -> str:
    """The score in a word: from 9 critical, from 7 high, from 4 moderate, less is low."""
    return next(word for least, word in _WORDS if points >= least)


def _base(told: dict[str, str]) -> float:
    spread = told["S"]
    spared = math.prod(1 - _HARM[told[name]] for name in ("C", "I", "A"))
    ease = 8.22 * _REACH[told["AV"]] * _EFFORT[told["AC"]] * _RIGHTS[spread][told["PR"]] * _HELP[told["UI"]]
    lost = 1 - spared
    harm = 6.42 * lost if spread == "U" else 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15
    if harm <= 0:
        return 0.0
    return _up(min((harm + ease) * (1 if spread == "U" else 1.08), 10))


def _up(points: float) -> float:
    """To the next tenth, but for what arithmetic with floats adds by itself."""
    return math.ceil(round(points * 100_000) / 10_000) / 10
