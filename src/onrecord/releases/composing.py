"""Puts more files into a release: its manifest and its sums then list them too.

Also what a release may not do to the one before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from onrecord.diff import Changes
from onrecord.exports import Part
from onrecord.exports.manifest import sums
from onrecord.releases.reading import MANIFEST, SUMS, ReleaseError, version_key

__all__ = ["check_succession", "with_parts"]

_SHOWN = 5


def with_parts(files: Mapping[str, bytes], parts: Mapping[str, Part]) -> dict[str, bytes]:
    """The files of a release with these among them."""
    manifest = json.loads(files[MANIFEST])
    entries = [entry for entry in manifest["files"] if entry["name"] not in parts]
    entries += [_entry(name, part) for name, part in parts.items()]
    manifest["files"] = sorted(entries, key=lambda entry: str(entry["name"]))
    made = {name: content for name, content in files.items() if name != SUMS}
    made |= {name: part.content for name, part in parts.items()}
    made[MANIFEST] = Part.of_json(manifest).content
    return {**made, SUMS: sums(made)}


def _entry(name: str, part: Part) -> dict[str, Any]:
    rows = {} if part.rows is None else {"rows": part.rows}
    digest = sha256(part.content).hexdigest()
    return {"name": name, "bytes": len(part.content), **rows, "sha256": digest}


def check_succession(changes: Changes) -> None:
    """Raises ``ReleaseError`` where one release may not follow another.

    The version must be a later one, and every id that was found before must still be found.
    """
    before, after = changes.before.version, changes.after.version
    if version_key(after) <= version_key(before):
        message = f"version {after} does not come after {before}; raise it in dataset.yaml"
        raise ReleaseError(message)
    lost = changes.lost_ids
    if lost:
        shown = ", ".join(lost[:_SHOWN]) + (" …" if len(lost) > _SHOWN else "")
        what = "id of" if len(lost) == 1 else "ids of"
        raise ReleaseError(
            f"{len(lost)} {what} {before} would lead nowhere: {shown}; withdraw the record, "
            "or name the id in former_ids of the one that took its place"
        )
