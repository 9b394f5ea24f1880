"""The explorer's data: every active record in few columns, its words folded, its facets as numbers.

What the page does with them stands in ``docs/assets/explore.js``. A script holds the data, since a
page that is read from a file share may load scripts and nothing else.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic_core import to_json

from onrecord.dataset import Dataset
from onrecord.dataset.facets import Facets
from onrecord.dataset.folding import ALIKE, words
from onrecord.dataset.passages import Weight, passages_of
from onrecord.models import Affiliation, Kind, Record, Stance, Statement
from onrecord.reporters.cards import parts
from onrecord.reporters.dates import in_words
from onrecord.site import texts, views
from onrecord.values.codes import COUNTRIES
from onrecord.values.edtf import Edtf

if TYPE_CHECKING:
    from onrecord.site.frame import Frame

__all__ = ["DATA", "FACETS", "data", "pages"]

DATA: Final = "explore/data.js"
_APART: Final = " ‖ "
"""Stands between passages, so that no phrase reaches over the end of one."""
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()
_ORDER: Final = (
    Kind.STATEMENT, Kind.EVENT, Kind.CLAIM, Kind.ACTOR, Kind.SYSTEM, Kind.SOURCE,
)  # fmt: skip
"""Sources come last: who said something is what people look for, and its sources stand there."""


class _Facet(NamedTuple):
    """One thing to choose by: its name in addresses, its heading, its values and their labels."""

    name: str
    title: str
    values: Callable[[Facets, Record], Sequence[str]]
    label: Callable[[Dataset, str], str]


def _named(dataset: Dataset, record_id: str) -> str:
    return texts.plain(parts.label_of(dataset, record_id))


FACETS: Final = (
    _Facet("kind", "Kind", lambda _, each: (each.kind.value,), lambda _, word: word),
    _Facet("stance", "Stance", lambda all_, each: all_.stances(each), lambda _, word: word),
    _Facet(
        "claim", "Claim", lambda all_, each: all_.named(each, Kind.CLAIM), _named
    ),
    _Facet("speaker", "Speaker", lambda all_, each: all_.speakers(each), _named),
    _Facet(
        "country",
        "Country of those acting",
        lambda all_, each: all_.countries(each),
        lambda _, code: COUNTRIES.get(code, code),
    ),
    _Facet("system", "System", lambda all_, each: all_.named(each, Kind.SYSTEM), _named),
    _Facet(
        "topic",
        "Topic",
        lambda all_, each: all_.topics(each),
        lambda dataset, topic: parts.term(dataset, "topics", topic),
    ),
    _Facet(
        "affiliation",
        "Affiliation of the media",
        lambda all_, each: all_.affiliations(each),
        lambda _, word: word,
    ),
)  # fmt: skip
"""What records are chosen by, in the order of the page."""

_MEANINGS: Final = {
    "stance": {word.value: word.meaning for word in Stance},
    "affiliation": {word.value: word.meaning for word in Affiliation},
}


def pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The page, and the script with its data."""
    dataset = frame.dataset
    yield (
        "explore.md",
        frame.page(
            "explore.jinja",
            title="Explore",
            description="Search every record in every language of its quotes, and choose by facet.",
            facets=FACETS,
            count=sum(record.is_active for record in dataset),
            script=DATA,
        ),
    )
    yield DATA, b"window.onrecordData = " + to_json(data(dataset)) + b";\n"


def data(dataset: Dataset) -> dict[str, Any]:
    """All that the page needs, as plain data; lists of equal length are columns.

    Records stand in the order in which they are shown to those who ask for no other.
    """
    records = sorted((each for each in dataset if each.is_active), key=_as_offered)
    place = {record.id: number for number, record in enumerate(records)}
    return {
        "version": dataset.version,
        "id": [record.id for record in records],
        "date": [record.when.text if record.when else "" for record in records],
        "when": [in_words(record.when) if record.when else "" for record in records],
        "from": [_day(record.when, "earliest") for record in records],
        "to": [_day(record.when, "latest") for record in records],
        "label": [texts.plain(views.shown(dataset, record).text) for record in records],
        "act": [record.act.value if isinstance(record, Statement) else "" for record in records],
        "quotes": [_quotes(record) for record in records],
        "words": [_folded(record, dataset) for record in records],
        "names": [_named_by(record, dataset, place) for record in records],
        "facets": [_facet(facet, records, dataset) for facet in FACETS],
        "alike": dict(ALIKE),
        "zeros": list(_zeros()),
    }


def _as_offered(record: Record) -> tuple[int, int, str]:
    """The order for those who have asked for nothing: what was said, what was done, and the rest.

    Within a kind it is the newest first, an order that judges nothing.
    """
    last = _day(record.when, "latest")
    return _ORDER.index(record.kind), -last if last is not None else 1 << 40, record.id


def _day(date: Edtf | None, end: str) -> int | None:
    """Days since 1970 of an end of the date; ``None`` where it has no date, or the end is open."""
    day = getattr(date, end) if date else None
    return day.toordinal() - _EPOCH if day else None


def _quotes(record: Record) -> list[tuple[str, str]]:
    quotes = record.quotes if isinstance(record, Statement) else ()
    return [(quote.lang, texts.plain(quote.text)) for quote in quotes]


def _folded(record: Record, dataset: Dataset) -> list[str]:
    """The record's words as a search compares them, in the order of ``Weight``."""
    found: dict[Weight, list[str]] = {weight: [] for weight in Weight}
    for passage in passages_of(record, dataset):
        found[passage.weight].append(" ".join(word.folded for word in words(passage.text)))
    return [_APART.join(["", *dict.fromkeys(texts), ""]) for texts in found.values()]


def _named_by(record: Record, dataset: Dataset, place: dict[str, int]) -> list[int]:
    return [place[each.id] for each in dataset.references_of(record) if each.id in place]


def _facet(facet: _Facet, records: Iterable[Record], dataset: Dataset) -> dict[str, Any]:
    facets = Facets(dataset)
    terms: dict[str, int] = {}
    rows = [
        [terms.setdefault(value, len(terms)) for value in facet.values(facets, record)]
        for record in records
    ]
    meanings = _MEANINGS.get(facet.name, {})
    return {
        "name": facet.name,
        "title": facet.title,
        "terms": [[each, facet.label(dataset, each), meanings.get(each, "")] for each in terms],
        "rows": rows,
    }


def _zeros() -> Iterator[int]:
    """Where the digits of each script begin; the ten of a script stand together."""
    for code in range(0x110000):
        if unicodedata.decimal(chr(code), None) == 0:
            yield code
