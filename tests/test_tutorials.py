"""The tutorials on a release: their SQL, addresses and R run on one of the real records.

Their Python and commands run in test_promises.py, as those of the other pages.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import onrecord

TUTORIALS = Path(__file__).parent.parent / "docs" / "tutorials"
SQL = r"^```sql\n(.*?)^```$(?:\n\n((?:^\|[^\n]*\n)+))?"
"""A query, and its result as a table where one is right below."""
R = r"^```r\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?"
EXPECTED_ADDRESSES = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of the real records, as the pages have it."""
    out = tmp_path_factory.mktemp("tutorials")
    onrecord.build(TUTORIALS.parent.parent / "records", out / "release")
    return out


def _found(pattern: str, text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = re.findall(pattern, text, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found


def _page(name: str) -> str:
    return (TUTORIALS / name).read_text(encoding="utf-8")


def _table(columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> str:
    lines = [list(columns), *rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def test_duckdb_answers_the_queries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    monkeypatch.chdir(folder)
    before, _, _ = _page("sql.md").partition("\n## SQLite\n")
    compared = 0
    for query, shown in _found(SQL, before):
        result = duckdb.sql(query)
        assert result is not None
        rows = result.fetchall()
        assert rows, query
        assert not shown or _table(result.columns, rows) == shown
        compared += bool(shown)
    assert compared


def test_sqlite_answers_the_queries(folder: Path) -> None:
    _, _, after = _page("sql.md").partition("\n## SQLite\n")
    compared = 0
    with contextlib.closing(sqlite3.connect(folder / "release/onrecord.sqlite")) as database:
        for query, shown in _found(SQL, after):
            cursor = database.execute(query)
            rows = cursor.fetchall()
            assert rows, query
            assert not shown or _table((each[0] for each in cursor.description), rows) == shown
            compared += bool(shown)
    assert compared


def test_datasette_knows_the_addresses(folder: Path, run_tool: Callable[..., str]) -> None:
    addresses = re.findall(r"`(/onrecord/[^`]+)`", _page("sql.md"))
    assert len(addresses) == EXPECTED_ADDRESSES
    options = ["release/onrecord.sqlite", "--metadata", "release/metadata.json"]
    for limit in ("facet_time_limit_ms", "sql_time_limit_ms"):  # a busy machine is no failure
        options += ["--setting", limit, "60000"]
    for address in addresses:
        page = run_tool("datasette", "--get", address, *options, cwd=folder)
        assert all(facet in page for facet in _facets(address))
        assert "facet" in address or "2022-11-05-amir-abdollahian-limited-number-of-drones" in page


def _facets(address: str) -> list[str]:
    return [f'id="facet-{column}' for column in re.findall(r"_facet=(\w+)", address)]


def test_r_reads_the_csv_files(folder: Path) -> None:
    command = shutil.which("Rscript")
    if command is None:
        pytest.skip("R is not installed")
    found = _found(R, _page("csv.md"))
    code = "\n".join(f'{block}cat("\\f\\n")' for block, _ in found)
    (folder / "page.R").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [command, "--vanilla", "page.R"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for (_, shown), printed in zip(found, done.stdout.split("\f\n"), strict=False):
        assert not shown or [line.rstrip() for line in printed.splitlines()] == shown.splitlines()
    assert any(shown for _, shown in found)


def test_the_picture_of_a_page_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", _page("counts.md"))
    assert pictures
    assert all(f'savefig("{name}"' in _page("counts.md") for name in pictures)
    assert all((TUTORIALS / name).read_bytes().startswith(b"<?xml") for name in pictures)
