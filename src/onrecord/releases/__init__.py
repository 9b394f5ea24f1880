"""What a release says, read back and held against itself: contents, verification, channels.

It knows exports and changes; it reaches neither the disk nor the network.
"""

from __future__ import annotations

from onrecord.releases.channel import ChannelError, Index, Version, parse_index
from onrecord.releases.reading import (
    ListedFile,
    Manifest,
    ReleaseError,
    dataset_in,
    parse_manifest,
)

__all__ = [
    "ChannelError",
    "Index",
    "ListedFile",
    "Manifest",
    "ReleaseError",
    "Version",
    "dataset_in",
    "parse_index",
    "parse_manifest",
]
