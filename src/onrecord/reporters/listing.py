"""Records as a list: a row each, as a table for people or as plain columns for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from onrecord.dataset import Dataset
from onrecord.models import Actor, Claim, Event, Kind, Record, Source, Statement, System
from onrecord.reporters.terminal import Look, clip, flow, pad, visible, width_of

__all__ = ["HEADS", "plain_table", "rows_of", "table"]

_GAP = "  "
_LEAST = 40
_WIDEST = 28

HEADS: dict[Kind, tuple[str, ...]] = {
    Kind.STATEMENT: ("id", "date", "speaker", "act", "summary"),
    Kind.EVENT: ("id", "date", "type", "standing", "title"),
    Kind.SOURCE: ("id", "published", "publisher", "type", "title"),
    Kind.CLAIM: ("id", "status", "on record", "text"),
    Kind.ACTOR: ("id", "type", "country", "name"),
    Kind.SYSTEM: ("id", "category", "names"),
}
"""The columns of each kind; the last is the one that is cut where there is no room."""

Row = tuple[str, ...]


def rows_of(records: Sequence[Record], dataset: Dataset) -> list[Row]:
    """A row for each record, with the columns of ``HEADS``."""
    return [tuple(map(visible, _ROWS[record.kind](record, dataset))) for record in records]


def _statement(record: Statement, dataset: Dataset) -> Row:
    speakers = ", ".join(_name(dataset, actor) for actor in record.speaker_ids)
    return (record.id, record.date.text, speakers, record.act.value, record.summary)


def _event(record: Event, dataset: Dataset) -> Row:  # noqa: ARG001  one signature for all
    return (record.id, record.date.text, record.type, record.standing.value, record.title)


def _source(record: Source, dataset: Dataset) -> Row:
    published = record.published.text if record.published else "-"
    publisher = _name(dataset, record.publisher)
    title = "(no title)" if record.label == record.id else record.label
    return (record.id, published, publisher, record.type.value, title)


def _claim(record: Claim, dataset: Dataset) -> Row:
    standing = dataset.history(record).standing
    status = standing.status.value if standing.certain else f"possibly {standing.status.value}"
    return (record.id, status, str(len(dataset.on(record))), record.text)


def _actor(record: Actor, dataset: Dataset) -> Row:  # noqa: ARG001  one signature for all
    return (record.id, record.type.value, record.country or "-", record.label)


def _system(record: System, dataset: Dataset) -> Row:  # noqa: ARG001  one signature for all
    return (record.id, record.category, ", ".join(name.text for name in record.names))


_ROWS: dict[Kind, Callable[[Any, Dataset], Row]] = {
    Kind.STATEMENT: _statement,
    Kind.EVENT: _event,
    Kind.SOURCE: _source,
    Kind.CLAIM: _claim,
    Kind.ACTOR: _actor,
    Kind.SYSTEM: _system,
}


def _name(dataset: Dataset, actor: str) -> str:
    found = dataset.actors.get(actor)
    return found.label if found else actor


def plain_table(rows: Sequence[Row]) -> str:
    """Aligned columns with two spaces between, nothing cut, no heading."""
    if not rows:
        return ""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return "".join(_line(row, widths).rstrip() + "\n" for row in rows)


def _line(row: Row, widths: Sequence[int]) -> str:
    return _GAP.join(pad(cell, width) for cell, width in zip(row, widths, strict=True))


def table(heads: Row, rows: Sequence[Row], look: Look) -> str:
    """A table with a heading, cut to the width; where ids leave no room, an entry a record."""
    if not rows:
        return ""
    widths = [max(map(width_of, column)) for column in zip(heads, *rows, strict=True)]
    widths[1:-1] = [min(width, _WIDEST) for width in widths[1:-1]]
    room = look.width - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1)
    if room < min(_LEAST, widths[-1]):
        return "\n".join(_entry(row, look) for row in rows)
    widths[-1] = min(room, widths[-1])
    lines = [look.paint("faint", _line(heads, widths).rstrip())]
    for row in rows:
        cut = tuple(clip(cell, width) for cell, width in zip(row, widths, strict=True))
        first, rest = pad(cut[0], widths[0]), _line(cut[1:], widths[1:])
        lines.append(f"{look.paint('name', first)}{_GAP}{rest}".rstrip())
    return "\n".join(lines) + "\n"


def _entry(row: Row, look: Look) -> str:
    about = ", ".join(cell for cell in row[1:-1] if cell != "-")
    lines = [look.paint("name", row[0]), f"  {look.paint('faint', clip(about, look.width - 2))}"]
    lines += [f"  {line}" for line in flow([row[-1]], look.width - 2, look)]
    return "\n".join(lines) + "\n"
