"""The formats of a release, each read by the tools of those who will."""

from __future__ import annotations

import csv as plain_csv
import datetime
import functools
import importlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import storage
from onrecord.dataset import Dataset
from onrecord.exports import Snapshot, changes, csv, export, sqlite
from onrecord.exports.columns import ColumnType
from onrecord.exports.dates import plain_date, plain_ends
from onrecord.exports.tables import tables
from onrecord.exports.views import VIEWS, described_columns
from onrecord.models import MODELS, Correction, Kind, Record
from onrecord.validation import File, validate
from onrecord.values import Edtf


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


@pytest.fixture(scope="module")
def release(base: Dataset) -> dict[str, bytes]:
    return export(base, package_version="0")


@pytest.fixture(scope="module")
def folder(release: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release") / "out"
    storage.write_release(out, release)
    return out


def tool(name: str) -> str:
    """The path of a command of this environment; its test is skipped where it is not installed."""
    found = shutil.which(name, path=sysconfig.get_path("scripts"))
    if found is None:
        pytest.skip(f"{name} is not installed: pip install 'onrecord[conformance]'")
    return found


def run(*command: str, **more: Any) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def with_record(dataset: Dataset, kind: Kind, data: dict[str, Any]) -> Dataset:
    """The dataset with one more record, or with another in the place of one."""
    made = MODELS[kind].model_validate(data)
    assert isinstance(made, Record)
    kept = [record for record in dataset if record.id != made.id]
    return Dataset.from_records(
        [*kept, made], metadata=dataset.metadata, vocabularies=dataset.vocabularies.values()
    )


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
        assert part.rows == len(rows) == len(table.rows)
        for column, values in zip(table.columns, table.values, strict=True):
            assert [back(column.type, row[column.name]) for row in rows] == values


def test_csv_is_utf_8_without_a_mark_and_with_lines_as_rfc_4180_has_them(
    release: dict[str, bytes],
) -> None:
    for name, content in release.items():
        if name.endswith(".csv"):
            assert content.decode("utf-8")[0] != "\ufeff"
            assert content.endswith(b"\r\n")


def test_a_formula_in_a_record_is_no_formula_in_a_cell(base: Dataset) -> None:
    claim = {**base.claims["ferry-left-on-time"].to_dict(), "note": '=HYPERLINK("x")'}
    made = csv.files(Snapshot(with_record(base, Kind.CLAIM, claim)))
    notes = {row["id"]: row["note"] for row in read_csv(made["csv/claims.csv"].content)}
    assert notes["ferry-left-on-time"] == '\'=HYPERLINK("x")'


def test_duckdb_and_pandas_read_the_csv(folder: Path) -> None:
    import pandas as pd

    for file in sorted((folder / "csv").iterdir()):
        expected = len(read_csv(file.read_bytes()))
        assert len(pd.read_csv(file, dtype=str)) == expected
        found = duckdb.sql(f"select count(*) from read_csv('{file}', all_varchar=true)").fetchall()
        assert found == [(expected,)]


def test_frictionless_finds_the_data_package_valid(folder: Path) -> None:
    said = run(
        tool("frictionless"), "validate", "datapackage.json", "--json", "--trusted", cwd=folder
    )
    report = json.loads(said)
    assert report["valid"]
    names = {task["name"] for task in report["tasks"]}
    assert names == {path.stem for path in (folder / "csv").iterdir()}


def test_frictionless_sees_a_reference_that_leads_nowhere(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "release")
    speakers = tmp_path / "release/csv/speakers.csv"
    content = speakers.read_text(encoding="utf-8")
    speakers.write_text(content.replace("harbour-master,", "nobody-known,"), encoding="utf-8")
    done = subprocess.run(
        [tool("frictionless"), "validate", "datapackage.json", "--json", "--trusted"],
        cwd=tmp_path / "release",
        capture_output=True,
        text=True,
        check=False,
    )
    tasks = {task["name"]: task for task in json.loads(done.stdout)["tasks"]}
    kinds = {error["type"] for error in tasks["speakers"]["errors"]}
    assert "foreign-key" in kinds


# SQLite


@contextmanager
def database(content: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        yield connection


def test_sqlite_is_whole_and_every_reference_leads_somewhere(
    base: Dataset, release: dict[str, bytes]
) -> None:
    with database(release[sqlite.NAME]) as connection:
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
                assert [sqlite_value(column.type, each) for each in found] == values


def test_sqlite_finds_words_in_titles_summaries_quotes_and_names(
    release: dict[str, bytes],
) -> None:
    with database(release[sqlite.NAME]) as connection:
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
    release: dict[str, bytes],
) -> None:
    with database(release[sqlite.NAME]) as connection:
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


def test_a_withdrawn_statement_is_in_no_view(base: Dataset) -> None:
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


def test_sqlite_utils_and_datasette_open_the_database(folder: Path) -> None:
    listed = json.loads(run(tool("sqlite-utils"), "tables", str(folder / sqlite.NAME)))
    assert {"statements", "citations", "links", "search"} <= {each["table"] for each in listed}
    said = json.loads(
        run(
            tool("datasette"),
            *("--get", "/onrecord/said.json?_shape=array&_sort=statement"),
            *(sqlite.NAME, "--metadata", "metadata.json"),
            cwd=folder,
        )
    )
    assert [row["speaker"] for row in said] == ["harbour-master", "ferry-company"]


def test_datasette_shows_the_descriptions(folder: Path) -> None:
    page = run(
        tool("datasette"),
        *("--get", "/onrecord/statements", sqlite.NAME, "--metadata", "metadata.json"),
        cwd=folder,
    )
    assert "One thing said by one voice on one occasion" in page
    assert "What the speaker does by saying it." in page


# Linked data


def test_rdflib_reads_the_json_ld_without_a_network(folder: Path) -> None:
    pytest.importorskip("rdflib", reason="rdflib is not installed: onrecord[test]")
    script = """
import socket, sys
def refuse(*a, **k): raise OSError("no network here")
socket.socket.connect = refuse
import rdflib
graph = rdflib.Graph().parse(sys.argv[1], format="json-ld")
query = '''
prefix s: <https://schema.org/>
prefix o: <urn:onrecord:format:1:>
select ?claim ?word ?speaker where {
  ?said o:stance [o:claim ?claim; o:word ?word]; s:author [s:author ?speaker] .
  ?claim a s:Claim; s:appearance ?said .
}'''
for row in sorted(tuple(map(str, found)) for found in graph.query(query)): print(*row)
subjects = set(graph.subjects())
for name in graph.objects():
    if str(name).startswith(("urn:onrecord:record:", "urn:onrecord:term:")):
        assert name in subjects, name
"""
    said = run(sys.executable, "-W", "ignore", "-c", script, str(folder / "onrecord.jsonld"))
    record = "urn:onrecord:record:"
    assert said.splitlines() == [
        f"{record}ferry-carried-over-200 affirms {record}harbour-master",
        f"{record}ferry-left-on-time affirms {record}ferry-company",
        f"{record}ferry-left-on-time denies {record}harbour-master",
    ]


def test_json_ld_has_no_verdict(release: dict[str, bytes]) -> None:
    assert b"ClaimReview" not in release["onrecord.jsonld"]
    nodes = json.loads(release["onrecord.jsonld"])["@graph"]
    types = {each["@type"] for each in nodes}
    assert {"Claim", "Event", "Person", "Corporation", "CreativeWork", "Dataset"} <= types


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2022-11-05", ("2022-11-05", None)),
        ("2022-11", ("2022-11", None)),
        ("2022", ("2022", None)),
        ("2022-08/2022-10-02", ("2022-08", "2022-10-02")),
        ("2022-08/..", ("2022-08", None)),
        ("../2022-08", (None, "2022-08")),
        ("2022-11?", (None, None)),
        ("2022~", (None, None)),
        ("202X", (None, None)),
        ("2022-21", (None, None)),
        ("[2022-11-04,2022-11-05]", (None, None)),
        ("2022-08?/2022-10", (None, "2022-10")),
    ],
)
def test_a_date_says_no_more_elsewhere_than_it_knows(
    text: str, ends: tuple[str | None, str | None]
) -> None:
    date = Edtf.parse(text)
    assert plain_ends(date) == ends
    assert plain_date(date) == (None if date.is_interval else ends[0])


# FollowTheMoney


def ftm(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def test_followthemoney_takes_every_entity(folder: Path) -> None:
    content = (folder / "onrecord.ftm.json").read_bytes()
    said = run(tool("ftm"), "validate", "-i", str(folder / "onrecord.ftm.json"))
    taken = {each["id"]: each for each in ftm(said.encode())}
    assert set(taken) == {each["id"] for each in ftm(content)}
    for each in ftm(content):
        assert taken[each["id"]]["schema"] == each["schema"]
        assert taken[each["id"]]["properties"] == each["properties"]


def test_a_designation_is_a_sanction_and_a_dispute_is_noted(base: Dataset) -> None:
    event = {
        "id": "2021-03-07-company-listed",
        "type": "sanctions-designation",
        "title": "The harbour office lists the company",
        "summary": "The harbour office listed the ferry company.",
        "date": "2021-03-07",
        "standing": "undisputed",
        "participants": [
            {"actor": "harbour-office", "role": "issuer"},
            {"actor": "ferry-company", "role": "designee"},
        ],
        "legal": {"authority": "harbour-office", "programme": "LATE"},
        "citations": [{"source": "2021-03-06-gazette-company-answers", "mode": "mention"}],
        "added": "2021-03-10",
    }
    content = export(with_record(base, Kind.EVENT, event), package_version="0")["onrecord.ftm.json"]
    found = {each["id"]: each for each in ftm(content)}
    assert found["2021-03-07-company-listed.sanction.1"] == {
        "id": "2021-03-07-company-listed.sanction.1",
        "schema": "Sanction",
        "properties": {
            "entity": ["ferry-company"],
            "authority": ["Harbour Office"],
            "country": ["is"],
            "program": ["LATE"],
            "listingDate": ["2021-03-07"],
            "summary": ["The harbour office listed the ferry company."],
            "sourceUrl": ["https://example.org/gazette/company-answers"],
        },
    }
    (notes,) = found["2021-03-04-departure"]["properties"]["notes"]
    assert notes.startswith("disputed: The company says")
    references = {
        value
        for each in found.values()
        for key in ("entity", "holder", "post", "organization", "involved", "organizer", "parent")
        for value in each["properties"].get(key, ())
    }
    assert references <= set(found)


# Croissant and the citation


def test_mlcroissant_validates_and_loads_the_records(folder: Path) -> None:
    command = tool("mlcroissant")
    run(command, "validate", "--jsonld", "croissant.json", cwd=folder)
    script = """
import json, sys, logging
logging.disable(logging.WARNING)
import mlcroissant
found = mlcroissant.Dataset(jsonld="croissant.json")
counts = {each.id: sum(1 for _ in found.records(each.id)) for each in found.metadata.record_sets}
print(json.dumps({"errors": list(found.metadata.issues.errors), "counts": counts}))
"""
    said = json.loads(run(sys.executable, "-W", "ignore", "-c", script, cwd=folder))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    rows = {
        each["name"].removesuffix(".parquet"): each["rows"]
        for each in manifest["files"]
        if each["name"].endswith(".parquet")
    }
    assert said == {"errors": [], "counts": rows}


def test_the_page_on_releases_loads_records_as_it_says(folder: Path, tmp_path: Path) -> None:
    tool("mlcroissant")
    page = (Path(__file__).parent.parent / "docs/releases.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "release").symlink_to(folder)
    assert "The ferry left late." in run(sys.executable, "-W", "ignore", "-c", block, cwd=tmp_path)


def test_the_citation_is_in_the_citation_file_format(folder: Path) -> None:
    run(
        tool("check-jsonschema"),
        *("--builtin-schema", "vendor.citation-file-format", str(folder / "CITATION.cff")),
    )
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert f"sha256:{manifest['data_hash']}" in (folder / "CITATION.cff").read_text("utf-8")


# The feed of changes


def test_a_reader_of_feeds_reads_the_changes(release: dict[str, bytes]) -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    feed = feedparser.parse(release["changes.atom"])
    assert not feed.bozo
    assert feed.version == "atom10"
    titles = [entry.title for entry in feed.entries]
    assert titles == [
        *("4 actors added", "2 claims added", "3 events added", "2 sources added"),
        *("2 statements added", "1 system added"),
    ]
    assert len({entry.id for entry in feed.entries}) == len(titles)


def test_corrections_and_withdrawals_are_changes_of_their_day(base: Dataset) -> None:
    data = base.claims["ferry-left-on-time"].to_dict()
    correction = {"date": "2021-05-01", "field": "text", "was": "Left.", "why": "Too short."}
    withdrawn = {"date": "2021-06-01", "reason": "Not falsifiable."}
    changed = with_record(
        base,
        Kind.CLAIM,
        {**data, "corrections": [correction], "status": "withdrawn", "withdrawn": withdrawn},
    )
    found = changes.changes(Snapshot(changed))
    assert [(str(each.day), each.text) for each in found[:2]] == [
        ("2021-06-01", "ferry-left-on-time: Not falsifiable."),
        ("2021-05-01", "ferry-left-on-time, text: Too short. Before: Left."),
    ]
    assert changes.last_change(Snapshot(changed)) == datetime.date(2021, 6, 1)
    assert Correction.model_validate(correction).field == "text"


# Over the network


class Server(SimpleHTTPRequestHandler):
    """Serves a folder with the ranges that readers of Parquet ask for."""

    def log_message(self, *arguments: Any) -> None:
        """Says nothing."""

    def end_headers(self) -> None:
        """Says that ranges are served, as readers ask first."""
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def do_GET(self) -> None:
        """The whole file, or the range wanted."""
        wanted = re.fullmatch(r"bytes=([0-9]*)-([0-9]*)", self.headers.get("Range", ""))
        if wanted is None:
            super().do_GET()
            return
        content = Path(self.translate_path(self.path)).read_bytes()
        if wanted[1]:
            first, end = int(wanted[1]), int(wanted[2] or len(content) - 1) + 1
        else:
            first, end = max(0, len(content) - int(wanted[2])), len(content)
        piece = content[first:end]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{first + len(piece) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(piece)))
        self.end_headers()
        self.wfile.write(piece)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Server, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_duckdb_reads_the_parquet_over_http(folder: Path) -> None:
    http = pytest.importorskip("fsspec.implementations.http", reason="needs onrecord[test]")

    class Web(http.HTTPFileSystem):  # type: ignore[name-defined,misc]  # imported just now
        """DuckDB asks how old a file is, which the server does not tell."""

        def modified(self, path: str) -> datetime.datetime:
            del path
            return datetime.datetime(2021, 3, 10, tzinfo=datetime.UTC)

    with served(folder) as address, closing(duckdb.connect(":memory:")) as connection:
        # DuckDB's own reader of HTTP is an extension that it fetches: this one is installed.
        connection.register_filesystem(Web(skip_instance_cache=True))
        found = connection.execute(
            f"select count(*) from read_parquet('{address}/statements.parquet')"
        ).fetchall()
    assert found == [(2,)]


def test_polars_reads_the_parquet_over_http(folder: Path) -> None:
    import polars as pl

    with served(folder) as address:
        found = pl.read_parquet(f"{address}/statements.parquet")
    assert found.height == 2


# Some formats, and the same bytes


def test_formats_may_be_chosen(base: Dataset, release: dict[str, bytes]) -> None:
    made = export(base, package_version="0", formats=("csv", "datapackage"))
    chosen = {name for name in release if name.startswith("csv/")} | {"datapackage.json"}
    assert set(made) == {*chosen, "manifest.json", "SHA256SUMS"}
    assert {name: made[name] for name in chosen} == {name: release[name] for name in chosen}


def test_two_builds_of_larger_records_give_the_same_bytes(ferries: Dataset) -> None:
    assert export(ferries, package_version="0") == export(ferries, package_version="0")
