"""The JSON Schemas (2020-12) of the kinds of file, made from the models.

It knows the models and of records their ids alone: what one document can be judged by is here, what
takes a second one is left to the rules.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from onrecord.dataset import Dataset
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.models import FORMAT, MODELS, Kind
from onrecord.values.words import Word

__all__ = ["files", "json_schema", "schema_files"]

_FIRST: Final = ("$schema", "$id", "title", "description")
_LAST: Final = ("$defs",)


class _Generator(GenerateJsonSchema):
    """Pydantic's generator without what it makes up: titles of fields and defaults of absence."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Leaves fields and examples in the order of the models."""
        del parent_key
        return value

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default", ()) in (None, ()):
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        made = super().enum_schema(schema)
        meanings = [word.meaning for word in schema["members"] if isinstance(word, Word)]
        return {**made, "enumDescriptions": meanings} if meanings else made


def json_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of one kind of file.

    ``x-refers-to`` at a field lists the kinds of record whose id it takes, ``x-term-of`` names the
    vocabulary it takes a term of, ``enumDescriptions`` says what each word of a closed list means;
    ``patternErrorMessage`` and ``errorMessage`` are what editors say of a value that does not fit.
    """
    model = MODELS[kind]
    made = model.model_json_schema(schema_generator=_Generator)
    made["properties"] = {key: made["properties"][key] for key in model.key_order()}
    head = {
        "$schema": _Generator.schema_dialect,
        "$id": f"urn:onrecord:schema:{FORMAT}:{kind.value}",
    }
    return {**head, **dict(sorted(made.items(), key=_rank))}


def _rank(entry: tuple[str, Any]) -> int:
    key = entry[0]
    return _FIRST.index(key) if key in _FIRST else len(_FIRST) + (key in _LAST)


def schema_files(dataset: Dataset | None = None) -> dict[str, bytes]:
    """The schemas of all kinds as files, by name: ``statement.schema.json`` and so on.

    With a dataset a key that takes an id or a term takes only those that are in it.
    """
    made = {kind: json_schema(kind) for kind in MODELS}
    if dataset is not None:
        made = {kind: _with_ids(schema, dataset) for kind, schema in made.items()}
    return {f"{kind.value}.schema.json": _text(each).encode("utf-8") for kind, each in made.items()}


def _with_ids(schema: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    """The schema with every list of ids and terms among its definitions, where it needs them."""
    lists: dict[str, Any] = {}

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(each) for each in node]
        if not isinstance(node, dict):
            return node
        made = {key: walk(each) for key, each in node.items()}
        name, listed = _listed(made, dataset)
        if listed:
            lists[name] = listed
            made["allOf"] = [{"$ref": f"#/$defs/{name}"}]
        return made

    made = walk(schema)
    return {**made, "$defs": {**made.get("$defs", {}), **lists}} if lists else dict(made)


def _listed(node: dict[str, Any], dataset: Dataset) -> tuple[str, dict[str, Any]]:
    """The name and the schema of the list that a value is from; an empty one where it is free."""
    kinds, vocabulary = node.get("x-refers-to"), node.get("x-term-of")
    if isinstance(kinds, list):
        records = [each for kind in kinds for each in dataset.of_kind(kind).values()]
        labels = {each.id: each.label for each in records}
        former = {old: labels[new] for old, new in dataset.former_ids.items() if new in labels}
        return "Ids-" + "-".join(kinds), _enum({**labels, **former}, f"an id of {_any(kinds)}")
    found = dataset.vocabularies.get(vocabulary) if isinstance(vocabulary, str) else None
    terms = {term.id: f"{term.label}: {term.definition}" for term in found.terms} if found else {}
    return f"Terms-{vocabulary}", _enum(terms, f"a term of {vocabulary}")


def _any(kinds: list[str]) -> str:
    *some, last = (f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in kinds)
    return f"{', '.join(some)} or {last}" if some else last


def _enum(meanings: dict[str, str], what: str) -> dict[str, Any]:
    """A closed list; without a word of its own, an editor would name all that it takes."""
    if not meanings:
        return {}
    return {
        "enum": [*meanings],
        "enumDescriptions": [*meanings.values()],
        "errorMessage": f"Not {what} that there was when this schema was written.",
    }


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The schemas as files of a release, in the folder ``schema``: the same for any data."""
    del snapshot
    return {f"schema/{name}": Part(content=content) for name, content in schema_files().items()}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
