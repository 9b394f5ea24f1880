"""Which files a change in some can touch: those themselves, and those that name their records.

It reads words, no YAML: a file that cannot be parsed may name a record too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Final

from onrecord.validation.reading import File

__all__ = ["touched"]

_WORD: Final = re.compile(rb"[a-z0-9]+(?:-[a-z0-9]+)*")
_ID: Final = re.compile(rb"^(?:id|former_ids) *: *(.*)$", re.MULTILINE)


def touched(files: Iterable[File], changed: Set[str]) -> set[str]:
    """The paths of what changed and of all files that have the id of a record there as a word."""
    there = list(files)
    ids = {path.rpartition("/")[2].removesuffix(".yaml").encode() for path in changed}
    for file in there:
        if file.path in changed:
            ids.update(word for said in _ID.findall(file.content) for word in _WORD.findall(said))
    naming = {file.path for file in there if not ids.isdisjoint(_WORD.findall(file.content))}
    return naming | changed
