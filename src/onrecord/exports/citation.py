"""``CITATION.cff``: how to cite this release, and the hash by which it is known exactly.

A date of release is left out: the records do not know it.
"""

from __future__ import annotations

from typing import Final

import yaml

from onrecord.exports.snapshot import Part, Snapshot

__all__ = ["NAME", "files"]

NAME: Final = "CITATION.cff"


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The one file, in the Citation File Format 1.2.0."""
    metadata = snapshot.dataset.metadata
    said = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it with its version.",
        "type": "dataset",
        "title": metadata.title,
        "version": metadata.version,
        "abstract": metadata.description,
        "license": metadata.license,
        "authors": [
            {"name": each.name, **({"website": each.url} if each.url else {})}
            for each in metadata.maintainers
        ],
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{snapshot.data_hash}",
                "description": "The hash of the data, as in manifest.json.",
            }
        ],
    }
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)
    return {NAME: Part(content=text.encode("utf-8"))}
