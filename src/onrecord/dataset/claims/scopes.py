"""Whether two stances on a claim speak of the same part of it, in three values.

``True`` and ``False`` are sure; ``None`` says that they may. It knows stances and nothing of who
takes them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.dataset.moment import whole
from onrecord.models import Scope, Stance, StanceOnClaim
from onrecord.values.spans import all_of

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["AFFIRMING", "Scopes", "is_whole"]

AFFIRMING = (Stance.AFFIRMS, Stance.PARTLY_AFFIRMS)
"""The stances that say that a claim is true, in whole or in part."""


def is_whole(stance: StanceOnClaim) -> bool:
    """Whether it speaks to the whole claim."""
    return stance.scope is None and stance.stance is not Stance.PARTLY_AFFIRMS


class Scopes:
    """Compares scopes; made once for a dataset, whose systems it looks up."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def overlap(self, one: StanceOnClaim, other: StanceOnClaim) -> bool | None:
        """Whether the two speak to a common part of the claim; no scope is the whole of it.

        Periods count as whole stretches of time. A system overlaps with what it is a variant of. A
        scope limited in words alone (``note``), or a part that is not named, may be any part.
        """
        if is_whole(one) and is_whole(other):
            return True
        left, right = one.scope or _whole(), other.scope or _whole()
        answer = all_of((self._times(left, right), self._systems(left, right)))
        in_words = left.note or right.note or _is_unnamed(one) or _is_unnamed(other)
        return None if answer and in_words else answer

    def _times(self, left: Scope, right: Scope) -> bool | None:
        if left.period is None or right.period is None:
            return True
        return whole(left.period).overlaps(whole(right.period))

    def _systems(self, left: Scope, right: Scope) -> bool:
        if not left.systems or not right.systems:
            return True
        ours, theirs = map(self._ids, left.systems), set(map(self._ids, right.systems))
        return any(
            {mine[0], other[0]} & set(mine) & set(other) for mine in ours for other in theirs
        )

    def _ids(self, system: str) -> tuple[str, ...]:
        """The system, and what it is a variant of."""
        found: dict[str, None] = {}
        above: str | None = system
        while above is not None:
            record = self._dataset.systems.get(above)
            above = record.id if record else above
            if above in found:
                break
            found[above] = None
            above = record.variant_of if record else None
        return tuple(found)


@cache
def _whole() -> Scope:
    # Made on first use: it builds a model, and the module is imported to explain a rule too.
    return Scope()


def _is_unnamed(stance: StanceOnClaim) -> bool:
    return stance.stance is Stance.PARTLY_AFFIRMS and stance.scope is None
