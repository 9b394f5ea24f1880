"""How a document fits the place it stands in and the model of its kind: what S and T rules read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pydantic import ValidationError

from onrecord.diagnostics import Finding, Place, RecordPath
from onrecord.documents import Document, canonical
from onrecord.models import MODELS, Kind, Model
from onrecord.models.walk import key_of, key_order, submodel

__all__ = [
    "DATASET_FILE",
    "FieldError",
    "Fit",
    "Trouble",
    "field_errors",
    "is_empty",
    "kind_at",
    "kind_meant",
    "model_at",
]

DATASET_FILE = "dataset.yaml"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file could not be read, or should not have been: the code of a rule, and the reason."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing in a document that its model refuses; ``path`` leads to what is there."""

    type: str
    path: RecordPath
    value: Any
    message: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Fit:
    """One file, the kind that its folder makes it, and what the kind's model refuses in it."""

    file: str
    kind: Kind | None
    document: Document
    errors: tuple[FieldError, ...] = ()
    trouble: Trouble | None = None

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.file.rpartition("/")[2].removesuffix(".yaml")

    @property
    def folder(self) -> str:
        """The folder that the file stands in, below the records' root; empty for the root."""
        return self.file.rpartition("/")[0]

    @property
    def id(self) -> str:
        """The id that the file states, else the one that its name promises."""
        said = (self.document.data or {}).get("id")
        return said if isinstance(said, str) else self.stem

    @property
    def given(self) -> frozenset[str]:
        """What is wrong with it in which way, by the names of the attributes that have it."""
        return frozenset(name for name in ("errors", "trouble") if getattr(self, name))

    @cached_property
    def canonical(self) -> bytes | None:
        """The file in canonical form; ``None`` where that cannot be told."""
        if self.kind is None or self.document.data is None:
            return None
        return canonical(self.document, key_order(MODELS[self.kind])).encode()

    @property
    def is_canonical(self) -> bool:
        """Whether the file is in canonical form to the byte."""
        return self.canonical == self.document.content

    def of_type(self, *types: str) -> Iterator[FieldError]:
        """The errors of these types, one at a place; not those of empty values (S009's matter)."""
        seen: set[RecordPath] = set()
        for error in self.errors:
            if error.type in types and error.path not in seen and not is_empty(error.value):
                seen.add(error.path)
                yield error

    def finding(self, code: str, message: str, path: RecordPath = (), **more: Any) -> Finding:
        """A finding in this file."""
        return Finding(code=code, record=self.id, path=path, message=message, **more)

    def line_place(self, number: int) -> Place:
        """The whole of a line, counted from 1."""
        end = len(self.document.line(number)) + 1
        return Place(
            file=self.document.file, line=number, column=1, end_line=number, end_column=end
        )


def kind_meant(kind: Kind, data: Mapping[str, Any]) -> Kind | None:
    """The kind of which a mapping has the keys, where it does not fit the kind of its folder.

    Only where two keys or more are none of the kind's: one may be misspelt.
    """
    if len(data.keys() - set(MODELS[kind].key_order())) < 2:
        return None
    fitting = [other for other in _OTHERS if other is not kind and _has_keys(MODELS[other], data)]
    return fitting[0] if len(fitting) == 1 else None


_OTHERS = tuple(kind for kind in MODELS if kind.folder)


def _has_keys(model: type[Model], data: Mapping[str, Any]) -> bool:
    fields = model.model_fields.items()
    required = {key_of(model, name) for name, field in fields if field.is_required()}
    return required <= data.keys() <= set(model.key_order())


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: null, an empty text, list or mapping."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def kind_at(file: str) -> Kind | None:
    """The kind of a file by where it stands below the records' root; ``None`` for nowhere known."""
    if file == DATASET_FILE:
        return Kind.DATASET
    folder, slash, _ = file.partition("/")
    return _FOLDERS.get(folder) if slash else None


_FOLDERS = {kind.folder: kind for kind in MODELS if kind.folder}


def model_at(kind: Kind, path: RecordPath) -> type[Model] | None:
    """The model of the mapping at a path, or of the mapping that holds what stands there."""
    part: type[Model] | None = MODELS[kind]
    for step in path:
        if isinstance(step, int) or part is None:
            continue
        name = _names(part).get(step)
        part = submodel(part, name)[1] if name else None
    return part


@cache
def _names(model: type[Model]) -> dict[str, str]:
    return {key_of(model, name): name for name in model.model_fields}


def field_errors(error: ValidationError, data: Any) -> tuple[FieldError, ...]:
    """What a model refuses, each at the deepest place that is in the document."""
    found = []
    for each in error.errors(include_url=False):
        path = _in_document(each["loc"], data)
        if each["type"] in ("missing", "extra_forbidden"):
            path = tuple(each["loc"])
        found.append(
            FieldError(each["type"], path, each.get("input"), each["msg"], each.get("ctx", {}))
        )
    return tuple(found)


def _in_document(loc: tuple[int | str, ...], data: Any) -> RecordPath:
    path: list[int | str] = []
    for step in loc:
        match data, step:
            case dict(), _ if step in data:
                data = data[step]
            case list(), int() if step < len(data):
                data = data[step]
            case _:  # the name of a branch that pydantic tried
                continue
        path.append(step)
    return tuple(path)
