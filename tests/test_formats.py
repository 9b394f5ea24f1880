"""Releases as CSV and SQLite: nothing lost, and others open them."""

from __future__ import annotations

import csv as plain_csv
import datetime
import importlib
import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dataset import Dataset
from onrecord.exports import Snapshot, csv, export, sqlite
from onrecord.exports.columns import ColumnType
from onrecord.exports.tables import tables
from onrecord.exports.views import VIEWS, described_columns
from onrecord.models import MODELS, Kind
from onrecord.validation import File, validate


@pytest.fixture(scope="module")
def ferries() -> Dataset:
    """Forty made-up records, with what the small dataset has not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parent.parent)
        corpus = importlib.import_module("benchmarks.corpus").corpus
    files = [File(path, content) for path, content in corpus(40)]
    dataset = validate(files).dataset
    assert dataset is not None
    return dataset


WithRecord = Callable[[Dataset, Kind, dict[str, Any]], Dataset]
RunTool = Callable[..., str]


# CSV


@given(st.text())
def test_a_guarded_text_comes_back_and_is_never_a_formula(text: str) -> None:
    cell = csv.guarded(text)
    assert csv.unguarded(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(plain_csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def back(type_: ColumnType, cell: str) -> Any:
    if cell == "":
        return None
    match type_:
        case ColumnType.TEXT:
            return csv.unguarded(cell)
        case ColumnType.TEXTS:
            return json.loads(cell)
        case ColumnType.NUMBER:
            return float(cell)
        case ColumnType.INTEGER:
            return int(cell)
        case ColumnType.FLAG:
            return {"true": True, "false": False}[cell]
        case ColumnType.DAY:
            return datetime.date.fromisoformat(cell)


def test_csv_gives_every_value_back(ferries: Dataset) -> None:
    made = csv.files(Snapshot(ferries))
    for table in tables(Snapshot(ferries)):
        part = made[f"csv/{table.name}.csv"]
        rows = read_csv(part.content)
        assert part.rows == len(rows) == table.count
        for column, values in zip(table.columns, table.values, strict=True):
            assert [back(column.type, row[column.name]) for row in rows] == list(values)


def test_csv_is_utf_8_without_a_mark_and_with_lines_as_rfc_4180_has_them(
    base_release: dict[str, bytes],
) -> None:
    for name, content in base_release.items():
        if name.endswith(".csv"):
            assert content.decode("utf-8")[0] != "\ufeff"
            assert content.endswith(b"\r\n")


def test_a_formula_in_a_record_is_no_formula_in_a_cell(
    base: Dataset, with_record: WithRecord
) -> None:
    claim = {**base.claims["ferry-left-on-time"].to_dict(), "note": '=HYPERLINK("x")'}
    made = csv.files(Snapshot(with_record(base, Kind.CLAIM, claim)))
    notes = {row["id"]: row["note"] for row in read_csv(made["csv/claims.csv"].content)}
    assert notes["ferry-left-on-time"] == '\'=HYPERLINK("x")'


def test_duckdb_and_pandas_read_the_csv(base_release_folder: Path) -> None:
    import pandas as pd

    for file in sorted((base_release_folder / "csv").iterdir()):
        expected = len(read_csv(file.read_bytes()))
        assert len(pd.read_csv(file, dtype=str)) == expected
        found = duckdb.sql(f"select count(*) from read_csv('{file}', all_varchar=true)").fetchall()
        assert found == [(expected,)]


def test_frictionless_finds_the_data_package_valid(
    base_release_folder: Path, run_tool: RunTool
) -> None:
    said = run_tool(
        "frictionless",
        "validate",
        "datapackage.json",
        "--json",
        "--trusted",
        cwd=base_release_folder,
    )
    report = json.loads(said)
    assert report["valid"]
    names = {task["name"] for task in report["tasks"]}
    assert names == {path.stem for path in (base_release_folder / "csv").iterdir()}


def test_frictionless_sees_a_reference_that_leads_nowhere(
    base_release_folder: Path, tmp_path: Path, run_tool: RunTool
) -> None:
    shutil.copytree(base_release_folder, tmp_path / "release")
    speakers = tmp_path / "release/csv/speakers.csv"
    content = speakers.read_text(encoding="utf-8")
    speakers.write_text(content.replace("harbour-master,", "nobody-known,"), encoding="utf-8")
    said = run_tool(
        *("frictionless", "validate", "datapackage.json", "--json", "--trusted"),
        cwd=tmp_path / "release",
        code=1,
    )
    tasks = {task["name"]: task for task in json.loads(said)["tasks"]}
    kinds = {error["type"] for error in tasks["speakers"]["errors"]}
    assert "foreign-key" in kinds


# SQLite


@contextmanager
def database(content: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        yield connection


def test_sqlite_is_whole_and_every_reference_leads_somewhere(
    base: Dataset, base_release: dict[str, bytes]
) -> None:
    with database(base_release[sqlite.NAME]) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        (keys,) = connection.execute(
            "select count(distinct m.name || k.id)"
            " from sqlite_master m, pragma_foreign_key_list(m.name) k where m.type = 'table'"
        ).fetchone()
    assert keys == sum(len(list(table.foreign_keys)) for table in tables(Snapshot(base)))


def test_sqlite_says_where_a_reference_leads_nowhere(base: Dataset) -> None:
    claim = {**base.claims["ferry-left-on-time"].to_dict(), "id": "another"}
    lonely = Dataset.from_records(
        [
            MODELS[Kind.STATEMENT].model_validate(  # type: ignore[list-item]
                base.statements["2021-03-06-company-left-on-time"].to_dict()
            ),
            MODELS[Kind.CLAIM].model_validate(claim),  # type: ignore[list-item]
        ],
        metadata=base.metadata,
    )
    content = sqlite.files(Snapshot(lonely))[sqlite.NAME].content
    with database(content) as connection:
        found = connection.execute("pragma foreign_key_check(speakers)").fetchall()
    assert [(row[0], row[2]) for row in found] == [("speakers", "actors")]


def sqlite_value(type_: ColumnType, value: Any) -> Any:
    match type_:
        case _ if value is None:
            return None
        case ColumnType.TEXTS:
            return json.loads(value)
        case ColumnType.FLAG:
            return bool(value)
        case ColumnType.DAY:
            return datetime.date.fromisoformat(value)
        case _:
            return value


def test_sqlite_gives_every_value_back(ferries: Dataset) -> None:
    made = sqlite.files(Snapshot(ferries))[sqlite.NAME].content
    with database(made) as connection:
        for table in tables(Snapshot(ferries)):
            rows = connection.execute(f'select * from "{table.name}" order by rowid').fetchall()
            back_again = zip(*rows, strict=True) if rows else [()] * len(table.columns)
            for column, values, found in zip(table.columns, table.values, back_again, strict=True):
                assert [sqlite_value(column.type, each) for each in found] == list(values)


def test_sqlite_finds_words_in_titles_summaries_quotes_and_names(
    base_release: dict[str, bytes],
) -> None:
    with database(base_release[sqlite.NAME]) as connection:
        found = {
            words: connection.execute(
                "select id from search where search match ? order by id", (words,)
            ).fetchall()
            for words in ("journalists", "quotes: late", "دفتر", "title: answers")
        }
    assert found == {
        "journalists": [("2021-03-05-press-conference",)],
        "quotes: late": [("2021-03-05-harbour-master-left-late",)],
        "دفتر": [("harbour-office",)],
        "title: answers": [("2021-03-06-gazette-company-answers",)],
    }


def test_the_views_join_statements_with_speakers_positions_and_claims(
    base_release: dict[str, bytes],
) -> None:
    with database(base_release[sqlite.NAME]) as connection:
        stances = connection.execute(
            "select claim, stance, speaker_name from taken_stances order by claim, stance"
        ).fetchall()
        positions = connection.execute("select speaker, position, body from held_positions")
        figures = connection.execute("select record, best, label from given_figures").fetchall()
        cited = connection.execute("select count(*), count(distinct source) from cited_sources")
        assert positions.fetchall() == [("harbour-master", "Harbour Master", "harbour-office")]
        assert cited.fetchone() == (6, 2)
    assert stances == [
        ("ferry-carried-over-200", "affirms", "The Harbour Master"),
        ("ferry-left-on-time", "affirms", "Ferry Company"),
        ("ferry-left-on-time", "denies", "The Harbour Master"),
    ]
    assert [(record, best) for record, best, _ in figures] == [
        ("2021-03-05-harbour-master-left-late", 240.0)
    ]


@pytest.mark.parametrize(
    ("view", "table", "left_out"),
    [
        ("given_figures", "quantities", {"within", "position"}),
        ("taken_stances", "stances", {"record_kind", "record", "within", "position"}),
    ],
)
def test_a_view_has_all_that_its_table_says(
    base: Dataset, view: str, table: str, left_out: set[str]
) -> None:
    (columns,) = (each.columns for each in tables(Snapshot(base)) if each.name == table)
    (sources,) = (set(each.sources()) for each in VIEWS if each.name == view)
    assert {each.name for each in columns if f"{table}.{each.name}" not in sources} == left_out


def test_a_figure_in_the_view_says_what_it_counts_and_for_which_days(
    base: Dataset, with_record: WithRecord
) -> None:
    said = base.statements["2021-03-05-harbour-master-left-late"].to_dict()
    figure = {
        **said["quantities"][0],
        "of": "people with a ticket",
        "systems": ["north-ferry"],
        "period": "2021-03",
    }
    changed = with_record(base, Kind.STATEMENT, {**said, "quantities": [figure]})
    with database(sqlite.files(Snapshot(changed))[sqlite.NAME].content) as connection:
        found = connection.execute(
            'select "of", systems, period_earliest, period_latest from given_figures'
        ).fetchall()
    assert found == [("people with a ticket", '["north-ferry"]', "2021-03-01", "2021-03-31")]


def test_a_withdrawn_statement_is_in_no_view(base: Dataset, with_record: WithRecord) -> None:
    data = base.statements["2021-03-06-company-left-on-time"].to_dict()
    withdrawn = {"date": "2021-04-01", "reason": "Recorded twice."}
    changed = with_record(
        base, Kind.STATEMENT, {**data, "status": "withdrawn", "withdrawn": withdrawn}
    )
    content = sqlite.files(Snapshot(changed))[sqlite.NAME].content
    with database(content) as connection:
        said = connection.execute("select distinct statement from said").fetchall()
        kept = connection.execute("select count(*) from statements").fetchone()
    assert said == [("2021-03-05-harbour-master-left-late",)]
    assert kept == (2,)


def test_every_column_of_a_view_has_the_description_of_its_table(base: Dataset) -> None:
    every = tables(Snapshot(base))
    for view in VIEWS:
        described = dict(described_columns(view, every))
        assert list(described) == list(view.columns)
        assert all(described.values())


def test_sqlite_utils_and_datasette_open_the_database(
    base_release_folder: Path, run_tool: RunTool
) -> None:
    listed = json.loads(run_tool("sqlite-utils", "tables", sqlite.NAME, cwd=base_release_folder))
    assert {"statements", "citations", "links", "search"} <= {each["table"] for each in listed}
    said = json.loads(
        run_tool(
            "datasette",
            *("--get", "/onrecord/said.json?_shape=array&_sort=statement"),
            *(sqlite.NAME, "--metadata", "metadata.json"),
            cwd=base_release_folder,
        )
    )
    assert [row["speaker"] for row in said] == ["harbour-master", "ferry-company"]


def test_datasette_shows_the_descriptions(base_release_folder: Path, run_tool: RunTool) -> None:
    page = run_tool(
        "datasette",
        *("--get", "/onrecord/statements", sqlite.NAME, "--metadata", "metadata.json"),
        cwd=base_release_folder,
    )
    assert "One thing said by one voice on one occasion" in page
    assert "What the speaker does by saying it." in page


# Some formats, and the same bytes


def test_formats_may_be_chosen(base: Dataset, base_release: dict[str, bytes]) -> None:
    made = export(base, package_version="0", formats=("csv", "datapackage"))
    chosen = {name for name in base_release if name.startswith("csv/")} | {"datapackage.json"}
    assert set(made) == {*chosen, "manifest.json", "SHA256SUMS"}
    assert {name: made[name] for name in chosen} == {name: base_release[name] for name in chosen}


def test_two_builds_of_larger_records_give_the_same_bytes(ferries: Dataset) -> None:
    assert export(ferries, package_version="0") == export(ferries, package_version="0")
