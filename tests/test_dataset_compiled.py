"""The compiled dataset: it opens as what it was, and as nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dataset import CompiledFormatError, Dataset, compile_dataset, open_compiled
from onrecord.models import Record


def same(one: Dataset, other: Dataset) -> bool:
    return (
        list(one) == list(other)
        and one.metadata == other.metadata
        and one.vocabularies == other.vocabularies
        and one.former_ids == other.former_ids
    )


@given(st.data())
def test_it_opens_as_what_it_was(base: Dataset, data: Any) -> None:
    records = data.draw(st.lists(st.sampled_from(list(base)), unique_by=lambda each: each.id))
    old = data.draw(st.lists(st.from_regex(r"[a-z]{1,8}(-[0-9]{1,3})?", fullmatch=True)))
    note = data.draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
    dataset = Dataset.from_records(
        [_changed(record, former_ids=old[:1], note=note) for record in records],
        metadata=base.metadata,
        vocabularies=base.vocabularies.values(),
    )
    content = compile_dataset(dataset)
    opened = open_compiled(content)
    assert same(opened, dataset)
    assert compile_dataset(opened) == content
    data.draw(st.randoms()).shuffle(records)
    again = Dataset.from_records(
        [_changed(record, former_ids=old[:1], note=note) for record in records],
        metadata=base.metadata,
        vocabularies=base.vocabularies.values(),
    )
    assert compile_dataset(again) == content


def _changed(record: Record, **fields: Any) -> Record:
    return type(record).model_validate({**record.to_dict(), **fields})


def test_each_line_is_a_record_as_json(base: Dataset) -> None:
    _, *lines, end = compile_dataset(base).split(b"\n")
    assert end == b""
    assert [json.loads(line) for line in lines] == [record.to_dict() for record in base]


def test_a_record_is_made_once_by_whatever_id(base: Dataset) -> None:
    office = _changed(base["harbour-office"], former_ids=["port-office"])
    content = compile_dataset(Dataset.from_records([*base, office], metadata=base.metadata))
    opened = open_compiled(content)
    assert opened["port-office"] is opened["harbour-office"] is opened.actors["harbour-office"]


def test_no_record_is_read_before_it_is_asked_for(base: Dataset) -> None:
    content = compile_dataset(base)
    torn = content.replace(b'"text":"Ferry Company"', b'"text": Ferry Company ')
    opened = open_compiled(torn)
    assert opened["gazette"] == base["gazette"]
    assert "ferry-company" in opened
    with pytest.raises(ValueError, match="Invalid JSON"):
        opened["ferry-company"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"no JSON\n",
        b"[]\n",
        b"{}\n",
        b'{"compiled":2}\n',
        b'{"compiled":2,"format":1}\n',
        b'{"compiled":99,"format":1,"index":{},"metadata":{},"vocabularies":[],"former":{}}\n',
        b'{"compiled":2,"format":1,"index":{},"metadata":{},"vocabularies":[],"former":{}}\n',
        b'{"compiled":2,"format":1,"index":[],"metadata":{},"vocabularies":[],"former":{}}\n',
        "{“compiled”:1}\n".encode("utf-16"),
    ],
)
def test_what_is_no_compiled_dataset_is_refused(content: bytes) -> None:
    with pytest.raises(CompiledFormatError, match="not a compiled dataset"):
        open_compiled(content)


def test_what_was_cut_off_is_refused_wherever_it_was_cut(base: Dataset) -> None:
    content = compile_dataset(base)
    for size in range(0, len(content), 97):
        with pytest.raises(CompiledFormatError):
            open_compiled(content[:size])
    with pytest.raises(CompiledFormatError):
        open_compiled(content[:-1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"statement":[', b'"sentence":['),
        (b'"format":1,"metadata"', b'"format":2,"metadata"'),
        (b'"version":"2021.3.0"', b'"version":"2021.x.0"'),
        (b'"id":"topics"', b'"id":"TOPICS"'),
        (b'"former":{}', b'"former":[1]'),
    ],
)
def test_a_head_that_was_tampered_with_is_refused(base: Dataset, old: bytes, new: bytes) -> None:
    content = compile_dataset(base)
    assert old in content
    with pytest.raises(CompiledFormatError):
        open_compiled(content.replace(old, new, 1))
