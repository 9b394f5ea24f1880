"""Puts more files into a release: its manifest and its sums then list them too.

Also what a release may not do to the one before it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from onrecord.diff import Changes
from onrecord.exports import Part
from onrecord.exports.manifest import entry, sums
from onrecord.releases.reading import MANIFEST, SUMS, ReleaseError, version_key

__all__ = ["check_succession", "with_parts"]

_SHOWN = 5


def with_parts(files: Mapping[str, bytes], parts: Mapping[str, Part]) -> dict[str, bytes]:
    """The files of a release with these among them."""
    manifest = json.loads(files[MANIFEST])
    entries = [each for each in manifest["files"] if each["name"] not in parts]
    entries += [entry(name, part) for name, part in parts.items()]
    manifest["files"] = sorted(entries, key=lambda each: str(each["name"]))
    made = {name: content for name, content in files.items() if name != SUMS}
    made |= {name: part.content for name, part in parts.items()}
    said = Part.of_json(manifest)
    digests = {each["name"]: each["sha256"] for each in entries} | {MANIFEST: said.digest}
    return {**made, MANIFEST: said.content, SUMS: sums(digests)}


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
