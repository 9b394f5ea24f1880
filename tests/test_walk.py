"""Walks over records: every reference, term and date is seen, at its path, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from onrecord.dataset import Dataset
from onrecord.diagnostics import RecordPath
from onrecord.exports.schemas import json_schema
from onrecord.models import MODELS, RECORD_KINDS, Actor, Kind, Model, Record
from onrecord.models.fields import Ref, Term
from onrecord.models.walk import (
    Marked,
    dates,
    key_of,
    key_order,
    marked,
    marks_of,
    spelled,
    submodel,
)
from onrecord.rules.paths import value_at
from onrecord.values.edtf import Edtf

KINDS = pytest.mark.parametrize("kind", list(MODELS), ids=str)


def dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def test_references_and_terms_come_in_order_with_their_paths(base: Dataset) -> None:
    actor, source, event = Ref(("actor",)), Ref(("source",)), Ref(("event",))
    assert marked(base["2021-03-04-departure"]) == (
        Marked(("type",), "departure", Term("event-types")),
        Marked(("participants", 0, "actor"), "ferry-company", actor),
        Marked(("participants", 0, "role"), "carrier", Term("participant-roles")),
        Marked(("systems", 0), "north-ferry", Ref(("system",))),
        Marked(("topics", 0), "ferries", Term("topics")),
        Marked(("claims", 0), "ferry-left-on-time", Ref(("claim",))),
        Marked(("citations", 0, "source"), "2021-03-05-gazette-ferry-left-late", source),
    )
    assert marked(base["harbour-master"]) == (
        Marked(("positions", 0, "body"), "harbour-office", actor),
        Marked(
            ("positions", 0, "citations", 0, "source"), "2021-03-05-gazette-ferry-left-late", source
        ),
    )
    assert marked(base["2021-03-05-harbour-master-left-late"])[1] == Marked(
        ("occasion",), "2021-03-05-press-conference", event
    )


def test_a_model_tells_what_its_records_may_name(base: Dataset) -> None:
    for record in base:
        assert {found.mark for found in marked(record)} <= marks_of(type(record))
    assert marks_of(MODELS[Kind.SOURCE]) == {Ref(("actor",)), Ref(("source",))}


def test_dates_come_under_the_keys_of_the_file(base: Dataset) -> None:
    assert dates(base["harbour-master"]) == (
        (("positions", 0, "from"), Edtf.parse("2020-01-01")),
        (("positions", 0, "to"), Edtf.parse("2021-12-31")),
    )
    assert dates(base["ferry-left-on-time"]) == ()


def test_places_are_spelled_as_they_are_marked(base: Dataset) -> None:
    for record in base:
        assert spelled(record) == [
            (dotted(path), dotted(tuple(step for step in path if isinstance(step, str))), *rest)
            for path, *rest in marked(record)
        ]


def test_paths_lead_to_what_was_seen(base: Dataset) -> None:
    for record in base:
        plain = record.to_dict()
        for mark in marked(record):
            assert value_at(plain, dotted(mark.path)) == mark.value
        for path, date in dates(record):
            assert value_at(plain, dotted(path)) == str(date)


def test_a_walk_sees_every_id_of_another_record(base: Dataset) -> None:
    """What looks like an id and is one is seen, wherever it stands: no field is forgotten."""
    for record in base:
        seen = {dotted(mark.path) for mark in marked(record) if isinstance(mark.mark, Ref)}
        there = {
            path
            for path, text in _texts(record.to_dict(), "")
            if text in base and path not in ("id", "withdrawn.replaced_by")
        }
        assert seen == there


def _texts(plain: Any, above: str) -> list[tuple[str, str]]:
    if isinstance(plain, str):
        return [(above.removeprefix("."), plain)]
    if not isinstance(plain, dict | list):
        return []
    entries = plain.items() if isinstance(plain, dict) else enumerate(plain)
    return [found for key, value in entries for found in _texts(value, f"{above}.{key}")]


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=str)
def test_the_walk_and_the_schema_mark_the_same_places(kind: Kind) -> None:
    """In a record made of every field's example."""
    model = MODELS[kind]
    plain = {
        key_of(model, name): field.examples[0] for name, field in _fields(model) if field.examples
    }
    record = model.model_validate(plain)
    schema = json_schema(kind)
    assert {mark.path for mark in marked(record)} == set(_marked(schema, schema, plain, ()))


def _fields(model: type[Model]) -> list[tuple[str, Any]]:
    return list(model.model_fields.items())


def _marked(whole: Any, part: Any, plain: Any, path: RecordPath) -> Iterator[RecordPath]:
    """The places in plain data that a schema marks as a reference or a term."""
    if "$ref" in part:
        part = whole["$defs"][part["$ref"].removeprefix("#/$defs/")] | part
    if "x-refers-to" in part or "x-term-of" in part:
        yield path
    for key, inner in part.get("properties", {}).items():
        if key in plain:
            yield from _marked(whole, inner, plain[key], (*path, key))
    if "items" in part:
        for place, item in enumerate(plain):
            yield from _marked(whole, part["items"], item, (*path, place))


@KINDS
def test_the_order_of_keys_is_every_model_s_own(kind: Kind) -> None:
    order = key_order(MODELS[kind])
    assert order(()) == MODELS[kind].key_order()
    assert set(order(())) == {key_of(MODELS[kind], name) for name in MODELS[kind].model_fields}
    assert order(("no-such-key",)) == ()
    if kind in RECORD_KINDS:
        assert order(())[-1] == "added"
        assert order(("waivers", 3)) == ("rule", "of", "reason")


def test_the_order_of_keys_goes_into_lists_and_mappings() -> None:
    order = key_order(Actor)
    assert order(("positions", 0)) == ("title", "body", "from", "to", "citations")
    assert order(("positions", 7, "citations", 0))[0] == "source"
    assert order(("positions", 0, "citations", 0, "differs")) == ()


def test_keys_are_aliases() -> None:
    position = submodel(Actor, "positions")
    assert position[0] is True
    assert position[1] is not None
    assert key_of(position[1], "from_") == "from"
    assert submodel(Actor, "country") == (False, None)


def test_what_was_left_out_is_not_walked() -> None:
    bare = Actor.model_validate(
        {
            "id": "x",
            "type": "company",
            "names": [{"text": "X", "lang": "en", "kind": "primary"}],
            "added": "2021-03-10",
        }
    )
    assert isinstance(bare, Record)
    assert marked(bare) == ()
    assert dates(bare) == ()
