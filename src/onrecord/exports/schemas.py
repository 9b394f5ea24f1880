"""The JSON Schemas (2020-12) of the kinds of file, made from the models.

It knows the models and nothing of records: what one document can be judged by alone is here, what
takes a second one is left to the rules.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

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
    vocabulary it takes a term of, ``enumDescriptions`` says what each word of a closed list means.
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


def schema_files() -> dict[str, bytes]:
    """The schemas of all kinds as files, by name: ``statement.schema.json`` and so on."""
    return {
        f"{kind.value}.schema.json": _text(json_schema(kind)).encode("utf-8") for kind in MODELS
    }


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The schemas as files of a release, in the folder ``schema``: the same for any data."""
    del snapshot
    return {f"schema/{name}": Part(content=content) for name, content in schema_files().items()}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
