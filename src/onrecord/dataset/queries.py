"""The conditions of ``Records.where``: what it means that a record meets one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.dataset.facets import Facets
from onrecord.dataset.unknown import UnknownError
from onrecord.models import (
    MODELS,
    RECORD_KINDS,
    Act,
    ActorType,
    Kind,
    Record,
    SourceType,
)
from onrecord.models.fields import Ref, Term
from onrecord.models.walk import marks_of
from onrecord.values.edtf import Edtf

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset
    from onrecord.dataset.records import Records

__all__ = ["Select", "conditions_of", "kind_of", "types_of"]

R = TypeVar("R", bound=Record)
Test = Callable[[Record], bool]


class Select:
    """Selects records by conditions; made once for a dataset, whose other records it looks up."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._facets = Facets(dataset)

    def __call__(
        self, records: Records[R], conditions: dict[str, Any], *, surely: bool
    ) -> Iterator[R]:
        _check_conditions(records.kind, conditions)
        if "type" in conditions:
            _check_type(self._dataset, records.kind, conditions["type"])
        given = dict(conditions)
        if _truth("surely", surely):
            if "period" not in given:
                raise ValueError("surely is of a period: give one")
            given["surely"] = given.pop("period")
        tests = [getattr(self, f"_{name}")(_word(value)) for name, value in given.items()]
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
            raise UnknownError(topic, f"{topic!r} is no topic", [term.id for term in terms])
        found = {topic}
        while more := {term.id for term in terms if term.broader in found} - found:
            found |= more
        return frozenset(found)

    def _country(self, country: str) -> Test:
        from onrecord.values.codes import COUNTRIES

        if country not in COUNTRIES:
            said = f"{country!r} is no country code, which is two letters of ISO 3166-1, such as IR"
            raise UnknownError(country, said, COUNTRIES)
        return lambda record: country in self._facets.countries(record)

    def _period(self, period: str | Edtf | datetime.date) -> Test:
        wanted = _whole(period)
        return lambda record: record.when is not None and record.when.overlaps(wanted) is not False

    def _surely(self, period: str | Edtf | datetime.date) -> Test:
        wanted = _whole(period)
        return lambda record: record.when is not None and record.when.overlaps(wanted) is True

    def _type(self, word: str) -> Test:
        return lambda record: word in (getattr(record, "type", None), getattr(record, "act", None))

    def _active(self, active: object) -> Test:
        wanted = _truth("active", active)
        return lambda record: record.is_active is wanted


def kind_of(word: Kind | str) -> Kind:
    """The kind of record that a word names, one or many: ``"statement"``, ``"statements"``.

    Raises ``ValueError`` for a word that is none.
    """
    for kind in RECORD_KINDS:
        if word in (kind, kind.folder):
            return kind
    message = f"{str(word)!r} is no kind of record; there are {', '.join(RECORD_KINDS)}"
    raise ValueError(message)


def types_of(dataset: Dataset, kind: Kind) -> tuple[str, ...]:
    """The types that records of a kind may have; of statements, the acts; none for other kinds."""
    match kind:
        case Kind.STATEMENT:
            return tuple(map(str, Act))
        case Kind.SOURCE:
            return tuple(map(str, SourceType))
        case Kind.ACTOR:
            return tuple(map(str, ActorType))
        case Kind.EVENT if "event-types" in dataset.vocabularies:
            return tuple(term.id for term in dataset.vocabularies["event-types"].terms)
        case _:
            return ()


@cache
def conditions_of(kind: Kind) -> tuple[str, ...]:
    """The conditions by which records of a kind can be selected: those that it has fields for."""
    model = MODELS[kind]
    names, marks = model.model_fields, marks_of(model)
    refs = {kind for mark in marks if isinstance(mark, Ref) for kind in mark.kinds}
    has = {
        "speaker": "speakers" in names,
        "claim": Kind.CLAIM in refs,
        "topic": Term("topics") in marks,
        "system": Kind.SYSTEM in refs,
        "country": Kind.ACTOR in refs,
        "period": getattr(model, "when", None) is not Record.when,
        "type": "type" in names or "act" in names,
        "active": True,
    }
    return tuple(name for name, is_there in has.items() if is_there)


def _check_conditions(kind: Kind, given: Iterable[str]) -> None:
    known = conditions_of(kind)
    for name in given:
        if name not in known:
            said = f"{kind.folder} have no {name}; they can be selected by {', '.join(known)}"
            raise UnknownError(name, said)


def _whole(period: str | Edtf | datetime.date) -> Edtf:
    from onrecord.dataset.moment import whole

    return whole(Edtf.of(period))


def _check_type(dataset: Dataset, kind: Kind, word: str) -> None:
    types = types_of(dataset, kind)
    if types and word not in types:
        raise UnknownError(word, f"{word!r} is no type of {kind.folder}", types)


def _truth(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    message = f"{name} must be True or False, not {value!r}"
    raise TypeError(message)


def _word(value: Any) -> Any:
    """What a condition names: a record by its id."""
    return value.id if isinstance(value, Record) else value
