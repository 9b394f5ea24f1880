"""Keeps files that were fetched, each under the SHA-256 of its content, and those half fetched.

A file is there whole or not at all; what is half there can be gone on with by a later process. It
knows nothing of where files come from.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from onrecord.storage.locks import locked
from onrecord.storage.writing import WriteError, write_bytes_atomic

__all__ = ["Blobs", "Growing", "passing_blobs"]


class Growing:
    """A file that is being fetched; ``size`` is how much of it is there, in bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, os.SEEK_END)

    def append(self, content: bytes) -> None:
        """Puts more at the end."""
        self._file.write(content)
        self.size += len(content)

    def restart(self) -> None:
        """Lets go of what is there."""
        self._file.seek(0)
        self._file.truncate()
        self.size = 0

    def digest(self) -> str:
        """The SHA-256 of what is there."""
        self._file.flush()
        self._file.seek(0)
        whole = sha256()
        while part := self._file.read(1 << 20):
            whole.update(part)
        return whole.hexdigest()


class Blobs:
    """A folder of such files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, digest: str) -> bytes | None:
        """A file by its SHA-256, if it is there and whole; one that was spoilt is removed."""
        path = self._folder / digest
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if sha256(content).hexdigest() == digest:
            return content
        with suppress(OSError):
            path.unlink()
        return None

    @contextmanager
    def growing(self, digest: str) -> Iterator[Growing]:
        """A file to go on with; at the end it is kept if it is whole, else left for another time.

        One process at a time has it. If another has just kept it, what is there is the whole.
        """
        part = self._folder / f"{digest}.part"
        self._make()
        with locked(self._folder / f"{digest}.lock"), _said(part):
            whole = self._folder / digest
            if whole.exists():
                with whole.open("rb") as file:
                    yield Growing(file)
                return
            with part.open("a+b") as file:
                grown = Growing(file)
                yield grown
                is_whole = grown.digest() == digest
                os.fsync(file.fileno())
            if is_whole:
                part.replace(whole)

    def note(self, name: str) -> bytes | None:
        """What was noted under a name."""
        try:
            return (self._folder / f"{name}.note").read_bytes()
        except OSError:
            return None

    def put_note(self, name: str, content: bytes) -> None:
        """Notes something under a name, all or nothing."""
        self._make()
        with locked(self._folder / f"{name}.lock"):
            write_bytes_atomic(self._folder / f"{name}.note", content)

    def _make(self) -> None:
        with _said(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def passing_blobs() -> Iterator[Blobs]:
    """A folder of such files that is gone at the end."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        yield Blobs(Path(folder))


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise WriteError(message) from error
