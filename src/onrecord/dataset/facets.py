"""What a record can be found under: its claims, systems, topics, countries, speakers.

One meaning for each of these words, for the conditions of ``where`` and for whatever else lists or
filters records. Ids are present ones, whatever the record itself says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.models import Actor, Claim, Event, Kind, Record, Source, Statement, System
from onrecord.models.fields import Ref, Term
from onrecord.models.walk import marked

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["Facets"]

_TOPICS = "topics"


class Facets:
    """Tells what records are found under; made once for a dataset, whose other records it reads.

    Every answer is in the order of the record's fields, each value once.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def speakers(self, record: Record) -> tuple[str, ...]:
        """The ids of those who said it; only a statement has any."""
        ids = record.speaker_ids if isinstance(record, Statement) else ()
        return self._present(ids)

    def named(self, record: Record, kind: Kind) -> tuple[str, ...]:
        """The ids of the records of a kind that it names, anywhere in its fields."""
        return self._present(
            mark.value
            for mark in marked(record)
            if isinstance(mark.mark, Ref) and kind.value in mark.mark.kinds
        )

    def topics(self, record: Record) -> tuple[str, ...]:
        """The terms of its own topics and of the claims that it takes a stance or bears on."""
        claims = (self._dataset.claims.get(claim) for claim in _claims_of(record))
        return tuple(
            dict.fromkeys(
                mark.value
                for each in (record, *claims)
                if each is not None
                for mark in marked(each)
                if isinstance(mark.mark, Term) and mark.mark.vocabulary == _TOPICS
            )
        )

    def countries(self, record: Record) -> tuple[str, ...]:
        """The ISO 3166 codes of those who act in it: who spoke, took part, published, made it."""
        return tuple(code for code in dict.fromkeys(self._countries(record)) if code)

    def stances(self, record: Record) -> tuple[str, ...]:
        """The stances that it takes, on whichever claims."""
        stances = record.stances if isinstance(record, Statement) else ()
        return tuple(dict.fromkeys(stance.stance.value for stance in stances))

    def affiliations(self, record: Record) -> tuple[str, ...]:
        """The affiliations of the media that published it, or the sources that it cites."""
        from onrecord.dataset.origins import citations_of

        if isinstance(record, Source):
            publishers: Iterable[str] = [record.publisher]
        else:
            cited = (self._dataset.sources.get(each.source) for each in citations_of(record))
            publishers = [source.publisher for source in cited if source]
        actors = (self._dataset.actors.get(each) for each in publishers)
        found = (actor.affiliation.value for actor in actors if actor and actor.affiliation)
        return tuple(dict.fromkeys(found))

    def _present(self, ids: Iterable[str]) -> tuple[str, ...]:
        former = self._dataset.former_ids
        return tuple(dict.fromkeys(former.get(each, each) for each in ids))

    def _countries(self, record: Record) -> Iterator[str | None]:
        match record:
            case Actor():
                yield record.country
            case Statement():
                yield from self._of_actors(record.speaker_ids)
            case Event():
                yield from self._of_actors(part.actor for part in record.participants)
                yield record.place.country if record.place else None
            case Source():
                yield from self._of_actors([record.publisher])
            case System():
                yield from self._of_actors([record.developer] if record.developer else [])
            case Claim():
                yield from self._of_actors(record.about.actors if record.about else [])

    def _of_actors(self, ids: Iterable[str]) -> Iterator[str | None]:
        actors = (self._dataset.actors.get(actor) for actor in ids)
        return (actor.country for actor in actors if actor)


def _claims_of(record: Record) -> tuple[str, ...]:
    match record:
        case Statement():
            return tuple(stance.claim for stance in record.stances)
        case Event():
            return record.claims
        case _:
            return ()
