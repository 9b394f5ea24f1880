"""The columns of a table, from the fields of a model.

A part that a record has once is spread over columns of its own (``place_country``); a list of words
is one column, and a date has its first and last day beside it. It knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any

from pydantic_core import to_json

from onrecord.exports.shape import Shape, Sort, shapes
from onrecord.models import Kind, Model, Quantity

__all__ = ["Column", "ColumnType", "as_json", "columns_of", "optional", "resolved"]


class ColumnType(StrEnum):
    """What every value of a column is."""

    TEXT = "text"
    TEXTS = "list of texts"
    NUMBER = "double"
    INTEGER = "integer"
    FLAG = "boolean"
    DAY = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``given`` tells that no value is missing, ``get`` takes the value from a row.

    ``refers_to`` is the table whose ``id`` a value is, or each of a list; ``words`` are the only
    values that there can be.
    """

    name: str
    type: ColumnType
    description: str
    given: bool
    get: Callable[[Any], Any]
    refers_to: str | None = None
    words: tuple[str, ...] = ()


def columns_of(
    model: type[Model],
    *,
    root: str = "",
    prefix: str = "",
    path: tuple[str, ...] = (),
    given: bool = True,
) -> Iterator[Column]:
    """The columns of a model, those of a part that it has once among them.

    ``root`` is the attribute of a row that has the model, which is never missing, with a dot.
    """
    for shape in shapes(model):
        inner = (*path, shape.name) if path else (root + shape.name,)
        if shape.model is not None and not shape.many:
            yield from columns_of(
                shape.model, prefix=f"{prefix}{shape.key}_", path=inner, given=given and shape.given
            )
        elif shape.sort not in (Sort.PART, Sort.MAPPING):
            yield from _column(shape, prefix + shape.key, _getter(inner), given and shape.given)
    if model is Quantity:
        yield from _bounds(prefix, (*path, "bounds") if path else (f"{root}bounds",))


def _getter(path: tuple[str, ...]) -> Callable[[Any], Any]:
    """What takes the value at a path of names, or nothing where a part on the way is missing."""
    first, *rest = path
    take = attrgetter(first)
    if not rest:
        return take
    deeper = _getter(tuple(rest))

    def get(row: Any) -> Any:
        part = take(row)
        return None if part is None else deeper(part)

    return get


_PLAIN = {
    Sort.TEXT: ColumnType.TEXT,
    Sort.NUMBER: ColumnType.NUMBER,
    Sort.WHOLE_NUMBER: ColumnType.INTEGER,
    Sort.FLAG: ColumnType.FLAG,
    Sort.DAY: ColumnType.DAY,
}


def _column(shape: Shape, name: str, get: Callable[[Any], Any], given: bool) -> Iterator[Column]:
    if shape.sort is Sort.DATE and not shape.many:
        yield from _dates(shape, name, get, given=given)
        return
    column = Column(
        name=name,
        type=ColumnType.TEXT,
        description=shape.description,
        given=given,
        get=get,
        refers_to=Kind(shape.refers_to[0]).folder if len(shape.refers_to) == 1 else None,
        words=shape.words,
    )
    if shape.many:
        yield replace(column, type=ColumnType.TEXTS, get=optional(_texts, get))
    elif shape.sort is Sort.ANY:
        about = f"{shape.description} As JSON."
        yield replace(column, description=about, get=optional(as_json, get))
    else:
        yield replace(column, type=_PLAIN[shape.sort])


def resolved(column: Column, former: Mapping[str, str]) -> Column:
    """The column with present ids in the place of former ones, so that tables join."""
    if column.refers_to is None or not former:
        return column

    def present(value: Any) -> Any:
        if isinstance(value, list):
            return [former.get(each, each) for each in value]
        return former.get(value, value)

    return replace(column, get=optional(present, column.get))


def _dates(shape: Shape, name: str, get: Callable[[Any], Any], *, given: bool) -> Iterator[Column]:
    yield Column(
        name=name,
        type=ColumnType.TEXT,
        description=shape.description,
        given=given,
        get=optional(str, get),
    )
    for end, word in (("earliest", "first"), ("latest", "last")):
        about = f"The {word} day that `{name}` can be, as written; missing if open or not known."
        yield Column(
            name=f"{name}_{end}",
            type=ColumnType.DAY,
            description=about,
            given=False,
            get=optional(attrgetter(end), get),
        )


def _bounds(prefix: str, path: tuple[str, ...]) -> Iterator[Column]:
    """What follows from a figure and its hedge, for those who compute with it."""
    for end, word in (("low", "lowest"), ("high", "highest")):
        yield Column(
            name=f"{prefix}bound_{end}",
            type=ColumnType.NUMBER,
            description=f"The {word} value that the words allow, computed; missing if unbounded.",
            given=False,
            get=_getter((*path, end)),
        )
        yield Column(
            name=f"{prefix}bound_{end}_inclusive",
            type=ColumnType.FLAG,
            description=f"Whether `bound_{end}` itself is allowed; of no meaning if unbounded.",
            given=len(path) == 1,
            get=_getter((*path, f"{end}_inclusive")),
        )


def optional(make: Callable[[Any], Any], get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What makes something of the value that ``get`` takes, where there is one."""

    def made(row: Any) -> Any:
        value = get(row)
        return None if value is None else make(value)

    return made


def _texts(values: Iterable[Any]) -> list[str]:
    return list(map(str, values))


def as_json(value: Any) -> str:
    """The value as JSON on one line."""
    return to_json(value).decode("utf-8")
