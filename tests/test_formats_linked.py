"""Releases as linked data, as a feed and over HTTP, each read by the tools of those who will."""

from __future__ import annotations

import datetime
import functools
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest

from onrecord.dataset import Dataset
from onrecord.exports import Snapshot, changes, export, jsonld
from onrecord.exports.dates import plain_date, plain_ends
from onrecord.models import Correction, Kind
from onrecord.values.edtf import Edtf

WithRecord = Callable[[Dataset, Kind, dict[str, Any]], Dataset]
RunTool = Callable[..., str]


# Linked data


def test_rdflib_reads_the_json_ld_without_a_network(
    base_release_folder: Path, run_tool: RunTool
) -> None:
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
    said = run_tool(
        "python", "-W", "ignore", "-c", script, "onrecord.jsonld", cwd=base_release_folder
    )
    record = "urn:onrecord:record:"
    assert said.splitlines() == [
        f"{record}ferry-carried-over-200 affirms {record}harbour-master",
        f"{record}ferry-left-on-time affirms {record}ferry-company",
        f"{record}ferry-left-on-time denies {record}harbour-master",
    ]


def test_linked_data_names_records_by_their_present_ids(
    base: Dataset, with_record: WithRecord
) -> None:
    claim = {**base.claims["ferry-left-on-time"].to_dict(), "former_ids": ["old-claim"]}
    said = base.statements["2021-03-06-company-left-on-time"].to_dict()
    said["stances"] = [{"claim": "old-claim", "stance": "affirms"}]
    changed = with_record(with_record(base, Kind.CLAIM, claim), Kind.STATEMENT, said)
    nodes = json.loads(jsonld.files(Snapshot(changed))[jsonld.NAME].content)["@graph"]
    found = {each["@id"]: each for each in nodes}
    (stance,) = found[f"record:{said['id']}"]["onrecord:stance"]
    assert stance["onrecord:claim"] == "record:ferry-left-on-time"
    assert f"record:{said['id']}" in found["record:ferry-left-on-time"]["appearance"]


def test_json_ld_has_no_verdict(base_release: dict[str, bytes]) -> None:
    assert b"ClaimReview" not in base_release["onrecord.jsonld"]
    nodes = json.loads(base_release["onrecord.jsonld"])["@graph"]
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


def test_a_designation_is_a_sanction_and_a_dispute_is_noted(
    base: Dataset, with_record: WithRecord
) -> None:
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


# The citation


def test_the_citation_is_in_the_citation_file_format(
    base_release_folder: Path, run_tool: RunTool
) -> None:
    run_tool(
        "check-jsonschema",
        *("--builtin-schema", "vendor.citation-file-format", "CITATION.cff"),
        cwd=base_release_folder,
    )
    manifest = json.loads((base_release_folder / "manifest.json").read_bytes())
    assert f"sha256:{manifest['data_hash']}" in (base_release_folder / "CITATION.cff").read_text(
        "utf-8"
    )


# The feed of changes


def test_a_reader_of_feeds_reads_the_changes(base_release: dict[str, bytes]) -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    feed = feedparser.parse(base_release["changes.atom"])
    assert not feed.bozo
    assert feed.version == "atom10"
    titles = [entry.title for entry in feed.entries]
    assert titles == [
        *("4 actors added", "2 claims added", "3 events added", "2 sources added"),
        *("2 statements added", "1 system added"),
    ]
    assert len({entry.id for entry in feed.entries}) == len(titles)


def test_corrections_and_withdrawals_are_changes_of_their_day(
    base: Dataset, with_record: WithRecord
) -> None:
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


def test_duckdb_reads_the_parquet_over_http(base_release_folder: Path) -> None:
    http = pytest.importorskip("fsspec.implementations.http", reason="needs onrecord[test]")

    class Web(http.HTTPFileSystem):  # type: ignore[name-defined,misc]  # imported just now
        """DuckDB asks how old a file is, which the server does not tell."""

        def modified(self, path: str) -> datetime.datetime:
            del path
            return datetime.datetime(2021, 3, 10, tzinfo=datetime.UTC)

    with served(base_release_folder) as address, closing(duckdb.connect(":memory:")) as connection:
        # DuckDB's own reader of HTTP is an extension that it fetches: this one is installed.
        connection.register_filesystem(Web(skip_instance_cache=True))
        found = connection.execute(
            f"select count(*) from read_parquet('{address}/statements.parquet')"
        ).fetchall()
    assert found == [(2,)]


def test_polars_reads_the_parquet_over_http(base_release_folder: Path) -> None:
    import polars as pl

    with served(base_release_folder) as address:
        found = pl.read_parquet(f"{address}/statements.parquet")
    assert found.height == 2
