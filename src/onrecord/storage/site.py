"""Writes the files of a site into a folder where others stand that are not its own.

Which files are its own stands in a hidden list there: these are replaced, and removed when they are
no longer made; no other file is ever touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from onrecord.storage.writing import WriteError, write_bytes_atomic

__all__ = ["PLAN", "read_plan_of", "write_site"]

PLAN: Final = "pictures.yaml"
"""The list of the pictures to be made, in the documentation's folder."""

_LIST: Final = ".onrecord-site"


def write_site(
    folder: str | os.PathLike[str], files: Iterable[tuple[str, bytes]]
) -> dict[str, int]:
    """Writes files below ``folder``, each all or nothing, and gives their sizes in bytes by path.

    Those that are equal are left alone, those of an earlier run that are not made now are removed.
    Raises ``WriteError`` where a file stands in the way that no run has written.
    """
    root = Path(folder)
    if not root.is_dir():
        raise WriteError(f"{folder}: there is no such folder; give that of the documentation")
    listed = _listed(root)
    sizes: dict[str, int] = {}
    try:
        with (root / _LIST).open("a", encoding="utf-8") as own:
            for path, content in files:
                if path not in listed:
                    _check_free(root / path, content)
                    own.write(f"{path}\n")
                    own.flush()
                _write(root / path, content)
                sizes[path] = len(content)
        for path in sorted(listed - set(sizes)):
            (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise WriteError(f"{folder}: cannot be written: {error.strerror}") from error
    write_bytes_atomic(root / _LIST, "".join(f"{path}\n" for path in sorted(sizes)).encode())
    return sizes


def read_plan_of(folder: str | os.PathLike[str]) -> bytes | None:
    """The list of pictures in the documentation's folder; none where there is no such file."""
    try:
        return (Path(folder) / PLAN).read_bytes()
    except FileNotFoundError:
        return None


def _listed(root: Path) -> frozenset[str]:
    """The files that earlier runs have written; a path that leads elsewhere is none of them."""
    try:
        lines = (root / _LIST).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(line for line in lines if line and _is_below(line))


def _is_below(path: str) -> bool:
    return not Path(path).is_absolute() and ".." not in Path(path).parts


def _check_free(target: Path, content: bytes) -> None:
    if target.exists() and not (target.is_file() and target.read_bytes() == content):
        raise WriteError(f"{target}: is there, and was not written by 'onrecord site'; move it")


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_file() and target.read_bytes() == content:
        return
    write_bytes_atomic(target, content, lasting=False)
