"""The dataset: every record by id, references followed both ways, queries; immutable.

It knows records and nothing of files, of YAML or of what is wrong with them. What is computed from
the records (histories, origins, search) is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.dataset.compiled import CompiledFormatError, compile_dataset, open_compiled
from onrecord.dataset.core import Dataset
from onrecord.dataset.queries import conditions_of, types_of
from onrecord.dataset.records import Records
from onrecord.dataset.unknown import UnknownError
from onrecord.dataset.uses import Use

if TYPE_CHECKING:
    from onrecord.dataset.claims import (
        ClaimStatus,
        Contradiction,
        ContradictionKind,
        Entry,
        History,
        Standing,
    )
    from onrecord.dataset.origins import Origin, Origins, Tie, TieKind
    from onrecord.dataset.parties import Parties, Party
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
    "UnknownError",
    "Use",
    "compile_dataset",
    "conditions_of",
    "open_compiled",
    "types_of",
]

_HOMES = {
    "claims": (
        "ClaimStatus",
        "Contradiction",
        "ContradictionKind",
        "Entry",
        "History",
        "Standing",
    ),
    "origins": ("Origin", "Origins", "Tie", "TieKind"),
    "parties": ("Parties", "Party"),
    "search": ("Hit", "Match", "SearchError"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
