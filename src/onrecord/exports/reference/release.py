"""The page of a release's tables: tables and views with every column, from them themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onrecord.dataset import Dataset
from onrecord.exports.reference.markdown import code, page, table
from onrecord.exports.snapshot import Snapshot
from onrecord.exports.tables import Table, tables
from onrecord.exports.views import VIEWS, View, described_columns

__all__ = ["release_pages"]

_INTRODUCTION: Final = """\
The tables of a [release](../releases.md): each is a Parquet file, a CSV file in `csv/` and a table
of `onrecord.sqlite`. The Parquet files, the Data Package and the definitions in SQLite carry these
descriptions themselves."""

_VIEWS: Final = """\
Ready joins, in `onrecord.sqlite` and in what `ds.duckdb()` opens. Withdrawn records are in none of
them. Each column is that of the table named."""


def release_pages(dataset: Dataset) -> dict[str, str]:
    """One page with all tables and views."""
    parts = [_INTRODUCTION]
    every = tables(Snapshot(dataset))
    for each in every:
        parts += _section(each)
    parts += ["## Views", _VIEWS]
    for view in VIEWS:
        parts += _view(view, every)
    return {"tables.md": page("Tables of a release", "the tables of a release", parts)}


def _section(each: Table) -> Iterator[str]:
    yield f"## {each.name}"
    yield f"{each.description} Key: {', '.join(map(code, each.key))}."
    rows = (
        (
            code(column.name),
            column.type.value + ("" if column.given else ", or missing"),
            column.description,
        )
        for column in each.columns
    )
    yield table(("Column", "Type", "Meaning"), rows)


def _view(view: View, every: Iterable[Table]) -> Iterator[str]:
    yield f"### {view.name}"
    yield view.description
    rows = (
        (code(name), code(source), description)
        for (name, description), source in zip(
            described_columns(view, every), view.sources(), strict=True
        )
    )
    yield table(("Column", "From", "Meaning"), rows)
