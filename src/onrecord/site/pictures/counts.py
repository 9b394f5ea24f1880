"""Figures over time, by the body that gives them: a point a figure, with the bounds of its words.

Nothing is added up or filled in: a time of which nobody gave a figure stays empty.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from onrecord.site.pictures.figures import Figure, span_of
from onrecord.site.pictures.look import Look, charts, label
from onrecord.values.quantities import Hedge

__all__ = ["bodies", "chart_of_counts", "within_days"]

_WIDTH = 740
_HEIGHT = 120
_MOST_BODIES = 6
_LEAST = 3
_ZERO = 0.5
"""Where none at all is drawn, as powers of ten have no zero."""
_SHORT = 1.6
"""How far the line of an open end reaches, as a factor."""
_OTHERS = "Others"
_SHAPES = ("circle", "triangle-down", "cross", "square", "diamond")


def within_days(figures: Sequence[Figure], days: tuple[int, int] | None) -> tuple[Figure, ...]:
    """The figures that are for a time of so many days, and that name a number."""
    least, most = days or (1, 10_000)
    return tuple(
        figure
        for figure in figures
        if figure.period is not None
        and figure.quantity.best is not None
        and least <= (figure.period[1] - figure.period[0]).days + 1 <= most
    )


def bodies(figures: Sequence[Figure]) -> dict[str, str]:
    """The row of each body: its own for those with most figures, and one for all others."""
    counts = Counter(figure.body for figure in figures)
    order = sorted(counts, key=lambda body: (-counts[body], body))
    own = [body for body in order if counts[body] >= _LEAST][:_MOST_BODIES]
    return {body: body if body in own else _OTHERS for body in order}


def chart_of_counts(
    figures: Sequence[Figure], look: Look, *, measures: Sequence[tuple[str, str]], axis: str
) -> Any:
    """A row for each body, time to the right, numbers upwards by powers of ten.

    ``measures`` are the terms with what they are called: each has its colour and its shape. What
    words allow is a line, with an end that is drawn short where they set no bound there.
    """
    alt = charts()
    names = [name for _, name in measures]
    rows, order = _rows(figures, dict(measures))
    x = alt.X("day:T", title=None, scale=alt.Scale(type="utc", padding=12))
    y = alt.Y("at:Q", title=axis, scale=alt.Scale(type="log", nice=False), axis=_powers(alt, rows))
    colors = alt.Scale(domain=names, range=list(look.series[: len(names)]))
    shapes = alt.Scale(domain=names, range=list(_SHAPES[: len(names)]))
    legend = alt.Legend(orient="top", direction="horizontal")
    color = alt.Color("measure:N", title=None, scale=colors, legend=legend)
    base = alt.Chart().encode(x=x, y=y, color=color)
    bounds = base.transform_filter("datum.low < datum.high").mark_rule(strokeWidth=2, opacity=0.5)
    points = base.mark_point(strokeWidth=1.5, opacity=0.9).encode(
        shape=alt.Shape("measure:N", title=None, scale=shapes),
        fill=alt.Fill("measure:N", scale=colors, legend=None),
        fillOpacity=alt.condition("datum.exact", alt.value(0.85), alt.value(0)),
        size=alt.condition("datum.limited", alt.value(18), alt.value(58)),
    )
    lines = bounds.encode(y=alt.Y("low:Q"), y2="high:Q")
    chart = alt.layer(lines, points, data=alt.Data(values=rows))
    header = alt.Header(labelAlign="left", labelAnchor="start", labelOrient="top")
    row = alt.Row("body:N", sort=order, title=None, header=header)
    return chart.properties(width=_WIDTH, height=_HEIGHT).facet(row=row, spacing=16)


def _powers(alt: Any, rows: Sequence[dict[str, Any]]) -> Any:
    """An axis with a line at each power of ten that lies among the numbers."""
    numbers = [row["at"] for row in rows]
    first, last = math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)))
    return alt.Axis(values=[10**power for power in range(first, last + 1)], format=",")


def _rows(
    figures: Sequence[Figure], names: dict[str, str]
) -> tuple[list[dict[str, Any]], list[str]]:
    rows_of = bodies(figures)
    rows = [_row(figure, names, label(rows_of[figure.body])) for figure in figures]
    order = [label(body) for body in dict.fromkeys(rows_of.values())]
    return rows, sorted(order, key=lambda body: body == _OTHERS)


def _row(figure: Figure, names: dict[str, str], body: str) -> dict[str, Any]:
    span = span_of(figure.quantity)
    at = max(span.best or 0, _ZERO)
    low = span.low if span.low is not None else at / _SHORT if span.open == "down" else at
    high = span.high if span.high is not None else at * _SHORT if span.open == "up" else at
    return {
        "day": _middle(figure),
        "at": at,
        "low": max(low, _ZERO),
        "high": max(high, _ZERO),
        "measure": names[figure.quantity.measure],
        "body": body,
        "exact": figure.quantity.hedge is Hedge.EXACT,
        "limited": bool(figure.quantity.of or figure.quantity.systems),
    }


def _middle(figure: Figure) -> str:
    first, last = figure.period or (figure.day, figure.day)
    middle = datetime.date.fromordinal((first.toordinal() + last.toordinal()) // 2)
    return middle.isoformat()
