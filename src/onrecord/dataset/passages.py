"""The texts of a record by which it can be found, each with its place, language and weight.

It names the fields that people search; what a word is and how hits are ranked is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.diagnostics import RecordPath
from onrecord.models import (
    Actor,
    Claim,
    Event,
    Kind,
    Name,
    Quantity,
    Record,
    Source,
    Statement,
    System,
)

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["Passage", "Weight", "passages_of"]

_OURS = "en"
"""The language of what the project writes itself."""


class Weight(Enum):
    """How much it says of a record that a word stands there."""

    HEAD = "head"
    """What the record is: its title, names, summary or text."""
    WORDS = "words"
    """Words quoted, and the words of figures."""
    MORE = "more"
    """Who is named in it, and in what capacity."""


class Passage(NamedTuple):
    """One text: its place in the record, its language, and its weight."""

    path: RecordPath
    lang: str
    text: str
    weight: Weight


def passages_of(record: Record, dataset: Dataset) -> Iterator[Passage]:
    """Every text by which a record can be found, in the order of its fields."""
    return _PASSAGES[record.kind](record, dataset)


def _ours(field: str, text: str | None, weight: Weight = Weight.HEAD) -> Iterator[Passage]:
    if text:
        yield Passage((field,), _OURS, text, weight)


def _statement(record: Statement, dataset: Dataset) -> Iterator[Passage]:
    yield from _ours("summary", record.summary)
    for place, quote in enumerate(record.quotes):
        yield Passage(("quotes", place, "text"), quote.lang, quote.text, Weight.WORDS)
    yield from _figures(record.quantities)
    yield Passage(("act",), _OURS, record.act.value, Weight.MORE)
    for place, speaker in enumerate(record.speakers):
        path = ("speakers", place)
        yield from _named(dataset, speaker.actor, (*path, "actor"))
        yield Passage((*path, "capacity"), _OURS, speaker.capacity, Weight.MORE)


def _event(record: Event, dataset: Dataset) -> Iterator[Passage]:
    yield from _ours("title", record.title)
    yield from _ours("summary", record.summary)
    yield from _figures(record.quantities)
    yield Passage(("type",), _OURS, record.type, Weight.MORE)
    if record.place:
        yield Passage(("place", "name"), _OURS, record.place.name, Weight.MORE)
    for place, part in enumerate(record.participants):
        yield from _named(dataset, part.actor, ("participants", place, "actor"))


def _source(record: Source, dataset: Dataset) -> Iterator[Passage]:
    if record.title:
        yield Passage(("title",), record.lang, record.title, Weight.HEAD)
    yield from _ours("title_translated", record.title_translated)
    for place, author in enumerate(record.authors):
        yield Passage(("authors", place), record.lang, author, Weight.MORE)
    yield from _named(dataset, record.publisher, ("publisher",))


def _claim(record: Claim, dataset: Dataset) -> Iterator[Passage]:  # noqa: ARG001  one signature for all
    yield from _ours("text", record.text)
    yield from _ours("question", record.question, Weight.MORE)


def _names(record: Actor | System, dataset: Dataset) -> Iterator[Passage]:  # noqa: ARG001  one signature for all
    for place, name in enumerate(record.names):
        yield Passage(("names", place, "text"), name.lang, name.text, Weight.HEAD)
    for place, held in enumerate(record.positions if isinstance(record, Actor) else ()):
        yield Passage(("positions", place, "title"), _OURS, held.title, Weight.MORE)


def _figures(quantities: tuple[Quantity, ...]) -> Iterator[Passage]:
    for place, quantity in enumerate(quantities):
        yield Passage(("quantities", place, "original"), "und", quantity.original, Weight.WORDS)


def _named(dataset: Dataset, actor_id: str, path: RecordPath) -> Iterator[Passage]:
    """An actor named in the record, by every one of its names."""
    actor = dataset.actors.get(actor_id)
    names: tuple[Name, ...] = actor.names if actor else ()
    for name in names:
        yield Passage(path, name.lang, name.text, Weight.MORE)


_PASSAGES: dict[Kind, Callable[[Any, Dataset], Iterator[Passage]]] = {
    Kind.STATEMENT: _statement,
    Kind.EVENT: _event,
    Kind.SOURCE: _source,
    Kind.CLAIM: _claim,
    Kind.ACTOR: _names,
    Kind.SYSTEM: _names,
}
