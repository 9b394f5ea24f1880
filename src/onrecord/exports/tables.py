"""A dataset as tables: one a kind, one for each list of parts, and two of all kinds together.

The tables and their columns follow from the models' fields. A list of parts is a table with a row
for each, which names its record and its place there; ``records`` has every record by its id, and
``links`` every reference. It knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from onrecord.exports.columns import Column, ColumnType, Path, as_json, columns_of, resolved, taken
from onrecord.exports.shape import Shape, Sort, described, shapes
from onrecord.exports.snapshot import Snapshot
from onrecord.models import MODELS, Kind, Model
from onrecord.models.fields import Ref
from onrecord.models.walk import spelled

__all__ = ["Column", "ColumnType", "ForeignKey", "Table", "table_of_kind", "tables"]


_AT_ONCE: Final = 1000
"""Of how many rows all values are taken before those of the next: so many stay in a cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """Columns whose values, where they are given, are the key of a row in another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)  # without slots, for the values that are made once
class Table:
    """A table: its columns, its key, how many rows it has, and what its columns take values from.

    ``there`` is what stands at some paths in every row (see ``Column``).
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[ForeignKey, ...] = ()
    there: Mapping[Path, Sequence[Any]]

    @property
    def count(self) -> int:
        """The number of its rows."""
        return len(next(iter(self.there.values())))

    @cached_property
    def values(self) -> tuple[list[Any], ...]:
        """The values of each column, in the order of the rows."""
        made: tuple[list[Any], ...] = tuple([] for _ in self.columns)
        for first in range(0, self.count, _AT_ONCE):
            found = {path: some[first : first + _AT_ONCE] for path, some in self.there.items()}
            for column, values in zip(self.columns, made, strict=True):
                values.extend(_made(column, taken(found, column.path)))
        return made

    @property
    def foreign_keys(self) -> Iterator[ForeignKey]:
        """What the table refers to: its own keys, and those of single columns."""
        yield from self.foreign
        for column in self.columns:
            if column.refers_to is not None and column.type is not ColumnType.TEXTS:
                yield ForeignKey(columns=(column.name,), table=column.refers_to, target=("id",))


def _made(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    make = column.make
    return values if make is None else [None if value is None else make(value) for value in values]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Parts of records of one sort, found so far: the field that has them, and where each stands.

    Columns rather than rows, since a list grows by many items as fast as by one.
    """

    shape: Shape
    kinds: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    withins: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    parts: list[Any] = field(default_factory=list)

    def add(self, kind: str, record: str, within: str, items: Sequence[Any]) -> None:
        """Adds the items of one list."""
        count = len(items)
        self.kinds.extend([kind] * count)
        self.records.extend([record] * count)
        self.withins.extend([within] * count)
        self.positions.extend(range(count))
        self.parts.extend(items)


def tables(snapshot: Snapshot) -> tuple[Table, ...]:
    """Every table of a dataset; those without rows too, so that the set is always the same."""
    return snapshot.once(_tables)


def _tables(snapshot: Snapshot) -> tuple[Table, ...]:
    former = snapshot.dataset.former_ids
    kinds = [table_of_kind(kind, models, former) for kind, models in snapshot.models.items()]
    parts = [_table_of_parts(*each, former) for each in _all_parts(snapshot).items()]
    return (_records(snapshot), *kinds, *parts, _links(snapshot))


def table_of_kind(kind: Kind, models: Sequence[Model], former: Mapping[str, str]) -> Table:
    """The table of these records of one kind; ``former`` has the present id of each former one."""
    model = MODELS[kind]
    return Table(
        name=kind.folder,
        description=described(model),
        columns=tuple(resolved(column, former) for column in columns_of(model)),
        key=("id",),
        there={(): models},
    )


_WORDS = {kind: kind.value for kind in Kind}
"""The word of each kind, which takes long to ask an enumeration for in every row."""


# All records


_ENTRY_COLUMNS = tuple(
    Column(name=name, type=type_, description=text, given=given, path=path)
    for name, type_, given, path, text in (
        ("kind", ColumnType.TEXT, True, ("kind",), "The kind of the record."),
        ("id", ColumnType.TEXT, True, ("record", "id"), "Its id."),
        (
            "label",
            ColumnType.TEXT,
            True,
            ("record", "label"),
            "A short text by which people know it: a name, a title, a summary.",
        ),
        (
            "date",
            ColumnType.TEXT,
            False,
            ("when", "text"),
            "When it was said, happened or was published, as EDTF, for the kinds that have a date.",
        ),
        (
            "status",
            ColumnType.TEXT,
            False,
            ("status",),
            "`active`, or `withdrawn`; missing for a vocabulary.",
        ),
        (
            "added",
            ColumnType.DAY,
            False,
            ("added",),
            "The day on which it entered the dataset; missing for a vocabulary.",
        ),
    )
)


def _records(snapshot: Snapshot) -> Table:
    every = [record for models in snapshot.models.values() for record in models]
    words = [_WORDS[kind] for kind, models in snapshot.models.items() for _ in models]
    only_of_records: dict[Path, list[Any]] = {
        (name,): [getattr(record, name, None) for record in every]
        for name in ("when", "status", "added")
    }
    return Table(
        name="records",
        description="Every record of every kind, and every vocabulary: what an id is.",
        columns=_ENTRY_COLUMNS,
        key=("kind", "id"),
        there={("kind",): words, ("record",): every, **only_of_records},
    )


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
                found.append((f"{shape.key}.{within}", _within(shape.name, get), inner))
    return tuple(found)


def _within(name: str, get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What takes something from a part, where there is that part."""
    take = attrgetter(name)

    def got(row: Any) -> Any:
        part = take(row)
        return None if part is None else get(part)

    return got


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


class _List(NamedTuple):
    """A list of parts in a model of one kind: where it is, what takes it, and its table."""

    path: str
    get: Callable[[Any], Any]
    table: str
    is_mapping: bool
    is_deep: bool


@cache
def _kept(kind: Kind, model: type[Model]) -> tuple[_List, ...]:
    names = _names()[kind]
    return tuple(
        _List(
            path, get, names[shape], shape.model is None, bool(shape.model and _lists(shape.model))
        )
        for path, get, shape in _lists(model)
    )


def _collect(found: dict[str, _Parts], kind: Kind, record: str, part: Model, above: str) -> None:
    for path, get, table, is_mapping, is_deep in _kept(kind, type(part)):
        items = get(part)
        if not items:
            continue
        within = above + path
        found[table].add(
            _WORDS[kind], record, within, tuple(items.items()) if is_mapping else items
        )
        if is_deep:
            for position, item in enumerate(items):
                _collect(found, kind, record, item, f"{within}.{position}.")


_PLACE = tuple(
    Column(name=name, type=type_, description=description, given=True, path=(name,))
    for name, type_, description in (
        ("record_kind", ColumnType.TEXT, "The kind of the record that the row belongs to."),
        ("record", ColumnType.TEXT, "The id of the record that the row belongs to."),
        (
            "within",
            ColumnType.TEXT,
            "The field of the record that has it, as a dotted path.",
        ),
        ("position", ColumnType.INTEGER, "Its place there, from 0."),
    )
)

_ENTRY = (
    Column(
        name="key",
        type=ColumnType.TEXT,
        description="The key of the entry.",
        given=True,
        path=("part",),
        make=itemgetter(0),
    ),
    Column(
        name="value",
        type=ColumnType.TEXT,
        description="The value of the entry, as JSON.",
        given=True,
        path=("part",),
        make=lambda entry: as_json(entry[1]),
    ),
)


_OF_RECORD = ForeignKey(columns=("record_kind", "record"), table="records", target=("kind", "id"))


def _table_of_parts(name: str, parts: _Parts, former: Mapping[str, str]) -> Table:
    model = parts.shape.model
    own = columns_of(model, path=("part",)) if model else _ENTRY
    return Table(
        name=name,
        description=described(model) if model else parts.shape.description,
        columns=(*_PLACE, *(resolved(column, former) for column in own)),
        key=("record_kind", "record", "within", "position"),
        foreign=(_OF_RECORD,),
        there={
            ("record_kind",): parts.kinds,
            ("record",): parts.records,
            ("within",): parts.withins,
            ("position",): parts.positions,
            ("part",): parts.parts,
        },
    )


# References


_LINK_COLUMNS = tuple(
    Column(name=name, type=ColumnType.TEXT, description=text, given=given, path=(name,))
    for name, given, text in (
        ("record_kind", True, "The kind of the record that refers."),
        ("record", True, "The id of the record that refers."),
        ("path", True, "Where in the record, as a dotted path with positions from 0."),
        ("field", True, "The same without positions."),
        ("target", True, "The id, or the term, that stands there; the present id."),
        ("target_kind", False, "The kind of record named; missing for a term."),
        ("vocabulary", False, "The vocabulary of the term; missing for a record."),
    )
)


def _links(snapshot: Snapshot) -> Table:
    former = snapshot.dataset.former_ids
    kinds = {record.id: _WORDS[record.kind] for record in snapshot.dataset}
    there: dict[Path, list[str | None]] = {column.path: [] for column in _LINK_COLUMNS}
    words, records, paths, fields, targets, target_kinds, vocabularies = there.values()
    for record in snapshot.dataset:
        found = spelled(record)
        words.extend([kinds[record.id]] * len(found))
        records.extend([record.id] * len(found))
        for path, field_, value, mark in found:
            paths.append(path)
            fields.append(field_)
            if isinstance(mark, Ref):
                target = former.get(value, value)
                targets.append(target)
                target_kinds.append(kinds.get(target))
                vocabularies.append(None)
            else:
                targets.append(value)
                target_kinds.append(None)
                vocabularies.append(mark.vocabulary)
    return Table(
        name="links",
        description="Every place in a record that names another record or a term of a vocabulary.",
        columns=_LINK_COLUMNS,
        key=("record_kind", "record", "path"),
        foreign=(
            _OF_RECORD,
            ForeignKey(columns=("target_kind", "target"), table="records", target=("kind", "id")),
        ),
        there=there,
    )
