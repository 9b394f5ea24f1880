"""What a picture shows as a table: rows for a page, and all of them as CSV.

The columns of figures are those of a release's table ``quantities``, so that the two can be joined.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.exports.csv import guarded
from onrecord.site.pictures.events import Happening
from onrecord.site.pictures.figures import Figure

__all__ = ["csv_of", "event_cells", "figure_cells"]


def csv_of(rows: Sequence[dict[str, Any]]) -> bytes:
    """The rows as CSV, as a release writes it: no spreadsheet computes a cell."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return written.getvalue().encode()


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value


def figure_cells(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """A row for each figure, with who gave it and the bounds of its words."""
    return [_figure(figure) for figure in figures]


def _figure(figure: Figure) -> dict[str, Any]:
    quantity, bounds = figure.quantity, figure.quantity.bounds
    return {
        "record_kind": figure.record.kind.value,
        "record": figure.record.id,
        "within": "quantities",
        "position": figure.place,
        "date": figure.record.date.text,
        "who": figure.who,
        "body": figure.body,
        "measure": quantity.measure,
        "best": quantity.best,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "hedge": quantity.hedge.value,
        "counts": quantity.counts.value if quantity.counts else None,
        "of": quantity.of,
        "period": quantity.period.text if quantity.period else None,
        "bound_low": bounds.low,
        "bound_high": bounds.high,
        "original": quantity.original,
    }


def event_cells(found: Iterable[Happening]) -> list[dict[str, Any]]:
    """A row for each event."""
    return [
        {
            "id": each.event.id,
            "row": each.row,
            "type": each.event.type,
            "date": each.event.date.text,
            "date_earliest": _iso(each.event.date.earliest),
            "date_latest": _iso(each.event.date.latest),
            "standing": each.event.standing.value,
            "title": each.event.title,
        }
        for each in found
    ]


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
