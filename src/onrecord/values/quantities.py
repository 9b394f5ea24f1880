"""Figures as sources hedge them, and the bounds that follow.

Knows nothing of what is measured or in which unit: figures are compared as plain numbers.
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.values.words import Word

__all__ = ["Bounds", "Hedge", "bounds", "disjoint"]


class Hedge(Word):
    """How a source qualifies a figure."""

    EXACT = "exact", "The figure as it stands."
    ABOUT = "about", "Near the figure, on either side: about, around, some, approximately."
    ALMOST = "almost", "Less than the figure, and near it: almost, nearly."
    OVER = "over", "More than the figure: over, more than."
    AT_LEAST = "at-least", "The figure or more: at least, no fewer than."
    AT_MOST = "at-most", "The figure or less: at most, no more than."
    UP_TO = "up-to", "The figure is the most that is possible or planned: up to, as many as."
    BETWEEN = "between", "From the low to the high figure, both of them possible."
    DOZENS = "dozens", "Dozens, without a figure: two dozen or more."
    HUNDREDS = "hundreds", "Hundreds, without a figure: two hundred or more."
    THOUSANDS = "thousands", "Thousands, without a figure: two thousand or more."


# A plural means at least two of them, and has no upper bound ("dozens" of 150 is said too).
_PLURALS = {Hedge.DOZENS: 24, Hedge.HUNDREDS: 200, Hedge.THOUSANDS: 2_000}


class Bounds(NamedTuple):
    """What a figure can be: from ``low`` to ``high``; none is no bound on that side."""

    low: float | None
    high: float | None
    low_inclusive: bool = True
    high_inclusive: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no number is within: the hedge and the typed bounds contradict each other."""
        return self.low is not None and self.high is not None and _precedes(self, self)

    def allows(self, number: float) -> bool:
        """Whether the number is within."""
        return not disjoint(self, Bounds(number, number))


def bounds(
    best: float | None,
    low: float | None = None,
    high: float | None = None,
    hedge: Hedge = Hedge.EXACT,
) -> Bounds:
    """Return the bounds of a figure: those that follow from its hedge, narrowed by the typed ones.

    No bound is invented: ``about`` has none, ``almost`` has no lower and ``over`` no upper one. The
    typed ``low`` and ``high`` are inclusive.
    """
    implied = _implied(best, hedge)
    if low is not None and (implied.low is None or low > implied.low):
        implied = implied._replace(low=low, low_inclusive=True)
    if high is not None and (implied.high is None or high < implied.high):
        implied = implied._replace(high=high, high_inclusive=True)
    return implied


def disjoint(a: Bounds, b: Bounds) -> bool:
    """Whether no number is within both; bounds that are empty are disjoint from all."""
    return _precedes(a, b) or _precedes(b, a) or _precedes(a, a) or _precedes(b, b)


def _implied(best: float | None, hedge: Hedge) -> Bounds:
    """Return the bounds that follow from the hedge alone."""
    match hedge:
        case Hedge.EXACT:
            return Bounds(best, best)
        case Hedge.ALMOST:
            return Bounds(None, best, high_inclusive=False)
        case Hedge.OVER:
            return Bounds(best, None, low_inclusive=False)
        case Hedge.AT_LEAST:
            return Bounds(best, None)
        case Hedge.AT_MOST | Hedge.UP_TO:
            return Bounds(None, best)
        case _:
            return Bounds(_PLURALS.get(hedge), None)


def _precedes(a: Bounds, b: Bounds) -> bool:
    """Whether each number within ``a`` is less than each within ``b``."""
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and not (a.high_inclusive and b.low_inclusive))
