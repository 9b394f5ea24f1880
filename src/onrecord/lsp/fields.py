"""What the models say of the keys and values of a record, by the path that the cursor stands at.

It reads the JSON Schemas, in which all of it stands side by side: types, descriptions, examples,
what a key refers to. It knows no record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from onrecord.documents import dump
from onrecord.exports.schemas import json_schema
from onrecord.models import Kind
from onrecord.values.codes import COUNTRIES

__all__ = ["Field", "field_at", "fields_at"]


class Field:
    """One key of a mapping: what its schema says of it, and of each item where it takes a list."""

    def __init__(
        self, kind: Kind, key: str, schema: Mapping[str, Any], *, is_required: bool
    ) -> None:
        self.key = key
        self.is_required = is_required
        self.schema = schema
        self.many = schema.get("type") == "array"
        self.item = _resolved(kind, schema["items"] if self.many else schema)

    @property
    def description(self) -> str:
        """What it means."""
        return str(self.schema.get("description", ""))

    @property
    def example(self) -> str | None:
        """The first example as a canonical file has it, with the key."""
        examples = self.schema.get("examples")
        return dump({self.key: examples[0]}).rstrip("\n") if examples else None

    @property
    def is_mapping(self) -> bool:
        """Whether it takes a mapping with keys of its own, or a list of such."""
        return bool(self.item.get("properties"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of record whose id it takes."""
        return tuple(self.item.get("x-refers-to", ()))

    @property
    def vocabulary(self) -> str | None:
        """The vocabulary whose terms it takes."""
        found: str | None = self.item.get("x-term-of")
        return found

    @property
    def words(self) -> Mapping[str, str]:
        """The words of its closed list, each with its meaning."""
        if self.item.get("type") == "boolean":
            return {"true": "", "false": ""}
        words: Sequence[str] = self.item.get("enum", ())
        meanings = self.item.get("enumDescriptions")
        if meanings is None:
            return {word: COUNTRIES.get(word, "") for word in words}
        return dict(zip(words, meanings, strict=True))

    @property
    def is_day(self) -> bool:
        """Whether it takes a day on which somebody here did something."""
        return self._is_like(_schema(Kind.STATEMENT)["properties"]["added"])

    @property
    def is_date(self) -> bool:
        """Whether it takes a date of the world, as EDTF."""
        return bool(self.item.get("title") == _schema(Kind.STATEMENT)["$defs"]["Edtf"]["title"])

    @property
    def takes_rule(self) -> bool:
        """Whether it takes the code of a rule."""
        return self._is_like(_schema(Kind.STATEMENT)["$defs"]["Waiver"]["properties"]["rule"])

    def _is_like(self, other: Mapping[str, Any]) -> bool:
        pattern = self.item.get("pattern")
        return pattern is not None and bool(pattern == other["pattern"])


def fields_at(kind: Kind, path: Sequence[str]) -> dict[str, Field]:
    """The keys that the mapping under these keys takes, in canonical order; none of no mapping."""
    return _fields(kind, tuple(path))


def field_at(kind: Kind, path: Sequence[str]) -> Field | None:
    """The key at the end of a path, if there is such a key."""
    return fields_at(kind, path[:-1]).get(path[-1]) if path else None


@cache
def _schema(kind: Kind) -> dict[str, Any]:
    return json_schema(kind)


@cache
def _fields(kind: Kind, path: tuple[str, ...]) -> dict[str, Field]:
    schema: Mapping[str, Any] = _schema(kind)
    if path:
        field = field_at(kind, path)
        schema = field.item if field is not None else {}
    required = schema.get("required", ())
    return {
        key: Field(kind, key, each, is_required=key in required)
        for key, each in schema.get("properties", {}).items()
    }


def _resolved(kind: Kind, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that is meant where one refers to another by name."""
    name = schema.get("$ref")
    if name is None:
        return schema
    found: Mapping[str, Any] = _schema(kind)["$defs"][name.rpartition("/")[2]]
    return found
