"""The conditions of ``Records.where``: what it means that a record meets one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.models import Actor, Claim, Event, Record, Source, Statement, System
from onrecord.models.fields import Ref, Term
from onrecord.models.walk import marked
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

    def __call__(self, records: Records[R], conditions: dict[str, Any]) -> Iterator[R]:
        tests = [getattr(self, f"_{name}")(value) for name, value in conditions.items()]
        return (record for record in records.values() if all(test(record) for test in tests))

    def _speaker(self, actor_id: str) -> Test:
        actor = self._dataset.actors[actor_id].id
        former = self._dataset.former_ids
        return lambda record: (
            isinstance(record, Statement)
            and any(former.get(speaker, speaker) == actor for speaker in record.speaker_ids)
        )

    def _claim(self, claim_id: str) -> Test:
        return self._names(self._dataset.claims[claim_id].id, "claim")

    def _system(self, system_id: str) -> Test:
        return self._names(self._dataset.systems[system_id].id, "system")

    def _names(self, target: str, kind: str) -> Test:
        former = self._dataset.former_ids

        def test(record: Record) -> bool:
            return any(
                isinstance(mark.mark, Ref)
                and kind in mark.mark.kinds
                and former.get(mark.value, mark.value) == target
                for mark in marked(record)
            )

        return test

    def _topic(self, topic: str) -> Test:
        wanted = self._narrower(topic)

        def has_topic(record: Record) -> bool:
            return any(
                isinstance(mark.mark, Term)
                and mark.mark.vocabulary == "topics"
                and mark.value in wanted
                for mark in marked(record)
            )

        def test(record: Record) -> bool:
            claims = (self._dataset.claims.get(claim) for claim in _claims_of(record))
            return has_topic(record) or any(claim and has_topic(claim) for claim in claims)

        return test

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
        return lambda record: country in self._countries(record)

    def _countries(self, record: Record) -> set[str | None]:
        match record:
            case Actor():
                return {record.country}
            case Statement():
                return self._of_actors(record.speaker_ids)
            case Event():
                actors = self._of_actors(part.actor for part in record.participants)
                return actors | ({record.place.country} if record.place else set())
            case Source():
                return self._of_actors([record.publisher])
            case System():
                return self._of_actors([record.developer] if record.developer else [])
            case Claim():
                return self._of_actors(record.about.actors if record.about else [])
            case _:
                return set()

    def _of_actors(self, ids: Iterable[str]) -> set[str | None]:
        actors = (self._dataset.actors.get(actor) for actor in ids)
        return {actor.country for actor in actors if actor}

    def _period(self, period: str | Edtf) -> Test:
        wanted = period if isinstance(period, Edtf) else Edtf.parse(period)
        return lambda record: record.when is not None and record.when.overlaps(wanted) is not False

    def _type(self, word: str) -> Test:
        return lambda record: word in (getattr(record, "type", None), getattr(record, "act", None))

    def _active(self, active: bool) -> Test:
        return lambda record: record.is_active is active


def _claims_of(record: Record) -> tuple[str, ...]:
    match record:
        case Statement():
            return tuple(stance.claim for stance in record.stances)
        case Event():
            return record.claims
        case _:
            return ()
