"""The small dataset of the tests, in which the laws put bytes in the place of a file."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["BASE", "TODAY", "base_files", "with_bytes"]

BASE: Final = Path(__file__).parent.parent / "tests/cases/base"

TODAY: Final = datetime.date(2021, 3, 11)
"""The day on which the small dataset has nothing wrong."""


@cache
def base_files() -> dict[str, bytes]:
    """The files of the small dataset by path."""
    return {p.relative_to(BASE).as_posix(): p.read_bytes() for p in sorted(BASE.rglob("*.yaml"))}


def with_bytes(content: bytes) -> tuple[str, dict[str, bytes]]:
    """The files with bytes in the place of one, which the first byte chooses, and its path."""
    paths = sorted(base_files())
    path = paths[content[0] % len(paths)] if content else paths[0]
    return path, {**base_files(), path: content[1:]}
