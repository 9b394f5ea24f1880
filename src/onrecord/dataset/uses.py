"""Where records name one another: every place, by the record that is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.diagnostics import RecordPath
from onrecord.models import Record
from onrecord.models.fields import Ref
from onrecord.models.walk import marked

__all__ = ["Use", "uses_in"]


@dataclass(frozen=True, slots=True)
class Use:
    """One place in a record that names another."""

    record: Record
    path: RecordPath


def uses_in(records: Iterable[Record], former: Mapping[str, str]) -> dict[str, tuple[Use, ...]]:
    """The places that name each id, in the order of the records; former ids count as present ones.

    A reference that leads nowhere is there, too, under the id that it has.
    """
    found: dict[str, list[Use]] = {}
    for record in records:
        for mark in marked(record):
            if isinstance(mark.mark, Ref):
                target = former.get(mark.value, mark.value)
                found.setdefault(target, []).append(Use(record, mark.path))
    return {target: tuple(uses) for target, uses in found.items()}
