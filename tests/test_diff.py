"""What changed between two datasets: by consequence, with laws that hold for any two."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dataset import Dataset
from onrecord.diff import (
    MISSING,
    WORDING,
    Change,
    Consequence,
    DeltaError,
    apply,
    compare,
    delta_of,
    parse_delta,
)
from onrecord.diff.fields import FieldChange, field_changes, in_order, same
from onrecord.exports import data_hash
from onrecord.models import MODELS, RECORD_KINDS, Kind, Metadata, Record, Vocabulary
from onrecord.models.walk import key_of, submodel

Data = dict[str, Any]
STATEMENT = "2021-03-05-harbour-master-left-late"
ANSWER = "2021-03-06-company-left-on-time"
DEPARTURE = "2021-03-04-departure"


def plain(dataset: Dataset) -> dict[tuple[Kind, str], Data]:
    """A dataset as plain data that a test may edit."""
    found = {(record.kind, record.id): record.to_dict() for record in dataset}
    return found | {
        (Kind.VOCABULARY, name): each.to_dict() for name, each in dataset.vocabularies.items()
    }


def made(data: dict[tuple[Kind, str], Data], metadata: Metadata) -> Dataset:
    models = [MODELS[kind].model_validate(each) for (kind, _), each in data.items()]
    return Dataset.from_records(
        (each for each in models if isinstance(each, Record)),
        metadata=metadata,
        vocabularies=(each for each in models if isinstance(each, Vocabulary)),
    )


def edited(base: Dataset, edit: Callable[[dict[tuple[Kind, str], Data]], None]) -> Dataset:
    data = plain(base)
    edit(data)
    return made(data, base.metadata)


def of(name: str, field: str, value: Any) -> Callable[[dict[tuple[Kind, str], Data]], None]:
    """An edit that puts a value into a field of a record."""

    def edit(data: dict[tuple[Kind, str], Data]) -> None:
        (key,) = (key for key in data if key[1] == name)
        data[key][field] = value

    return edit


def rename(data: dict[tuple[Kind, str], Data]) -> None:
    record = data.pop((Kind.STATEMENT, STATEMENT))
    record |= {"id": f"{STATEMENT}-again", "former_ids": [STATEMENT]}
    data[Kind.STATEMENT, record["id"]] = record


def merge(data: dict[tuple[Kind, str], Data]) -> None:
    del data[Kind.STATEMENT, STATEMENT]
    data[Kind.STATEMENT, ANSWER]["former_ids"] = [STATEMENT]


def remove(data: dict[tuple[Kind, str], Data]) -> None:
    del data[Kind.STATEMENT, STATEMENT]


def withdraw(data: dict[tuple[Kind, str], Data]) -> None:
    withdrawn = {"date": "2026-11-25", "reason": "Recorded twice."}
    data[Kind.STATEMENT, STATEMENT] |= {"status": "withdrawn", "withdrawn": withdrawn}


def forget_former(data: dict[tuple[Kind, str], Data]) -> None:
    del data[Kind.STATEMENT, f"{STATEMENT}-again"]["former_ids"]


C = Consequence


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (of(STATEMENT, "date", "2021-03"), (C.FACTS,)),
        (of(STATEMENT, "summary", "Said otherwise."), (C.WORDING,)),
        (of(STATEMENT, "note", "A remark."), (C.WORDING,)),
        (of("harbour-office", "country", "FO"), (C.FACTS,)),
        (rename, (C.REDIRECTED,)),
        (remove, (C.REMOVED,)),
        (withdraw, (C.WITHDRAWN,)),
    ],
    ids=["date", "summary", "note", "country", "rename", "remove", "withdraw"],
)
def test_a_change_has_its_consequence(
    base: Dataset, edit: Callable[..., None], expected: tuple[Consequence, ...]
) -> None:
    (change,) = compare(base, edited(base, edit)).records
    assert change.consequences == expected


def test_the_other_way_round_a_removal_is_an_addition_and_a_withdrawal_is_undone(
    base: Dataset,
) -> None:
    (added,) = compare(edited(base, remove), base).records
    assert added.consequences == (C.ADDED,)
    (back,) = compare(edited(base, withdraw), base).records
    assert back.consequences == (C.REINSTATED,)


def test_a_change_can_have_two_consequences_and_is_found_under_both(base: Dataset) -> None:
    def edit(data: dict[tuple[Kind, str], Data]) -> None:
        rename(data)
        data[Kind.STATEMENT, f"{STATEMENT}-again"]["date"] = "2021-03"

    changes = compare(base, edited(base, edit))
    (change,) = changes.records
    assert change.consequences == (C.FACTS, C.REDIRECTED)
    assert changes.of("facts") == changes.of(C.REDIRECTED) == (change,)
    assert [each.path for each in change.facts] == [("date",)]
    assert changes.lost_ids == ()


def test_two_records_that_become_one_lose_no_id(base: Dataset) -> None:
    changes = compare(base, edited(base, merge))
    found = {change.id: change.consequences for change in changes.records}
    assert found == {STATEMENT: (C.REDIRECTED,), ANSWER: (C.WORDING,)}
    assert changes.records[0].leads_to == ANSWER


def test_a_former_id_that_is_forgotten_is_removed(base: Dataset) -> None:
    renamed = edited(base, rename)
    changes = compare(renamed, edited(renamed, forget_former))
    (change,) = changes.records
    assert change.consequences == (C.REMOVED,)
    assert changes.lost_ids == (STATEMENT,)


def test_an_id_that_passes_to_another_kind_is_removed_and_added(base: Dataset) -> None:
    def edit(data: dict[tuple[Kind, str], Data]) -> None:
        actor = data[Kind.ACTOR, "gazette"]
        del data[Kind.SYSTEM, "north-ferry"]
        data[Kind.ACTOR, "north-ferry"] = {**actor, "id": "north-ferry"}

    changes = compare(base, edited(base, edit))
    assert [(each.kind, each.consequences) for each in changes.records] == [
        (Kind.ACTOR, (C.ADDED,)),
        (Kind.SYSTEM, (C.REMOVED,)),
    ]
    assert changes.lost_ids == ("north-ferry",)


def test_the_metadata_is_compared_too(base: Dataset) -> None:
    metadata = Metadata.model_validate({**base.metadata.to_dict(), "version": "2031.1.0"})
    changes = compare(base, made(plain(base), metadata))
    assert changes.records == ()
    assert changes.metadata == (
        FieldChange(
            path_before=("version",),
            path_after=("version",),
            before=base.version,
            after="2031.1.0",
        ),
    )
    assert changes


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
    assert found.consequences == (C.WORDING,)


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


# Deltas


def test_a_delta_of_another_dataset_is_refused(base: Dataset) -> None:
    removed = edited(base, remove)
    delta = delta_of(compare(base, removed), hash_from="a", hash_to="b")
    with pytest.raises(DeltaError, match=f"cannot remove the statement {STATEMENT}: it is not"):
        apply(removed, delta)
    back = delta_of(compare(removed, base), hash_from="a", hash_to="b")
    with pytest.raises(DeltaError, match=f"cannot add the statement {STATEMENT}: it is there"):
        apply(base, back)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"", "line 1 of the delta is none"),
        (b'{"op": "add"}', "line 1 of the delta is none: op is 'add' where 'release' comes first"),
        (b'{"op": "release"}', "line 1 of the delta is none: no 'from'"),
        (b"[1]", "line 1 of the delta is none"),
    ],
)
def test_what_is_no_delta_is_refused(line: bytes, says: str) -> None:
    with pytest.raises(DeltaError, match=says):
        parse_delta(line)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "line 2"),
        (b'{"op": "drop", "kind": "actor", "id": "x"}', "'drop' is not a valid Op"),
        (b'{"op": "remove", "kind": "dataset", "id": "x"}', "own description"),
        (b'{"op": "add", "kind": "actor", "id": "x", "record": {"id": "x"}}', "line 2"),
        (b'{"op": "add", "kind": "actor", "id": "x"}', "no 'record'"),
    ],
)
def test_a_wrong_line_is_named(base: Dataset, line: bytes, says: str) -> None:
    head = delta_of(compare(base, base), hash_from="a", hash_to="b").to_lines()
    with pytest.raises(DeltaError, match=says):
        parse_delta(head + line + b"\n")


def test_a_change_is_a_value(base: Dataset) -> None:
    (found,) = compare(base, edited(base, withdraw)).records
    assert isinstance(found, Change)
    assert found.mirror().mirror() == found


def test_the_page_lists_consequences_and_fields_of_wording() -> None:
    page = (Path(__file__).parent.parent / "docs/compare.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z]+)` \| (.+) \|$", page, flags=re.MULTILINE))
    assert told == {each.value: each.meaning for each in Consequence}
    rows = re.findall(r"^\| ([a-z ]+) \| (`.+`) \|$", page, flags=re.MULTILINE)
    listed = {kind: set(re.findall(r"`([a-z_.]+)`", fields)) for kind, fields in rows}
    common = listed.pop("every record")
    found = {kind.value: set(fields) for kind, fields in WORDING.items()}
    records = {kind.value for kind in RECORD_KINDS}
    assert {
        kind: listed.get(kind, set()) | (common if kind in records else set()) for kind in found
    } == found


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
        assert each.consequences[0] in (C.FACTS, C.WORDING)
