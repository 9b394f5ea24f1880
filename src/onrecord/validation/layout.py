"""The canonical form of one file, by its kind: the same data, laid out as in every other."""

from __future__ import annotations

from onrecord.documents import apply_edits, as_written, parse, rewrite
from onrecord.models import MODELS
from onrecord.models.walk import key_order
from onrecord.rules.fit import kind_at

__all__ = ["formatted"]


def formatted(path: str, shown: str, content: bytes) -> tuple[bytes, str | None]:
    """The content in canonical form, or as it is with what keeps it from being read.

    ``path`` is below the records' root and tells the kind; ``shown`` is the file's name in words.
    """
    document = parse(content, shown)
    if document.data is None:
        first = document.problems[0]
        return content, f"{first.place}: {first.message}"
    kind = kind_at(path)
    order = key_order(MODELS[kind]) if kind else as_written
    return apply_edits(content, rewrite(document, order)), None
