"""Figures on a card: the value with its hedge, what it measures, its bounds and the words used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.dataset import Dataset
from onrecord.models import Quantity
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.cards.parts import label_of, lasting, term
from onrecord.values.quantities import Hedge

__all__ = ["bounds_in_words", "detail_in_words", "figures", "value_in_words"]

_UNITS = {"item": "", "factor": "times"}
_NO_WORD = (Hedge.EXACT, Hedge.BETWEEN, Hedge.DOZENS, Hedge.HUNDREDS, Hedge.THOUSANDS)


def figures(page: Page, dataset: Dataset, quantities: Sequence[Quantity]) -> None:
    """Every figure: the value with its hedge, what it measures, its bounds, the words used."""
    if not quantities:
        return
    page.section("Figures")
    values = [value_in_words(quantity) for quantity in quantities]
    width = min(max(map(len, values)), 30)
    for quantity, value in zip(quantities, values, strict=True):
        measure = [term(dataset, "measures", quantity.measure), *detail_in_words(dataset, quantity)]
        lines: list[Line] = [measure]
        if quantity.period is not None:
            lines.append([f"period: {lasting(quantity.period)}"])
        lines.append([f"in words: “{quantity.original}”; ", ("faint", bounds_in_words(quantity))])
        page.entry(("figure", value), *lines, width=width)


def value_in_words(quantity: Quantity) -> str:
    """The figure with its hedge and unit: ``almost 1,000,000,000 USD``, ``dozens``."""
    word = "" if quantity.hedge in _NO_WORD else f"{quantity.hedge.value.replace('-', ' ')} "
    if quantity.best is not None:
        return f"{word}{_number(quantity.best, quantity.unit)}"
    if quantity.low is not None and quantity.high is not None:
        return f"{_number(quantity.low)} to {_number(quantity.high, quantity.unit)}"
    bound = quantity.low if quantity.low is not None else quantity.high
    if bound is not None:
        return f"{word}{_number(bound, quantity.unit)}"
    return f"{quantity.hedge.value} {_unit(quantity.unit)}".strip()


def _number(value: float, unit: str = "item") -> str:
    return f"{value:,} {_unit(unit)}".strip()


def _unit(unit: str) -> str:
    return _UNITS.get(unit, unit)


def detail_in_words(dataset: Dataset, quantity: Quantity) -> Iterator[str]:
    """What exactly is counted, beyond the measure: pieces that follow its label."""
    if quantity.of:
        yield f": {quantity.of}"
    if quantity.counts:
        yield f", {quantity.counts.value.replace('-', ' ')}"
    if quantity.systems:
        yield f" ({', '.join(label_of(dataset, system) for system in quantity.systems)})"


def bounds_in_words(quantity: Quantity) -> str:
    """What the words allow: ``at least 24``, ``below 1,000,000,000 USD``."""
    bounds = quantity.bounds
    if bounds.low is not None and bounds.low == bounds.high:
        return f"exactly {_number(bounds.low, quantity.unit)}"
    low = "at least" if bounds.low_inclusive else "above"
    high = "at most" if bounds.high_inclusive else "below"
    said = [
        f"{word} {_number(value, quantity.unit)}"
        for word, value in ((low, bounds.low), (high, bounds.high))
        if value is not None
    ]
    return " and ".join(said) or "no bound follows"
