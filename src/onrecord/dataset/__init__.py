"""The dataset: every record by id, references followed both ways, queries; immutable.

It knows records and nothing of files, of YAML or of what is wrong with them.
"""

from __future__ import annotations

from onrecord.dataset.compiled import CompiledFormatError, compile_dataset, open_compiled
from onrecord.dataset.core import Dataset, Use
from onrecord.dataset.records import Records

__all__ = ["CompiledFormatError", "Dataset", "Records", "Use", "compile_dataset", "open_compiled"]
