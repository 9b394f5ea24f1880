"""The compiled dataset: one file of JSON lines with an index, from which records are made on touch.

The first line is a JSON object: the metadata, the vocabularies, the former ids and, for each kind,
the ids in the order in which the records' lines follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from pydantic_core import from_json, to_json

from onrecord.dataset.core import Dataset
from onrecord.diagnostics import OnrecordError
from onrecord.models import FORMAT, RECORD_KINDS, Kind, Metadata, Record, Vocabulary

__all__ = ["CompiledFormatError", "compile_dataset", "open_compiled"]

COMPILED = 2
"""The version of this file's own layout."""


class CompiledFormatError(OnrecordError):
    """The bytes are not a compiled dataset that this version of the library reads."""


def compile_dataset(dataset: Dataset) -> bytes:
    """The dataset as one file; the same records always give the same bytes."""
    index: dict[str, list[str]] = {}
    lines: list[bytes] = []
    for kind in RECORD_KINDS:
        records = dataset.of_kind(kind)
        index[kind.value] = list(records)
        lines += [to_json(record.to_dict()) for record in records.values()]
    head = {
        "compiled": COMPILED,
        "format": FORMAT,
        "metadata": dataset.metadata.to_dict(),
        "vocabularies": [vocabulary.to_dict() for vocabulary in dataset.vocabularies.values()],
        "former": dict(dataset.former_ids),
        "index": index,
    }
    return b"\n".join([to_json(head), *lines, b""])


def open_compiled(content: bytes) -> Dataset:
    """The dataset in a compiled file; no record is read before it is asked for.

    Raises ``CompiledFormatError`` where the content is something else.
    """
    first, *others = content.split(b"\n")
    head = _head(first)
    try:
        return _opened(head, others)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = "not a compiled dataset: its index does not fit what follows"
        raise CompiledFormatError(message) from error


def _opened(head: dict[str, Any], others: list[bytes]) -> Dataset:
    *lines, rest = others
    if rest or len(lines) != sum(map(len, head["index"].values())):
        message = f"{len(lines)} lines"
        raise ValueError(message)
    following = iter(lines)
    records: dict[Kind, Mapping[str, bytes | Record]] = {
        Kind(kind): dict(zip(ids, islice(following, len(ids)), strict=True))
        for kind, ids in head["index"].items()
    }
    return Dataset(
        metadata=Metadata.model_validate(head["metadata"]),
        vocabularies={
            entry["id"]: Vocabulary.model_validate(entry) for entry in head["vocabularies"]
        },
        records=records,
        former=head["former"],
    )


def _head(line: bytes) -> dict[str, Any]:
    try:
        head = from_json(line)
    except ValueError as error:
        message = "not a compiled dataset: its first line is not JSON"
        raise CompiledFormatError(message) from error
    if (
        not isinstance(head, dict)
        or head.get("compiled") != COMPILED
        or head.get("format") != FORMAT
    ):
        message = f"not a compiled dataset of layout {COMPILED} and format {FORMAT}"
        raise CompiledFormatError(message)
    return head
