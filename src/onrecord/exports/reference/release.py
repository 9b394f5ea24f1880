"""The page of a release's tables: every column of every table, from the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onrecord.dataset import Dataset
from onrecord.exports.reference.markdown import code, page, table
from onrecord.exports.snapshot import Snapshot
from onrecord.exports.tables import Table, tables

__all__ = ["release_pages"]

_INTRODUCTION: Final = """\
The Parquet files of a [release](../releases.md), one a table. Each column carries its description
in the file itself too."""


def release_pages(dataset: Dataset) -> dict[str, str]:
    """One page with all tables."""
    parts = [_INTRODUCTION]
    for each in tables(Snapshot(dataset)):
        parts += _section(each)
    return {"tables.md": page("Tables of a release", "the tables of a release", parts)}


def _section(each: Table) -> Iterator[str]:
    yield f"## {each.name}"
    yield f"{each.description} File: {code(f'{each.name}.parquet')}."
    rows = (
        (
            code(column.name),
            column.type.value + ("" if column.given else ", or missing"),
            column.description,
        )
        for column in each.columns
    )
    yield table(("Column", "Type", "Meaning"), rows)
