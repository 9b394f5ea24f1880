"""What changed between two datasets, by consequence; and deltas."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from ferries import (
    ANSWER,
    STATEMENT,
    Data,
    edited,
    forget_former,
    made,
    merge,
    of,
    plain,
    remove,
    rename,
    withdraw,
)

from onrecord.dataset import Dataset
from onrecord.diff import (
    WORDING,
    Change,
    Consequence,
    DeltaError,
    apply,
    compare,
    delta_of,
    parse_delta,
)
from onrecord.diff.fields import FieldChange
from onrecord.models import RECORD_KINDS, Kind, Metadata

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


def test_who_names_a_renamed_record_says_the_same(base: Dataset) -> None:
    def edit(data: dict[tuple[Kind, str], Data]) -> None:
        actor = data.pop((Kind.ACTOR, "harbour-master"))
        data[Kind.ACTOR, "a-master"] = {
            **actor,
            "id": "a-master",
            "former_ids": ["harbour-master"],
        }
        for fields in data.values():
            for speaker in fields.get("speakers", ()):
                if speaker["actor"] == "harbour-master":
                    speaker["actor"] = "a-master"
        data[Kind.STATEMENT, ANSWER]["date"] = "2021-03"

    changes = compare(base, edited(base, edit))
    found = {change.id: change.consequences for change in changes.records}
    assert found["a-master"] == (C.REDIRECTED,)
    assert found[STATEMENT] == (C.WORDING,)
    assert found[ANSWER] == (C.FACTS,)
    assert changes.mirror() == compare(edited(base, edit), base)


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
