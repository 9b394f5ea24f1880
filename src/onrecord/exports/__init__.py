"""What a release is made of: ``Dataset → {file name: bytes}``, one module a format.

It knows the dataset and the models; it reaches neither the disk nor the network.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.dataset import Dataset
from onrecord.exports import (
    changes,
    citation,
    croissant,
    csv,
    datapackage,
    datasette,
    ftm,
    jsonld,
    lines,
    manifest,
    parquet,
    schemas,
    sqlite,
    whole,
)
from onrecord.exports.snapshot import Format, Part, Snapshot
from onrecord.garbage import without_collection

__all__ = ["FORMATS", "Format", "Part", "Snapshot", "data_hash", "export"]

FORMATS: dict[str, Format] = {
    "json": whole.files,
    "jsonl": lines.files,
    "parquet": parquet.files,
    "csv": csv.files,
    "datapackage": datapackage.files,
    "sqlite": sqlite.files,
    "datasette": datasette.files,
    "croissant": croissant.files,
    "jsonld": jsonld.files,
    "ftm": ftm.files,
    "atom": changes.files,
    "citation": citation.files,
    "schema": schemas.files,
}
"""What makes the files of each format; a release has them all. A format is a module here."""


def export(
    dataset: Dataset, *, package_version: str, formats: Iterable[str] = tuple(FORMATS)
) -> dict[str, bytes]:
    """Every file of a release by its name, with ``/`` where it stands in a folder.

    The same records give the same bytes, in whatever order they were read. ``formats`` are names of
    ``FORMATS``. Needs the packages of the extra ``release``.
    """
    with without_collection():
        return _files(Snapshot(dataset), package_version, formats)


def _files(snapshot: Snapshot, package_version: str, formats: Iterable[str]) -> dict[str, bytes]:
    parts: dict[str, Part] = {}
    for name in formats:
        parts.update(snapshot.once(FORMATS[name]))
    parts["manifest.json"] = manifest.describe(snapshot, parts, package_version=package_version)
    files = {name: part.content for name, part in parts.items()}
    sums = manifest.sums({name: part.digest for name, part in parts.items()})
    return {**files, "SHA256SUMS": sums}


def data_hash(dataset: Dataset) -> str:
    """The SHA-256 of the data alone, as a release's manifest has it (``data_hash``)."""
    return Snapshot(dataset).data_hash
