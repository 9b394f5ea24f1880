"""The tables of a dataset in other libraries, without a release on the disk."""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from onrecord.dataset import Dataset
from onrecord.diagnostics import OnrecordError
from onrecord.exports import Snapshot, parquet
from onrecord.exports.bridges import MissingPackageError
from onrecord.exports.tables import tables
from onrecord.exports.views import VIEWS


def test_arrow_is_what_a_release_has(base: Dataset) -> None:
    for name, part in parquet.files(Snapshot(base)).items():
        written = pq.read_table(io.BytesIO(part.content))
        made = base.arrow(name.removesuffix(".parquet"))
        assert made.equals(written)
        assert made.schema.field(0).metadata == written.schema.field(0).metadata


def test_a_kind_names_its_table_too(base: Dataset) -> None:
    assert base.arrow("statement").equals(base.arrow("statements"))
    with pytest.raises(ValueError, match="no table is named 'statment'; there are records, "):
        base.arrow("statment")


def test_records_are_a_stream_of_arrow(base: Dataset) -> None:
    assert pa.table(base.claims).equals(base.arrow("claims"))
    denials = base.statements.where(type="denial")
    assert pa.table(denials)["id"].to_pylist() == list(denials)
    assert duckdb.sql("select act from denials").fetchall() == [("denial",)]


def test_pandas_has_days_as_dates_and_missing_values(base: Dataset) -> None:
    frame = base.statements.to_pandas()
    assert list(frame["id"]) == list(base.statements)
    assert pd.api.types.is_datetime64_any_dtype(frame["date_earliest"])
    assert frame["date_earliest"][0] == pd.Timestamp("2021-03-05")
    assert list(frame["medium"].isna()) == [True, False]


def test_polars_has_types(base: Dataset) -> None:
    frame = base.events.to_polars()
    assert frame["id"].to_list() == list(base.events)
    assert frame.schema["date_latest"] == pl.Date
    assert frame.schema["systems"] == pl.List(pl.String)
    assert frame.filter(pl.col("date_latest") == datetime.date(2021, 3, 31)).height == 1


def test_no_records_are_a_table_without_rows(base: Dataset) -> None:
    nothing = base.statements.where(type="threat")
    assert nothing.to_arrow().num_rows == 0
    assert list(nothing.to_pandas()) == base.arrow("statements").column_names
    assert nothing.to_polars().is_empty()


def test_duckdb_has_every_table_and_every_view(base: Dataset) -> None:
    with closing(base.duckdb()) as connection:
        for table in tables(Snapshot(base)):
            found = connection.execute(f'select count(*) from "{table.name}"').fetchone()
            assert found == (table.count,)
        stances = connection.execute(
            "select claim, stance, speaker_name, claim_text from taken_stances order by 1, 2"
        ).fetchall()
        positions = connection.execute("select speaker, position from held_positions").fetchall()
        (cited,) = connection.execute("select count(*) from cited_sources").fetchall()
    assert [row[:3] for row in stances] == [
        ("ferry-carried-over-200", "affirms", "The Harbour Master"),
        ("ferry-left-on-time", "affirms", "Ferry Company"),
        ("ferry-left-on-time", "denies", "The Harbour Master"),
    ]
    assert positions == [("harbour-master", "Harbour Master")]
    assert cited == (6,)


def test_duckdb_has_the_description_of_every_table_view_and_column(base: Dataset) -> None:
    every = tables(Snapshot(base))
    with closing(base.duckdb()) as connection:
        comments = dict(
            connection.execute(
                "select table_name, comment from duckdb_tables() union all"
                " select view_name, comment from duckdb_views() where not internal"
            ).fetchall()
        )
        columns = {
            (table, column): comment
            for table, column, comment in connection.execute(
                "select table_name, column_name, comment from duckdb_columns() where not internal"
            ).fetchall()
        }
    expected = {each.name: each.description for each in (*every, *VIEWS)}
    assert comments == expected
    assert {key: text for key, text in columns.items() if not text} == {}
    assert columns["said", "act"] == "What the speaker does by saying it."
    assert {
        (table.name, column.name): column.description for table in every for column in table.columns
    }.items() <= columns.items()


@pytest.mark.parametrize(
    ("package", "extra", "use"),
    [
        ("pyarrow", "release", lambda ds: ds.arrow("quotes")),
        ("pyarrow", "release", lambda ds: ds.statements.to_arrow()),
        ("pandas", "pandas", lambda ds: ds.statements.to_pandas()),
        ("pyarrow", "pandas", lambda ds: ds.statements.to_pandas()),
        ("polars", "polars", lambda ds: ds.statements.to_polars()),
        ("duckdb", "duckdb", lambda ds: ds.duckdb()),
        ("pyarrow", "duckdb", lambda ds: ds.duckdb()),
    ],
)
def test_a_package_that_is_missing_is_named_with_its_extra(
    base: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    package: str,
    extra: str,
    use: Callable[[Dataset], Any],
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    message = rf"this needs {package}: pip install 'onrecord\[{extra}\]'"
    with pytest.raises(MissingPackageError, match=message) as caught:
        use(base)
    assert isinstance(caught.value, OnrecordError)
    assert isinstance(caught.value, ImportError)
