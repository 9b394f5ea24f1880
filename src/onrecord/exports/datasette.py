"""``metadata.json``: the titles and descriptions that Datasette shows with the database.

It knows Datasette's layout of metadata, and neither rows nor SQL.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from onrecord.exports import sqlite
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.exports.tables import tables
from onrecord.exports.views import VIEWS, described_columns

__all__ = ["NAME", "files"]

NAME = "metadata.json"


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The one file."""
    metadata = snapshot.dataset.metadata
    said = {
        "title": metadata.title,
        "description": metadata.description,
        "license": metadata.license,
        "databases": {PurePosixPath(sqlite.NAME).stem: {"tables": _tables(snapshot)}},
    }
    return {NAME: Part.of_json(said)}


def _tables(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for table in tables(snapshot):
        columns = {column.name: column.description for column in table.columns}
        found[table.name] = {"description": table.description, "columns": columns}
    for view in VIEWS:
        columns = dict(described_columns(view, tables(snapshot)))
        found[view.name] = {"description": view.description, "columns": columns}
    about = "Full-text search over titles, summaries, quotes and names of all records."
    found[sqlite.SEARCH] = {"description": about}
    found["records"]["label_column"] = "label"
    return found
