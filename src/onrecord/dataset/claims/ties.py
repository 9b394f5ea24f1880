"""What claims say of each other: which follow from which, and which cannot be true together.

It knows claims alone, and nothing of who speaks to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["excluding", "following"]


def following(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """For each claim all that are true if it is: its ``broader`` ones, and those of them.

    Claims from which nothing follows are left out, and so is what a withdrawn claim says.
    """
    found = {claim: tuple(_above(dataset, claim)) for claim in dataset.claims}
    return {claim: above for claim, above in found.items() if above}


def _above(dataset: Dataset, claim: str) -> dict[str, None]:
    found: dict[str, None] = {}
    waiting = [claim]
    while waiting:
        record = dataset.claims.get(waiting.pop(0))
        if record is None or not record.is_active:
            continue
        new = [each for each in map(dataset.resolve, record.broader) if each not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    found.pop(claim, None)
    return found


def excluding(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Every two claims that cannot be true together, once, the first in the dataset's order first.

    They are those of which one ``excludes`` the other, and those from which such two follow.
    """
    above = following(dataset)
    below: dict[str, list[str]] = {claim: [claim] for claim in dataset.claims}
    for claim, wider in above.items():
        for each in wider:
            below.setdefault(each, []).append(claim)
    order = {claim: place for place, claim in enumerate(dataset.claims)}
    pairs = {
        (one, other) if order[one] < order[other] else (other, one)
        for claim, record in dataset.claims.items()
        for excluded in (map(dataset.resolve, record.excludes) if record.is_active else ())
        for one in below[claim]
        for other in below.get(excluded, ())
        if one != other
    }
    yield from sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
