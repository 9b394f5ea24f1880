"""Where a record is named by others, sorted by what it is there: the links back.

Every field that refers to records has its heading here; so both ends of each link show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.dataset import Dataset
from onrecord.diagnostics import RecordPath
from onrecord.models import Kind, Record

__all__ = ["HEADINGS", "MOST", "Group", "groups_of"]

MOST: Final = 50
"""How many of a group stand on a record's own page; the others are on pages of lists."""

HEADINGS: Final[dict[str, str]] = {
    "speakers.actor": "Said",
    "speakers.on_behalf_of": "Said on its behalf",
    "stances.claim": "Statements on it",
    "relations.statement": "Answered by",
    "relations.event": "Answered by",
    "occasion": "Said there",
    "audience": "Said to it",
    "about.actors": "Spoken of in",
    "about.systems": "Spoken of in",
    "about.events": "Spoken of in",
    "participants.actor": "Took part in",
    "legal.authority": "Measures it took",
    "systems": "Involved in",
    "claims": "Events that bear on it",
    "part_of": "Parts",
    "quantities.systems": "Counted in",
    "stances.scope.systems": "Named in the scope of a stance",
    "broader": "Implied by",
    "excludes": "Excluded by",
    "publisher": "Published",
    "derived_from": "Copied or translated by",
    "via": "Credited by",
    "citations.via": "Credited for passages in",
    "citations.source": "Cited by",
    "quotes.source": "Quoted in",
    "positions.body": "Held office there",
    "positions.citations.source": "Cited for offices of",
    "positions.citations.via": "Credited for offices of",
    "parent": "Has as its parts",
    "developer": "Developed",
    "variant_of": "Variants",
}
"""What a record is to those that name it, by the field in which they do, in order of the page."""

_TOLD_ELSEWHERE: Final = ("relations.statement", "relations.event", "quotes.source")
"""Shown with more than a list can say; who quotes a source cites it as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Records that name another in one field, by date; ``field`` is that field without numbers."""

    field: str
    records: tuple[Record, ...]

    @property
    def title(self) -> str:
        """The heading for people."""
        return HEADINGS.get(self.field, f"Named in {self.field}")

    @property
    def slug(self) -> str:
        """The heading as a part of an address."""
        return self.field.replace(".", "-").replace("_", "-")


def groups_of(dataset: Dataset, record: Record) -> Iterator[Group]:
    """The records that name this one, in the order of ``HEADINGS``, each once a group."""
    found: dict[str, dict[str, Record]] = {field: {} for field in HEADINGS}
    for use in dataset.uses_of(record):
        found.setdefault(_field(use.path), {})[use.record.id] = use.record
    for field, records in found.items():
        if records and field not in _TOLD_ELSEWHERE:
            yield Group(field=field, records=tuple(sorted(records.values(), key=_by_date)))


def _field(path: RecordPath) -> str:
    return ".".join(str(step) for step in path if not isinstance(step, int))


def _by_date(record: Record) -> tuple[bool, tuple[object, ...], str]:
    """Dated ones first, then those without a date by name."""
    if record.when is None:
        return True, (), record.label.casefold() if record.kind is not Kind.SOURCE else record.id
    return False, (record.when.sort_key,), record.id
