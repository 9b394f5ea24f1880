"""Holds the Parquet files of a release against the tables that its records make.

Needs the package ``pyarrow`` (extra ``release``). Columns that only one side has are no fault: they
come with versions of the library.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.exports import Snapshot
from onrecord.exports.arrow import arrow_table
from onrecord.exports.tables import Table, tables
from onrecord.models import RECORD_KINDS
from onrecord.releases.reading import ListedFile

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["parquet_problems"]

_Found = Iterator[tuple[str | None, str]]


def parquet_problems(
    files: Mapping[str, bytes], snapshot: Snapshot, listed: Sequence[ListedFile]
) -> _Found:
    """What does not agree, as file and message."""
    rows = {each.name: each.rows for each in listed}
    ours = {f"{table.name}.parquet": table for table in tables(snapshot)}
    for name in (f"{kind.folder}.parquet" for kind in RECORD_KINDS):
        if name not in files:
            yield name, "is not there"
    for name in sorted(each for each in files if each.endswith(".parquet")):
        yield from _of_file(name, files[name], rows.get(name), ours.get(name))


def _of_file(name: str, content: bytes, rows: int | None, table: Table | None) -> _Found:
    import pyarrow as pa
    from pyarrow import parquet as pq

    try:
        found = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError, ValueError) as error:
        yield name, f"is not Parquet: {str(error).partition(chr(10))[0][:120]}"
        return
    if found.num_rows != rows:
        yield name, f"has {found.num_rows:,} rows, and {rows} in the manifest"
    if table is not None:
        yield from ((name, message) for message in _differences(found, arrow_table(table)))


def _differences(found: pa.Table, expected: pa.Table) -> Iterator[str]:
    if found.num_rows != expected.num_rows:
        yield f"has {found.num_rows:,} rows, and the records make {expected.num_rows:,}"
        return
    for name in expected.column_names:
        if name not in found.column_names:
            continue
        one, other = found[name], expected[name]
        if one.type != other.type:
            yield f"column {name} is of type {one.type}, and {other.type} was expected"
        elif not one.equals(other):
            place = next(row for row in range(len(one)) if one[row].as_py() != other[row].as_py())
            yield f"row {place + 1}: {name} is not what the records have"
