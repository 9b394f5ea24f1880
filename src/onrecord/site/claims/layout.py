"""Where the entries of a history stand: on which page, and in which rows of the page's timeline.

It counts rows and bytes; it knows neither what entries say nor how they look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from onrecord.dataset import Entry
from onrecord.site.claims.sides import Side

__all__ = ["Chapter", "Place", "chapters", "places"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a long history with a page of its own: its name in the address, and its entries."""

    name: str
    title: str
    entries: tuple[Entry, ...]


def chapters(entries: Sequence[Entry], sizes: Sequence[int], most: int) -> tuple[Chapter, ...]:
    """The entries by year; a year of more than ``most`` bytes is cut into as many as needed."""
    found: list[Chapter] = []
    sized = list(zip(entries, sizes, strict=True))
    for year, run in groupby(sized, key=lambda each: each[0].by.year):
        parts = list(_cut(list(run), most))
        for number, part in enumerate(parts, start=1):
            is_whole = len(parts) == 1
            found.append(
                Chapter(
                    name=f"{year}" if is_whole else f"{year}-{number}",
                    title=f"{year}" if is_whole else f"{year}, {number} of {len(parts)}",
                    entries=part,
                )
            )
    return tuple(found)


def _cut(sized: Sequence[tuple[Entry, int]], most: int) -> Iterator[tuple[Entry, ...]]:
    part: list[Entry] = []
    total = 0
    for entry, size in sized:
        if part and total + size > most:
            yield tuple(part)
            part, total = [], 0
        part.append(entry)
        total += size
    yield tuple(part)


class Place(NamedTuple):
    """The rows of a timeline that something takes: the first, and how many."""

    row: int
    span: int

    @property
    def end(self) -> int:
        """The first row after it."""
        return self.row + self.span


def places(sides: Sequence[Side]) -> tuple[Place, ...]:
    """The rows of things in order, by their sides: what stands between takes a row of its own.

    Two on different sides may stand beside each other, the later one begun lower down, so that the
    order of time can always be read from the upper edges.
    """
    free = {Side.FOR: 1, Side.AGAINST: 1}
    last = 0
    found: list[Place] = []
    for side in sides:
        if side is Side.BETWEEN:
            place = Place(max(free.values()), 1)
            free = dict.fromkeys(free, place.end)
        else:
            place = Place(max(last + 1, free[side]), 2)
            free[side] = place.end
        last = place.row
        found.append(place)
    return tuple(found)
