"""Reads a release from its folder, and lays releases into a channel, none ever rewritten.

It moves bytes; what an index or a manifest says is for others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from onrecord.diagnostics import OnrecordError
from onrecord.storage.locks import locked
from onrecord.storage.writing import WriteError, write_bytes_atomic, write_release

__all__ = ["NoReleaseError", "add_release", "is_release", "read_bounded", "read_release"]


_TELLING = ("manifest.json", "onrecord.json", "SHA256SUMS")
"""A folder with none of these is no release, not even a broken one, and may hold anything."""


class NoReleaseError(OnrecordError):
    """There is no release where one was to be read."""


def is_release(path: str | os.PathLike[str]) -> bool:
    """Whether a folder looks like a release: it has a manifest and no ``dataset.yaml``."""
    folder = Path(path)
    return (folder / "manifest.json").is_file() and not (folder / "dataset.yaml").exists()


def read_release(path: str | os.PathLike[str]) -> dict[str, bytes]:
    """Every file in the folder of a release by its name, with ``/`` where it stands in a folder.

    Hidden files are left out; a link is not followed. Raises ``NoReleaseError``, before anything is
    read where the folder has none of the files that tell a release.
    """
    folder = Path(path)
    if not folder.is_dir():
        what = "this is a file" if folder.exists() else "there is no such folder"
        raise NoReleaseError(f"{path}: {what}; give the folder of a release")
    if not any((folder / name).is_file() for name in _TELLING):
        raise NoReleaseError(f"{path}: holds no {_TELLING[0]}; give the folder of a release")
    return _files(path, folder)


def _files(path: str | os.PathLike[str], folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        for above, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in names if not name.startswith(".")):
                file = Path(above, name)
                shown = file.relative_to(folder).as_posix()
                if file.is_symlink() or not file.is_file():
                    raise NoReleaseError(f"{path}: {shown} is not a file of its own")
                found[shown] = file.read_bytes()
    except OSError as error:
        raise NoReleaseError(f"{path}: cannot be read: {error.strerror}") from error
    return found


def read_bounded(path: str | os.PathLike[str], most: int) -> bytes:
    """A file of at most so many bytes. Raises ``NoReleaseError``."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise NoReleaseError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > most:
        raise NoReleaseError(f"{path}: has more than {most:,} bytes")
    return content


def add_release(
    channel: str | os.PathLike[str],
    name: str,
    files: Mapping[str, bytes],
    index: Callable[[bytes | None], bytes],
) -> None:
    """Lays a release into the folder ``name`` of a channel, then its entry into the index.

    ``index`` makes the new content of ``index.json`` of the old (``None`` if there is none), and
    raises where the release may not be there. Two at once wait for one another. Whoever reads sees
    the channel before or after. A folder that is there with the very same files, as an interruption
    leaves it, is taken; one with others is never touched: ``WriteError``.
    """
    root = Path(channel)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{channel}: cannot be written: {error.strerror}") from error
    with locked(root / ".lock"):
        listed = root / "index.json"
        content = index(listed.read_bytes() if listed.is_file() else None)
        target = root / name
        if not target.exists():
            write_release(target, files)
        elif _files(target, target) != dict(files):
            message = f"{target}: is there with other files; a version is never rewritten"
            raise WriteError(message)
        write_bytes_atomic(listed, content)
