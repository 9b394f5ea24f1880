"""Where dates lie on a drawn axis of time: extents in days, scales, and marks set side by side.

Plain geometry: it knows dates, days and lengths, and nothing of records or of markup.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from onrecord.values.edtf import Edtf

__all__ = ["Bar", "Extent", "Lanes", "Scale", "Stretch", "bar_of", "extent_of", "year_scale"]


class Extent(NamedTuple):
    """The days, as ordinals, between which something lies, both included.

    ``fades_before`` and ``fades_after`` tell that the end is open or unknown, so that what is drawn
    has no edge there; ``rough`` that the date is approximate, ``doubtful`` that it is uncertain.
    """

    first: int
    last: int
    fades_before: bool = False
    fades_after: bool = False
    rough: bool = False
    doubtful: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is one day and nothing is open, unknown or doubtful about it."""
        return self.first == self.last and not any(self[2:])

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be drawn of it, each a word for a style sheet."""
        found = {
            "day": self.first == self.last,
            "band": self.first != self.last,
            "fades-before": self.fades_before,
            "fades-after": self.fades_after,
            "rough": self.rough,
            "doubtful": self.doubtful,
        }
        return tuple(word for word, holds in found.items() if holds)


def extent_of(date: Edtf, known: datetime.date) -> Extent:
    """The extent of a date; one without any end lies at the day by which it is ``known``."""
    earliest, latest = date.earliest, date.latest
    first = earliest or latest or known
    last = latest or earliest or known
    return Extent(
        first=first.toordinal(),
        last=max(first, last).toordinal(),
        fades_before=earliest is None,
        fades_after=latest is None,
        rough=date.is_approximate,
        doubtful=date.is_uncertain,
    )


class Stretch(NamedTuple):
    """A stretch of an axis: the days from ``first`` to before ``end`` lie evenly on its length."""

    first: int
    end: int
    start: float
    length: float
    label: str
    is_gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Days to lengths, stretch by stretch; what lies outside of all of them is at an end."""

    stretches: tuple[Stretch, ...]

    @property
    def length(self) -> float:
        """The length of the whole axis."""
        last = self.stretches[-1]
        return last.start + last.length

    def at(self, day: float) -> float:
        """Where a day begins on the axis."""
        place = bisect_right(self.stretches, day, key=lambda each: each.first) - 1
        found = self.stretches[max(place, 0)]
        share = (day - found.first) / (found.end - found.first)
        return found.start + found.length * min(max(share, 0.0), 1.0)


def year_scale(days: Iterable[int], *, least: float, each: float, most: float, gap: float) -> Scale:
    """An axis of whole years: ``least`` long, and ``each`` for what lies in one, ``most`` at most.

    Years in which nothing lies are drawn as one gap, whatever their number. Of the first year and
    the last, the months before and after all that lies in them are left out.
    """
    found = sorted(days)
    counts = Counter(datetime.date.fromordinal(day).year for day in found)
    years = range(min(counts), max(counts) + 1)
    stretches: list[Stretch] = []
    at = 0.0
    for is_gap, run in groupby(years, key=lambda year: not counts[year]):
        parts = _ends(list(run), is_gap=is_gap)
        for first, last in parts:
            length = gap if is_gap else min(least + each * counts[first], most)
            made = _cut(_years(first, last, at, length, is_gap=is_gap), found[0], found[-1])
            stretches.append(made)
            at += made.length
    return Scale(stretches=tuple(stretches))


def _ends(years: list[int], *, is_gap: bool) -> list[tuple[int, int]]:
    return [(years[0], years[-1])] if is_gap else [(year, year) for year in years]


def _years(first: int, last: int, start: float, length: float, *, is_gap: bool) -> Stretch:
    begin = datetime.date(first, 1, 1).toordinal()
    end = datetime.date(last, 12, 31).toordinal() + 1
    label = str(first) if first == last else f"{first}–{last}"
    return Stretch(begin, end, start, length, label, is_gap)


_ROOM = 31


def _cut(whole: Stretch, first: int, last: int) -> Stretch:
    """The stretch from about a month before the first day to about a month after the last."""
    begin, end = max(whole.first, first - _ROOM), min(whole.end, last + _ROOM)
    share = (end - begin) / (whole.end - whole.first)
    return whole._replace(first=begin, end=end, length=whole.length * share)


class Lanes:
    """Sets marks side by side, so that none lies on another: the first lane with room is taken."""

    def __init__(self, margin: float) -> None:
        self._margin = margin
        self._taken: list[list[tuple[float, float]]] = []

    def __len__(self) -> int:
        return len(self._taken)

    def place(self, start: float, end: float) -> int:
        """The lane, from 0, of a mark that reaches from ``start`` to ``end`` along the axis."""
        for lane, taken in enumerate(self._taken):
            if all(
                end + self._margin <= first or last + self._margin <= start for first, last in taken
            ):
                taken.append((start, end))
                return lane
        self._taken.append([(start, end)])
        return len(self._taken) - 1


class Bar(NamedTuple):
    """A date on a small calendar of whole years: from where to where in percent, and its cells."""

    start: float
    end: float
    cells: int
    label: str
    words: tuple[str, ...]


_MONTHS = 12
_ROUGH = 4.0
_FADE = 25.0


def bar_of(extent: Extent) -> Bar:
    """The bar of a date on the calendar of the year, or the years, in which it lies."""
    first, last = (datetime.date.fromordinal(day).year for day in extent[:2])
    begin = datetime.date(first, 1, 1).toordinal()
    whole = datetime.date(last, 12, 31).toordinal() + 1 - begin
    start, end = (100 * (day - begin) / whole for day in (extent.first, extent.last + 1))
    before = _FADE if extent.fades_before else _ROUGH if extent.rough else 0.0
    after = _FADE if extent.fades_after else _ROUGH if extent.rough else 0.0
    return Bar(
        start=round(max(start - before, 0.0), 1),
        end=round(min(end + after, 100.0), 1),
        cells=_MONTHS if first == last else last - first + 1,
        label=str(first) if first == last else f"{first}–{last}",
        words=extent.words,
    )
