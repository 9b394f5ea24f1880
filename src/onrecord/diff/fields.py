"""Two documents field by field: what stands at a path in the one and in the other.

It knows plain JSON data and nothing of records. Taking the two the other way round gives the same
changes the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.diagnostics import RecordPath

__all__ = ["MISSING", "FieldChange", "field_changes", "in_order", "same"]


class _Missing:
    """The one value that says that there is none."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""Stands for the value of a field that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that differs: where it stands and what it holds before and after.

    ``path_before`` and ``path_after`` differ where items of a list have moved up or down; on a side
    where the field is missing the path is ``None`` and the value ``MISSING``. ``reordered`` tells a
    list that has the same items in another order.
    """

    path_before: RecordPath | None
    path_after: RecordPath | None
    before: Any
    after: Any
    reordered: bool = False

    @property
    def path(self) -> RecordPath:
        """Where it stands after; where it stood, if it is gone."""
        return self.path_after if self.path_after is not None else self.path_before or ()

    def mirror(self) -> FieldChange:
        """The same the other way round."""
        return FieldChange(
            path_before=self.path_after,
            path_after=self.path_before,
            before=self.after,
            after=self.before,
            reordered=self.reordered,
        )


def same(one: Any, other: Any) -> bool:
    """Whether two pieces of JSON data say the same: 1 is 1.0, but true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def field_changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[FieldChange, ...]:
    """Every field that differs, in the order of the names of fields and of positions."""
    return in_order(_of_mappings(before, after, (), ()))


def in_order(changes: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Changes by where they stand; at one place, what is gone before what has come."""
    return tuple(sorted(changes, key=_order))


def _order(change: FieldChange) -> tuple[Any, ...]:
    return (_steps(change.path), change.before is MISSING, _steps(change.path_before or ()))


def _steps(path: RecordPath) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


_Place = RecordPath


def _of(before: Any, after: Any, old: _Place, new: _Place) -> Iterator[FieldChange]:
    if same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_mappings(before, after, old, new)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, old, new)
    else:
        yield FieldChange(path_before=old, path_after=new, before=before, after=after)


def _of_mappings(
    before: dict[str, Any], after: dict[str, Any], old: _Place, new: _Place
) -> Iterator[FieldChange]:
    for key in {**before, **after}:
        if key not in after:
            yield _gone(before[key], (*old, key))
        elif key not in before:
            yield _come(after[key], (*new, key))
        else:
            yield from _of(before[key], after[key], (*old, key), (*new, key))


def _of_lists(
    before: Sequence[Any], after: Sequence[Any], old: _Place, new: _Place
) -> Iterator[FieldChange]:
    keys_before, keys_after = list(map(_key, before)), list(map(_key, after))
    if sorted(keys_before) == sorted(keys_after):
        yield FieldChange(
            path_before=old, path_after=new, before=before, after=after, reordered=True
        )
        return
    left, right = _unmatched(keys_before, keys_after)
    pairs = _paired(before, after, left, right)
    for place, other in pairs:
        yield from _of(before[place], after[other], (*old, place), (*new, other))
    gone, come = {place for place, _ in pairs}, {other for _, other in pairs}
    yield from (_gone(before[place], (*old, place)) for place in left if place not in gone)
    yield from (_come(after[place], (*new, place)) for place in right if place not in come)


def _paired(
    before: Sequence[Any], after: Sequence[Any], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    """Which items on the two sides are the same one, edited: the same source, claim, actor.

    What is left is taken in its order where there is as much of it on both sides.
    """
    one, other = _by_name(before, left), _by_name(after, right)
    pairs = [(one[name], other[name]) for name in one if name in other]
    rest = [place for place in left if place not in {each for each, _ in pairs}]
    spare = [place for place in right if place not in {each for _, each in pairs}]
    if len(rest) == len(spare) and not _are_plain(before, after):
        pairs += zip(rest, spare, strict=True)
    return pairs


def _by_name(items: Sequence[Any], places: list[int]) -> dict[str, int]:
    """The places of items by what they begin with, where no other begins with the same.

    A part begins with what it is about: a citation with its source, a stance with its claim.
    """
    found: dict[str, int] = {}
    twice: set[str] = set()
    for place in places:
        name = _key(dict([next(iter(items[place].items()))])) if _has_name(items[place]) else ""
        if name in found:
            twice.add(name)
        found[name] = place
    return {name: place for name, place in found.items() if name and name not in twice}


def _has_name(item: Any) -> bool:
    return isinstance(item, dict) and bool(item)


def _unmatched(before: list[str], after: list[str]) -> tuple[list[int], list[int]]:
    """The positions on each side whose items the other side lacks, each item paired once."""
    return _left_over(before, after), _left_over(after, before)


def _left_over(items: list[str], others: list[str]) -> list[int]:
    spare = list(others)
    found: list[int] = []
    for place, item in enumerate(items):
        if item in spare:
            spare.remove(item)
        else:
            found.append(place)
    return found


def _are_plain(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether the items are ids and words: such are put in and taken out, not edited."""
    return not any(isinstance(item, dict | list) for item in (*before, *after))


def _key(item: Any) -> str:
    return json.dumps(_plain(item), ensure_ascii=False, sort_keys=True)


def _plain(item: Any) -> Any:
    """The item with whole numbers written one way."""
    match item:
        case dict():
            return {key: _plain(value) for key, value in item.items()}
        case list():
            return list(map(_plain, item))
        case float() if item.is_integer():
            return int(item)
        case _:
            return item


def _gone(value: Any, path: _Place) -> FieldChange:
    return FieldChange(path_before=path, path_after=None, before=value, after=MISSING)


def _come(value: Any, path: _Place) -> FieldChange:
    return FieldChange(path_before=None, path_after=path, before=MISSING, after=value)
