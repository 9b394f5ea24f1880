"""Lets one process at a time do what is inside; the lock of a process that died is free."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from onrecord.storage.writing import WriteError

__all__ = ["locked"]

_PATIENCE: Final = 600.0
_PAUSE: Final = 0.05


@contextmanager
def locked(path: Path, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Holds the lock of a file, which stays, empty, when it is given back.

    Raises ``WriteError`` where it cannot be had within ``patience`` seconds.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        _wait(descriptor, path, time.monotonic() + patience)
        yield
    finally:
        os.close(descriptor)  # which gives the lock back


def _wait(descriptor: int, path: Path, until: float) -> None:
    while True:
        with suppress(OSError):
            _take(descriptor)
            return
        if time.monotonic() > until:
            raise WriteError(f"{path}: another process holds it; try again later")
        time.sleep(_PAUSE)


if sys.platform == "win32":

    def _take(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _take(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
