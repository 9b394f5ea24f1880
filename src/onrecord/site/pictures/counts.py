"""Figures over time, by the body that gives them: a point a figure, with the bounds of its words.

Nothing is added up or filled in: a time of which nobody gave a figure stays empty.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from onrecord.site.pictures.figures import Figure, span_of
from onrecord.site.pictures.look import Look, charts, label
from onrecord.values.quantities import Hedge

__all__ = ["bodies", "chart_of_counts", "within_days"]

_WIDTH = 660
_HEIGHT = 150
_MOST_BODIES = 6
_LEAST = 3
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

    ``measures`` are the terms with what they are called: each has its colour and its shape.
    """
    alt = charts()
    names = [name for _, name in measures]
    rows, order = _rows(figures, dict(measures))
    x = alt.X("day:T", title=None, scale=alt.Scale(type="utc", padding=12))
    y = alt.Y(
        "at:Q", title=axis, scale=alt.Scale(type="log", nice=False), axis=alt.Axis(tickCount=4)
    )
    colors = alt.Scale(domain=names, range=list(look.series[: len(names)]))
    color = alt.Color(
        "measure:N",
        title=None,
        scale=colors,
        legend=alt.Legend(orient="top", direction="horizontal"),
    )
    shape = alt.Shape(
        "measure:N", title=None, scale=alt.Scale(domain=names, range=list(_SHAPES[: len(names)]))
    )
    base = alt.Chart().encode(x=x, y=y, color=color)
    bounds = base.transform_filter("isValid(datum.to)").mark_rule(strokeWidth=2, opacity=0.45)
    points = base.mark_point(size=42, strokeWidth=1.6).encode(
        shape=shape,
        fill=alt.Fill("measure:N", scale=colors, legend=None),
        fillOpacity=alt.condition("datum.exact", alt.value(0.85), alt.value(0)),
        opacity=alt.condition("datum.limited", alt.value(0.45), alt.value(1)),
    )
    chart = alt.layer(
        bounds.encode(y=alt.Y("low:Q"), y2="to:Q"),
        points,
        data=alt.Data(values=rows),
    ).properties(width=_WIDTH, height=_HEIGHT)
    row = alt.Row("body:N", sort=order, title=None, header=_header(alt))
    return chart.facet(row=row, spacing=18)


def _header(alt: Any) -> Any:
    return alt.Header(labelAngle=0, labelAlign="left", labelAnchor="start", labelOrient="top")


def _rows(
    figures: Sequence[Figure], names: dict[str, str]
) -> tuple[list[dict[str, Any]], list[str]]:
    rows_of = bodies(figures)
    numbers = [figure.quantity.best or 0 for figure in figures]
    least, greatest = max(min(numbers) / 2, 0.5), max(numbers) * 2
    rows = []
    for figure in figures:
        span = span_of(figure.quantity)
        low, high = span.low or least, span.high or greatest
        is_open = span.open or low != high
        rows.append(
            {
                "day": _middle(figure),
                "at": max(span.best or 0, least),
                "low": max(low, least),
                "to": min(high, greatest) if is_open else None,
                "measure": names[figure.quantity.measure],
                "body": label(rows_of[figure.body]),
                "exact": figure.quantity.hedge is Hedge.EXACT,
                "limited": bool(figure.quantity.of or figure.quantity.systems),
            }
        )
    order = [label(body) for body in dict.fromkeys(rows_of.values())]
    return rows, sorted(order, key=lambda body: body == _OTHERS)


def _middle(figure: Figure) -> str:
    first, last = figure.period or (figure.day, figure.day)
    middle = datetime.date.fromordinal((first.toordinal() + last.toordinal()) // 2)
    return middle.isoformat()
