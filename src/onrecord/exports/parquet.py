"""Parquet: every table as one file, each column with its description in the file itself.

Needs the package ``pyarrow`` (extra ``release``).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.tables import Column, ColumnType, Table, tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["files"]


def files(snapshot: Snapshot) -> dict[str, Part]:
    """A Parquet file for each table. The same rows give the same bytes with the same pyarrow."""
    return {f"{table.name}.parquet": _file(table) for table in tables(snapshot)}


def _file(table: Table) -> Part:
    import pyarrow as pa
    from pyarrow import parquet as pq

    schema = pa.schema(
        [_field(column) for column in table.columns],
        metadata={"title": table.name, "description": table.description},
    )
    arrays = [
        pa.array(_values(column, table.rows), type=field.type)
        for column, field in zip(table.columns, schema, strict=True)
    ]
    buffer = io.BytesIO()
    made = pa.Table.from_arrays(arrays, schema=schema)
    pq.write_table(made, buffer, compression="zstd", version="2.6", data_page_version="1.0")
    return Part(content=buffer.getvalue(), rows=len(table.rows))


def _values(column: Column, rows: Any) -> list[Any]:
    return list(map(column.get, rows))


def _field(column: Column) -> pa.Field:
    import pyarrow as pa

    types = {
        ColumnType.TEXT: pa.string(),
        ColumnType.TEXTS: pa.list_(pa.string()),
        ColumnType.NUMBER: pa.float64(),
        ColumnType.INTEGER: pa.int64(),
        ColumnType.FLAG: pa.bool_(),
        ColumnType.DAY: pa.date32(),
    }
    return pa.field(
        column.name,
        types[column.type],
        nullable=not column.given,
        metadata={"description": column.description},
    )
