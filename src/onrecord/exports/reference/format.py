"""The pages of the record format: every field of every kind, from the models' JSON Schemas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from onrecord.exports.reference.markdown import code, example, inline, page, table
from onrecord.exports.schemas import json_schema
from onrecord.models import MODELS, Kind
from onrecord.models.fields import Code, Country, Day, Id, LangTag, Number, Wikidata

__all__ = ["format_pages"]

Schema = dict[str, Any]

_SHARED: Final = "parts"
_ORIGIN: Final = "the models"
_USUAL_LENGTH: Final = 2000

_TYPES: Final[dict[str, Any]] = {
    "day": Day,
    "language tag": LangTag,
    "country code": Country,
    "code of a rule": Code,
    "Wikidata item": Wikidata,
    "id": Id,
    "number": Number,
}
"""The types of single values that have a name for people."""

_PLAIN: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "object": "mapping",
}


def format_pages() -> dict[str, str]:
    """A page for each kind of file, and one for the parts that several kinds have."""
    pages = {f"format/{kind.value}.md": _kind_page(kind) for kind in MODELS}
    return {**pages, f"format/{_SHARED}.md": _shared_page()}


def _kind_page(kind: Kind) -> str:
    writer = _Writer(kind.value)
    schema = json_schema(kind)
    needed = schema["required"]
    parts = [schema["description"], _whereabouts(kind), "## Fields"]
    parts += [writer.overview(schema["properties"], needed)]
    for name, field in schema["properties"].items():
        parts += writer.field(name, field, needed=name in needed)
    own = [(name, part) for name, part in schema.get("$defs", {}).items() if not _is_shared(name)]
    if own:
        parts.append("## Parts and words")
    for name, part in own:
        parts += writer.part(name, part)
    return page(schema["title"], _ORIGIN, parts)


def _whereabouts(kind: Kind) -> str:
    year = "/<year>" if kind in (Kind.STATEMENT, Kind.EVENT, Kind.SOURCE) else ""
    path = f"{kind.folder}{year}/<id>.yaml" if kind.folder else "dataset.yaml"
    return (
        f"File: {code(f'records/{path}')}. JSON Schema: {code(f'schema/{kind.value}.schema.json')}."
    )


def _shared_page() -> str:
    writer = _Writer(_SHARED)
    parts = ["What several kinds of record have in common.", "## Parts and words"]
    for name, part in sorted(_definitions().items()):
        if _is_shared(name):
            parts += writer.part(name, part)
    return page("Shared parts", _ORIGIN, parts)


@cache
def _definitions() -> dict[str, Schema]:
    """The parts of all kinds by name."""
    return {
        name: part for kind in MODELS for name, part in json_schema(kind).get("$defs", {}).items()
    }


@cache
def _kinds_with() -> Counter[str]:
    return Counter(name for kind in MODELS for name in json_schema(kind).get("$defs", {}))


def _is_shared(name: str) -> bool:
    return _kinds_with()[name] > 1


@cache
def _type_names() -> dict[str, str]:
    """What a schema of one value is called, by its pattern, list of codes or bounds."""
    return {_key(TypeAdapter(type_).json_schema()): name for name, type_ in _TYPES.items()}


def _key(schema: Schema) -> str:
    kept = {name: schema.get(name) for name in ("pattern", "enum", "minimum", "maximum")}
    return repr(kept) if any(kept.values()) else ""


@dataclass(frozen=True)
class _Writer:
    """Writes the fields and parts that stand on one page."""

    page: str

    def overview(self, fields: dict[str, Schema], needed: list[str]) -> str:
        """All fields of a record in the order in which a file has them."""
        rows = (
            (f"[{code(name)}](#{name})", self.takes(field), "yes" if name in needed else "")
            for name, field in fields.items()
        )
        return table(("Field", "Takes", "Required"), rows)

    def field(self, name: str, field: Schema, *, needed: bool) -> Iterator[str]:
        """One field of a record, in full."""
        yield f"### {code(name)}"
        yield f"*{self.takes(field)}{', required' if needed else ''}*"
        yield _meaning(field)
        for value in field.get("examples", ()):
            yield example(name, value)

    def part(self, name: str, part: Schema) -> Iterator[str]:
        """A mapping within a record, or a closed list of words."""
        yield f"### {_title(name)} {{ #part-{name.lower()} }}"
        yield part.get("description", "")
        if "enum" in part:
            yield self._words(part)
        elif "properties" in part:
            yield self._fields(part)

    def _words(self, part: Schema) -> str:
        meanings = part.get("enumDescriptions", ())
        rows = zip(map(code, part["enum"]), meanings, strict=True)
        return table(("Word", "Meaning"), rows)

    def _fields(self, part: Schema) -> str:
        needed = part.get("required", ())
        rows = (
            (
                code(name) + (" (required)" if name in needed else ""),
                self.takes(field),
                _meaning(field),
                ", ".join(map(inline, field.get("examples", ()))),
            )
            for name, field in part["properties"].items()
        )
        return table(("Field", "Takes", "Meaning", "Example"), rows)

    def takes(self, schema: Schema) -> str:
        """What a field takes, in words."""
        if "$ref" in schema:
            return self._link(schema["$ref"].rpartition("/")[2])
        if schema.get("type") == "array":
            least = ", at least one" if schema.get("minItems") else ""
            return f"list: {self.takes(schema['items'])}{least}"
        if "x-refers-to" in schema:
            kinds = " or ".join(self._kind(kind) for kind in schema["x-refers-to"])
            return f"id of {kinds}"
        if "x-term-of" in schema:
            name = schema["x-term-of"]
            return f"term of [{name}](../vocabularies.md#{name})"
        if "anyOf" in schema:
            return " or ".join(dict.fromkeys(self.takes(each) for each in schema["anyOf"]))
        return _single(schema)

    def _link(self, name: str) -> str:
        page_ = self._path(_SHARED) if _is_shared(name) else ""
        return f"[{_title(name)}]({page_}#part-{name.lower()})"

    def _kind(self, kind: str) -> str:
        article = "an" if kind[0] in "aeiou" else "a"
        return f"{article} [{kind}]({kind}.md)"

    def _path(self, page: str) -> str:
        return "" if page == self.page else f"{page}.md"


def _title(name: str) -> str:
    """What a part is called for people: the title that it gives itself, or its name in words."""
    title = _definitions()[name].get("title", name)
    return title if title != name else re.sub(r"(?<=[a-z])([A-Z])", _lower, name)


def _lower(letter: re.Match[str]) -> str:
    return f" {letter[1].lower()}"


def _meaning(field: Schema) -> str:
    if "description" in field:
        return str(field["description"])
    # pydantic leaves the description out of a field that has the same as the words it takes
    return str(_definitions()[field["$ref"].rpartition("/")[2]]["description"])


def _single(schema: Schema) -> str:
    named = _type_names().get(_key(schema))
    if named is not None and _key(schema):
        return named
    if "const" in schema:
        return inline(schema["const"])
    longest = schema.get("maxLength", _USUAL_LENGTH)
    limit = "" if longest == _USUAL_LENGTH else f" of at most {longest:,} characters"
    return _PLAIN[schema["type"]] + limit
