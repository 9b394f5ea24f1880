"""The collector of cycles, kept out of the way while records are made, but not for good.

Records hold no cycles, and looking for some while making many costs a third of the time. A dataset
does, so that those dropped must be looked for in a process that makes one after the other.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["without_collection"]

_ENOUGH: Final = 100_000
"""Fewer objects than these are never looked through for their own sake."""


class _Heap:
    """How many objects runs have made since all were last looked through, and how many stayed."""

    made = 0
    stayed = 0


@contextmanager
def without_collection() -> Iterator[None]:
    """Makes objects without looking for cycles among them; those of earlier runs may be due.

    All objects are looked through before a run once earlier ones have doubled them, which no first
    run of a process pays for. Where somebody has frozen objects, the collector is theirs.
    """
    was_on = gc.isenabled()
    if was_on and _Heap.made > max(_ENOUGH, _Heap.stayed):
        gc.collect()
        _Heap.made, _Heap.stayed = 0, _all_counted()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _Heap.made += gc.get_count()[0]
            _all_old()
            gc.enable()


def _all_old() -> None:
    """Makes all that is there old at once: else it is looked through on the spot."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def _all_counted() -> int:
    """How many objects there are, which takes a look at each; 0 where somebody has frozen some."""
    if gc.get_freeze_count():
        return 0
    gc.freeze()
    count = gc.get_freeze_count()
    gc.unfreeze()
    return count
