"""The conditions of ``Records.where``: what it means that a record meets one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.dataset.facets import Facets
from onrecord.models import Kind, Record
from onrecord.values.edtf import Edtf

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset
    from onrecord.dataset.records import Records

__all__ = ["Select"]

R = TypeVar("R", bound=Record)
Test = Callable[[Record], bool]


class Select:
    """Selects records by conditions; made once for a dataset, whose other records it looks up."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._facets = Facets(dataset)

    def __call__(self, records: Records[R], conditions: dict[str, Any]) -> Iterator[R]:
        tests = [getattr(self, f"_{name}")(value) for name, value in conditions.items()]
        return (record for record in records.values() if all(test(record) for test in tests))

    def _speaker(self, actor_id: str) -> Test:
        actor = self._dataset.actors[actor_id].id
        return lambda record: actor in self._facets.speakers(record)

    def _claim(self, claim_id: str) -> Test:
        claim = self._dataset.claims[claim_id].id
        return lambda record: claim in self._facets.named(record, Kind.CLAIM)

    def _system(self, system_id: str) -> Test:
        system = self._dataset.systems[system_id].id
        return lambda record: system in self._facets.named(record, Kind.SYSTEM)

    def _topic(self, topic: str) -> Test:
        wanted = self._narrower(topic)
        return lambda record: not wanted.isdisjoint(self._facets.topics(record))

    def _narrower(self, topic: str) -> frozenset[str]:
        vocabulary = self._dataset.vocabularies.get("topics")
        terms = vocabulary.terms if vocabulary else ()
        if topic not in {term.id for term in terms}:
            raise KeyError(topic)
        found = {topic}
        while more := {term.id for term in terms if term.broader in found} - found:
            found |= more
        return frozenset(found)

    def _country(self, country: str) -> Test:
        return lambda record: country in self._facets.countries(record)

    def _period(self, period: str | Edtf) -> Test:
        wanted = period if isinstance(period, Edtf) else Edtf.parse(period)
        return lambda record: record.when is not None and record.when.overlaps(wanted) is not False

    def _type(self, word: str) -> Test:
        return lambda record: word in (getattr(record, "type", None), getattr(record, "act", None))

    def _active(self, active: bool) -> Test:
        return lambda record: record.is_active is active
