"""Compares two datasets record by record: who is whom, and what became of each.

A record is the same one in both where its id is, or where one of the two lists the other's id among
its former ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from onrecord.dataset import Dataset
from onrecord.diff.changes import Change, Changes, Entry
from onrecord.diff.fields import FieldChange, field_changes, same
from onrecord.models import RECORD_KINDS, Kind, Record

__all__ = ["compare"]


def compare(old: Dataset, new: Dataset) -> Changes:
    """What changed from one dataset to another, by consequence.

    Nothing, for two that say the same, whatever the order of the keys in their files;
    ``compare(a, b).mirror() == compare(b, a)``.
    """
    return Changes(
        before=old.metadata,
        after=new.metadata,
        metadata=field_changes(old.metadata.to_dict(), new.metadata.to_dict()),
        records=tuple(_all(old, new)),
    )


def _all(old: Dataset, new: Dataset) -> Iterator[Change]:
    kinds = {
        kind: (_of_kind(old, kind), _of_kind(new, kind))
        for kind in (*RECORD_KINDS, Kind.VOCABULARY)
    }
    pairs = {
        kind: tuple(_pairs(before, after, old, new)) for kind, (before, after) in kinds.items()
    }
    names = _one_name(pair for found in pairs.values() for pair in found)
    for kind, (before, after) in kinds.items():
        for one, other in pairs[kind]:
            was, now = before[one] if one else None, after[other] if other else None
            change = _change(kind, was, now, old, new)
            if change is not None:
                yield _following(change, names)


def _of_kind(dataset: Dataset, kind: Kind) -> Mapping[str, Entry]:
    return dataset.vocabularies if kind is Kind.VOCABULARY else dataset.of_kind(kind)


_Pair = tuple[str | None, str | None]


def _pairs(
    before: Mapping[str, Entry], after: Mapping[str, Entry], old: Dataset, new: Dataset
) -> Iterator[_Pair]:
    """The ids of each record before and after."""
    gone, come = set(before) - set(after), set(after) - set(before)
    for each in before:
        if each not in gone:
            yield each, each
    for one, other in _renamed(gone, come, old, new):
        gone.discard(one)
        come.discard(other)
        yield one, other
    yield from ((each, None) for each in gone)
    yield from ((None, each) for each in come)


def _renamed(
    gone: set[str], come: set[str], old: Dataset, new: Dataset
) -> tuple[tuple[str, str], ...]:
    """Who has another id now. Each is paired once, in an order that is the same from both sides."""
    found = {(one, new.former_ids[one]) for one in gone & set(new.former_ids)}
    found |= {(old.former_ids[other], other) for other in come & set(old.former_ids)}
    taken: set[str] = set()
    pairs: list[tuple[str, str]] = []
    for one, other in sorted(found, key=sorted):
        if one in gone and other in come and not taken & {one, other}:
            taken |= {one, other}
            pairs.append((one, other))
    return tuple(pairs)


def _change(
    kind: Kind, before: Entry | None, after: Entry | None, old: Dataset, new: Dataset
) -> Change | None:
    fields = _fields(before, after)
    if before is not None and after is not None and before.id == after.id and not fields:
        return None
    return Change(
        kind=kind,
        before=before,
        after=after,
        leads_to=_where(new, before),
        led_to=_where(old, after),
        lost=_nowhere(new, before),
        gained=_nowhere(old, after),
        fields=fields,
    )


def _one_name(pairs: Iterable[_Pair]) -> dict[str, str]:
    """For both ids of each record that has another one now, one name, the same from both sides."""
    return {
        each: min(one, other)
        for one, other in pairs
        if one is not None and other is not None and one != other
        for each in (one, other)
    }


def _following(change: Change, names: Mapping[str, str]) -> Change:
    """The change, marked if it comes to nothing once renamed records have one name."""
    if not names or not change.fields or change.before is None or change.after is None:
        return change
    one, other = (
        _without_ids(_with_names(each.to_dict(), names)) for each in (change.before, change.after)
    )
    return replace(change, follows=same(one, other))


def _with_names(data: Any, names: Mapping[str, str]) -> Any:
    match data:
        case dict():
            return {key: _with_names(value, names) for key, value in data.items()}
        case list():
            return [_with_names(value, names) for value in data]
        case str():
            return names.get(data, data)
        case _:
            return data


def _fields(before: Entry | None, after: Entry | None) -> tuple[FieldChange, ...]:
    if before is None or after is None:
        return ()
    one, other = before.to_dict(), after.to_dict()
    if before.id != after.id:  # renamed, which is said already
        one, other = _without_ids(one), _without_ids(other)
    return () if same(one, other) else field_changes(one, other)


def _without_ids(data: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if key not in ("id", "former_ids")}


def _where(dataset: Dataset, entry: Entry | None) -> str | None:
    """The id of the record that an entry's id leads to in a dataset."""
    if entry is None:
        return None
    if not isinstance(entry, Record):
        return entry.id if entry.id in dataset.vocabularies else None
    found = dataset.get(entry.id)
    return found.id if found is not None else None


def _nowhere(dataset: Dataset, entry: Entry | None) -> tuple[str, ...]:
    """The ids of an entry that lead nowhere in a dataset, among those that led to it."""
    if entry is None:
        return ()
    if not isinstance(entry, Record):
        return () if entry.id in dataset.vocabularies else (entry.id,)
    return tuple(each for each in (entry.id, *entry.former_ids) if each not in dataset)
