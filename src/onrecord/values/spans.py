"""Stretches of days whose ends are known only within bounds, and what can be said of two of them.

Three-valued throughout: ``True`` and ``False`` hold in every case that the bounds leave open, and
``None`` says that the cases differ. It must not know how a date is written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

__all__ = ["FIRST", "LAST", "Day", "Span", "all_of", "any_of", "same_in_all"]

Day = tuple[float, int, int]
"""Year (astronomical: 0 is 1 BC), month and day in the proleptic Gregorian calendar."""

FIRST: Day = (-math.inf, 0, 0)
"""Before every day: where what is open to the past begins."""

LAST: Day = (math.inf, 0, 0)
"""After every day: where what is open to the future ends."""


class Span(NamedTuple):
    """A stretch of days: it starts on one day of the first pair and ends on one of the second.

    An instant (something on one unknown day) has both pairs alike.
    """

    start_from: Day
    start_to: Day
    end_from: Day
    end_to: Day

    @classmethod
    def instant(cls, first: Day, last: Day) -> Span:
        """Return one unknown day from ``first`` to ``last``."""
        return cls(first, last, first, last)

    @classmethod
    def whole(cls, first: Day, last: Day) -> Span:
        """Return all days from ``first`` to ``last``."""
        return cls(first, first, last, last)

    @property
    def is_reversed(self) -> bool:
        """Whether it must end before it starts."""
        return self.start_from > self.end_to

    def tightened(self) -> Span:
        """Return it without the days that would have it end before it starts."""
        return Span(
            self.start_from,
            min(self.start_to, self.end_to),
            max(self.end_from, self.start_from),
            self.end_to,
        )

    def before(self, other: Span) -> bool | None:
        """Whether its last day is earlier than the other's first day."""
        if self.end_to < other.start_from:
            return True
        return False if self.end_from >= other.start_to else None

    def overlaps(self, other: Span) -> bool | None:
        """Whether the two share a day."""
        if self.start_to <= other.end_from and other.start_to <= self.end_from:
            return True
        apart = self.end_to < other.start_from or other.end_to < self.start_from
        return False if apart else None

    def within(self, other: Span) -> bool | None:
        """Whether each of its days is a day of the other."""
        if other.start_to <= self.start_from and self.end_to <= other.end_from:
            return True
        start = max(self.start_from, other.start_from)
        end = min(self.end_to, other.end_to)
        possible = start <= self.start_to and self.end_from <= end and start <= end
        return None if possible else False


Truth = bool | None
Fold = Callable[[Iterable[Truth]], Truth]


def all_of(answers: Iterable[Truth]) -> Truth:
    """Return the conjunction: false if one is false, else unknown if one is unknown."""
    known = set(answers)
    if False in known:
        return False
    return None if None in known else True


def any_of(answers: Iterable[Truth]) -> Truth:
    """Return the disjunction: true if one is true, else unknown if one is unknown."""
    known = set(answers)
    if True in known:
        return True
    return None if None in known else False


def same_in_all(answers: Iterable[Truth]) -> Truth:
    """Return what all answers are, and unknown if they differ: it is not known which case holds."""
    known = set(answers)
    return known.pop() if len(known) == 1 else None
