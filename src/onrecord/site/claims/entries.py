"""One entry of a claim's history as it is shown: who, when, what, in whose words, on what it rests.

It prepares values for a template and writes no markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.dataset import Dataset, Entry
from onrecord.models import Event, Quantity, Quote, RelationType, Speaker, StanceOnClaim, Statement
from onrecord.reporters.cards.figures import value_in_words
from onrecord.reporters.cards.parts import label_of
from onrecord.reporters.cards.statement import STANCE_MARKS
from onrecord.reporters.dates import as_period, in_short
from onrecord.site.claims.extents import Bar, bar_of, extent_of
from onrecord.site.claims.sides import EVENT_MARK, Side, side_of, stance_word
from onrecord.values.codes import COUNTRIES

__all__ = [
    "RELATION_WORDS",
    "EntryView",
    "Tag",
    "Tie",
    "Voice",
    "Words",
    "entry_view",
    "party_name",
    "who",
]

RELATION_WORDS = {
    RelationType.RESPONDS_TO: "answers",
    RelationType.REPEATS: "repeats",
    RelationType.RETRACTS: "takes back",
    RelationType.CORRECTS: "corrects",
    RelationType.ELABORATES: "adds to",
    RelationType.QUOTES: "quotes",
}
"""What a statement does to an earlier one, as a verb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker: name, capacity, and the party where neither of them shows it."""

    id: str
    name: str
    capacity: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A stance as a sign and in words, with its scope."""

    sign: str
    word: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A quote; where it is a translation, of which language, and by whom if that is known."""

    text: str
    lang: str
    of: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An earlier record that the entry answers, repeats or takes back, and where it is shown."""

    verb: str
    id: str
    name: str
    date: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry as it is shown; ``bar`` draws its date, unless that is one sure day."""

    entry: Entry
    side: Side
    bar: Bar | None
    voices: tuple[Voice, ...]
    tags: tuple[Tag, ...]
    quotes: tuple[Words, ...]
    more_quotes: int
    figures: tuple[tuple[str, str], ...]
    ties: tuple[Tie, ...]

    @property
    def id(self) -> str:
        """The id of its record, which is its anchor too."""
        return self.entry.record.id

    @property
    def label(self) -> str:
        """What the record says of itself in a sentence."""
        return self.entry.record.label

    @property
    def is_event(self) -> bool:
        """Whether it is an event, which nobody says."""
        return isinstance(self.entry.record, Event)


def entry_view(
    dataset: Dataset, entry: Entry, *, measure: str | None, where: Callable[[str], str]
) -> EntryView:
    """An entry as it is shown on the page of a claim about ``measure``.

    ``where`` gives the address of the place at which a record is shown.
    """
    record = entry.record
    extent = extent_of(record.date, entry.by)
    quotes = tuple(_shown(record.quotes)) if isinstance(record, Statement) else ()
    return EntryView(
        entry=entry,
        side=side_of(entry),
        bar=None if extent.is_day else bar_of(extent),
        voices=tuple(_voices(dataset, entry)),
        tags=tuple(_tags(dataset, entry)),
        quotes=tuple(map(_words, quotes)),
        more_quotes=len(getattr(record, "quotes", ())) - len(quotes),
        figures=tuple(_figures(record.quantities, measure)),
        ties=tuple(_ties(dataset, record, where)),
    )


def party_name(dataset: Dataset, party: str) -> str:
    """The name of a party, which may be the code of a country whose state is not on record."""
    return label_of(dataset, party) if party in dataset else COUNTRIES.get(party, party)


def who(dataset: Dataset, record: Statement | Event) -> str:
    """The names of those who speak; of an event, its title."""
    if isinstance(record, Event):
        return record.title
    return ", ".join(label_of(dataset, actor) for actor in record.speaker_ids)


def _voices(dataset: Dataset, entry: Entry) -> Iterator[Voice]:
    speakers: Sequence[Speaker] = getattr(entry.record, "speakers", ())
    for speaker, party in zip(speakers, entry.parties, strict=True):
        name = label_of(dataset, speaker.actor)
        whose = party_name(dataset, party.id)
        is_said = whose in (name, "") or whose in speaker.capacity or whose in name
        yield Voice(
            id=speaker.actor,
            name=name,
            capacity="" if speaker.capacity == name else speaker.capacity,
            party="" if is_said else whose,
        )


def _tags(dataset: Dataset, entry: Entry) -> Iterator[Tag]:
    if isinstance(entry.record, Event):
        yield Tag(sign=EVENT_MARK, word="event", words=f"event, {entry.record.standing.value}")
    for stance in entry.stances:
        yield Tag(
            sign=STANCE_MARKS[stance.stance],
            word=stance.stance.value,
            words="".join(_stance_in_words(dataset, stance)),
        )


def _stance_in_words(dataset: Dataset, stance: StanceOnClaim) -> Iterator[str]:
    """The stance, then for what of the claim it is taken."""
    yield stance_word(stance.stance)
    if stance.scope is None:
        return
    if stance.scope.period:
        yield f", for the time: {as_period(stance.scope.period)}"
    if stance.scope.systems:
        yield f", for {', '.join(label_of(dataset, each) for each in stance.scope.systems)}"
    if stance.scope.note:
        yield f". {stance.scope.note}"


def _shown(quotes: Sequence[Quote]) -> Iterator[Quote]:
    """The first of the words as they were said, and the first of the words translated."""
    yield from [quote for quote in quotes if quote.translation_of is None][:1]
    yield from [quote for quote in quotes if quote.translation_of is not None][:1]


def _words(quote: Quote) -> Words:
    return Words(
        text=quote.text,
        lang=quote.lang,
        of=quote.translation_of,
        by=quote.translator.value if quote.translator else "",
    )


def _figures(quantities: Sequence[Quantity], measure: str | None) -> Iterator[tuple[str, str]]:
    for quantity in quantities:
        if quantity.measure == measure:
            yield value_in_words(quantity), quantity.original


def _ties(
    dataset: Dataset, record: Statement | Event, where: Callable[[str], str]
) -> Iterator[Tie]:
    for relation in getattr(record, "relations", ()):
        earlier = dataset.get(relation.statement or relation.event or "")
        if isinstance(earlier, Statement | Event):
            yield Tie(
                verb=RELATION_WORDS[relation.type],
                id=earlier.id,
                name=who(dataset, earlier),
                date=in_short(earlier.date),
                href=where(earlier.id),
            )
