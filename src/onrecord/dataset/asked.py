"""What a question is about: a record or its id, of the kinds of which it can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.dataset.unknown import UnknownError
from onrecord.models import Kind, Record

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["id_asked"]


def id_asked(dataset: Dataset, record: str | Record, *kinds: Kind) -> str:
    """The present id of a record of one of the kinds, or of any where none is given.

    Raises ``UnknownError`` for an id of none, and for a record of another kind.
    """
    if not isinstance(record, Record):
        return _named(dataset, record, kinds).id
    if kinds and record.kind not in kinds:
        raise UnknownError(record.id, f"{record!r} is no {_one_of(kinds)}")
    return record.id


def _named(dataset: Dataset, record_id: str, kinds: tuple[Kind, ...]) -> Record:
    if not kinds:
        return dataset[record_id]
    for kind in kinds:
        found: Record | None = dataset.of_kind(kind).get(record_id)
        if found is not None:
            return found
    known = [each for kind in kinds for each in dataset.of_kind(kind)]
    raise UnknownError(record_id, f"no {_one_of(kinds)} here has the id {record_id!r}", known)


def _one_of(kinds: tuple[Kind, ...]) -> str:
    *others, last = kinds
    return f"{', '.join(others)} or {last}" if others else str(last)
