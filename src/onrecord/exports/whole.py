"""``onrecord.json``: all of a dataset in one JSON document, a record a line."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import to_json

from onrecord.exports.snapshot import Part, Snapshot

__all__ = ["NAME", "files"]

NAME = "onrecord.json"


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The metadata, and for each kind a list under the name of its folder."""
    return {NAME: Part(content=b"".join(_pieces(snapshot)))}


def _pieces(snapshot: Snapshot) -> Iterator[bytes]:
    yield b'{\n"metadata": ' + to_json(snapshot.dataset.metadata.to_dict())
    for kind, lines in snapshot.lines.items():
        yield f',\n"{kind.folder}": ['.encode("ascii")
        if lines:
            yield from (b"\n", b",\n".join(lines), b"\n")
        yield b"]"
    yield b"\n}\n"
