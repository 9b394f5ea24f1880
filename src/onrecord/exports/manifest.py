"""What a release says of itself: ``manifest.json``, ``SHA256SUMS``, and the hash of its data.

Needs the package ``rfc8785`` (extra ``release``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from onrecord.exports.snapshot import Part, Snapshot
from onrecord.models import FORMAT, RECORD_KINDS

__all__ = ["data_hash_of", "describe", "sums"]


def data_hash_of(snapshot: Snapshot) -> str:
    """The SHA-256, in hexadecimal, of the data as canonical JSON (RFC 8785).

    That is the object in ``onrecord.json`` without its ``metadata``: what does not change when only
    the version does. It depends on the data alone, not on the libraries that write it.
    """
    whole = sha256()
    by_folder = {kind.folder: kind for kind in snapshot.documents}
    for number, folder in enumerate(sorted(by_folder)):
        kind = by_folder[folder]
        both = zip(snapshot.documents[kind], snapshot.lines[kind], strict=True)
        whole.update(f'{"," if number else "{"}"{folder}":['.encode("ascii"))
        whole.update(b",".join(_canonical(document, line) for document, line in both) + b"]")
    whole.update(b"}")
    return whole.hexdigest()


_encoded: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

_FRACTIONS: Final = re.compile(rb"[:,\[]-?[0-9]+[.eE]")
"""What may be a number that is not whole."""

_FAR: Final = re.compile(rb"[\xf0-\xff]")
"""The beginning of a character beyond the first plane: keys sort by its UTF-16 halves. One pattern
for both is far slower, since neither then begins with a known set."""


def _canonical(document: dict[str, Any], line: bytes) -> bytes:
    """A document as canonical JSON; ``line`` is the same as any JSON without spaces."""
    if (line.isascii() or not _FAR.search(line)) and not _FRACTIONS.search(line):
        # The two forms differ in nothing else, and this one takes a tenth of the time.
        return _encoded(document).encode("utf-8")
    import rfc8785

    return rfc8785.dumps(document)


def describe(snapshot: Snapshot, parts: Mapping[str, Part], *, package_version: str) -> bytes:
    """What the release is made of: its versions, its records by kind, and every other file."""
    said = {
        "dataset": snapshot.dataset.metadata.to_dict(),
        "format": FORMAT,
        "package": package_version,
        "data_hash": snapshot.once(data_hash_of),
        "records": {kind.value: len(snapshot.models[kind]) for kind in RECORD_KINDS},
        "files": [_entry(name, parts[name]) for name in sorted(parts)],
    }
    return Part.of_json(said).content


def _entry(name: str, part: Part) -> dict[str, Any]:
    rows = {} if part.rows is None else {"rows": part.rows}
    return {
        "name": name,
        "bytes": len(part.content),
        **rows,
        "sha256": sha256(part.content).hexdigest(),
    }


def sums(files: Mapping[str, bytes]) -> bytes:
    """The sums of files as ``sha256sum -c`` reads them."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode("ascii")
