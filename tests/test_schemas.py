"""The JSON Schemas: equal to what the models are, in what they accept and in what is committed."""

from __future__ import annotations

import copy
import itertools
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from onrecord.cli import run
from onrecord.dataset import Dataset
from onrecord.exports.schemas import json_schema, schema_files
from onrecord.models import MODELS, Kind

ROOT = Path(__file__).parent.parent
KINDS = pytest.mark.parametrize("kind", list(MODELS), ids=str)


@cache
def schema_of(kind: Kind) -> dict[str, Any]:
    return json_schema(kind)


@cache
def validator_of(kind: Kind) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind))


def model_accepts(kind: Kind, document: Any) -> bool:
    try:
        MODELS[kind].model_validate(document)
    except ValidationError:
        return False
    return True


def model_accepts_json(kind: Kind, document: Any) -> bool:
    try:
        MODELS[kind].model_validate_json(json.dumps(document))
    except ValidationError:
        return False
    return True


# Documents made from a schema, by the keywords that our schemas use; any other is an error here.

WORDS = st.sampled_from(["Iran", "حسین امیرعبداللهیان", "a b", " ", "é", "Герань-2", "🛩", "0", "x"])
BIG = 2**53 - 1
KNOWN = {
    "$defs", "$id", "$ref", "$schema", "additionalProperties", "anyOf", "const", "default",
    "description", "enum", "enumDescriptions", "examples", "items", "maxLength", "maximum",
    "minItems", "minLength", "minimum", "pattern", "patternErrorMessage", "properties",
    "propertyNames", "required", "title", "type", "x-refers-to", "x-term-of",
}  # fmt: skip


class Documents:
    """Strategies for documents that a schema accepts."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.defs = schema.get("$defs", {})
        self.root = schema

    def of(self, part: dict[str, Any]) -> st.SearchStrategy[Any]:
        assert set(part) <= KNOWN, f"teach the test of {set(part) - KNOWN}"
        if "$ref" in part:
            return self.of(self.defs[part["$ref"].removeprefix("#/$defs/")])
        if "anyOf" in part:
            return st.one_of([self.of(option) for option in part["anyOf"]])
        if "const" in part:
            return st.just(part["const"])
        if "enum" in part:
            return st.sampled_from(part["enum"])
        return getattr(self, f"_{part['type']}")(part)

    def _string(self, part: dict[str, Any]) -> st.SearchStrategy[str]:
        if "pattern" not in part:
            return WORDS
        pattern = part["pattern"].replace(r"$(?!\n)", r"\Z")
        longest = part.get("maxLength", 10_000)
        return st.from_regex(pattern).filter(lambda text: len(text) <= longest)

    def _number(self, part: dict[str, Any]) -> st.SearchStrategy[float]:
        low, high = part.get("minimum", -BIG), part.get("maximum", BIG)
        return st.integers(low, high) | st.floats(low, high)

    def _integer(self, _: dict[str, Any]) -> st.SearchStrategy[int]:
        return st.integers(-BIG, BIG)

    def _boolean(self, _: dict[str, Any]) -> st.SearchStrategy[bool]:
        return st.booleans()

    def _array(self, part: dict[str, Any]) -> st.SearchStrategy[list[Any]]:
        least = part.get("minItems", 0)
        return st.lists(self.of(part["items"]), min_size=least, max_size=least + 1)

    def _object(self, part: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        if "properties" not in part:
            return st.dictionaries(WORDS, self.of(part["additionalProperties"]), max_size=2)
        fields = {key: self.of(field) for key, field in part["properties"].items()}
        required = {key: fields.pop(key) for key in part.get("required", ())}
        return st.fixed_dictionaries(required, optional=fields)


@cache
def documents(kind: Kind) -> st.SearchStrategy[Any]:
    schema = schema_of(kind)
    return Documents(schema).of(schema)


# What may be wrong with a document, put at any place in it.

WRONG = [
    None, True, False, 0, 1, 1.0, -1, 0.5, BIG, BIG + 1, BIG + 2, -BIG - 1, 10**30, 1e308, "", " ",
    "\n",
    "a\n", "x" * 81, "x" * 161, "x" * 301, "x" * 2001, "x" * 20001, [], {}, [None], [""], [[]],
    {"": 1}, {"a": None}, {"a": ["b", 1]}, "1", "true", "null", "en\n", "EN", "en-us",
    "fa-Arab-IR", "XX", "ir", "IR", "IR\n", "2023-02-29", "2024-02-29", "1900-02-29", "2022-13",
    "2022-11-05\n", "2022/2023", "2022-11-05T00:00:00Z", "1799-12-31", "2100-01-01", "20221105",
    "2022-1-1", "Q1", "Q0", "Q1\n", "active", "Active", "a--b", "-a", "a-", "ä", "ａ", "٣",
    "2026.11.0", "2026.11.0\n", "2026.13.0", "P002", "P002\n", "p002",
]  # fmt: skip


def places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a document with each of its keys."""
    keys = list(part) if isinstance(part, dict) else range(len(part))
    for key in keys:
        yield part, key
        if isinstance(part[key], dict | list):
            yield from places(part[key])


@st.composite
def spoilt(draw: st.DrawFn, kind: Kind) -> Any:
    document = copy.deepcopy(draw(documents(kind)))
    holder, key = draw(st.sampled_from(list(places(document))))
    match draw(st.sampled_from(["put", "put", "put", "drop", "add", "newline", "wrap", "rename"])):
        case "put":
            holder[key] = copy.deepcopy(draw(st.sampled_from(WRONG)))
        case "drop":
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[draw(st.sampled_from(["unknown", "", "from_", "id", "kind", "note"]))] = "x"
        case "newline" if isinstance(holder[key], str):
            holder[key] += "\n"
        case "rename" if isinstance(holder, dict):
            holder[key.upper()] = holder.pop(key)
        case _:
            holder[key] = [holder[key]]
    return document


LAW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


@KINDS
@LAW
@given(data=st.data())
def test_what_the_schema_makes_both_accept(kind: Kind, data: st.DataObject) -> None:
    document = data.draw(documents(kind))
    assert validator_of(kind).is_valid(document)
    assert model_accepts(kind, document)
    assert model_accepts_json(kind, document)


@KINDS
@LAW
@given(data=st.data())
def test_both_judge_a_spoilt_document_alike(kind: Kind, data: st.DataObject) -> None:
    document = data.draw(spoilt(kind))
    expected = validator_of(kind).is_valid(document)
    assert model_accepts(kind, document) is expected
    assert model_accepts_json(kind, document) is expected


def examples(kind: Kind) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a kind with the schema that it has there."""
    schema = schema_of(kind)
    for name, part in [(kind.value, schema), *schema.get("$defs", {}).items()]:
        for key, field in part.get("properties", {}).items():
            yield f"{name}.{key}", field


@KINDS
def test_every_field_has_examples_that_it_accepts(kind: Kind) -> None:
    defs = {"$defs": schema_of(kind).get("$defs", {})}
    for name, field in examples(kind):
        assert field.get("examples"), f"{name} has no example"
        for example in field["examples"]:
            assert Draft202012Validator({**defs, **field}).is_valid(example), (name, example)


@KINDS
def test_both_judge_each_wrong_value_in_each_field_alike(kind: Kind) -> None:
    whole = {key: field["examples"][0] for key, field in schema_of(kind)["properties"].items()}
    assert model_accepts(kind, whole)
    for key, wrong in itertools.product(whole, WRONG):
        document = {**whole, key: wrong}
        expected = validator_of(kind).is_valid(document)
        assert model_accepts(kind, document) is expected, (key, wrong)
        assert model_accepts_json(kind, document) is expected, (key, wrong)


@KINDS
def test_null_is_never_a_value(kind: Kind) -> None:
    assert '"null"' not in json.dumps(schema_of(kind))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_cannot_write_is_refused(number: float) -> None:
    figure = {"measure": "m", "best": number, "unit": "item", "hedge": "exact", "original": "x"}
    fields = {
        key: field["examples"][0] for key, field in schema_of(Kind.EVENT)["properties"].items()
    }
    assert not model_accepts(Kind.EVENT, {**fields, "quantities": [figure]})
    differing = {"source": "a", "mode": "quote", "differs": {"date": number}}
    assert not model_accepts(Kind.EVENT, {**fields, "citations": [differing]})


@KINDS
def test_a_schema_says_what_it_is(kind: Kind) -> None:
    schema = schema_of(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:onrecord:schema:1:{kind.value}"
    assert schema["title"]
    assert schema["description"]
    Draft202012Validator.check_schema(schema)


@KINDS
def test_every_mapping_is_closed(kind: Kind) -> None:
    schema = schema_of(kind)
    parts = [schema, *schema.get("$defs", {}).values()]
    open_ones = [part["title"] for part in parts if part.get("additionalProperties", False)]
    assert open_ones == []
    assert all("additionalProperties" in part for part in parts if "properties" in part)


def test_references_and_terms_are_marked() -> None:
    fields = schema_of(Kind.STATEMENT)["properties"]
    assert fields["occasion"]["x-refers-to"] == ["event"]
    assert fields["audience"]["items"]["x-refers-to"] == ["actor"]
    assert schema_of(Kind.EVENT)["properties"]["type"]["x-term-of"] == "event-types"


def test_committed_schemas_are_those_of_the_models() -> None:
    committed = {path.name: path.read_bytes() for path in (ROOT / "schema").iterdir()}
    assert committed == schema_files(), "run: onrecord generate"


def check_jsonschema(*arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_check_jsonschema_accepts_the_schemas() -> None:
    check_jsonschema("--check-metaschema", *sorted((ROOT / "schema").iterdir()))


@KINDS
def test_check_jsonschema_accepts_every_record(kind: Kind) -> None:
    if kind is Kind.DATASET:
        files = [ROOT / "records/dataset.yaml"]
    else:
        files = sorted((ROOT / "records" / kind.folder).rglob("*.yaml"))
    assert files
    check_jsonschema("--schemafile", ROOT / f"schema/{kind.value}.schema.json", *files)


def test_editors_are_told_of_every_schema() -> None:
    told = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    expected = {
        f"./schema/{kind.value}.schema.json": f"records/{kind.folder}/**/*.yaml"
        for kind in MODELS
        if kind is not Kind.DATASET
    }
    assert told == {**expected, "./schema/dataset.schema.json": "records/dataset.yaml"}


# With the ids of a dataset


def test_schemas_with_ids_take_the_ids_and_terms_that_there_are(base: Dataset) -> None:
    files = schema_files(base)
    assert files.keys() == schema_files().keys()
    validators = {}
    for kind in MODELS:
        schema = json.loads(files[f"{kind.value}.schema.json"])
        Draft202012Validator.check_schema(schema)
        validators[kind] = Draft202012Validator(schema)
    for record in base:
        assert list(validators[record.kind].iter_errors(record.to_dict())) == []
    statement = next(iter(base.statements.values())).to_dict()
    for part, key in (("speakers", "actor"), ("stances", "claim"), ("quantities", "measure")):
        wrong = copy.deepcopy(statement)
        wrong[part][0][key] = "nobody"
        (error,) = validators[Kind.STATEMENT].iter_errors(wrong)
        assert (list(error.absolute_path), error.validator) == ([part, 0, key], "enum")


def test_schemas_with_ids_say_what_each_is(base: Dataset) -> None:
    lists = json.loads(schema_files(base)["claim.schema.json"])["$defs"]
    actors, topics = lists["Ids-actor"], lists["Terms-topics"]
    labels = dict(zip(actors["enum"], actors["enumDescriptions"], strict=True))
    assert labels == {id_: actor.label for id_, actor in base.actors.items()}
    assert topics["enumDescriptions"][topics["enum"].index("ferries")] == (
        "Ferries: Boats that carry people across."
    )


def test_schemas_tell_editors_what_to_say_in_place_of_a_pattern_or_a_long_list(
    base: Dataset,
) -> None:
    parts = json.loads(schema_files(base)["statement.schema.json"])
    assert parts["properties"]["added"]["patternErrorMessage"].startswith("Not a day")
    assert parts["properties"]["id"]["patternErrorMessage"].startswith("Not an id")
    assert parts["$defs"]["Edtf"]["patternErrorMessage"].startswith("Not a date in EDTF")
    said = {name: each["errorMessage"] for name, each in parts["$defs"].items() if "-" in name}
    assert said["Ids-actor"].startswith("Not an id of an actor that there was")
    assert said["Terms-measures"].startswith("Not a term of measures that there was")


def test_schemas_are_written_where_one_wants_them(
    base_folder: Path, tmp_path: Path, base: Dataset
) -> None:
    out = tmp_path / "schemas"
    assert run(["schema", "--with-ids", str(base_folder), "--out", str(out)]) == 0
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    assert written == schema_files(base)
    assert run(["schema", "--out", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == schema_files()
