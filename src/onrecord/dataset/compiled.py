"""The compiled dataset: one file of JSON lines with an index, from which records are made on touch.

The first line is a JSON object: the metadata, the vocabularies, the former ids and, for each kind,
the ids in order with the offset and length in bytes of each record's line after the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json

from onrecord.dataset.core import Dataset
from onrecord.diagnostics import OnrecordError
from onrecord.models import FORMAT, RECORD_KINDS, Kind, Metadata, Record, Vocabulary

__all__ = ["CompiledFormatError", "compile_dataset", "open_compiled"]

_END = ord("\n")

COMPILED = 1
"""The version of this file's own layout."""


class CompiledFormatError(OnrecordError):
    """The bytes are not a compiled dataset that this version of the library reads."""


def compile_dataset(dataset: Dataset) -> bytes:
    """The dataset as one file; the same records always give the same bytes."""
    index: dict[str, list[list[Any]]] = {}
    lines: list[bytes] = []
    offset = 0
    for kind in RECORD_KINDS:
        entries = index.setdefault(kind.value, [])
        for record in dataset.of_kind(kind).values():
            line = _json(record.to_dict())
            entries.append([record.id, offset, len(line)])
            lines.append(line)
            offset += len(line) + 1
    head = {
        "compiled": COMPILED,
        "format": FORMAT,
        "metadata": dataset.metadata.to_dict(),
        "vocabularies": [vocabulary.to_dict() for vocabulary in dataset.vocabularies.values()],
        "former": dict(dataset.former_ids),
        "index": index,
    }
    return b"\n".join([_json(head), *lines, b""])


def open_compiled(content: bytes) -> Dataset:
    """The dataset in a compiled file; no record is read before it is asked for.

    Raises ``CompiledFormatError`` where the content is something else.
    """
    end = content.find(b"\n")
    head = _head(content[:end])
    try:
        return _opened(head, content, end + 1)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = "not a compiled dataset: its index does not fit what follows"
        raise CompiledFormatError(message) from error


def _opened(head: dict[str, Any], content: bytes, start: int) -> Dataset:
    records: dict[Kind, dict[str, bytes | Record]] = {
        Kind(kind): dict(_slices(content, start, entries))
        for kind, entries in head["index"].items()
    }
    return Dataset(
        metadata=Metadata.model_validate(head["metadata"]),
        vocabularies={
            entry["id"]: Vocabulary.model_validate(entry) for entry in head["vocabularies"]
        },
        records=records,
        former=head["former"],
    )


def _slices(content: bytes, start: int, entries: list[list[Any]]) -> Iterator[tuple[str, bytes]]:
    for record_id, offset, length in entries:
        first, last = start + offset, start + offset + length
        if not start <= first < last < len(content) or content[last] != _END:
            message = f"no line of {length} bytes at {offset}"
            raise ValueError(message)
        yield record_id, content[first:last]


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


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
