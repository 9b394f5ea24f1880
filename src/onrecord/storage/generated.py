"""Compares and writes the files of a checkout that are made from its code.

The folders that they stand in hold nothing else: what is there and not made any more is removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from onrecord.storage.writing import write_files

__all__ = ["stale_files", "write_generated"]


def stale_files(root: str | os.PathLike[str], files: Mapping[str, bytes]) -> list[str]:
    """The paths below ``root`` of files that are missing, differ or are left over, sorted."""
    missing = {name for name, content in files.items() if _content(Path(root, name)) != content}
    return sorted(missing | (set(_present(Path(root), files)) - set(files)))


def write_generated(root: str | os.PathLike[str], files: Mapping[str, bytes]) -> list[str]:
    """Writes what is stale, removes what is left over, and returns the paths of both."""
    stale = stale_files(root, files)
    write_files(root, files)
    for name in stale:
        if name not in files:
            Path(root, name).unlink()
    return stale


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _present(root: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    for folder in {Path(root, name).parent for name in files}:
        if folder.is_dir():
            yield from (
                path.relative_to(root).as_posix() for path in folder.iterdir() if path.is_file()
            )
