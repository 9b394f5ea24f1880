"""Events on an axis of time, in rows by type: a mark a day, a band where less is known.

It draws dates as they are known and says how sure the event itself is; it ranks nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.dataset import Dataset
from onrecord.dataset.moment import surely_by
from onrecord.models import Event, Standing
from onrecord.site.claims.extents import Extent, Lanes, extent_of
from onrecord.site.pictures.look import Look, charts
from onrecord.site.pictures.plan import Row

__all__ = ["Happening", "chart_of_events", "happenings"]

_WIDTH = 660
_STEP = 11
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
    """A row for each group of types, time to the right; what is near in time stands above."""
    alt = charts()
    by_row = {row.label: [each for each in found if each.row == row.label] for row in rows}
    drawn = [_chart_of_row(alt, some, look, title, found) for title, some in by_row.items() if some]
    return alt.vconcat(*drawn, spacing=14).resolve_scale(color="shared", shape="shared")


def _chart_of_row(
    alt: Any, found: Sequence[Happening], look: Look, title: str, all_: Sequence[Happening]
) -> Any:
    values, lanes = _values(found, all_)
    first, last = _ends(all_)
    scale = alt.Scale(type="utc", domain=[_day(first - 20), _day(last + 20)])
    x = alt.X("first:T", title=None, scale=scale, axis=alt.Axis(tickCount="year", format="%Y"))
    y = alt.Y("lane:Q", title=None, axis=None, scale=alt.Scale(domain=[-1, max(lanes, 2)]))
    words = [standing.value for standing in _SHAPES]
    colors = alt.Scale(domain=words, range=list(look.series[: len(words)]))
    color = alt.Color(
        "standing:N",
        title=None,
        scale=colors,
        legend=alt.Legend(orient="top", direction="horizontal"),
    )
    shape = alt.Shape(
        "standing:N", title=None, scale=alt.Scale(domain=words, range=list(_SHAPES.values()))
    )
    base = alt.Chart(alt.Data(values=values)).encode(y=y, color=color)
    bands = (
        base.transform_filter("datum.band")
        .mark_bar(height=6, cornerRadius=3, opacity=0.4)
        .encode(x=x, x2="last:T")
    )
    points = base.mark_point(size=46, strokeWidth=1.5).encode(
        x=alt.X("middle:T", title=None, scale=scale),
        shape=shape,
        fill=alt.Fill("standing:N", scale=colors, legend=None),
        fillOpacity=alt.condition("datum.doubtful", alt.value(0), alt.value(0.85)),
    )
    return alt.layer(bands, points).properties(
        width=_WIDTH, height=_STEP * (max(lanes, 2) + 1), title=title
    )


def _values(
    found: Sequence[Happening], all_: Sequence[Happening]
) -> tuple[list[dict[str, Any]], int]:
    first, last = _ends(all_)
    room = _STEP * (last - first + 40) / _WIDTH
    lanes = Lanes(0)
    values = []
    for each in found:
        begin, end = each.extent.first, each.extent.last
        middle = (begin + end) / 2
        lane = lanes.place(min(begin, middle - room / 2), max(end, middle + room / 2))
        values.append(
            {
                "first": _day(begin),
                "last": _day(end + 1),
                "middle": _day(round(middle)),
                "band": not each.extent.is_day,
                "doubtful": each.extent.doubtful or each.extent.rough,
                "standing": each.event.standing.value,
                "lane": lane,
            }
        )
    return values, len(lanes)


def _ends(found: Sequence[Happening]) -> tuple[int, int]:
    return min(each.extent.first for each in found), max(each.extent.last for each in found)


def _day(ordinal: int) -> str:
    return datetime.date.fromordinal(ordinal).isoformat()
