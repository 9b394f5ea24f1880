"""Where records name one another: every place, by the record that is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from onrecord.diagnostics import RecordPath
from onrecord.models import Record
from onrecord.models.fields import Ref
from onrecord.models.walk import marked

__all__ = ["Use", "Uses"]

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Use:
    """One place in a record that names another."""

    record: Record
    path: RecordPath


class Uses:
    """The places that name each id, in the order of the records; former ids count as present ones.

    A reference that leads nowhere is there, too, under the id that it has.
    """

    def __init__(self, records: Iterable[Record], former: Mapping[str, str]) -> None:
        found: dict[str, list[Use]] = {}
        for record in records:
            for mark in marked(record):
                if isinstance(mark.mark, Ref):
                    target = former.get(mark.value, mark.value)
                    found.setdefault(target, []).append(Use(record, mark.path))
        self._found = {target: tuple(uses) for target, uses in found.items()}

    def of(self, record_id: str) -> tuple[Use, ...]:
        """Every place that names this id."""
        return self._found.get(record_id, ())

    def among(
        self, records: Mapping[str, R], record_id: str, field: str, *, part: str | None = None
    ) -> tuple[R, ...]:
        """Those of the records that name this id in a field, each once.

        ``part`` is the key at which the id itself has to stand, where the field has several.
        """
        ids = dict.fromkeys(
            use.record.id
            for use in self.of(record_id)
            if use.path[0] == field and (part is None or use.path[-1] == part)
        )
        return tuple(records[found] for found in ids if found in records)
