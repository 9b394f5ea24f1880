"""The columns of a table, from the fields of a model.

A part that a record has once is spread over columns of its own (``place_country``); a list of words
is one column, and a date has its first and last day beside it. It knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any

from pydantic_core import to_json

from onrecord.exports.shape import Shape, Sort, shapes
from onrecord.models import Kind, Model, Quantity

__all__ = ["Column", "ColumnType", "Path", "as_json", "columns_of", "resolved", "taken"]


Path = tuple[str, ...]
"""The names of attributes that lead from a row to a value, one from the other."""


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
    """One column; ``given`` tells that no value is missing.

    Its values stand at ``path``, by the names of attributes from a row on; ``make`` makes the value
    of what is there, if it is not that itself. ``refers_to`` is the table whose ``id`` a value is,
    or each of a list; ``words`` are the only values that there can be.
    """

    name: str
    type: ColumnType
    description: str
    given: bool
    path: Path
    make: Callable[[Any], Any] | None = None
    refers_to: str | None = None
    words: tuple[str, ...] = ()


def taken(found: dict[Path, Sequence[Any]], path: Path) -> Sequence[Any]:
    """What stands at a path in every row; nothing where a part on the way is missing.

    ``found`` has what stands at other paths, that of the rows themselves among them, and keeps what
    is taken: many columns share a part, and most of those that can be missing are.
    """
    if path not in found:
        parts = taken(found, path[:-1])
        get = attrgetter(path[-1])
        found[path] = (
            [None if part is None else get(part) for part in parts] if any(parts) else parts
        )
    return found[path]


def columns_of(
    model: type[Model], *, prefix: str = "", path: Path = (), given: bool = True
) -> Iterator[Column]:
    """The columns of a model that stands at a path in a row, and of parts that it has once.

    ``given`` tells that it is in every row.
    """
    for shape in shapes(model):
        inner = (*path, shape.name)
        if shape.model is not None and not shape.many:
            yield from columns_of(
                shape.model,
                prefix=f"{prefix}{shape.key}_",
                path=inner,
                given=given and shape.given,
            )
        elif shape.sort not in (Sort.PART, Sort.MAPPING):
            yield from _column(shape, prefix + shape.key, inner, given and shape.given)
    if model is Quantity:
        yield from _bounds(prefix, (*path, "bounds"), given)


_PLAIN = {
    Sort.TEXT: ColumnType.TEXT,
    Sort.NUMBER: ColumnType.NUMBER,
    Sort.WHOLE_NUMBER: ColumnType.INTEGER,
    Sort.FLAG: ColumnType.FLAG,
    Sort.DAY: ColumnType.DAY,
}


def _column(shape: Shape, name: str, path: Path, given: bool) -> Iterator[Column]:
    if shape.sort is Sort.DATE and not shape.many:
        yield from _dates(shape, name, path, given)
        return
    column = Column(
        name=name,
        type=ColumnType.TEXT,
        description=shape.description,
        given=given,
        path=path,
        refers_to=Kind(shape.refers_to[0]).folder if len(shape.refers_to) == 1 else None,
        words=shape.words,
    )
    if shape.many:
        make = list if shape.sort is Sort.TEXT else _texts
        yield replace(column, type=ColumnType.TEXTS, make=make)
    elif shape.sort is Sort.ANY:
        yield replace(column, description=f"{shape.description} As JSON.", make=as_json)
    else:
        yield replace(column, type=_PLAIN[shape.sort])


def resolved(column: Column, former: Mapping[str, str]) -> Column:
    """The column with present ids in the place of former ones, so that tables join."""
    if column.refers_to is None or not former:
        return column
    if column.type is ColumnType.TEXTS:
        return replace(column, make=lambda ids: [former.get(each, each) for each in ids])
    return replace(column, make=lambda each: former.get(each, each))


def _dates(shape: Shape, name: str, path: Path, given: bool) -> Iterator[Column]:
    yield Column(
        name=name,
        type=ColumnType.TEXT,
        description=shape.description,
        given=given,
        path=(*path, "text"),
    )
    for end, word in (("earliest", "first"), ("latest", "last")):
        about = f"The {word} day that `{name}` can be, as written; missing if open or not known."
        yield Column(
            name=f"{name}_{end}",
            type=ColumnType.DAY,
            description=about,
            given=False,
            path=(*path, end),
        )


def _bounds(prefix: str, path: Path, given: bool) -> Iterator[Column]:
    """What follows from a figure and its hedge, for those who compute with it."""
    for end, word in (("low", "lowest"), ("high", "highest")):
        yield Column(
            name=f"{prefix}bound_{end}",
            type=ColumnType.NUMBER,
            description=f"The {word} value that the words allow, computed; missing if unbounded.",
            given=False,
            path=(*path, end),
        )
        yield Column(
            name=f"{prefix}bound_{end}_inclusive",
            type=ColumnType.FLAG,
            description=f"Whether `bound_{end}` itself is allowed; of no meaning if unbounded.",
            given=given,
            path=(*path, f"{end}_inclusive"),
        )


def _texts(values: Iterable[Any]) -> list[str]:
    return list(map(str, values))


def as_json(value: Any) -> str:
    """The value as JSON on one line."""
    return to_json(value).decode("utf-8")
