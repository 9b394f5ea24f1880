"""One dataset as plain data, made once for all formats: documents, and each as a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic_core import to_json

from onrecord.dataset import Dataset
from onrecord.models import RECORD_KINDS, Kind, Model

__all__ = ["Format", "Part", "Snapshot"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a release; ``rows`` where it is made of rows or lines."""

    content: bytes
    rows: int | None = None

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

    @cached_property
    def documents(self) -> Mapping[Kind, list[dict[str, Any]]]:
        """The same as plain JSON data, keys in canonical order."""
        return {kind: [model.to_dict() for model in models] for kind, models in self.models.items()}

    @cached_property
    def lines(self) -> Mapping[Kind, list[bytes]]:
        """The same as JSON, each on one line, without the end of the line."""
        return {kind: [to_json(each) for each in plain] for kind, plain in self.documents.items()}


Format = Callable[[Snapshot], Mapping[str, Part]]
"""What makes the files of one format, by their names."""
