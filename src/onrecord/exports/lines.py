"""``statements.jsonl`` and so on: one file a kind, one record a line."""

from __future__ import annotations

from onrecord.exports.snapshot import Part, Snapshot

__all__ = ["files"]


def files(snapshot: Snapshot) -> dict[str, Part]:
    """A file of JSON lines for each kind, under the name of its folder."""
    return {
        f"{kind.folder}.jsonl": Part(content=b"\n".join([*made, b""]), rows=len(made))
        for kind, made in snapshot.lines.items()
    }
