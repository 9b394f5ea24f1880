"""``onrecord.ftm.json``: entities of FollowTheMoney, one a line, for tools that follow networks.

Actors, the offices of persons, events, and a ``Sanction`` for each designee of a designation; of
records that count alone. Systems, claims and statements have no schema there and are left out. That
an event is alleged or disputed stands in its ``notes``, since a graph would show it as a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic_core import to_json

from onrecord.dataset import Dataset
from onrecord.exports.dates import plain_date, plain_ends
from onrecord.exports.snapshot import Part, Snapshot
from onrecord.models import Actor, ActorType, Event, NameKind, Position, Standing

__all__ = ["NAME", "files"]

NAME: Final = "onrecord.ftm.json"

_SCHEMAS: Final = {
    ActorType.PERSON: "Person",
    ActorType.STATE: "PublicBody",
    ActorType.GOVERNMENT_BODY: "PublicBody",
    ActorType.ARMED_FORCE: "PublicBody",
    ActorType.ARMED_GROUP: "Organization",
    ActorType.COMPANY: "Company",
    ActorType.MEDIA: "Organization",
    ActorType.IGO: "Organization",
    ActorType.NGO: "Organization",
    ActorType.UNIVERSITY: "Organization",
}

_DESIGNATION: Final = "sanctions-designation"
_DESIGNEE: Final = "designee"
_HOSTS: Final = ("host",)

_Entity = dict[str, Any]


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The entities as JSON lines."""
    lines = [to_json(entity) + b"\n" for entity in _entities(snapshot.dataset)]
    return {NAME: Part(content=b"".join(lines), rows=len(lines))}


def _entities(dataset: Dataset) -> Iterator[_Entity]:
    for actor in dataset.actors.values():
        if actor.is_active:
            yield _actor(dataset, actor)
            for number, position in enumerate(actor.positions):
                yield from _office(dataset, actor, position, number)
    for event in dataset.events.values():
        if event.is_active:
            yield _event(dataset, event)
            if event.type == _DESIGNATION:
                yield from _sanctions(dataset, event)


def _entity(name: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> _Entity:
    """An entity; properties are lists there, and those without a value are left out."""
    found = {key: [each for each in values if each] for key, values in properties.items()}
    return {
        "id": name,
        "schema": schema,
        "properties": {key: values for key, values in found.items() if values},
    }


def _actor(dataset: Dataset, actor: Actor) -> _Entity:
    schema = _SCHEMAS[actor.type]
    register = actor.identifiers.to_dict() if actor.identifiers else {}
    legal = schema != "Person"
    names = [name.text for name in actor.names if name.kind is NameKind.PRIMARY]
    return _entity(
        actor.id,
        schema,
        {
            "name": names or [actor.label],
            "alias": [name.text for name in actor.names if name.kind is not NameKind.PRIMARY],
            "country": [_country(actor.country)],
            "position": [each.title for each in actor.positions] if not legal else [],
            "parent": [_present(dataset, actor.parent)] if legal else [],
            "wikidataId": [register.get("wikidata")],
            "leiCode": [register.get("lei")],
            "imoNumber": [register.get("imo")] if legal else [],
        },
    )


def _office(dataset: Dataset, actor: Actor, position: Position, number: int) -> Iterator[_Entity]:
    """The office, and that the person held it."""
    post = f"{actor.id}.position.{number}"
    body = _present(dataset, position.body)
    yield _entity(
        post,
        "Position",
        {"name": [position.title], "organization": [body], "country": [_country(actor.country)]},
    )
    yield _entity(
        f"{actor.id}.occupancy.{number}",
        "Occupancy",
        {
            "holder": [actor.id],
            "post": [post],
            "startDate": [plain_date(position.from_)],
            "endDate": [plain_date(position.to)],
            "sourceUrl": _urls(dataset, (each.source for each in position.citations)),
        },
    )


def _event(dataset: Dataset, event: Event) -> _Entity:
    start, end = plain_ends(event.date)
    place = event.place
    hosts = [each.actor for each in event.participants if each.role in _HOSTS]
    others = [each.actor for each in event.participants if each.role not in _HOSTS]
    return _entity(
        event.id,
        "Event",
        {
            "name": [event.title],
            "summary": [event.summary],
            "notes": [_standing(event)],
            "date": [start if end is None else None],
            "startDate": [start if end is not None else None],
            "endDate": [end],
            "location": [place.name if place else None],
            "country": [_country(place.country if place else None)],
            "organizer": _actors(dataset, hosts),
            "involved": _actors(dataset, others),
            "keywords": [event.type, *event.topics],
            "sourceUrl": _urls(dataset, (each.source for each in event.citations)),
        },
    )


def _standing(event: Event) -> str | None:
    """That an event is not undisputed, and why."""
    if event.standing is Standing.UNDISPUTED:
        return None
    return f"{event.standing.value}: {event.standing_reason or event.standing.meaning}"


def _sanctions(dataset: Dataset, event: Event) -> Iterator[_Entity]:
    legal = event.legal
    authority = dataset.actors.get(legal.authority) if legal and legal.authority else None
    for number, each in enumerate(event.participants):
        if each.role != _DESIGNEE:
            continue
        yield _entity(
            f"{event.id}.sanction.{number}",
            "Sanction",
            {
                "entity": _actors(dataset, [each.actor]),
                "authority": [authority.label if authority else None],
                "country": [_country(authority.country if authority else None)],
                "program": [legal.programme, legal.legal_basis] if legal else [],
                "recordId": [legal.instrument if legal else None],
                "listingDate": [plain_date(event.date)],
                "summary": [event.summary],
                "sourceUrl": _urls(dataset, (each.source for each in event.citations)),
            },
        )


def _present(dataset: Dataset, actor: str | None) -> str | None:
    return dataset.resolve(actor) if actor else None


def _actors(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(dataset.resolve, ids)))


def _urls(dataset: Dataset, sources: Iterable[str]) -> list[str]:
    found = (dataset.sources[each].url for each in sources if each in dataset.sources)
    return list(dict.fromkeys(url for url in found if url))


def _country(code: str | None) -> str | None:
    """The code as FollowTheMoney writes it."""
    return code.lower() if code else None
