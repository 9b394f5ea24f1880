"""One dataset as what all formats share, made once: its records by kind, and as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from typing import Any, TypeVar

from pydantic_core import to_json

from onrecord.dataset import Dataset
from onrecord.exports.canonical import canonical
from onrecord.models import RECORD_KINDS, Kind, Model

__all__ = ["Format", "Part", "Snapshot"]

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)  # without slots, for the digest that is made once
class Part:
    """One file of a release; ``rows`` where it is made of rows or lines."""

    content: bytes
    rows: int | None = None

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal."""
        return sha256(self.content).hexdigest()

    @classmethod
    def of_json(cls, data: Any) -> Part:
        """A file of indented JSON, every script as it is, with a final newline."""
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        return cls(content=text.encode("utf-8"))


class Snapshot:
    """A dataset and what several formats make of it; ``dataset`` is the dataset itself."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._made: dict[Callable[[Snapshot], Any], Any] = {}

    def once(self, make: Callable[[Snapshot], T]) -> T:
        """What ``make`` makes of it, made at the first call and kept."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def models(self) -> Mapping[Kind, tuple[Model, ...]]:
        """Every record and every vocabulary by kind, in the dataset's order."""
        records = {kind: tuple(self.dataset.of_kind(kind).values()) for kind in RECORD_KINDS}
        vocabularies = self.dataset.vocabularies
        return {
            **records,
            Kind.VOCABULARY: tuple(vocabularies[key] for key in sorted(vocabularies)),
        }

    @property
    def lines(self) -> Mapping[Kind, list[bytes]]:
        """The same as JSON, keys in canonical order, each on one line without the line's end."""
        return self._written[0]

    @property
    def data_hash(self) -> str:
        """The SHA-256, in hexadecimal, of the data as canonical JSON (RFC 8785).

        That is the object in ``onrecord.json`` without its ``metadata``: what does not change when
        only the version does.
        """
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[Mapping[Kind, list[bytes]], str]:
        # In one go: plain data takes long to make, and ten times the memory of its text to keep.
        lines: dict[Kind, list[bytes]] = {kind: [] for kind in self.models}
        whole = sha256(b"{")
        for number, kind in enumerate(sorted(lines, key=attrgetter("folder"))):
            whole.update(f'{"," if number else ""}"{kind.folder}":['.encode("ascii"))
            for place, model in enumerate(self.models[kind]):
                plain = model.to_dict()
                lines[kind].append(to_json(plain))
                whole.update(b"," + canonical(plain) if place else canonical(plain))
            whole.update(b"]")
        whole.update(b"}")
        return lines, whole.hexdigest()


Format = Callable[[Snapshot], Mapping[str, Part]]
"""What makes the files of one format, by their names."""
