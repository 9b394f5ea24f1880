"""A delta: what to do to one dataset to get another. One JSON object a line.

The first line has ``op`` ``release``, with the versions and the hashes of the data ``from`` and
``to``, and the ``metadata`` of the new dataset. Each other line has ``op`` ``add``, ``change`` or
``remove``, the ``kind`` and the ``id``, and for the first two the whole ``record`` as it is now. A
record that was renamed is removed under the one id and added under the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic_core import from_json, to_json

from onrecord.dataset import Dataset
from onrecord.diagnostics import OnrecordError
from onrecord.diff.changes import Change, Changes, Entry
from onrecord.models import MODELS, Kind, Metadata, Record, Vocabulary
from onrecord.values.words import Word

__all__ = ["Delta", "DeltaError", "Edit", "Op", "apply", "delta_of", "parse_delta"]

P = TypeVar("P")


class DeltaError(OnrecordError):
    """Not a delta, or one of another dataset than it was applied to."""


class Op(Word):
    """What a line of a delta does."""

    ADD = "add", "The record is new."
    CHANGE = "change", "The record takes the place of the one with the same id."
    REMOVE = "remove", "There is no record with this id any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One line: ``record`` is the record, or the vocabulary, as it is now; none if removed."""

    op: Op
    kind: Kind
    id: str
    record: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """All edits from one dataset to another.

    ``metadata`` is that of the new one; ``version_from`` and the hashes say which two they are, and
    are for whoever applies it to hold against what there is.
    """

    version_from: str
    hash_from: str
    hash_to: str
    metadata: Metadata
    edits: tuple[Edit, ...]

    def to_lines(self) -> bytes:
        """The delta as a file; see the top of this module."""
        head = {
            "op": "release",
            "from": {"version": self.version_from, "data_hash": self.hash_from},
            "to": {"version": self.metadata.version, "data_hash": self.hash_to},
            "metadata": self.metadata.to_dict(),
        }
        return b"".join(to_json(line) + b"\n" for line in (head, *map(_line, self.edits)))


def delta_of(changes: Changes, *, hash_from: str, hash_to: str) -> Delta:
    """The delta that makes these changes, between two datasets with these hashes."""
    edits = (edit for change in changes.records for edit in _edits(change))
    return Delta(
        version_from=changes.before.version,
        hash_from=hash_from,
        hash_to=hash_to,
        metadata=changes.after,
        edits=tuple(sorted(edits, key=lambda edit: edit.op is not Op.REMOVE)),
    )


def _edits(change: Change) -> Iterator[Edit]:
    before, after = change.before, change.after
    if before is not None and after is not None and before.id == after.id:
        yield Edit(op=Op.CHANGE, kind=change.kind, id=after.id, record=after)
        return
    if before is not None:
        yield Edit(op=Op.REMOVE, kind=change.kind, id=before.id)
    if after is not None:
        yield Edit(op=Op.ADD, kind=change.kind, id=after.id, record=after)


def _line(edit: Edit) -> dict[str, Any]:
    record = {} if edit.record is None else {"record": edit.record.to_dict()}
    return {"op": edit.op.value, "kind": edit.kind.value, "id": edit.id, **record}


def parse_delta(content: bytes) -> Delta:
    """A delta from its file. Raises ``DeltaError``, with the line, where it is not one."""
    first, *others = content.splitlines() or [b""]
    version_from, hash_from, hash_to, metadata = _parsed(_head, first, 1)
    return Delta(
        version_from=version_from,
        hash_from=hash_from,
        hash_to=hash_to,
        metadata=metadata,
        edits=tuple(_parsed(_edit, line, number) for number, line in enumerate(others, start=2)),
    )


def _parsed(parse: Callable[[Any], P], line: bytes, number: int) -> P:
    try:
        return parse(from_json(line))
    except (ValueError, KeyError, TypeError) as error:
        raise DeltaError(f"line {number} of the delta is none: {_said(error)}") from error


def _head(data: Any) -> tuple[str, str, str, Metadata]:
    if data["op"] != "release":
        raise ValueError(f"op is {data['op']!r} where 'release' comes first")
    before, after = data["from"], data["to"]
    metadata = Metadata.model_validate(data["metadata"])
    return str(before["version"]), str(before["data_hash"]), str(after["data_hash"]), metadata


def _said(error: Exception) -> str:
    return f"no {error}" if isinstance(error, KeyError) else str(error).partition("\n")[0]


def _edit(data: Any) -> Edit:
    op, kind = Op(data["op"]), Kind(data["kind"])
    if kind is Kind.DATASET:
        raise ValueError("the dataset's own description stands in the first line")
    if op is Op.REMOVE:
        return Edit(op=op, kind=kind, id=str(data["id"]))
    record = MODELS[kind].model_validate_json(json.dumps(data["record"]))
    assert isinstance(record, Record | Vocabulary)  # all kinds but that of the description
    if record.id != data["id"]:
        raise ValueError(f"the record of {data['id']!r} has the id {record.id!r}")
    return Edit(op=op, kind=kind, id=record.id, record=record)


def apply(old: Dataset, delta: Delta) -> Dataset:
    """The dataset that a delta makes of an old one.

    The hashes are not looked at. Raises ``DeltaError`` where a record to be added is there already,
    or one to be changed or removed is not.
    """
    entries: dict[tuple[Kind, str], Entry] = {(record.kind, record.id): record for record in old}
    entries |= {(Kind.VOCABULARY, name): each for name, each in old.vocabularies.items()}
    for edit in delta.edits:
        key = (edit.kind, edit.id)
        if (key in entries) is (edit.op is Op.ADD):
            what = "is there already" if edit.op is Op.ADD else "is not there"
            raise DeltaError(f"cannot {edit.op} the {edit.kind} {edit.id}: it {what}")
        if edit.record is None:
            del entries[key]
        else:
            entries[key] = edit.record
    return Dataset.from_records(
        (each for each in entries.values() if isinstance(each, Record)),
        metadata=delta.metadata,
        vocabularies=(each for each in entries.values() if isinstance(each, Vocabulary)),
    )
