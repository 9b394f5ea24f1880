"""What follows from the stances on a claim: its history and status, and who contradicts whom.

All of it is computed from the records, and none of it says who is right.
"""

from __future__ import annotations

from onrecord.dataset.claims.contradictions import (
    Contradiction,
    ContradictionKind,
    contradictions_in,
)
from onrecord.dataset.claims.history import Entry, History, history_of
from onrecord.dataset.claims.status import ClaimStatus, Standing

__all__ = [
    "ClaimStatus",
    "Contradiction",
    "ContradictionKind",
    "Entry",
    "History",
    "Standing",
    "contradictions_in",
    "history_of",
]
