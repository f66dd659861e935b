"""What the long soak measures: how long people wait, what goes wrong, and what the server holds."""

import statistics
from dataclasses import dataclass, field
from typing import NamedTuple

FIGURES = ("memory", "files", "handles", "threads", "sessions", "WAL")
"""Megabytes, but for the counts. Files are handles, too. Streamlit keeps up to 128 sessions after their tabs have
gone, with three handles each: those are not files."""
MEGABYTE = 2**20


@dataclass
class Window:
    """While a fault lasts, and until people have come back after it."""

    kind: str
    began: float
    over: float = float("inf")


class Wait(NamedTuple):
    """How long somebody waited, when they began, and whether a fault came in between."""

    began: float
    took: float
    troubled: bool


@dataclass
class Diary:
    """What people saw. What a fault explains is counted apart."""

    windows: list[Window] = field(default_factory=list)
    pages: list[Wait] = field(default_factory=list)
    saves: list[Wait] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)
    explained: int = 0

    def is_troubled(self, began: float, ended: float) -> bool:
        """Whether a fault overlaps with this time."""
        return any(one.began <= ended and began <= one.over for one in reversed(self.windows[-3:]))

    def calm(self, kept: list[Wait]) -> list[Wait]:
        """Those that no fault came into."""
        return [one for one in kept if not one.troubled]

    def went_wrong(self, began: float, ended: float, what: str) -> None:
        """Somebody saw something that they should not see."""
        if self.is_troubled(began, ended):
            self.explained += 1
        else:
            self.errors.append((ended, what))

    def waited(self, kept: list[Wait], began: float, took: float) -> None:
        """Somebody waited for a page or for a save."""
        kept.append(Wait(began, took, self.is_troubled(began, began + took)))


class Sample(NamedTuple):
    """What the server held at a moment of one of its lives, in the order of FIGURES."""

    at: float
    life: int
    age: float
    held: tuple[float, ...]


@dataclass(frozen=True)
class Limits:
    """What is still well. ``grown``: times what it was, and that much more, for each of FIGURES. ``warm``: seconds."""

    page: float
    save: float
    warm: float
    grown: dict[str, tuple[float, float]]


_FEWEST = 9
"""From so many samples of the warm server on anybody can say whether something grows."""
ENOUGH = 2 * _FEWEST
"""So many samples hold them, and those of the time before the server was warm."""


_POOLED = 2.0 * 20
"""Files that the pool of the embedded database keeps open, once so many wanted to store something at one moment."""


def limits(page: float, save: float, seconds: float, people: int) -> Limits:
    """In a long run memory may grow by a tenth; in a short one it is still being filled."""
    is_long = seconds >= 1200
    return Limits(
        page,
        save,
        min(300.0, seconds / 4),
        {
            "memory": (1.1, 0.0) if is_long else (1.25, 100.0),
            "files": (1.1, _POOLED) if is_long else (1.1, 12.0),
            "handles": (1.1, 60.0) if is_long else (1.1, 400.0),
            "threads": (1.1, 24.0),
            "sessions": (1.0, float(people)),
            "WAL": (1.25, 8.0),
        },
    )


def share(waits: list[Wait], percent: int) -> float:
    """So many percent waited no longer than this, in seconds."""
    took = sorted(one.took for one in waits)
    return statistics.quantiles(took, n=100, method="inclusive")[percent - 1] if len(took) > 1 else sum(took)


def thirds(samples: list[Sample], figure: int) -> tuple[float, float]:
    """The median of the first and of the last third."""
    held = [one.held[figure] for one in samples]
    part = max(len(held) // 3, 1)
    return statistics.median(held[:part]), statistics.median(held[-part:])


def grown(samples: list[Sample], bounds: Limits) -> list[str]:
    """What grew, in one life of the server or over all of them."""
    warm = [one for one in samples if one.age >= bounds.warm]
    lives = [[one for one in warm if one.life == life] for life in sorted({one.life for one in warm})]
    found = []
    for name, line in [("in all", warm), *((f"in life {one[0].life}", one) for one in lives)]:
        if len(line) < _FEWEST:
            continue
        for figure, (times, more) in enumerate(bounds.grown[one] for one in FIGURES):
            first, last = thirds(line, figure)
            if last > first * times + more:
                found.append(f"{FIGURES[figure]} grew from {first:.0f} to {last:.0f} {name}")
    return list(dict.fromkeys(found))


def held(samples: list[Sample], bounds: Limits) -> str:
    """What the warm server held: first third, last third, and the most."""
    warm = [one for one in samples if one.age >= bounds.warm] or samples
    if not warm:
        return "nothing was measured"
    told = []
    for figure, name in enumerate(FIGURES):
        first, last = thirds(warm, figure)
        most = max(one.held[figure] for one in warm)
        told.append(f"{name} {first:.0f} → {last:.0f} (most {most:.0f})")
    return ", ".join(told)


def too_slow(diary: Diary, bounds: Limits) -> list[str]:
    """Pages and saves outside faults that took too long, or of which there were none."""
    pages, saves = diary.calm(diary.pages), diary.calm(diary.saves)
    found = [f"no {name} was measured" for name, kept in (("page", pages), ("save", saves)) if not kept]
    if share(pages, 95) > bounds.page:
        found.append(f"pages: p95 {share(pages, 95):.2f} s, more than {bounds.page:g} s")
    if share(saves, 99) > bounds.save:
        found.append(f"saves: p99 {share(saves, 99):.2f} s, more than {bounds.save:g} s")
    return found


def minute(diary: Diary, samples: list[Sample], people: int, since: float, until: float, number: int) -> str:
    """One line of the report."""
    pages, saves = ([one for one in kept if since <= one.began < until] for kept in (diary.pages, diary.saves))
    lately = [one for one in samples if since <= one.at < until]
    errors = sum(since <= at < until for at, _ in diary.errors)
    kinds = [one.kind for one in diary.windows if since <= one.began < until]
    figures = "not measured"
    if lately:
        memory, files, handles, threads, sessions, wal = (
            statistics.median(column) for column in zip(*(one.held for one in lately), strict=True)
        )
        figures = f"{memory:.0f} MB, {files:.0f} files, {handles:.0f} handles, {threads:.0f} threads, {sessions:.0f} sessions, WAL {wal:.1f} MB"
    return (
        f"minute {number}: {people} people, {len(pages)} pages p95 {share(pages, 95) * 1000:.0f} ms, {len(saves)} saves "
        f"p95 {share(saves, 95) * 1000:.0f} ms p99 {share(saves, 99) * 1000:.0f} ms, {errors} errors, {figures}"
        + (f"; {', '.join(kinds)}" if kinds else "")
    )
