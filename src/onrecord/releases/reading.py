"""Reads what a release holds: its manifest, and the dataset in ``onrecord.json``.

It trusts nothing that it reads, and says in one line why it refuses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import from_json

from onrecord.dataset import Dataset
from onrecord.diagnostics import OnrecordError
from onrecord.models import FORMAT, MODELS, RECORD_KINDS, Kind, Metadata, Record, Vocabulary

__all__ = [
    "DATA",
    "MANIFEST",
    "SUMS",
    "ListedFile",
    "Manifest",
    "ReleaseError",
    "check_format",
    "dataset_in",
    "is_file_name",
    "listed_file",
    "parse_manifest",
    "version_key",
]

DATA: Final = "onrecord.json"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"

_NAME: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}"
)
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_VERSION: Final = re.compile(r"(20[0-9]{2})\.([1-9]|1[0-2])\.(0|[1-9][0-9]{0,3})")


class ReleaseError(OnrecordError):
    """Not a release, one that cannot be read, or one that may not be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A file as a manifest or an index lists it; ``rows`` where it is made of rows or lines."""

    name: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a release says of itself. ``records`` counts them by kind."""

    metadata: Metadata
    package: str
    data_hash: str
    records: Mapping[str, int]
    files: tuple[ListedFile, ...]


def version_key(version: str) -> tuple[int, int, int]:
    """What versions are ordered by; ``ReleaseError`` for a text that is none."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ReleaseError(f"{version!r} is no version; one looks like 2026.11.0")
    return int(found[1]), int(found[2]), int(found[3])


def check_format(number: Any, what: str) -> None:
    """Raises ``ReleaseError`` where the record format is not the one that this library reads."""
    if type(number) is int and number == FORMAT:
        return
    if type(number) is not int or number < 1:
        raise ReleaseError(f"{what}: no version of the record format is given")
    mend = "install a newer onrecord" if number > FORMAT else "an older onrecord reads it"
    raise ReleaseError(
        f"{what}: its record format is {number}, and this library reads {FORMAT}; {mend}"
    )


def is_file_name(name: Any) -> bool:
    """Whether it can be the name of a file of a release: relative, plain, the same everywhere."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return False
    return not any(_RESERVED.match(part) or part.endswith(".") for part in name.split("/"))


def listed_file(data: Any) -> ListedFile:
    """A file from its entry in a list; ``ValueError`` where that is not one."""
    name, size, digest, rows = (data.get(key) for key in ("name", "bytes", "sha256", "rows"))
    if not is_file_name(name):
        raise ValueError(f"{str(name)[:120]!r} cannot be the name of a file of a release")
    if type(size) is not int or size < 0:
        raise ValueError(f"{name}: its size is not a number of bytes")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise ValueError(f"{name}: its sum is not a SHA-256")
    if rows is not None and (type(rows) is not int or rows < 0):
        raise ValueError(f"{name}: its rows are not a number")
    return ListedFile(name=name, size=size, sha256=digest, rows=rows)


def parse_manifest(content: bytes) -> Manifest:
    """The manifest in ``manifest.json``. Raises ``ReleaseError`` where it is not one."""
    try:
        data = from_json(content)
        check_format(data.get("format"), MANIFEST)
        return Manifest(
            metadata=Metadata.model_validate(data["dataset"]),
            package=str(data["package"]),
            data_hash=str(data["data_hash"]),
            records={str(kind): int(count) for kind, count in data["records"].items()},
            files=tuple(map(listed_file, data["files"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{MANIFEST}: not the manifest of a release: {said(error)}") from error


def said(error: Exception) -> str:
    """An error of reading in a few words."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return str(error).partition("\n")[0]


def dataset_in(content: bytes, *, name: str = DATA) -> Dataset:
    """The dataset in the bytes of ``onrecord.json``.

    Every record is read against its model. Raises ``ReleaseError`` where one does not fit, an id
    comes twice, or the content is something else; ``name`` is what the message calls it.
    """
    try:
        data = from_json(content)
        check_format(data["metadata"].get("format"), name)
        metadata = Metadata.model_validate(data["metadata"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{name}: not the data of a release: {said(error)}") from error
    entries = tuple(_entries(data, name))
    return Dataset.from_records(
        (each for each in entries if isinstance(each, Record)),
        metadata=metadata,
        vocabularies=(each for each in entries if isinstance(each, Vocabulary)),
    )


def _entries(data: Mapping[str, Any], name: str) -> Iterator[Record | Vocabulary]:
    seen: Counter[str] = Counter()
    for kind in (*RECORD_KINDS, Kind.VOCABULARY):
        listed = data.get(kind.folder)
        if not isinstance(listed, list):
            raise ReleaseError(f"{name}: {kind.folder} is not a list")
        for place, each in enumerate(listed):
            try:
                entry = MODELS[kind].model_validate(each)
            except ValidationError as error:
                raise ReleaseError(f"{name}: {kind.folder}.{place}.{said(error)}") from error
            assert isinstance(entry, Record | Vocabulary)  # all kinds but the description's
            key = f"{isinstance(entry, Vocabulary)} {entry.id}"
            seen[key] += 1
            if seen[key] > 1:
                raise ReleaseError(
                    f"{name}: {kind.folder}.{place}: the id {entry.id!r} comes twice"
                )
            yield entry
