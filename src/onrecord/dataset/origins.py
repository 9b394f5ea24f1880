"""How many independent origins a record rests on, and how far each source is from the speaker.

Sources are put together where the records show a tie between them, and never by guessing; so the
number is the most that could be independent by what is on record. It knows nothing of claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, fields
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from onrecord.models import (
    Actor,
    ActorType,
    Affiliation,
    Citation,
    Event,
    Kind,
    Record,
    Source,
    Statement,
)
from onrecord.values.words import Word

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["CITING", "Origin", "Origins", "Tie", "TieKind", "citations_of", "origins_of"]

CITING = (Kind.STATEMENT, Kind.EVENT, Kind.ACTOR)
"""The kinds whose records cite sources."""

_AFFILIATED = (Affiliation.STATE, Affiliation.OPPOSITION, Affiliation.PARTY)
_OF_A_STATE = (ActorType.STATE, ActorType.GOVERNMENT_BODY, ActorType.ARMED_FORCE)


class TieKind(Word):
    """Why two sources count as one origin."""

    DERIVED = "derived", "One is derived from the other, or both from a third."
    PUBLISHER = "publisher", "The same actor published both."
    CREDITS = "credits", "One credits the publisher of the other, or both credit a third."
    OWNERSHIP = "ownership", "Those who published or are credited belong to one body or one state."


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Why the source ``left`` and the source ``right`` are one origin.

    ``through`` names what ties them: a source, an actor, or the code of a country.
    """

    kind: TieKind
    left: str
    right: str
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Sources, by id, that count as one origin, and the ties that make them one."""

    sources: tuple[str, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What a record's citations rest on.

    ``hops`` is how far each source is from the speaker: 0 for the speaker's own publication, 1 for
    who reports it, one more for each reprint, translation or credited agency between.
    ``affiliated_only`` tells whether all of the sources were published by media that belong or
    answer to a state, a party or an opposition.
    """

    record: Record
    origins: tuple[Origin, ...]
    hops: Mapping[str, int] = field(hash=False)
    affiliated_only: bool

    def __reduce__(self) -> tuple[Any, ...]:
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return partial(Origins, **{**given, "hops": dict(self.hops)}), ()

    @property
    def count(self) -> int:
        """How many origins there are."""
        return len(self.origins)

    def __repr__(self) -> str:
        count = f"{self.count} of {len(self.hops)} sources"
        affiliated = ", affiliated only" if self.affiliated_only else ""
        return f"<Origins {self.record.id}: {count}{affiliated}>"


def citations_of(record: Record) -> tuple[Citation, ...]:
    """The citations of a record; of an actor, those of its offices."""
    match record:
        case Statement() | Event():
            return record.citations
        case Actor():
            return tuple(cited for held in record.positions for cited in held.citations)
        case _:
            return ()


def origins_of(dataset: Dataset, record: Record) -> Origins:
    """The origins of a record's citations; of none for a kind that cites nothing."""
    cited: dict[str, list[Citation]] = {}
    for citation in citations_of(record):
        source = dataset.sources.get(citation.source)
        if source is not None:
            cited.setdefault(source.id, []).append(citation)
    publishers = [dataset.actors.get(dataset.sources[each].publisher) for each in cited]
    return Origins(
        record=record,
        origins=_grouped(dataset, cited),
        hops=_hops(dataset, record, cited),
        affiliated_only=bool(cited) and all(map(_is_affiliated, publishers)),
    )


def _is_affiliated(actor: Actor | None) -> bool:
    return actor is not None and actor.affiliation in _AFFILIATED


def _grouped(dataset: Dataset, cited: Mapping[str, list[Citation]]) -> tuple[Origin, ...]:
    group = {source: source for source in cited}
    ties: list[Tie] = []
    for tie in _ties(dataset, cited):
        left, right = group[tie.left], group[tie.right]
        if left != right:
            ties.append(tie)
            group = {source: left if root == right else root for source, root in group.items()}
    return tuple(
        Origin(
            sources=tuple(source for source in cited if group[source] == root),
            ties=tuple(tie for tie in ties if group[tie.left] == root),
        )
        for root in dict.fromkeys(group.values())
    )


def _ties(dataset: Dataset, cited: Mapping[str, list[Citation]]) -> Iterator[Tie]:
    """Every tie between two of the sources, the closest first."""
    marks = {source: tuple(_marks(dataset, source, found)) for source, found in cited.items()}
    for kind in TieKind:
        first: dict[str, str] = {}
        for source, found in marks.items():
            for mark in (name for each, name in found if each is kind):
                if first.setdefault(mark, source) != source:
                    yield Tie(kind=kind, left=first[mark], right=source, through=mark)


def _marks(
    dataset: Dataset, source_id: str, cited: Iterable[Citation]
) -> Iterator[tuple[TieKind, str]]:
    """What a source has that would tie it to another with the same."""
    yield TieKind.PUBLISHER, dataset.resolve(dataset.sources[source_id].publisher)
    actors = [dataset.resolve(actor) for citation in cited for actor in citation.via]
    for source in _lineage(dataset, source_id):
        yield TieKind.DERIVED, source.id
        actors += map(dataset.resolve, (*source.via, source.publisher))
    for actor in dict.fromkeys(actors):
        yield TieKind.CREDITS, actor
        owner = _owner(dataset, actor)
        if owner:
            yield TieKind.OWNERSHIP, owner


def _lineage(dataset: Dataset, source_id: str) -> list[Source]:
    """The source, and all that it is derived from."""
    found: dict[str, Source] = {}
    waiting = [source_id]
    while waiting:
        source = dataset.sources.get(waiting.pop())
        if source is not None and source.id not in found:
            found[source.id] = source
            waiting += source.derived_from
    return list(found.values())


def _owner(dataset: Dataset, actor_id: str) -> str | None:
    """The country of the state that it belongs or answers to, or else its topmost parent."""
    actor = dataset.actors.get(actor_id)
    seen: dict[str, Actor] = {}
    while actor is not None and actor.id not in seen:
        if actor.country and (actor.type in _OF_A_STATE or actor.affiliation is Affiliation.STATE):
            return actor.country
        seen[actor.id] = actor
        actor = dataset.actors.get(actor.parent) if actor.parent else None
    return list(seen)[-1] if seen else None


def _hops(
    dataset: Dataset, record: Record, cited: Mapping[str, list[Citation]]
) -> Mapping[str, int]:
    speakers = record.speaker_ids if isinstance(record, Statement) else ()
    own = {dataset.resolve(actor) for actor in speakers}
    first: set[str] = set()
    credited: set[str] = set()
    for source, citations in cited.items():
        is_own = dataset.resolve(dataset.sources[source].publisher) in own
        if is_own or any(citation.primary for citation in citations):
            first.add(source)
        if any(citation.via for citation in citations):
            credited.add(source)
    far = {source: _far(dataset, source, first, credited, seen=()) for source in cited}
    return MappingProxyType(far)


def _far(
    dataset: Dataset,
    source_id: str,
    first: Set[str],
    credited: Set[str],
    *,
    seen: tuple[str, ...],
) -> int:
    """How far a source is from the speaker; one that leads back to itself is as good as none."""
    source = dataset.sources.get(source_id)
    if source is None or source.id in seen:
        return 1
    if source.id in first:
        return 0
    above = [
        _far(dataset, each, first, credited, seen=(*seen, source.id))
        for each in source.derived_from
    ]
    if above:
        return 1 + min(above)
    return 2 if source.id in credited or source.via else 1
