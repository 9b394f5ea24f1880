"""What a release says of itself: ``manifest.json`` and ``SHA256SUMS``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.exports.snapshot import Part, Snapshot
from onrecord.models import FORMAT, RECORD_KINDS

__all__ = ["describe", "entry", "sums"]


def describe(snapshot: Snapshot, parts: Mapping[str, Part], *, package_version: str) -> Part:
    """What the release is made of: its versions, its records by kind, and every other file."""
    said = {
        "dataset": snapshot.dataset.metadata.to_dict(),
        "format": FORMAT,
        "package": package_version,
        "data_hash": snapshot.data_hash,
        "records": {kind.value: len(snapshot.models[kind]) for kind in RECORD_KINDS},
        "files": [entry(name, parts[name]) for name in sorted(parts)],
    }
    return Part.of_json(said)


def entry(name: str, part: Part) -> dict[str, Any]:
    """What a manifest says of one file."""
    rows = {} if part.rows is None else {"rows": part.rows}
    return {"name": name, "bytes": len(part.content), **rows, "sha256": part.digest}


def sums(digests: Mapping[str, str]) -> bytes:
    """The sums of files, by their names, as ``sha256sum -c`` reads them."""
    lines = (f"{digests[name]}  {name}\n" for name in sorted(digests))
    return "".join(lines).encode("ascii")
