"""What changed between two datasets, by consequence: ``(Dataset, Dataset) → changes``.

It knows datasets and models, and nothing of releases, files or how changes are shown.
"""

from __future__ import annotations

from onrecord.diff.changes import Change, Changes, Consequence
from onrecord.diff.compare import compare
from onrecord.diff.delta import Delta, DeltaError, Edit, Op, apply, delta_of, parse_delta
from onrecord.diff.fields import MISSING, FieldChange
from onrecord.diff.wording import WORDING, is_wording

__all__ = [
    "MISSING",
    "WORDING",
    "Change",
    "Changes",
    "Consequence",
    "Delta",
    "DeltaError",
    "Edit",
    "FieldChange",
    "Op",
    "apply",
    "compare",
    "delta_of",
    "is_wording",
    "parse_delta",
]
