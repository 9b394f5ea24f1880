"""Figures as somebody gave them: who, when, how much, with which bounds; as rows and as a chart.

It picks and orders figures and never adds any up.
"""

from __future__ import annotations

import datetime
import json
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.dataset import Dataset
from onrecord.dataset.moment import surely_by
from onrecord.dataset.parties import Parties
from onrecord.models import Actor, ActorType, Event, Quantity, Statement
from onrecord.reporters.cards.parts import label_of
from onrecord.reporters.dates import in_short
from onrecord.site.pictures.look import Look, charts, label
from onrecord.values.quantities import Hedge

__all__ = ["Figure", "Span", "chart_of_figures", "figures_in", "main_unit", "span_of"]

_IN_SHORT = "replace(replace(format(datum.value, '~s'), 'G', ' bn'), 'M', ' m')"
"""A number on an axis: 1 bn, 20 m, 3k; the letters of physics stand for nothing in a newspaper."""

_ROW = 24
_WIDTH = 620
_WIDE = 25.0
"""How many times the least figure the greatest must be for a scale of powers of ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure, where it stands, who gave it, and the body for which that one speaks.

    Nobody gives an event's figures: they are as its sources have them, and ``body`` says so.
    """

    record: Statement | Event
    place: int
    quantity: Quantity
    who: str
    body: str
    day: datetime.date

    @property
    def period(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day for which it is given; none where that is not known."""
        when = self.quantity.period
        if when is None or when.earliest is None or when.latest is None or when.is_reversed:
            return None
        return when.earliest, when.latest


_OF_EVENTS = "Events, as their sources have it"


def figures_in(
    dataset: Dataset, records: Iterable[Statement | Event], measures: Collection[str]
) -> Iterator[Figure]:
    """The figures of these measures in records that count, in the records' order."""
    parties = Parties(dataset)
    for record in records:
        for place, quantity in enumerate(record.quantities if record.is_active else ()):
            if quantity.measure in measures:
                yield Figure(
                    record=record,
                    place=place,
                    quantity=quantity,
                    who=_who(dataset, record),
                    body=_body(dataset, record, parties),
                    day=surely_by(record, dataset) or record.added,
                )


def _who(dataset: Dataset, record: Statement | Event) -> str:
    if isinstance(record, Event):
        return record.title
    return ", ".join(label_of(dataset, actor) for actor in record.speaker_ids)


def _body(dataset: Dataset, record: Statement | Event, parties: Parties) -> str:
    """The first body on the way from the speaker to its party; the speaker, where there is none."""
    if isinstance(record, Event):
        return _OF_EVENTS
    steps = parties.of_speaker(record.speakers[0], record.date).steps
    bodies = [step for step in steps if not _is_person(dataset.get(step))]
    return label_of(dataset, (bodies or list(steps))[0])


def _is_person(record: object) -> bool:
    return isinstance(record, Actor) and record.type is ActorType.PERSON


def main_unit(figures: Sequence[Figure]) -> str:
    """The unit in which most of the figures are given; of several such, the first by name."""
    counts = Counter(figure.quantity.unit for figure in figures)
    return min(counts, key=lambda unit: (-counts[unit], unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a figure can be, for drawing: a point, and from where to where its words reach.

    ``open`` tells to which sides the words set no bound: "", "up", "down" or "both".
    """

    best: float | None
    low: float | None
    high: float | None
    open: str

    @property
    def ends(self) -> list[float]:
        """The numbers that it has."""
        return [each for each in (self.best, self.low, self.high) if each is not None]


_OPEN = {(True, True): "", (True, False): "up", (False, True): "down", (False, False): "both"}


def span_of(quantity: Quantity) -> Span:
    """The span of a figure."""
    bounds = quantity.bounds
    return Span(
        best=quantity.best,
        low=bounds.low,
        high=bounds.high,
        open=_OPEN[bounds.low is not None, bounds.high is not None],
    )


def chart_of_figures(figures: Sequence[Figure], look: Look, *, axis: str) -> Any:
    """Every figure on a row of its own, in order of time, with who gave it and its bounds.

    All have one unit, which ``axis`` names with what is measured.
    """
    alt = charts()
    rows, domain = _rows(figures)
    names = [label(f"{figure.who}, {in_short(figure.record.date)}") for figure in figures]
    is_log = _is_wide(rows) and domain[0] > 0
    scale = alt.Scale(type="log" if is_log else "linear", domain=domain, nice=False, zero=False)
    marks = {"values": _marks_between(*domain)} if is_log else {"tickCount": 6}
    top = alt.Axis(orient="top", labelExpr=_IN_SHORT, labelSeparation=6, **marks)
    x = alt.X("at:Q", scale=scale, title=axis, axis=top)
    y = alt.Y(
        "row:O",
        title=None,
        axis=alt.Axis(
            ticks=False, domain=False, labelPadding=8, labelExpr=f"{json.dumps(names)}[datum.value]"
        ),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    color = look.series[0]
    bar = {"height": 7, "cornerRadius": 3}
    layers = [
        base.transform_filter(f"datum.look == '{name}'")
        .mark_bar(color=fill, **bar)
        .encode(x2="to:Q")
        for name, fill in (
            ("range", _solid(look.fading(color, up=True))),
            ("up", look.fading(color, up=True)),
            ("down", look.fading(color, up=False)),
        )
    ]
    points = base.transform_filter("datum.look == 'point'").mark_point(
        size=70, strokeWidth=2, color=color, opacity=1
    )
    shown = points.encode(fillOpacity=alt.condition("datum.exact", alt.value(1), alt.value(0)))
    return alt.layer(*layers, shown.encode(fill=alt.value(color))).properties(
        width=_WIDTH, height=_ROW * len(figures)
    )


def _marks_between(least: float, greatest: float) -> list[float]:
    """Where a scale of powers of ten has its lines: at 1, 2 and 5 of each."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(greatest)) + 1)
    marks = (first * 10.0**power for power in powers for first in (1, 2, 5))
    return [mark for mark in marks if least <= mark <= greatest]


def _solid(fading: dict[str, Any]) -> str:
    return str(fading["stops"][0]["color"])


def _is_wide(rows: Sequence[dict[str, Any]]) -> bool:
    numbers = [row["best"] for row in rows if row["look"] == "point"]
    return bool(numbers) and min(numbers) > 0 and max(numbers) / min(numbers) >= _WIDE


def _rows(figures: Sequence[Figure]) -> tuple[list[dict[str, Any]], list[float]]:
    """What is drawn, each with its row; and the least and greatest number of the scale."""
    spans = [span_of(figure.quantity) for figure in figures]
    numbers = [number for span in spans for number in span.ends]
    least, greatest = min(numbers, default=0.0), max(numbers, default=1.0)
    room = (greatest - least or abs(greatest) or 1.0) * 0.12
    is_log = least > 0 and greatest / least >= _WIDE
    domain = [least / 1.6, greatest * 1.6] if is_log else [least - room, greatest + room]
    if not is_log and least >= 0:
        domain[0] = max(domain[0], 0.0)
    rows: list[dict[str, Any]] = []
    for number, (figure, span) in enumerate(zip(figures, spans, strict=True)):
        rows += _marks(span, figure.quantity.hedge, domain, row=number)
    return rows, domain


def _marks(
    span: Span, hedge: Hedge, domain: Sequence[float], *, row: int
) -> Iterator[dict[str, Any]]:
    common = {"row": row, "exact": hedge is Hedge.EXACT, "best": span.best or 0}
    least, greatest = domain
    match span.open:
        case "" if span.low != span.high:
            yield {**common, "look": "range", "at": span.low, "to": span.high}
        case "up":
            yield {**common, "look": "up", "at": span.low, "to": greatest}
        case "down":
            yield {**common, "look": "down", "at": least, "to": span.high}
        case "both" if span.best is not None:
            yield {**common, "look": "down", "at": least, "to": span.best}
            yield {**common, "look": "up", "at": span.best, "to": greatest}
    if span.best is not None:
        yield {**common, "look": "point", "at": span.best}
