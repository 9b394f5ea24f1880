"""Which fields of a record differ, and laws that hold for any two records and datasets."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from ferries import (
    ANSWER,
    DEPARTURE,
    STATEMENT,
    Data,
    edited,
    made,
    merge,
    of,
    plain,
    remove,
    rename,
    withdraw,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dataset import Dataset
from onrecord.diff import (
    MISSING,
    WORDING,
    Consequence,
    apply,
    compare,
    delta_of,
    parse_delta,
)
from onrecord.diff.fields import FieldChange, field_changes, in_order, same
from onrecord.exports import data_hash
from onrecord.models import MODELS, RECORD_KINDS, Kind
from onrecord.models.walk import key_of, submodel

# Fields


def change(
    before: Any, after: Any, old: tuple[str | int, ...] | None, new: tuple[str | int, ...] | None
) -> FieldChange:
    return FieldChange(path_before=old, path_after=new, before=before, after=after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1.0}, ()),
        ({"a": 1}, {"a": True}, (change(1, json.loads("true"), ("a",), ("a",)),)),
        ({"a": {"b": 1}}, {"a": {}}, (change(1, MISSING, ("a", "b"), None),)),
        (
            {"a": ["x", "y"]},
            {"a": ["x", "z", "y"]},
            (change(MISSING, "z", None, ("a", 1)),),
        ),
        (
            {"a": [{"s": 1}, {"s": 2}]},
            {"a": [{"s": 2}]},
            (change({"s": 1}, MISSING, ("a", 0), None),),
        ),
        (
            {"a": [{"s": 1, "t": 1}, {"s": 2}]},
            {"a": [{"s": 2}, {"s": 1, "t": 3}]},
            (change(1, 3, ("a", 0, "t"), ("a", 1, "t")),),
        ),
        (
            {"a": [{"s": 1, "t": 1}]},
            {"a": [{"s": 2}, {"s": 1, "t": 3}]},
            (
                change(MISSING, {"s": 2}, None, ("a", 0)),
                change(1, 3, ("a", 0, "t"), ("a", 1, "t")),
            ),
        ),
    ],
    ids=[
        "1 is 1.0",
        "true is not 1",
        "missing",
        "put in",
        "moved up",
        "moved and edited",
        "one edited and one put in",
    ],
)
def test_fields_that_differ(before: Data, after: Data, expected: tuple[FieldChange, ...]) -> None:
    assert field_changes(before, after) == expected


def test_another_order_is_one_change_and_no_fact(base: Dataset) -> None:
    def turn(data: dict[tuple[Kind, str], Data]) -> None:
        data[Kind.ACTOR, "gazette"]["names"] = [
            *({"text": f"G{number}", "lang": "en", "kind": "alias"} for number in (1, 2)),
        ]

    one = edited(base, turn)
    other = edited(one, lambda data: data[Kind.ACTOR, "gazette"]["names"].reverse())
    (found,) = compare(one, other).records
    assert [each.reordered for each in found.fields] == [True]
    assert found.consequences == (Consequence.WORDING,)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.floats(-2, 2) | st.sampled_from("xyz"),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from("abc"), json_values, max_size=3)


@given(documents, documents)
def test_fields_the_other_way_round_are_mirrored(one: Data, other: Data) -> None:
    there = field_changes(one, other)
    assert bool(there) is not same(one, other)
    assert in_order(each.mirror() for each in there) == field_changes(other, one)


@given(documents)
def test_a_document_does_not_differ_from_its_copy(one: Data) -> None:
    assert field_changes(one, copy.deepcopy(one)) == ()


# Wording


@pytest.mark.parametrize("kind", MODELS, ids=str)
def test_every_field_of_wording_is_a_field(kind: Kind) -> None:
    for field in WORDING[kind]:
        model: Any = MODELS[kind]
        for step in field.split("."):
            names = {key_of(model, name): name for name in model.model_fields}
            assert step in names, field
            model = submodel(model, names[step])[1]


# Laws for whole datasets

EDITS: dict[str, Callable[[dict[tuple[Kind, str], Data]], None]] = {
    "date": of(STATEMENT, "date", "2021-03"),
    "summary": of(ANSWER, "summary", "Said otherwise."),
    "country": of("harbour-office", "country", "FO"),
    "topics": of(DEPARTURE, "topics", []),
    "rename": rename,
    "merge": merge,
    "remove": remove,
    "withdraw": withdraw,
    "remove event": lambda data: data.pop((Kind.EVENT, DEPARTURE)),
    "vocabulary": of("topics", "title", "Matters"),
}


def possible(base: Dataset, names: set[str]) -> Dataset:
    """The small dataset after those of the edits that can still be made."""
    data = plain(base)
    for name in EDITS:
        if name in names:
            try:
                EDITS[name](data)
            except (KeyError, ValueError):
                continue
    return made(data, base.metadata)


some = st.sets(st.sampled_from(sorted(EDITS)))


@settings(max_examples=60, deadline=None)
@given(some, some)
def test_laws(base: Dataset, one: set[str], other: set[str]) -> None:
    old, new = possible(base, one), possible(base, other)
    assert not compare(old, old)
    changes = compare(old, new)
    assert changes.mirror() == compare(new, old)
    assert changes.mirror().mirror() == changes
    assert bool(changes) is (data_hash(old) != data_hash(new))
    assert all(each.consequences for each in changes.records)
    gone = {record.id for record in old} | set(old.former_ids)
    assert {each for each in gone if each not in new} <= set(changes.lost_ids)
    delta = delta_of(changes, hash_from=data_hash(old), hash_to=data_hash(new))
    assert parse_delta(delta.to_lines()) == delta
    back = apply(old, parse_delta(delta.to_lines()))
    assert data_hash(back) == delta.hash_to
    assert not compare(back, new)
    assert [list(back.of_kind(kind)) for kind in RECORD_KINDS] == [
        list(new.of_kind(kind)) for kind in RECORD_KINDS
    ]


def test_pairs_do_not_depend_on_the_side(base: Dataset) -> None:
    """Two records that name each other's ids, and one that two became."""

    def both(data: dict[tuple[Kind, str], Data]) -> None:
        gazette = data.pop((Kind.ACTOR, "gazette"))
        office = data.pop((Kind.ACTOR, "harbour-office"))
        data[Kind.ACTOR, "a"] = {**gazette, "id": "a", "former_ids": ["gazette", "harbour-office"]}
        data[Kind.ACTOR, "b"] = {**office, "id": "b"}

    new = edited(base, both)
    changes = compare(base, new)
    assert changes.mirror() == compare(new, base)
    assert [(each.before and each.before.id, each.id) for each in changes.records] == [
        ("gazette", "a"),
        (None, "b"),
        ("harbour-office", "harbour-office"),
    ]


# Laws for any fields


def places_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path in a document below its root."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    return [
        place for key, inner in items for place in ((*path, key), *places_of(inner, (*path, key)))
    ]


def mutated(document: Data, place: tuple[str | int, ...], how: str) -> Data:
    """The document with something else at one place."""
    document = copy.deepcopy(document)
    inner: Any = document
    for step in place[:-1]:
        inner = inner[step]
    value, last = inner[place[-1]], place[-1]
    if how == "drop":
        del inner[last]
    elif how == "turn" and isinstance(value, list):
        inner[last] = value[::-1]
    elif how == "double" and isinstance(value, list):
        inner[last] = [*value, *copy.deepcopy(value[:1])]
    elif isinstance(value, str):
        inner[last] = f"{value}x"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        inner[last] = value + 1
    return document


@st.composite
def mutations(draw: st.DrawFn, base: Dataset) -> Dataset:
    """The small dataset with some fields dropped, turned, doubled or edited, where models allow."""
    data = plain(base)
    for _ in range(draw(st.integers(0, 6))):
        key = draw(st.sampled_from(sorted(data)))
        place = draw(st.sampled_from(places_of(data[key])))
        how = draw(st.sampled_from(["drop", "turn", "double", "edit"]))
        if place == ("id",):
            continue
        changed = mutated(data[key], place, how)
        try:
            MODELS[key[0]].model_validate(changed)
        except ValueError:
            continue
        data[key] = changed
    return made(data, base.metadata)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_laws_hold_for_any_fields(base: Dataset, data: st.DataObject) -> None:
    old, new = data.draw(mutations(base)), data.draw(mutations(base))
    changes = compare(old, new)
    assert changes.mirror() == compare(new, old)
    assert bool(changes) is (data_hash(old) != data_hash(new))
    delta = parse_delta(delta_of(changes, hash_from="", hash_to="").to_lines())
    assert data_hash(apply(old, delta)) == data_hash(new)
    for each in changes.records:
        assert each.fields
        assert each.consequences[0] in (Consequence.FACTS, Consequence.WORDING)
