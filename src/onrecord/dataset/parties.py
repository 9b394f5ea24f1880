"""Whose side a speaker is on: the state or organisation for which it speaks, and how that follows.

It follows from the records of actors alone, and never from what is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.models import Actor, ActorType, Speaker
from onrecord.values.codes import COUNTRIES
from onrecord.values.edtf import Edtf

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["Parties", "Party", "states_in"]

_OF_A_STATE = (ActorType.GOVERNMENT_BODY, ActorType.ARMED_FORCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The state or organisation for which somebody speaks.

    ``id`` is an actor's id, or a country code where the state itself is not on record. ``steps``
    are the ids that lead there, from the speaker to the party; ``bodies`` those of them that are
    no state: the speaker, and the offices and ministries between. ``whole`` tells whether the
    statement says itself that it is made on behalf of the party as a whole.
    """

    id: str
    steps: tuple[str, ...]
    bodies: tuple[str, ...]
    whole: bool = False


class Parties:
    """Finds the party of a speaker; made once for a dataset, whose actors it looks up.

    ``on_behalf_of`` counts before all else. A person speaks for the body of the office held on that
    day, and without one for the country. A body belongs to what stands at the top of its parents; a
    government body or armed force, to the state of its country. A medium speaks for itself: its
    parents count only as far as they are media too.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._bodies: dict[str, tuple[str, ...]] = {}

    def of_speaker(self, speaker: Speaker, date: Edtf) -> Party:
        """The party for which this speaker spoke on that date."""
        if speaker.on_behalf_of:
            spoken_for = self._party((speaker.actor, *self._of_body(speaker.on_behalf_of)))
            is_whole = spoken_for.id == self._dataset.resolve(speaker.on_behalf_of)
            return replace(spoken_for, whole=is_whole)
        return self.of(speaker.actor, date, speaker.capacity)

    def of(self, actor: str, date: Edtf | None = None, capacity: str = "") -> Party:
        """The party of an actor, on a date if it is a person."""
        found = self._dataset.actors.get(actor)
        if found is None or found.type is not ActorType.PERSON:
            return self._party(self._of_body(actor))
        body = self._office(found, date, capacity)
        if body is not None:
            return self._party((found.id, *self._of_body(body)))
        return self._party((found.id, *self._state(found.country)))

    def _office(self, person: Actor, date: Edtf | None, capacity: str) -> str | None:
        """The body of the office held; of several, that of the office named in the capacity."""
        held = [
            position
            for position in person.positions
            if position.body and _may_hold(position.from_, position.to, date)
        ]
        words = capacity.casefold()
        held.sort(key=lambda position: position.title.casefold() not in words)
        return held[0].body if held else None

    def _of_body(self, actor: str) -> tuple[str, ...]:
        if actor not in self._bodies:
            self._bodies[actor] = tuple(dict.fromkeys(self._climb(actor)))
        return self._bodies[actor]

    def _climb(self, actor: str) -> Iterable[str]:
        found = self._dataset.actors.get(actor)
        if found is None:
            yield actor
            return
        chain = [found]
        while (above := self._above(chain[-1])) is not None and above not in chain:
            chain.append(above)
        yield from (each.id for each in chain)
        if chain[-1].type in _OF_A_STATE:
            yield from self._state(chain[-1].country)

    def _above(self, actor: Actor) -> Actor | None:
        above = self._dataset.actors.get(actor.parent) if actor.parent else None
        is_outlet = actor.type is ActorType.MEDIA
        if above is None or (is_outlet and above.type is not ActorType.MEDIA):
            return None
        return above

    def _state(self, country: str | None) -> tuple[str, ...]:
        return (self._dataset.states.get(country, country),) if country else ()

    def _party(self, steps: Iterable[str]) -> Party:
        made = tuple(dict.fromkeys(map(self._dataset.resolve, steps)))
        bodies = tuple(step for step in made if not self._is_state(step))
        return Party(id=made[-1], steps=made, bodies=bodies)

    def _is_state(self, step: str) -> bool:
        actor = self._dataset.actors.get(step)
        return actor.type is ActorType.STATE if actor else step in COUNTRIES


def states_in(actors: Iterable[Actor]) -> dict[str, str]:
    """The actor that is the state of each country, by the country's code; the first of several."""
    found: dict[str, str] = {}
    for actor in actors:
        if actor.type is ActorType.STATE and actor.is_active and actor.country:
            found.setdefault(actor.country, actor.id)
    return found


def _may_hold(start: Edtf | None, end: Edtf | None, date: Edtf | None) -> bool:
    if date is None:
        return True
    began_later = start is not None and start.after(date) is True
    # ``to: ..`` says that the office lasts; it is no date that could lie before another.
    ended_before = end is not None and end.before(date) is True
    return not began_later and not ended_before
