"""Keeps what was made from a folder of records, so that it is made once.

An entry is found by a hash of all that it was made from, so that none can be out of date; one that
is torn or tampered with is not found. Nothing here ever fails: without a cache all is slower only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from onrecord.storage.packaged import PACKAGE
from onrecord.storage.reading import RecordFile
from onrecord.storage.writing import WriteError, write_bytes_atomic

__all__ = ["cache_folder", "cache_key", "cached", "code_key", "digests", "key_of", "store"]

_LARGEST: Final = 256 * 1024 * 1024
"""How many bytes all entries together may have; the oldest go first."""

_MOST: Final = 20
"""How many entries there may be."""

_DIGEST: Final = 32


def cache_folder() -> Path | None:
    """Where entries are kept; ``None`` if there is no such place, or none is wanted.

    ``ONRECORD_CACHE_DIR`` names the folder (empty: no cache); else it is ``onrecord`` in
    ``XDG_CACHE_HOME`` or in what the system has for caches.
    """
    given = os.environ.get("ONRECORD_CACHE_DIR")
    if given is not None:
        return Path(given) if given else None
    above = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if above and Path(above).is_absolute():
        return Path(above, "onrecord")
    home = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    folder = Path(os.path.expanduser(home))  # noqa: PTH111  expanduser of Path raises without a home
    return folder / "onrecord" if folder.is_absolute() else None


def cache_key(files: Iterable[RecordFile]) -> str:
    """The key of what this version of the library, to the letter, makes from these files."""
    return key_of(digests(files))


def key_of(files: Mapping[str, str]) -> str:
    """The same of the digests of files, by their paths."""
    from hashlib import blake2b

    paths = sorted(files)  # no zero byte can be in one
    whole = "\0".join([code_key(), *map(files.__getitem__, paths), *paths])
    encoded = whole.encode("utf-8", "surrogatepass")
    return blake2b(encoded, digest_size=_DIGEST).hexdigest()


def digests(files: Iterable[RecordFile]) -> dict[str, str]:
    """A digest of each file, of its content or of what keeps it from being read, by its path."""
    from hashlib import blake2b

    found = {}
    for file in files:
        if file.problem is None:
            found[file.path] = blake2b(file.content, digest_size=_DIGEST).hexdigest()
        else:
            said = f"{file.problem}\0{file.detail}".encode("utf-8", "surrogatepass")
            found[file.path] = blake2b(said, digest_size=_DIGEST, person=b"problem").hexdigest()
    return found


@lru_cache(maxsize=1)
def code_key() -> str:
    """A hash of the library's own code, which in a checkout changes without a new version."""
    from hashlib import blake2b

    whole = blake2b(digest_size=_DIGEST)
    for folder, folders, names in os.walk(PACKAGE):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                whole.update(Path(folder, name).read_bytes())
    return whole.hexdigest()


def cached(key: str) -> bytes | None:
    """What was stored under a key, if it is there and whole."""
    folder = cache_folder()
    if folder is None:
        return None
    path = folder / key
    try:
        entry = path.read_bytes()
    except OSError:
        return None
    content = entry[_DIGEST:]
    if _sum(content) != entry[:_DIGEST]:
        return None
    with suppress(OSError):
        os.utime(path)  # the entries used last are the last to go
    return content


def store(key: str, content: bytes) -> None:
    """Keeps ``content`` under a key where that is possible, and lets old entries go."""
    folder = cache_folder()
    if folder is None or len(content) > _LARGEST:
        return
    with suppress(OSError, WriteError):
        folder.mkdir(parents=True, exist_ok=True)
        write_bytes_atomic(folder / key, _sum(content) + content, lasting=False)
        _trim(folder)


def _sum(content: bytes) -> bytes:
    from hashlib import blake2b  # dear to import, and not needed to load what was installed

    return blake2b(content, digest_size=_DIGEST).digest()


def _trim(folder: Path) -> None:
    entries = [(entry.stat(), entry.path) for entry in os.scandir(folder) if _is_entry(entry)]
    entries.sort(key=lambda entry: entry[0].st_mtime_ns, reverse=True)
    size = 0
    for position, (status, path) in enumerate(entries):
        size += status.st_size
        if position >= _MOST or size > _LARGEST:
            with suppress(OSError):
                Path(path).unlink()


def _is_entry(entry: os.DirEntry[str]) -> bool:
    """Whether it is ours: nothing else is ever removed, whatever folder somebody names."""
    return len(entry.name) == 2 * _DIGEST and entry.is_file(follow_symlinks=False)
