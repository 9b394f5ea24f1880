"""The dataset: every record by id, references followed both ways, queries; immutable.

It knows records and nothing of files, of YAML or of what is wrong with them.
"""

from __future__ import annotations

from onrecord.dataset.claims import (
    ClaimStatus,
    Contradiction,
    ContradictionKind,
    Entry,
    History,
    Standing,
)
from onrecord.dataset.compiled import CompiledFormatError, compile_dataset, open_compiled
from onrecord.dataset.core import Dataset, Use
from onrecord.dataset.origins import Origin, Origins, Tie, TieKind
from onrecord.dataset.parties import Parties, Party
from onrecord.dataset.records import Records
from onrecord.dataset.search import Hit, Match, SearchError

__all__ = [
    "ClaimStatus",
    "CompiledFormatError",
    "Contradiction",
    "ContradictionKind",
    "Dataset",
    "Entry",
    "History",
    "Hit",
    "Match",
    "Origin",
    "Origins",
    "Parties",
    "Party",
    "Records",
    "SearchError",
    "Standing",
    "Tie",
    "TieKind",
    "Use",
    "compile_dataset",
    "open_compiled",
]
