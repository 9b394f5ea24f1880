"""Parquet: every table as one file, each column with its description in the file itself.

Needs the package ``pyarrow`` (extra ``release``).
"""

from __future__ import annotations

import io

from onrecord.exports.arrow import arrow_table
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.tables import Table, tables

__all__ = ["files"]


def files(snapshot: Snapshot) -> dict[str, Part]:
    """A Parquet file for each table. The same rows give the same bytes with the same pyarrow."""
    return {f"{table.name}.parquet": _file(table) for table in tables(snapshot)}


def _file(table: Table) -> Part:
    from pyarrow import parquet as pq

    buffer = io.BytesIO()
    made = arrow_table(table)
    pq.write_table(made, buffer, compression="zstd", version="2.6", data_page_version="1.0")
    return Part(content=buffer.getvalue(), rows=table.count)
