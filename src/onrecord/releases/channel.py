"""The index of a release channel: which versions a static folder has, with sums of every file.

``index.json`` is an object with ``channel`` (the version of this layout) and ``versions``, the
newest first. A version has ``version``, ``format`` (of the records), ``data_hash``, ``bytes`` and
``files``, each with ``name``, ``bytes`` and ``sha256``. The files of a version stand in a folder of
its name beside the index and never change. What is read here may come from anybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic_core import from_json

from onrecord.diagnostics import OnrecordError
from onrecord.releases.reading import (
    ListedFile,
    ReleaseError,
    check_format,
    listed_file,
    said,
    version_key,
)
from onrecord.values.ids import nearest

__all__ = [
    "CHANNEL",
    "INDEX",
    "LARGEST_FILE",
    "MAX_INDEX",
    "ChannelError",
    "Index",
    "Version",
    "parse_index",
]

INDEX: Final = "index.json"

CHANNEL: Final = 1
"""The version of the layout of a channel."""

MAX_INDEX: Final = 32 * 1024 * 1024
"""The largest index that is read, in bytes; an entry has some 8,000."""

_MOST_VERSIONS: Final = 5_000
_MOST_FILES: Final = 1_000
LARGEST_FILE: Final = 1024**3
"""The largest file of a release that is read, in bytes."""

_LARGEST_VERSION: Final = 4 * 1024**3


class ChannelError(OnrecordError):
    """Not the index of a channel, or a version that it does not have or cannot take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One release in a channel: ``format`` is that of its records, ``size`` is in bytes."""

    version: str
    format: int
    data_hash: str
    files: tuple[ListedFile, ...]

    @property
    def size(self) -> int:
        """What all files come to, in bytes."""
        return sum(each.size for each in self.files)

    def file(self, name: str) -> ListedFile:
        """A file by its name; ``ChannelError`` where the release has none."""
        for each in self.files:
            if each.name == name:
                return each
        raise ChannelError(f"release {self.version} has no file {name}")

    def check_format(self) -> None:
        """Raises ``ReleaseError`` where this library does not read its records."""
        check_format(self.format, f"release {self.version}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The versions of a channel, the newest first."""

    versions: tuple[Version, ...] = ()

    def find(self, version: str | None = None) -> Version:
        """A version, or the newest; ``ChannelError`` where it is not there."""
        if not self.versions:
            raise ChannelError("the channel has no release")
        if version is None:
            return self.versions[0]
        for each in self.versions:
            if each.version == version:
                return each
        known = [each.version for each in self.versions]
        near = nearest(version, known)
        hint = f"did you mean {near}?" if near else f"the newest is {known[0]}"
        raise ChannelError(f"the channel has no release {version}; {hint}")

    def with_version(self, added: Version) -> Index:
        """The index with one more version; ``ChannelError`` unless it is newer than all."""
        for each in self.versions:
            if each.version == added.version:
                raise ChannelError(
                    f"{added.version} is in the channel; a version is never rewritten"
                )
        newest = self.versions[0].version if self.versions else None
        if newest is not None and version_key(added.version) < version_key(newest):
            raise ChannelError(f"{added.version} is older than {newest}, the newest in the channel")
        return Index(versions=(added, *self.versions))

    def to_json(self) -> bytes:
        """The index as a file; see the top of this module."""
        data = {"channel": CHANNEL, "versions": [_plain(each) for each in self.versions]}
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _plain(version: Version) -> dict[str, Any]:
    return {
        "version": version.version,
        "format": version.format,
        "data_hash": version.data_hash,
        "bytes": version.size,
        "files": [
            {"name": each.name, "bytes": each.size, "sha256": each.sha256} for each in version.files
        ],
    }


def parse_index(content: bytes) -> Index:
    """The index in ``index.json``. Raises ``ChannelError`` for anything that is not one.

    Names that lead out of a folder, sizes past what a release may have, two files of one name: all
    such is refused here, before anything is asked for.
    """
    if len(content) > MAX_INDEX:
        raise ChannelError(f"{INDEX} has more than {MAX_INDEX:,} bytes")
    try:
        data = from_json(content)
        _check_layout(data["channel"])
        listed = data["versions"]
        if not isinstance(listed, list) or len(listed) > _MOST_VERSIONS:
            raise ValueError(f"versions is not a list of at most {_MOST_VERSIONS:,}")
        versions = tuple(map(_version, listed))
    except (ValueError, KeyError, TypeError, AttributeError, ReleaseError) as error:
        raise ChannelError(f"not the index of a channel: {said(error)}") from error
    if len({each.version for each in versions}) != len(versions):
        raise ChannelError("not the index of a channel: a version comes twice")
    ordered = sorted(versions, key=lambda each: version_key(each.version), reverse=True)
    return Index(versions=tuple(ordered))


def _check_layout(number: Any) -> None:
    if type(number) is int and number > CHANNEL:
        raise ChannelError(
            f"the channel has layout {number}, and this library reads {CHANNEL}; "
            "install a newer onrecord"
        )
    if type(number) is not int or number != CHANNEL:
        raise ValueError(f"channel is {number!r}, and not {CHANNEL}")


def _version(data: Mapping[str, Any]) -> Version:
    name = data["version"]
    if not isinstance(name, str):
        raise ValueError("a version is no text")
    version_key(name)
    number, digest, listed = data["format"], data["data_hash"], data["files"]
    if type(number) is not int or not isinstance(digest, str):
        raise ValueError(f"{name}: format or data_hash is not of its type")
    if not isinstance(listed, list) or not 0 < len(listed) <= _MOST_FILES:
        raise ValueError(f"{name}: files is not a list of 1 to {_MOST_FILES:,}")
    files = tuple(map(listed_file, listed))
    for problem in _wrong(files):
        raise ValueError(f"{name}: {problem}")
    return Version(version=name, format=number, data_hash=digest, files=files)


def _wrong(files: tuple[ListedFile, ...]) -> Iterator[str]:
    folded = {each.name.casefold() for each in files}
    if len(folded) != len(files):
        yield "two files have one name"
    for name in folded:
        if any(other.startswith(f"{name}/") for other in folded):
            yield f"{name} is a file and a folder"
    for each in files:
        if each.size > LARGEST_FILE:
            yield f"{each.name} has {each.size:,} bytes; at most {LARGEST_FILE:,} are taken"
    if sum(each.size for each in files) > _LARGEST_VERSION:
        yield f"more than {_LARGEST_VERSION:,} bytes in all"
