"""A whole return, from its first question to its last: python -m tests.benchmarks.whole_return

Every question that is asked on the way is answered once, as chance has it (always the same), on the real answer page and
on a bare Streamlit page with the same widgets on it, turn about. Most answers change nothing but themselves, some move
how the return stands, some ask further questions: the sum says what answering costs the server, in the mixture in which
it happens. Computing, in one process, with the encrypted database behind ours and nothing behind the other.
"""

import random
import tempfile
from pathlib import Path
from typing import Any

from maap.storage.db import engine, reading
from maap.views.returns import sheet
from tests.benchmarks.answers import Scene, answer_page, filled, settle
from tests.benchmarks.bare import bare_page
from tests.benchmarks.served import Served

KINDS = ("radio", "multiselect", "text_area", "text_input")
WORDS = "A plan was written with the family, and every agency had a copy of it within a week."


class Walk:
    """One return on its way. ``spent``: for each answer, whether more than its question was drawn, ours, theirs."""

    def __init__(self, scene: Scene, served: Served) -> None:
        self.scene, self.served, self.dice = scene, served, random.Random(20261128)
        self.spent: list[tuple[bool, float, float]] = []
        self.page = answer_page(scene, "")
        self.given: set[str] = set()

    def through(self) -> None:
        """Answer every section, until nothing is asked any more."""
        seen: set[str] = set()
        while following := [key for key in self.sections() if key not in seen]:
            seen.add(following[0])
            self.page.query_params["section"] = following[0]
            self.page.run()
            while self.one_more():
                self.page.run()

    def sections(self) -> list[str]:
        """Those that the return has, as it is answered now."""
        with reading() as session:
            found = sheet(session, self.scene.actor, self.scene.return_id)
        return [one.section.id for one in found.route.sections]

    def one_more(self) -> bool:
        """Answer the next question of the section on both pages; False when there is none."""
        prefix = f"{self.scene.return_id}/"
        boxes = [
            (kind, at, box) for kind in KINDS for at, box in enumerate(getattr(self.page, kind)) if not box.disabled
        ]
        left = [one for one in boxes if (one[2].key or "").startswith(prefix) and one[2].key not in self.given]
        if not left:
            return False
        kind, at, box = left[0]
        self.given.add(box.key or "")
        value = self.chosen(kind, box)
        bare = bare_page(self.page)[0]
        ours = self.served.answer(self.page, box, value)[1]
        more = len(self.served.drawn) > 1
        self.spent.append((more, ours, self.served.answer(bare, getattr(bare, kind)[at], value)[1]))
        return True

    def chosen(self, kind: str, box: Any) -> object:
        """An answer as chance has it."""
        if kind in ("text_area", "text_input"):
            return WORDS
        option = self.dice.choice(box.options)
        return option if kind == "radio" else [option]


def told(what: str, spent: list[tuple[bool, float, float]]) -> None:
    """The sums of both, and their ratio."""
    ours, theirs = (sum(one[side] for one in spent) * 1000 for side in (1, 2))
    if spent:
        print(f"{what}: {len(spent)} answers, {ours:.0f} ms : {theirs:.0f} ms = {ours / theirs:.2f}")


def walked(served: Served) -> Walk:
    """A return of a new house, answered."""
    with tempfile.TemporaryDirectory() as folder:
        settle(Path(folder))
        walk = Walk(filled(), served)
        walk.through()
        engine().dispose()
    return walk


def main() -> None:
    """Print the sums of the second return: the first warms up."""
    served = Served()
    served.begin()
    walked(served)
    spent = walked(served).spent
    told("a whole return", spent)
    told("of them those that drew their question alone", [one for one in spent if not one[0]])
    told("of them those that drew more", [one for one in spent if one[0]])


if __name__ == "__main__":
    main()
