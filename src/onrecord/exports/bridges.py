"""A dataset in memory as tables of other libraries: Arrow, pandas, Polars, DuckDB.

Each library is imported when it is asked for, and where it is missing the error names the extra
that has it. Nothing is written and nothing parsed again: the tables are those of a release.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.dataset.core import Dataset
from onrecord.diagnostics import OnrecordError
from onrecord.exports.arrow import arrow_table
from onrecord.exports.snapshot import Snapshot
from onrecord.exports.tables import Table, table_of_kind, tables
from onrecord.exports.views import VIEWS, described_columns, quoted
from onrecord.models import RECORD_KINDS, Kind, Record

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = [
    "MissingPackageError",
    "arrow_of_records",
    "arrow_of_table",
    "duckdb_of",
    "pandas_of_records",
    "polars_of_records",
]


class MissingPackageError(OnrecordError, ImportError):
    """A package of an extra is not installed; the message says how to install it."""


def arrow_of_table(dataset: Dataset, name: str) -> pa.Table:
    """One table of the dataset by its name, or by the kind of record in it.

    Raises ``ValueError`` for a name that no table has.
    """
    _needed("pyarrow", extra="release")
    return arrow_table(_table(dataset, name))


def _table(dataset: Dataset, name: str) -> Table:
    for kind in RECORD_KINDS:
        if name in (kind, kind.folder):
            records = tuple(dataset.of_kind(kind).values())
            return table_of_kind(kind, records, dataset.former_ids)
    found = {table.name: table for table in tables(Snapshot(dataset))}
    if name not in found:
        message = f"no table is named {name!r}; there are {', '.join(found)}"
        raise ValueError(message)
    return found[name]


def arrow_of_records(
    kind: Kind, records: Sequence[Record], former: Mapping[str, str], *, extra: str = "release"
) -> pa.Table:
    """These records of one kind, a row each; ``former`` has the present ids of former ones."""
    _needed("pyarrow", extra=extra)
    return arrow_table(table_of_kind(kind, records, former))


def pandas_of_records(
    kind: Kind, records: Sequence[Record], former: Mapping[str, str]
) -> pd.DataFrame:
    """The same as a data frame of pandas, days as its own dates."""
    _needed("pandas", extra="pandas")
    return arrow_of_records(kind, records, former, extra="pandas").to_pandas(date_as_object=False)


def polars_of_records(
    kind: Kind, records: Sequence[Record], former: Mapping[str, str]
) -> pl.DataFrame:
    """The same as a data frame of Polars."""
    polars = _needed("polars", extra="polars")
    made: pl.DataFrame = polars.from_arrow(arrow_of_records(kind, records, former, extra="polars"))
    return made


def duckdb_of(dataset: Dataset) -> duckdb.DuckDBPyConnection:
    """A database in memory with every table and the views, and what each of them means."""
    _needed("pyarrow", extra="duckdb")
    connection: duckdb.DuckDBPyConnection = _needed("duckdb", extra="duckdb").connect(":memory:")
    every = tables(Snapshot(dataset))
    connection.begin()  # each comment would be a transaction of its own
    for table in every:
        connection.register("made", arrow_table(table))
        connection.execute(f"CREATE TABLE {quoted(table.name)} AS SELECT * FROM made")
        connection.unregister("made")
        columns = {column.name: column.description for column in table.columns}
        _comment(connection, "TABLE", table.name, table.description, columns)
    for view in VIEWS:
        connection.execute(view.statement)
        columns = dict(described_columns(view, every))
        _comment(connection, "VIEW", view.name, view.description, columns)
    connection.commit()
    return connection


def _comment(
    connection: duckdb.DuckDBPyConnection,
    what: str,
    name: str,
    description: str,
    columns: Mapping[str, str],
) -> None:
    connection.execute(f"COMMENT ON {what} {quoted(name)} IS {_text(description)}")
    for column, said in columns.items():
        connection.execute(f"COMMENT ON COLUMN {quoted(name)}.{quoted(column)} IS {_text(said)}")


def _text(text: str) -> str:
    """A text in SQL: ``COMMENT`` takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _needed(package: str, *, extra: str) -> Any:
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        message = f"this needs {package}: pip install 'onrecord[{extra}]'"
        raise MissingPackageError(message, name=package) from error
