"""A dataset as tables: one a kind, one for each list of parts, one of all references.

The tables and their columns follow from the models' fields. A part that a record has once is
spread over columns of its own (``place_country``); a list of words is one column; a list of parts
is a table with a row for each, which names its record and its place there. It knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic_core import to_json

from onrecord.exports.shape import Shape, Sort, described, shapes
from onrecord.exports.snapshot import Snapshot
from onrecord.models import MODELS, Kind, Model, Quantity, Record
from onrecord.models.fields import Ref
from onrecord.models.walk import Marked, marked

__all__ = ["Column", "ColumnType", "Table", "tables"]


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
    """One column; ``given`` tells that no value is missing, ``get`` takes the value from a row."""

    name: str
    type: ColumnType
    description: str
    given: bool
    get: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns, and the rows from which they take their values."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Sequence[Any]


class _Row(NamedTuple):
    """One part of a record, and where it stands."""

    kind: str
    record: str
    within: str
    position: int
    part: Any


@dataclass(slots=True)
class _Parts:
    """The rows of one table of parts, found so far, and the field that they come from."""

    shape: Shape
    rows: list[_Row] = field(default_factory=list)


def tables(snapshot: Snapshot) -> Iterator[Table]:
    """Every table of a dataset; those without rows too, so that the set is always the same."""
    for kind, models in snapshot.models.items():
        model = MODELS[kind]
        columns = tuple(_columns(model))
        yield Table(name=kind.folder, description=described(model), columns=columns, rows=models)
    for name, parts in _all_parts(snapshot).items():
        yield _table_of_parts(name, parts)
    yield _links(snapshot)


# Columns


def _columns(
    model: type[Model], *, prefix: str = "", path: tuple[str, ...] = (), given: bool = True
) -> Iterator[Column]:
    """The columns of a model, those of a part that it has once among them."""
    for shape in shapes(model):
        inner = (*path, shape.name)
        if shape.model is not None and not shape.many:
            yield from _columns(
                shape.model, prefix=f"{prefix}{shape.key}_", path=inner, given=given and shape.given
            )
        elif shape.sort not in (Sort.PART, Sort.MAPPING):
            yield from _column(shape, prefix + shape.key, _getter(inner), given and shape.given)
    if model is Quantity:
        yield from _bounds(prefix, path)


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


def _column(
    shape: Shape,
    name: str,
    get: Callable[[Any], Any],
    given: bool,
) -> Iterator[Column]:
    text = shape.description
    if shape.many:
        yield Column(
            name=name, type=ColumnType.TEXTS, description=text, given=given, get=_with(_texts, get)
        )
    elif shape.sort is Sort.ANY:
        about = f"{text} As JSON."
        yield Column(
            name=name,
            type=ColumnType.TEXT,
            description=about,
            given=given,
            get=_with(_as_json, get),
        )
    elif shape.sort is Sort.DATE:
        yield from _dates(shape, name, get, given=given)
    else:
        yield Column(name=name, type=_PLAIN[shape.sort], description=text, given=given, get=get)


def _dates(shape: Shape, name: str, get: Callable[[Any], Any], *, given: bool) -> Iterator[Column]:
    yield Column(
        name=name,
        type=ColumnType.TEXT,
        description=shape.description,
        given=given,
        get=_with(str, get),
    )
    for end, word in (("earliest", "first"), ("latest", "last")):
        about = f"The {word} day that `{name}` can be, as written; missing if open or not known."
        yield Column(
            name=f"{name}_{end}",
            type=ColumnType.DAY,
            description=about,
            given=False,
            get=_with(attrgetter(end), get),
        )


def _bounds(prefix: str, path: tuple[str, ...]) -> Iterator[Column]:
    """What follows from a figure and its hedge, for those who compute with it."""
    for end, word in (("low", "lowest"), ("high", "highest")):
        yield Column(
            name=f"{prefix}bound_{end}",
            type=ColumnType.NUMBER,
            description=f"The {word} value that the words allow, computed; missing if unbounded.",
            given=False,
            get=_getter((*path, "bounds", end)),
        )
        yield Column(
            name=f"{prefix}bound_{end}_inclusive",
            type=ColumnType.FLAG,
            description=f"Whether `bound_{end}` itself is allowed; of no meaning if unbounded.",
            given=not path,
            get=_getter((*path, "bounds", f"{end}_inclusive")),
        )


def _with(make: Callable[[Any], Any], get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def made(row: Any) -> Any:
        value = get(row)
        return None if value is None else make(value)

    return made


def _texts(values: Iterable[Any]) -> list[str]:
    return [str(value) for value in values]


def _as_json(value: Any) -> str:
    return to_json(value).decode("utf-8")


# Parts


@cache
def _lists(model: type[Model]) -> tuple[tuple[str, Callable[[Any], Any], Shape], ...]:
    """The lists of parts in a model: the dotted path of each, what takes it, and its shape."""
    found: list[tuple[str, Callable[[Any], Any], Shape]] = []
    for shape in shapes(model):
        if shape.sort is Sort.MAPPING or (shape.model is not None and shape.many):
            found.append((shape.key, attrgetter(shape.name), shape))
        elif shape.model is not None:
            for within, get, inner in _lists(shape.model):
                found.append((f"{shape.key}.{within}", _with(get, attrgetter(shape.name)), inner))
    return tuple(found)


def _kept_shapes(model: type[Model]) -> Iterator[Shape]:
    """The lists of parts in a model, and in those parts."""
    for _, _, shape in _lists(model):
        yield shape
        if shape.model is not None:
            yield from _kept_shapes(shape.model)


@cache
def _names() -> dict[Kind, dict[Shape, str]]:
    """The name of the table of each list of parts: its key; with the kind where two keys differ."""
    found = {kind: tuple(_kept_shapes(MODELS[kind])) for kind in MODELS if kind.folder}
    holds: dict[str, set[type[Model] | None]] = {}
    for shape in (shape for kept in found.values() for shape in kept):
        holds.setdefault(shape.key, set()).add(shape.model)
    return {
        kind: {
            shape: shape.key if len(holds[shape.key]) == 1 else f"{kind.value}_{shape.key}"
            for shape in kept
        }
        for kind, kept in found.items()
    }


def _all_parts(snapshot: Snapshot) -> dict[str, _Parts]:
    found: dict[str, _Parts] = {}
    for names in _names().values():
        for shape, name in names.items():
            found.setdefault(name, _Parts(shape))
    for kind, models in snapshot.models.items():
        for record in models:
            _collect(found, kind, record.id, record, "")  # type: ignore[attr-defined]
    return dict(sorted(found.items()))


def _collect(found: dict[str, _Parts], kind: Kind, record: str, part: Model, above: str) -> None:
    for path, get, shape in _lists(type(part)):
        items = get(part)
        if not items:
            continue
        within = above + path
        rows = found[_names()[kind][shape]].rows
        if shape.model is None:
            items = items.items()
        for position, item in enumerate(items):
            rows.append(_Row(kind.value, record, within, position, item))
            if shape.model is not None and _lists(shape.model):
                _collect(found, kind, record, item, f"{within}.{position}.")


_PLACE = tuple(
    Column(name=name, type=type_, description=description, given=True, get=attrgetter(attribute))
    for name, type_, attribute, description in (
        ("record_kind", ColumnType.TEXT, "kind", "The kind of the record that the row belongs to."),
        ("record", ColumnType.TEXT, "record", "The id of the record that the row belongs to."),
        (
            "within",
            ColumnType.TEXT,
            "within",
            "The field of the record that has it, as a dotted path.",
        ),
        ("position", ColumnType.INTEGER, "position", "Its place there, from 0."),
    )
)

_ENTRY = (
    Column(
        name="key",
        type=ColumnType.TEXT,
        description="The key of the entry.",
        given=True,
        get=lambda row: row.part[0],
    ),
    Column(
        name="value",
        type=ColumnType.TEXT,
        description="The value of the entry, as JSON.",
        given=True,
        get=lambda row: _as_json(row.part[1]),
    ),
)


def _table_of_parts(name: str, parts: _Parts) -> Table:
    model = parts.shape.model
    own = tuple(_columns(model, path=("part",))) if model else _ENTRY
    description = described(model) if model else parts.shape.description
    return Table(name=name, description=description, columns=(*_PLACE, *own), rows=parts.rows)


# References


class _Link(NamedTuple):
    """One place in a record that names another record or a term."""

    kind: str
    record: str
    path: str
    field: str
    target: str
    target_kind: str | None
    vocabulary: str | None


_LINK_COLUMNS = tuple(
    Column(
        name=name, type=ColumnType.TEXT, description=text, given=given, get=attrgetter(attribute)
    )
    for name, attribute, given, text in (
        ("record_kind", "kind", True, "The kind of the record that refers."),
        ("record", "record", True, "The id of the record that refers."),
        ("path", "path", True, "Where in the record, as a dotted path with positions from 0."),
        ("field", "field", True, "The same without positions."),
        ("target", "target", True, "The id, or the term, that stands there; the present id."),
        ("target_kind", "target_kind", False, "The kind of record named; missing for a term."),
        ("vocabulary", "vocabulary", False, "The vocabulary of the term; missing for a record."),
    )
)


def _links(snapshot: Snapshot) -> Table:
    former = snapshot.dataset.former_ids
    kinds = {record.id: record.kind.value for record in snapshot.dataset}
    return Table(
        name="links",
        description="Every place in a record that names another record or a term of a vocabulary.",
        columns=_LINK_COLUMNS,
        rows=[
            _link(record, found, former, kinds)
            for record in snapshot.dataset
            for found in marked(record)
        ],
    )


def _link(
    record: Record, found: Marked, former: Mapping[str, str], kinds: Mapping[str, str]
) -> _Link:
    is_record = isinstance(found.mark, Ref)
    target = former.get(found.value, found.value) if is_record else found.value
    return _Link(
        kind=record.kind.value,
        record=record.id,
        path=".".join(map(str, found.path)),
        field=".".join(step for step in found.path if isinstance(step, str)),
        target=target,
        target_kind=kinds.get(target) if is_record else None,
        vocabulary=None if isinstance(found.mark, Ref) else found.mark.vocabulary,
    )
