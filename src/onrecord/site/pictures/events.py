"""Events on an axis of time, in rows by type: a mark a day, a band where less is known.

It draws dates as they are known and says how sure the event itself is; it ranks nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.dataset import Dataset
from onrecord.dataset.moment import surely_by
from onrecord.models import Event, Standing
from onrecord.site.claims.extents import Extent, Lanes, Scale, extent_of, year_scale
from onrecord.site.pictures.look import Look, charts
from onrecord.site.pictures.plan import Row

__all__ = ["Happening", "chart_of_events", "happenings"]

_STEP = 11
_BAND = 20
_ROOM = 12
_LEAST, _EACH, _MOST, _GAP = 44.0, 1.6, 150.0, 26.0
_SHAPES = {
    Standing.UNDISPUTED: "circle",
    Standing.REPORTED: "square",
    Standing.ALLEGED: "diamond",
    Standing.DISPUTED: "cross",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event in a row of the picture, and its extent in days."""

    event: Event
    row: str
    extent: Extent


def happenings(
    dataset: Dataset, rows: Sequence[Row], topics: Collection[str]
) -> tuple[Happening, ...]:
    """The events that count, by the rows of their types, in order of time."""
    row_of = {type_: row.label for row in rows for type_ in row.types}
    return tuple(
        Happening(event=event, row=row_of[event.type], extent=_extent(dataset, event))
        for event in dataset.events.values()
        if event.is_active
        and event.type in row_of
        and (not topics or not set(topics).isdisjoint(event.topics))
    )


def _extent(dataset: Dataset, event: Event) -> Extent:
    return extent_of(event.date, surely_by(event, dataset) or event.added)


def chart_of_events(found: Sequence[Happening], look: Look, *, rows: Sequence[Row]) -> Any:
    """A row for each group of types, time to the right; what is near in time stands above.

    Years with more on record are drawn wider, and several without anything as one gap.
    """
    alt = charts()
    days = [day for each in found for day in {each.extent.first, each.extent.last}]
    scale = year_scale(days, least=_LEAST, each=_EACH, most=_MOST, gap=_GAP)
    by_row = {row.label: [each for each in found if each.row == row.label] for row in rows}
    drawn = [_chart_of_row(alt, some, look, title, scale) for title, some in by_row.items() if some]
    return alt.vconcat(*drawn, spacing=10).resolve_scale(color="shared", shape="shared")


def _chart_of_row(
    alt: Any, found: Sequence[Happening], look: Look, title: str, scale: Scale
) -> Any:
    values, lanes = _values(found, scale)
    width, height = round(scale.length) + 2 * _ROOM, _STEP * (max(lanes, 2) + 1)
    across = alt.Scale(domain=[-_ROOM, scale.length + _ROOM], nice=False, zero=False)
    upwards = alt.Scale(domain=[-1, max(lanes, 2)], nice=False, zero=False)
    words = [standing.value for standing in _SHAPES]
    colors = alt.Scale(domain=words, range=list(look.series[: len(words)]))
    shapes = alt.Scale(domain=words, range=list(_SHAPES.values()))
    legend = alt.Legend(orient="top", direction="horizontal")
    color = alt.Color("standing:N", title=None, scale=colors, legend=legend)
    y = alt.Y("lane:Q", title=None, axis=None, scale=upwards)
    x = alt.X("from:Q", title=None, scale=across, axis=_years(alt, scale))
    base = alt.Chart(alt.Data(values=values)).encode(y=y, color=color)
    bands = base.transform_filter("datum.band").mark_rule(
        strokeWidth=6, strokeCap="round", opacity=0.35
    )
    points = base.mark_point(size=46, strokeWidth=1.5, opacity=1).encode(
        x=alt.X("middle:Q", title=None, scale=across, axis=_years(alt, scale)),
        shape=alt.Shape("standing:N", title=None, scale=shapes),
        fill=alt.Fill("standing:N", scale=colors, legend=None),
        fillOpacity=alt.condition("datum.doubtful", alt.value(0), alt.value(0.85)),
    )
    chart = alt.layer(bands.encode(x=x, x2="to:Q"), points)
    return chart.properties(width=width, height=height, title=title)


def _years(alt: Any, scale: Scale) -> Any:
    """An axis with the years where they begin, and three dots where some are left out."""
    starts = [round(each.start, 2) for each in scale.stretches]
    names = ["…" if each.is_gap else each.label for each in scale.stretches]
    known = json.dumps({f"{at:g}": name for at, name in zip(starts, names, strict=True)})
    return alt.Axis(
        values=starts,
        labelExpr=f"{known}[datum.value]",
        labelAlign="left",
        labelBound=False,
        labelOffset=2,
        labelOverlap=False,
    )


def _values(found: Sequence[Happening], scale: Scale) -> tuple[list[dict[str, Any]], int]:
    lanes = Lanes(1)
    values = []
    for each in found:
        start, end = _reach(each.extent, scale)
        middle = (start + end) / 2
        lane = lanes.place(start, end)
        values.append(
            {
                "from": round(start, 2),
                "to": round(end, 2),
                "middle": round(middle, 2),
                "band": each.extent.first != each.extent.last,
                "doubtful": each.extent.doubtful or each.extent.rough,
                "standing": each.event.standing.value,
                "lane": lane,
            }
        )
    return values, len(lanes)


def _reach(extent: Extent, scale: Scale) -> tuple[float, float]:
    """From where to where it is drawn: wide enough for a mark, and for a band to be seen by it."""
    start, end = scale.at(extent.first), scale.at(extent.last + 1)
    least = _STEP if extent.first == extent.last else _BAND
    short = max(least - (end - start), 0.0) / 2
    return start - short, end + short
