"""Which fields carry no fact: a change in them is one of wording, any other is one of fact.

Decided by field and never by looking at the text, so that nobody has to judge: what is not listed
here counts as a fact, and so does every field that models gain later.
"""

from __future__ import annotations

from typing import Final

from onrecord.diagnostics import RecordPath
from onrecord.models import Kind

__all__ = ["WORDING", "field_of", "is_wording"]

_EVERYWHERE: Final = ("former_ids", "note", "waivers", "corrections", "status", "withdrawn.reason")
"""Of every record. That a record is withdrawn or renamed is a consequence of its own."""

WORDING: Final[dict[Kind, frozenset[str]]] = {
    Kind.STATEMENT: frozenset(
        {*_EVERYWHERE, "summary", "stances.scope.note", "relations.note"},
    ),
    Kind.EVENT: frozenset({*_EVERYWHERE, "title", "summary", "standing_reason"}),
    Kind.SOURCE: frozenset({*_EVERYWHERE, "title_translated"}),
    Kind.CLAIM: frozenset(_EVERYWHERE),
    Kind.ACTOR: frozenset({*_EVERYWHERE, "affiliation_reason"}),
    Kind.SYSTEM: frozenset(_EVERYWHERE),
    Kind.VOCABULARY: frozenset({"title", "description", "terms.label"}),
    Kind.DATASET: frozenset({"version", "title", "description", "maintainers"}),
}
"""The fields of wording of each kind, as dotted paths without positions; with all below them.

The text of a claim and the title of a source as printed are facts, and so are a capacity, the words
of a quote, what a figure counts, and a definition.
"""


def field_of(path: RecordPath) -> str:
    """A path as the dotted name of its field, without positions: ``stances.scope.note``."""
    return ".".join(step for step in path if isinstance(step, str))


def is_wording(kind: Kind, path: RecordPath) -> bool:
    """Whether what stands at a path in a record of this kind carries no fact."""
    field = field_of(path)
    return any(field == each or field.startswith(f"{each}.") for each in WORDING[kind])
