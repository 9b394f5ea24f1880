"""Walks over records by the models' own annotations: every reference, term and date in use.

What a field refers to stands in its annotation (``Ref``, ``Term``) and nowhere else; the walk over
a model is worked out once, from its fields, and then only touches the attributes that matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from onrecord.diagnostics import RecordPath
from onrecord.models.base import Model
from onrecord.models.fields import Ref, Term
from onrecord.values.edtf import Edtf

__all__ = [
    "Held",
    "KeyOrder",
    "Marked",
    "bare_dates",
    "dates",
    "held",
    "key_of",
    "key_order",
    "marked",
    "marks_of",
    "named",
    "spelled",
    "submodel",
]


class Marked(NamedTuple):
    """A value that names something else: where it stands, the value, and what it may name."""

    path: RecordPath
    value: str
    mark: Ref | Term


class Held(NamedTuple):
    """What a field holds: many or one of a type (a union of types as it is), and what it names."""

    many: bool
    type: Any
    mark: Ref | Term | None


class _Step(NamedTuple):
    """One field worth visiting: ``leaf`` for what is looked for, else ``inner`` to go into.

    ``field`` is the dotted path of the keys to it.
    """

    name: str
    key: str
    field: str
    many: bool
    leaf: Any
    inner: tuple[_Step, ...]


class _Wanted(StrEnum):
    """What a walk looks for."""

    NAMES = "names"
    DATES = "dates"


def key_of(model: type[Model], name: str) -> str:
    """The key under which a field stands in a file: its alias, else its name."""
    return model.model_fields[name].alias or name


def marked(record: Model) -> tuple[Marked, ...]:
    """Every reference and every vocabulary term in a record, in the order of its fields."""
    return tuple(map(Marked._make, _walked(record, _Wanted.NAMES)))


def named(record: Model) -> list[tuple[Ref | Term, str]]:
    """The same without the places, which takes half of the time."""
    return _values(record, _steps(type(record), _Wanted.NAMES), [])


def spelled(record: Model) -> list[tuple[str, str, str, Ref | Term]]:
    """The same as ``marked`` with the places as text: the dotted path, and that without positions.

    The value and what it may name follow. It takes two thirds of the time.
    """
    found: list[tuple[str, str, str, Ref | Term]] = []
    _spell(record, "", _steps(type(record), _Wanted.NAMES), found)
    return found


@cache
def marks_of(model: type[Model]) -> frozenset[Ref | Term]:
    """What the fields of a model, and of its parts, may name."""
    return frozenset(_leaves(_steps(model, _Wanted.NAMES)))


def _leaves(steps: Iterable[_Step]) -> Iterator[Any]:
    for step in steps:
        yield from (step.leaf,) if step.leaf is not None else _leaves(step.inner)


def dates(record: Model) -> tuple[tuple[RecordPath, Edtf], ...]:
    """Every EDTF date in a record, in the order of its fields."""
    return tuple((path, date) for path, date, _ in _walked(record, _Wanted.DATES))


def bare_dates(record: Model) -> list[Edtf]:
    """The same without the places."""
    return [date for _, date in _values(record, _steps(type(record), _Wanted.DATES), [])]


_Found = tuple[RecordPath, Any, Any]


def _walked(record: Model, wanted: _Wanted) -> list[_Found]:
    found: list[_Found] = []
    _walk(record, (), _steps(type(record), wanted), found)
    return found


def _walk(part: Model, above: RecordPath, steps: tuple[_Step, ...], found: list[_Found]) -> None:
    # Every record is walked in every run: a list that is handed on costs half of generators.
    values = vars(part)
    for name, key, _, many, leaf, inner in steps:
        value = values[name]
        if not value:
            continue
        path = (*above, key)
        if leaf is None:
            places = enumerate(value) if many else ()
            for place, item in places:
                _walk(item, (*path, place), inner, found)
            if not many:
                _walk(value, path, inner, found)
        elif many:
            for place, item in enumerate(value):
                found.append(((*path, place), item, leaf))
        else:
            found.append((path, value, leaf))


def _values(part: Model, steps: tuple[_Step, ...], found: list[Any]) -> list[Any]:
    values = vars(part)
    for name, _, _, many, leaf, inner in steps:
        value = values[name]
        if not value:
            continue
        for item in value if many else (value,):
            if leaf is None:
                _values(item, inner, found)
            else:
                found.append((leaf, item))
    return found


def _spell(part: Model, above: str, steps: tuple[_Step, ...], found: list[Any]) -> None:
    values = vars(part)
    for name, key, field, many, leaf, inner in steps:
        value = values[name]
        if not value:
            continue
        path = above + key
        if leaf is None:
            if many:
                for place, item in enumerate(value):
                    _spell(item, f"{path}.{place}.", inner, found)
            else:
                _spell(value, f"{path}.", inner, found)
        elif many:
            for place, item in enumerate(value):
                found.append((f"{path}.{place}", field, item, leaf))
        else:
            found.append((path, field, value, leaf))


@cache
def _steps(model: type[Model], wanted: _Wanted, above: str = "") -> tuple[_Step, ...]:
    found = (_step(model, name, wanted, above) for name in model.model_fields)
    return tuple(step for step in found if step is not None)


def _step(model: type[Model], name: str, wanted: _Wanted, above: str) -> _Step | None:
    many, inner, mark = held(model, name)
    key = key_of(model, name)
    field = above + key
    leaf: Any = mark if wanted is _Wanted.NAMES else None
    if wanted is _Wanted.DATES and inner is Edtf:
        leaf = Edtf
    is_part = isinstance(inner, type) and issubclass(inner, Model)
    nested = _steps(inner, wanted, f"{field}.") if is_part else ()
    if leaf is None and not nested:
        return None
    return _Step(name, key, field, many, leaf, nested)


def _unwrap(annotation: Any) -> tuple[bool, Any, list[Ref | Term]]:
    """Looks through ``| None``, ``tuple[X, ...]`` and ``Annotated``; many, inner type, marks."""
    many = False
    marks: list[Ref | Term] = []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            inner, *metadata = get_args(annotation)
            marks += [mark for mark in metadata if isinstance(mark, Ref | Term)]
            annotation = inner
        elif origin in (Union, UnionType):
            options = [option for option in get_args(annotation) if option is not type(None)]
            if len(options) != 1:
                return many, annotation, marks
            annotation = options[0]
        elif origin is tuple:
            many = True
            annotation = get_args(annotation)[0]
        else:
            return many, annotation, marks


def held(model: type[Model], name: str) -> Held:
    """What a field holds, by its annotation."""
    field = model.model_fields[name]
    many, inner, marks = _unwrap(field.annotation)
    marks += [mark for mark in field.metadata if isinstance(mark, Ref | Term)]
    return Held(many, inner, next(iter(marks), None))


def submodel(model: type[Model], name: str) -> tuple[bool, type[Model] | None]:
    """Whether a field holds a list, and the model of what it holds, if that is a model."""
    many, inner, _ = _unwrap(model.model_fields[name].annotation)
    return many, inner if isinstance(inner, type) and issubclass(inner, Model) else None


KeyOrder = Callable[[RecordPath], tuple[str, ...]]
"""Tells the order of the keys of the mapping at a path."""


@cache
def key_order(model: type[Model]) -> KeyOrder:
    """The canonical order of keys, for every mapping in a file of this model."""

    @lru_cache(maxsize=1024)
    def order(path: RecordPath) -> tuple[str, ...]:
        part = _part(model, tuple(step for step in path if type(step) is str))
        return part.key_order() if part else ()

    return order


@cache
def _part(model: type[Model], keys: tuple[str, ...]) -> type[Model] | None:
    """The model of the mappings under these keys."""
    if not keys:
        return model
    above = _part(model, keys[:-1])
    name = _names(above).get(keys[-1]) if above else None
    return submodel(above, name)[1] if above and name else None


@cache
def _names(model: type[Model]) -> dict[str, str]:
    return {key_of(model, name): name for name in model.model_fields}
