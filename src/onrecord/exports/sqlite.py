"""``onrecord.sqlite``: every table in one database, with keys, indexes, views and full-text search.

The same rows give the same bytes with the same SQLite, since the file is written in memory in one
go, with nothing of the clock or the machine in it. A list is a JSON array, a day ISO text, a flag
0 or 1. The tables say what they mean in comments of their own definition.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from typing import Any, Final

from onrecord.exports.columns import Column, ColumnType, as_json
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.tables import ForeignKey, Table, tables
from onrecord.exports.views import VIEWS, quoted
from onrecord.models import FORMAT

__all__ = ["NAME", "SEARCH", "files"]

NAME: Final = "onrecord.sqlite"

SEARCH: Final = "search"
"""The full-text index: one row a record, and what it can be found by."""

_SEARCHED: Final = {
    "title": ("title", "title_translated", "question"),
    "summary": ("summary", "text", "description"),
    "quotes": ("quotes",),
    "names": ("names",),
}
"""The columns of the full-text index, each with the fields that it takes its text from."""


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The database."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA page_size = 4096")
        database.execute(f"PRAGMA user_version = {FORMAT}")
        for table in tables(snapshot):
            _fill(database, table)
        for view in VIEWS:
            database.execute(view.statement)
        _index_text(database, snapshot)
        database.commit()
        database.execute("VACUUM")
        return {NAME: Part(content=database.serialize())}


def _fill(database: sqlite3.Connection, table: Table) -> None:
    database.execute(_definition(table))
    columns = zip(table.columns, table.values, strict=True)
    rows = zip(*(_cells(column.type, values) for column, values in columns), strict=True)
    places = ", ".join("?" * len(table.columns))
    database.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({places})", rows)
    for name in _indexed(table):
        index = quoted(f"{table.name}_{name}")
        database.execute(f"CREATE INDEX {index} ON {quoted(table.name)} ({quoted(name)})")


def _definition(table: Table) -> str:
    lines = [f"{_column(column)}, -- {column.description}" for column in table.columns]
    lines += [f"{_foreign(key)}," for key in table.foreign_keys]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    body = "\n  ".join(lines)
    return f"CREATE TABLE {quoted(table.name)} ( -- {table.description}\n  {body}\n)"


_TYPES: Final = {
    ColumnType.TEXT: "TEXT",
    ColumnType.TEXTS: "TEXT",
    ColumnType.NUMBER: "REAL",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.FLAG: "INTEGER",
    ColumnType.DAY: "TEXT",
}


def _column(column: Column) -> str:
    needed = " NOT NULL" if column.given else ""
    return f"{quoted(column.name)} {_TYPES[column.type]}{needed}"


def _foreign(key: ForeignKey) -> str:
    target = f"{quoted(key.table)} ({_names(key.target)})"
    return f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {target}"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(quoted, columns))


def _indexed(table: Table) -> Iterator[str]:
    """The columns by which rows are looked for: what they refer to, and first days."""
    found = dict.fromkeys(key.columns[-1] for key in table.foreign_keys)
    yield from found
    for column in table.columns:
        if column.type is ColumnType.DAY and column.name.endswith("date_earliest"):
            yield column.name


_WRITE: Final[dict[ColumnType, Callable[[Any], str | int | float]]] = {
    ColumnType.TEXT: str,  # a word of a closed list would be taken for another type
    ColumnType.TEXTS: as_json,
    ColumnType.NUMBER: float,
    ColumnType.INTEGER: int,
    ColumnType.FLAG: int,
    ColumnType.DAY: date.isoformat,
}


def _cells(type_: ColumnType, values: Iterable[Any]) -> Iterator[str | int | float | None]:
    write = _WRITE[type_]
    return (None if value is None else write(value) for value in values)


# Full-text search


def _index_text(database: sqlite3.Connection, snapshot: Snapshot) -> None:
    columns = ", ".join(("kind UNINDEXED", "id UNINDEXED", *_SEARCHED))
    database.execute(
        f"CREATE VIRTUAL TABLE {SEARCH} USING "
        f"fts5({columns}, tokenize = 'unicode61 remove_diacritics 2')"
    )
    places = ", ".join("?" * (2 + len(_SEARCHED)))
    database.executemany(f"INSERT INTO {SEARCH} VALUES ({places})", _texts(snapshot))
    database.execute(f"INSERT INTO {SEARCH}({SEARCH}) VALUES ('optimize')")


def _texts(snapshot: Snapshot) -> Iterator[tuple[str, ...]]:
    for kind, models in snapshot.models.items():
        for record in models:
            texts = ("\n".join(_found(record, fields)) for fields in _SEARCHED.values())
            yield kind.value, str(getattr(record, "id")), *texts  # noqa: B009  of every kind here


def _found(record: Any, fields: Iterable[str]) -> Iterator[str]:
    for name in fields:
        value = getattr(record, name, None)
        if isinstance(value, str):
            yield value
        elif value:
            yield from (part.text for part in value)
