"""Tables as Arrow tables, with the descriptions in their metadata.

Needs the package ``pyarrow``; knows no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.tables import Column, ColumnType, Table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_table"]


def arrow_table(table: Table) -> pa.Table:
    """The table in memory, as Arrow lays it out; a column that is always given is not nullable."""
    import pyarrow as pa

    schema = pa.schema(
        [_field(column) for column in table.columns],
        metadata={"title": table.name, "description": table.description},
    )
    arrays = [
        pa.array(values, type=field.type)
        for values, field in zip(table.values, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


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
