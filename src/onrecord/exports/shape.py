"""What sort of value each field of a model holds, read off its annotation.

Tables follow from this, so that a new field needs no edit in any of them. It knows no format.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from onrecord.models import Model
from onrecord.models.fields import Ref
from onrecord.values.edtf import Edtf
from onrecord.values.words import Word

__all__ = ["Shape", "Sort", "described", "shapes"]


class Sort(StrEnum):
    """What a field holds, or each item of the list that it holds."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE_NUMBER = "whole number"
    FLAG = "flag"
    DAY = "day"
    DATE = "EDTF date"
    ANY = "any scalar"
    PART = "model"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One field: ``name`` in the model, ``key`` in a file, whether it is a list, and of what.

    ``given`` tells whether a record always has a value there. ``model`` is set for ``Sort.PART``,
    ``refers_to`` has the kinds of record whose id it takes, ``words`` those of a closed list.
    """

    name: str
    key: str
    description: str
    given: bool
    many: bool
    sort: Sort
    model: type[Model] | None = None
    refers_to: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@cache
def shapes(model: type[Model]) -> tuple[Shape, ...]:
    """The fields of a model in canonical order."""
    made = {
        shape.key: shape
        for shape in map(_shape, [model] * len(model.model_fields), model.model_fields)
    }
    return tuple(made[key] for key in model.key_order())


def described(model: type[Model]) -> str:
    """The first paragraph of a model's description, on one line."""
    return " ".join(inspect.cleandoc(model.__doc__ or "").split("\n\n")[0].split())


def _shape(model: type[Model], name: str) -> Shape:
    field = model.model_fields[name]
    many, inner, marks = _look_through(field.annotation)
    sort = _sort(inner)
    kinds = [mark.kinds for mark in (*marks, *field.metadata) if isinstance(mark, Ref)]
    closed = isinstance(inner, type) and issubclass(inner, Word)
    return Shape(
        name=name,
        key=field.alias or name,
        description=field.description or "",
        given=field.is_required() or field.get_default(call_default_factory=True) is not None,
        many=many,
        sort=sort,
        model=inner if sort is Sort.PART else None,
        refers_to=kinds[0] if kinds else (),
        words=tuple(word.value for word in inner) if closed else (),
    )


def _look_through(annotation: Any) -> tuple[bool, Any, list[Any]]:
    """Whether it is a list, the type without ``Annotated``, ``None`` and the list, and marks."""
    many = False
    marks: list[Any] = []
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation, *found = arguments
            marks += found
        elif origin in (Union, UnionType) and type(None) in arguments:
            annotation = Union[tuple(each for each in arguments if each is not type(None))]  # noqa: UP007
        elif origin is tuple:
            many, annotation = True, arguments[0]
        else:
            return many, annotation, marks


_SORTS: dict[type, Sort] = {
    Model: Sort.PART,
    Edtf: Sort.DATE,
    datetime.date: Sort.DAY,
    bool: Sort.FLAG,
    int: Sort.WHOLE_NUMBER,
    float: Sort.NUMBER,
    str: Sort.TEXT,
}
"""The first that a type is a subclass of counts: ``bool`` is an ``int`` too."""


def _sort(inner: Any) -> Sort:
    origin = get_origin(inner)
    if origin in (Union, UnionType):
        options = {_sort(_look_through(each)[1]) for each in get_args(inner)}
        return Sort.NUMBER if options <= {Sort.NUMBER, Sort.WHOLE_NUMBER} else Sort.ANY
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Sort.MAPPING
    for base, sort in _SORTS.items():
        if isinstance(inner, type) and issubclass(inner, base):
            return sort
    message = f"no column is known for {inner!r}: teach onrecord.exports.shape of it"
    raise TypeError(message)
