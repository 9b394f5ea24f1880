"""Q006–Q011: figures fit their words, their measure and one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from onrecord.diagnostics import Finding, RecordPath, Safety, Severity
from onrecord.models import Event, Kind, Quantity, Statement
from onrecord.rules.registry import Context, rule
from onrecord.values.codes import CURRENCIES
from onrecord.values.ids import is_sure, nearest
from onrecord.values.numerals import number_in_text
from onrecord.values.quantities import Hedge

__all__: list[str] = []

Findings = Iterator[Finding]

UNITS = {
    "item": "pieces, persons, ships: whatever the measure counts",
    "percent": "parts of a hundred",
    "factor": "times as much: 3 for tripled",
    "kg": "kilograms",
    "t": "metric tons",
    "km": "kilometres",
    "h": "hours",
    "days": "days",
    "years": "years",
}
"""Units other than the currencies of ISO 4217."""

_ALL_UNITS = [*UNITS, *CURRENCIES]
_WITH_FIGURES = [Kind.STATEMENT, Kind.EVENT]
_SAID = {
    Hedge.BETWEEN: "`low` and `high`",
    Hedge.EXACT: "`best`",
    Hedge.ABOUT: "`best`, or `low` and `high`",
    Hedge.ALMOST: "`best`",
    Hedge.OVER: "`best`",
    Hedge.AT_LEAST: "`best` or `low`",
    Hedge.AT_MOST: "`best` or `high`",
    Hedge.UP_TO: "`best` or `high`",
}


@rule("Q006", "figure-out-of-bounds", kinds=_WITH_FIGURES, needs=["quantities"])
def figure_out_of_bounds(record: Statement | Event, context: Context) -> Findings:
    """The best figure lies outside its own bounds, or the lower bound above the upper one.

    Why:
        No figure can be below the least or above the most that was said.
    Wrong:
        best: 2400
        low: 1700
        high: 2000
    Right:
        low: 1700
        high: 2400
    """
    for path, figure in _figures(record):
        named = [(key, getattr(figure, key)) for key in ("low", "best", "high")]
        given = [(key, number) for key, number in named if number is not None]
        for (less, low), (more, high) in pairwise(given):
            if low > high:
                yield Finding(
                    code="Q006",
                    record=record.id,
                    path=(*path, more),
                    message=f"`{more}` is {high}, less than `{less}`, which is {low}",
                    seen=str(high),
                    expected="low ≤ best ≤ high",
                )


@rule("Q007", "unit-of-another-measure", kinds=_WITH_FIGURES, needs=["quantities"])
def unit_of_another_measure(record: Statement | Event, context: Context) -> Findings:
    """A figure has a unit that its measure is not given in.

    Why:
        Figures of one measure are compared; dollars and pieces cannot be.
    Wrong:
        measure: uavs-shot-down
        unit: USD
    Right:
        measure: uavs-shot-down
        unit: item
    """
    for path, figure in _figures(record):
        term = context.terms("measures").get(figure.measure)
        if term is None or not term.units or not _is_unit(figure.unit):
            continue
        kind = "currency" if figure.unit in CURRENCIES else figure.unit
        if kind not in term.units:
            yield Finding(
                code="Q007",
                record=record.id,
                path=(*path, "unit"),
                message=f"`{figure.measure}` is not given in `{figure.unit}`",
                seen=figure.unit,
                expected=" or ".join(term.units),
            )


@rule("Q008", "unknown-unit", kinds=_WITH_FIGURES, fix=Safety.UNSAFE, needs=["quantities"])
def unknown_unit(record: Statement | Event, context: Context) -> Findings:
    """A unit is neither a currency code nor one of the units that records use.

    Why:
        `$` is the sign of a dozen currencies.
    Wrong:
        unit: $
    Right:
        unit: USD
    """
    for path, figure in _figures(record):
        if not _is_unit(figure.unit):
            near = nearest(figure.unit, _ALL_UNITS)
            yield Finding(
                code="Q008",
                record=record.id,
                path=(*path, "unit"),
                message=f"`{figure.unit}` is no unit that records use",
                seen=figure.unit,
                expected=f"an ISO 4217 code, or one of {', '.join(UNITS)}",
                nearest=near,
                sure=near is not None and is_sure(figure.unit, near, _ALL_UNITS),
            )


@rule("Q009", "hedge-contradicts-figure", kinds=_WITH_FIGURES, needs=["quantities"])
def hedge_contradicts_figure(record: Statement | Event, context: Context) -> Findings:
    """A hedge goes with other figures than the ones given.

    Why:
        “Between” has two ends, “dozens” no figure, “over 600” one: bounds are computed from them.
    Wrong:
        best: 2000
        hedge: between
    Right:
        low: 1700
        high: 2400
        hedge: between
    """
    for path, figure in _figures(record):
        if not _fits_hedge(figure):
            wanted = _SAID.get(figure.hedge, "no `best`")
            yield Finding(
                code="Q009",
                record=record.id,
                path=(*path, "hedge"),
                message=f"`{figure.hedge}` goes with {wanted}; given is {_given(figure)}",
                seen=figure.hedge.value,
                expected=wanted,
            )


@rule(
    "Q010",
    "figure-not-in-words",
    severity=Severity.WARNING,
    kinds=_WITH_FIGURES,
    needs=["quantities"],
)
def figure_not_in_words(record: Statement | Event, context: Context) -> Findings:
    """The words that gave a figure do not contain it.

    Why:
        `original` is the evidence for the number; a slip in either shows here.
    Wrong:
        best: 10000000000
        original: almost $1 billion
    Right:
        best: 1000000000
        original: almost $1 billion
    """
    for path, figure in _figures(record):
        for key in ("best", "low", "high"):
            number = getattr(figure, key)
            if number is not None and not _says(figure.original, number):
                yield Finding(
                    code="Q010",
                    record=record.id,
                    path=(*path, key),
                    message=f"{number} is not in the words “{figure.original}”",
                    seen=str(number),
                    expected="the number that the words give",
                )


@rule(
    "Q011", "period-missing", severity=Severity.WARNING, kinds=_WITH_FIGURES, needs=["quantities"]
)
def period_missing(record: Statement | Event, context: Context) -> Findings:
    """A figure that counts over a time does not say over which.

    Why:
        Six hundred attacks in a night and in three months are different things.
    Wrong:
        measure: uav-attacks
        best: 600
    Right:
        measure: uav-attacks
        best: 600
        period: 2023-05/2023-07
    """
    for path, figure in _figures(record):
        term = context.terms("measures").get(figure.measure)
        if term is not None and term.period and figure.period is None:
            yield Finding(
                code="Q011",
                record=record.id,
                path=path,
                message=f"`{figure.measure}` needs the time that it covers",
                seen=figure.original,
                expected="`period`, as EDTF",
            )


def _figures(record: Statement | Event) -> Iterator[tuple[RecordPath, Quantity]]:
    for position, figure in enumerate(record.quantities):
        yield ("quantities", position), figure


def _is_unit(unit: str) -> bool:
    return unit in UNITS or unit in CURRENCIES


def _fits_hedge(figure: Quantity) -> bool:
    best, low, high = (number is not None for number in (figure.best, figure.low, figure.high))
    match figure.hedge:
        case Hedge.BETWEEN:
            return low and high
        case Hedge.DOZENS | Hedge.HUNDREDS | Hedge.THOUSANDS:
            return not best
        case Hedge.AT_LEAST:
            return best or low
        case Hedge.AT_MOST | Hedge.UP_TO:
            return best or high
        case Hedge.ABOUT:
            return best or (low and high)
        case _:
            return best


def _says(words: str, number: float) -> bool:
    """Whether the words may give the number; one thing is said with an article as well."""
    if str(number) in words.split():
        return True
    if number == 1 and re.search(r"\b(?:an?|another)\b", words, re.IGNORECASE):
        return True
    return number_in_text(number, words) is not False


def _given(figure: Quantity) -> str:
    given = [key for key in ("low", "best", "high") if getattr(figure, key) is not None]
    return " and ".join(f"`{key}`" for key in given) or "no figure"
