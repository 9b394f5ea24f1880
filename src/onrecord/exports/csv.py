"""CSV: every table as one file, ``csv/statements.csv`` and so on, as RFC 4180 has it.

UTF-8 without a byte order mark, which Data Package and most readers take for a part of the first
column's name. A missing value is an empty cell, a list is a JSON array, a flag ``true`` or
``false``. A text on which a spreadsheet would compute is given an apostrophe before it
(``guarded``), and so is one that begins with an apostrophe: taking one away from each text that
begins with it gives back every value.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from onrecord.exports.columns import ColumnType, as_json
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.tables import Table, tables

__all__ = ["FOLDER", "files", "guarded", "unguarded"]

FOLDER = "csv"

_GUARD = "'"
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", _GUARD)
"""What makes a spreadsheet read a cell as a formula (OWASP's list), and the guard itself."""


def files(snapshot: Snapshot) -> dict[str, Part]:
    """A CSV file for each table."""
    return {f"{FOLDER}/{table.name}.csv": _file(table) for table in tables(snapshot)}


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet computes."""
    return _GUARD + text if text.startswith(_COMPUTED) else text


def unguarded(cell: str) -> str:
    """The text of a cell."""
    return cell.removeprefix(_GUARD)


def _file(table: Table) -> Part:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(column.name for column in table.columns)
    columns = zip(table.columns, table.values, strict=True)
    writer.writerows(zip(*(_cells(column.type, values) for column, values in columns), strict=True))
    return Part(content=written.getvalue().encode("utf-8"), rows=table.count)


def _cells(type_: ColumnType, values: Iterable[Any]) -> Iterator[str | None]:
    write = _WRITE[type_]
    return (None if value is None else write(value) for value in values)


def _flag(value: bool) -> str:
    return "true" if value else "false"


_WRITE: dict[ColumnType, Callable[[Any], str]] = {
    ColumnType.TEXT: guarded,
    ColumnType.TEXTS: as_json,
    ColumnType.NUMBER: str,
    ColumnType.INTEGER: str,
    ColumnType.FLAG: _flag,
    ColumnType.DAY: date.isoformat,
}
