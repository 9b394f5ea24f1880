"""A claim's history at a glance: all of it on one axis of time, each side of the claim on its own.

Geometry for a drawing whose axis runs down: lengths in pixels, no markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.dataset import Entry, History
from onrecord.site.claims.extents import Extent, Lanes, Scale, Stretch, extent_of, year_scale
from onrecord.site.claims.sides import Side, side_of, sign_of

__all__ = ["Mark", "Overview", "Segment", "overview_of"]

_MARK = 10.0
_BAND = 18.0
_STEP = 13.0
_MARGIN = 2.0
_FADE = 16.0
_ROUGH = 5.0
_SPINE = 14.0
_LABELS = 44.0
_BLANK = 18.0
_LEAST = 34.0
_EACH = 7.0
_MOST = 460.0
_GAP = 22.0
_HEAD = 24.0
_HEADING = 90.0
_MOST_LINKS = 200
_MOST_MARKS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An entry in the drawing: its column's middle, from where to where it reaches, its look.

    ``words`` say what to draw of its date (``Extent.words``), ``sign`` what it does to the claim.
    """

    entry: Entry
    side: Side
    x: float
    top: float
    bottom: float
    sign: str
    words: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Where its sign stands."""
        return round((self.top + self.bottom) / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the axis over which the claim had one status."""

    status: str
    certain: bool
    top: float
    bottom: float
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The whole drawing: its size, where the axis and the sides are, and all that is on it.

    ``heads`` are the middles of the sides that have marks; ``links`` tells whether marks lead to
    their entries, which those of very long histories do not, as the page would weigh too much.
    """

    width: float
    height: float
    axis: float
    spine: float
    head: float
    marks: tuple[Mark, ...]
    segments: tuple[Segment, ...]
    years: tuple[Stretch, ...]
    heads: Mapping[Side, float]
    links: bool


def overview_of(history: History) -> Overview | None:
    """The drawing of a history; none of one without entries, or with very many."""
    if not 0 < len(history.entries) <= _MOST_MARKS:
        return None
    extents = [extent_of(entry.record.date, entry.by) for entry in history.entries]
    days = [day for extent in extents for day in {extent.first, extent.last}]
    days += [entry.by.toordinal() for entry in history.changes]
    scale = year_scale(days, least=_LEAST, each=_EACH, most=_MOST, gap=_GAP)
    placed = _placed(history.entries, extents, scale)
    widths = {side: _width(side, lanes) for side, (lanes, _) in placed.items()}
    axis = _LABELS + widths[Side.FOR] + _SPINE / 2
    return Overview(
        width=axis + _SPINE / 2 + widths[Side.AGAINST] + widths[Side.BETWEEN],
        height=_HEAD + scale.length + _FADE,
        axis=axis,
        spine=_SPINE,
        head=_HEAD,
        marks=_marks(placed, axis, widths[Side.AGAINST]),
        segments=_segments(history, scale),
        years=tuple(each._replace(start=each.start + _HEAD) for each in scale.stretches),
        heads=_heads(placed, axis, widths),
        links=len(history.entries) <= _MOST_LINKS,
    )


_Found = tuple[Entry, Extent, float, float, int]
_Placed = dict[Side, tuple[int, list[_Found]]]


def _placed(entries: Sequence[Entry], extents: Sequence[Extent], scale: Scale) -> _Placed:
    lanes = {side: Lanes(_MARGIN) for side in Side}
    found: dict[Side, list[_Found]] = {side: [] for side in Side}
    for entry, extent in zip(entries, extents, strict=True):
        side = side_of(entry)
        top, bottom = _reach(extent, scale)
        lane = lanes[side].place(top, bottom)
        found[side].append((entry, extent, top, bottom, lane))
    return {side: (len(lanes[side]), found[side]) for side in Side}


def _reach(extent: Extent, scale: Scale) -> tuple[float, float]:
    """From where to where a mark is drawn: never less than its sign needs, more where it fades."""
    top, bottom = scale.at(extent.first), scale.at(extent.last + 1)
    least = _MARK if extent.first == extent.last else _BAND
    short = max(least - (bottom - top), 0.0) / 2
    soft = _ROUGH if extent.rough else 0.0
    top -= short + (_FADE if extent.fades_before else soft)
    bottom += short + (_FADE if extent.fades_after else soft)
    return round(top + _HEAD, 1), round(bottom + _HEAD, 1)


def _width(side: Side, lanes: int) -> float:
    """Room for the marks of a side, and for its heading."""
    if side is Side.BETWEEN:
        return max(_BLANK + _STEP * lanes, _HEADING) if lanes else 0.0
    return max(_BLANK + _STEP * lanes, _HEADING - _BLANK)


def _marks(placed: _Placed, axis: float, against: float) -> tuple[Mark, ...]:
    near = _SPINE / 2 + _MARGIN + _STEP / 2
    return tuple(
        Mark(
            entry=entry,
            side=side,
            x=round(_across(side, axis, near + lane * _STEP, against), 1),
            top=top,
            bottom=bottom,
            sign=sign_of(entry),
            words=extent.words,
        )
        for side, (_, found) in placed.items()
        for entry, extent, top, bottom, lane in found
    )


def _across(side: Side, axis: float, away: float, against: float) -> float:
    match side:
        case Side.FOR:
            return axis - away
        case Side.AGAINST:
            return axis + away
        case _:
            return axis + away + against


def _segments(history: History, scale: Scale) -> tuple[Segment, ...]:
    starts = [round(scale.at(entry.by.toordinal()) + _HEAD, 1) for entry in history.changes]
    ends = [*starts, round(scale.length + _HEAD, 1)][1:]
    return tuple(
        Segment(
            status=entry.standing.status.value,
            certain=entry.standing.certain,
            top=top,
            bottom=max(bottom, top),
            entry=entry,
        )
        for entry, top, bottom in zip(history.changes, starts, ends, strict=True)
    )


def _heads(placed: _Placed, axis: float, widths: Mapping[Side, float]) -> dict[Side, float]:
    middles = {
        Side.FOR: axis - _SPINE / 2,
        Side.AGAINST: axis + _SPINE / 2,
        Side.BETWEEN: axis + _SPINE / 2 + widths[Side.AGAINST],
    }
    return {side: middles[side] for side, (_, found) in placed.items() if found}
