"""YAML text to plain data with the line and column of every key and value, and its canonical form.

Strict: the YAML 1.2 core schema without anchors, aliases, tags, merge keys or duplicate keys. This
package knows nothing of models and rules, and does not touch the disk.
"""

from __future__ import annotations

from onrecord.documents.canonical import canonical
from onrecord.documents.document import Document, Limits, Problem, parse
from onrecord.documents.edits import (
    apply_edits,
    mend_problem,
    remove_entry,
    replace_key,
    replace_value,
    rewrite,
)
from onrecord.documents.writing import KeyOrder, as_written, dump

__all__ = [
    "Document",
    "KeyOrder",
    "Limits",
    "Problem",
    "apply_edits",
    "as_written",
    "canonical",
    "dump",
    "mend_problem",
    "parse",
    "remove_entry",
    "replace_key",
    "replace_value",
    "rewrite",
]
