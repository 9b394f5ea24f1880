"""``datapackage.json``: the CSV files as a Data Package, with a Table Schema for each.

It knows the layout of Data Package 2.0 and what ``csv`` wrote; types, constraints, keys and
descriptions are those of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from onrecord.exports import csv
from onrecord.exports.columns import Column, ColumnType
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.tables import Table, tables

__all__ = ["NAME", "files"]

NAME: Final = "datapackage.json"

_PROFILES: Final = "https://datapackage.org/profiles/2.0"

_GUARD: Final = (
    "In a text, one apostrophe at the beginning is no part of the value: it keeps spreadsheets "
    "from computing what follows."
)

_TYPES: Final = {
    ColumnType.TEXT: "string",
    ColumnType.TEXTS: "array",
    ColumnType.NUMBER: "number",
    ColumnType.INTEGER: "integer",
    ColumnType.FLAG: "boolean",
    ColumnType.DAY: "date",
}


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The one file."""
    metadata = snapshot.dataset.metadata
    written = snapshot.once(csv.files)
    said = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "onrecord",
        "title": metadata.title,
        "description": f"{metadata.description}\n\n{_GUARD}",
        "version": metadata.version,
        "licenses": [{"name": metadata.license}],
        "contributors": [
            {"title": each.name, **({"path": each.url} if each.url else {})}
            for each in metadata.maintainers
        ],
        "resources": [_resource(table, written) for table in tables(snapshot)],
    }
    return {NAME: Part.of_json(said)}


def _resource(table: Table, written: dict[str, Part]) -> dict[str, Any]:
    path = f"{csv.FOLDER}/{table.name}.csv"
    content = written[path].content
    return {
        "name": table.name,
        "type": "table",
        "description": table.description,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": list(_foreign_keys(table)),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.given:
        constraints["required"] = True
    if column.words and column.type is ColumnType.TEXT:
        constraints["enum"] = list(column.words)
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_keys(table: Table) -> Iterator[dict[str, Any]]:
    """The keys that Table Schema can state: it has none of which only a part is missing."""
    given = {column.name for column in table.columns if column.given}
    for key in table.foreign_keys:
        if len(key.columns) == 1 or given.issuperset(key.columns):
            reference = {"resource": key.table, "fields": list(key.target)}
            yield {"fields": list(key.columns), "reference": reference}
