"""The page of downloads: the files of a release, with their sizes and checksums, and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from typing import Any, Final, NamedTuple

from onrecord.site.frame import Frame

__all__ = ["pages"]

_WHAT: Final[dict[str, str]] = {
    "onrecord.json": "Everything in one JSON document: records, vocabularies, metadata",
    "onrecord.sqlite": "All tables as one SQLite database, with views and full-text search",
    "onrecord.jsonld": "Linked data in the terms of schema.org",
    "onrecord.ftm.json": "Entities of FollowTheMoney, one a line",
    "croissant.json": "The Parquet files as a Croissant dataset",
    "datapackage.json": "A Data Package that describes the CSV files",
    "metadata.json": "Descriptions of the tables, for Datasette",
    "changes.atom": "A feed of what was added, corrected and withdrawn",
    "CITATION.cff": "How to cite this release",
    "manifest.json": "Every file with size, rows and SHA-256; versions; the hash of the data",
    "SHA256SUMS": "The checksums below, for sha256sum",
}
_GROUPS: Final = (
    ("csv/", ".csv", "CSV, a table each"),
    ("", ".parquet", "Parquet, a table each"),
    ("", ".jsonl", "JSON Lines, a kind each"),
    ("schema/", ".json", "JSON Schemas of the records"),
)
"""How names in each group begin and end, and its heading."""

_WHOLE: Final = "Whole dataset"


class _File(NamedTuple):
    name: str
    size: int
    sum: str
    rows: int | None
    what: str


def pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The page and the files; without a release, a page that says how to make one."""
    files = _files(frame.release)
    groups = [
        (title, tuple(found))
        for title, found in groupby(sorted(files, key=_order), key=lambda file: _group(file.name))
    ]
    hashed = _manifest(frame.release).get("data_hash", "")
    yield (
        "downloads.md",
        frame.page(
            "downloads.jinja",
            title="Downloads",
            description=f"The dataset {frame.dataset.version} in every format, with checksums.",
            search=True,
            groups=groups,
            data_hash=hashed,
        ),
    )
    for name, content in frame.release.items():
        yield f"downloads/{name}", content


def _files(release: Mapping[str, bytes]) -> list[_File]:
    rows = {each["name"]: each.get("rows") for each in _manifest(release).get("files", ())}
    return [
        _File(name, len(content), sha256(content).hexdigest(), rows.get(name), _WHAT.get(name, ""))
        for name, content in release.items()
    ]


def _manifest(release: Mapping[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(release.get("manifest.json", b"{}"))
    return found


def _group(name: str) -> str:
    return next(
        (title for first, last, title in _GROUPS if name.startswith(first) and name.endswith(last)),
        _WHOLE,
    )


def _order(file: _File) -> tuple[int, int, str]:
    """Whole files first, those with a description in its order, then group by group."""
    titles = [_WHOLE, *(title for _, _, title in _GROUPS)]
    known = list(_WHAT)
    place = known.index(file.name) if file.name in known else len(known)
    return titles.index(_group(file.name)), place, file.name
