"""Files that tests write and change, and permissions that count for root too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def put(root: Path, path: str, content: bytes = b"x: 1\n") -> Path:
    """Writes a file, with the folders that it needs."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Puts a text in the place of another that is in the file."""
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def raise_version(folder: Path, version: str = "2021.4.0") -> None:
    """Gives the small dataset a later version."""
    change(folder, "dataset.yaml", '"2021.3.0"', f'"{version}"')


@contextmanager
def unprivileged() -> Iterator[None]:
    """Makes permissions count, which root passes over."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)
