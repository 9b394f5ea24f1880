"""A corpus of records of every kind, of any size, the same for the same seed.

Ferries leave late, and the harbours and companies disagree on it: bodies only, no persons, nothing
real. Every rule of the library is content with it. It knows nothing of how it is measured.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from onrecord.documents.writing import dump
from onrecord.models import MODELS, Kind
from onrecord.models.walk import key_order

__all__ = ["BLOCK", "corpus", "write_corpus"]

BLOCK: Final = 20
"""Records come in blocks that belong together: one harbour with its ferry, quarrel and sources."""

_FIRST_DAY: Final = datetime.date(2001, 1, 1)
_DAYS: Final = 8000
_ADDED: Final = "2024-02-01"
_READ: Final = "2024-01-20"

_Data = dict[str, Any]

_TEXT: Final = (
    "anchor beacon bollard breeze bridge buoy cable canal capstan channel cliff compass current "
    "deck dock engine estuary fairway flag fog gangway gauge harbour headland horn hull inlet "
    "island jetty keel ladder lamp landing lighthouse lock mast mooring pier pilot quay railing "
    "ramp reef rope rudder sail shoal signal slipway strait swell tide timetable tower tug wave "
    "wharf winch wind window yard"
)
_WORDS: Final = tuple(_TEXT.split())

_VOCABULARIES: Final[dict[str, dict[str, _Data]]] = {
    "event-types": {"departure": {}, "press-conference": {}},
    "measures": {
        "passengers": {"units": ["item"], "period": True},
        "fare": {"units": ["currency"]},
    },
    "participant-roles": {"carrier": {}, "host": {}},
    "system-categories": {"ferry": {}},
    "topics": {"transport": {}, "ferries": {"broader": "transport"}},
}


def corpus(size: int, *, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """The path below the records' root and the content of ``size`` records and what they need.

    ``size`` is rounded up to whole blocks; vocabularies and ``dataset.yaml`` come on top. A corpus
    begins with the same records as a smaller one of the same seed.
    """
    yield "dataset.yaml", _yaml(Kind.DATASET, _metadata())
    for name, terms in _VOCABULARIES.items():
        yield f"vocabularies/{name}.yaml", _yaml(Kind.VOCABULARY, _vocabulary(name, terms))
    for number in range(-(-size // BLOCK)):
        yield from _Block(number, random.Random(f"{seed}/{number}")).files()


def write_corpus(folder: Path, size: int, *, seed: int = 1) -> int:
    """Writes a corpus into a folder that does not exist yet, and returns its size in bytes."""
    total = 0
    for path, content in corpus(size, seed=seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        total += len(content)
    return total


def _yaml(kind: Kind, data: _Data) -> bytes:
    return dump(data, key_order(MODELS[kind])).encode()


def _metadata() -> _Data:
    return {
        "format": 1,
        "version": "2024.2.0",
        "title": "Ferries that left late",
        "description": "A made-up corpus to measure with.",
        "license": "CC0-1.0",
        "maintainers": [{"name": "onrecord contributors"}],
    }


def _vocabulary(name: str, terms: dict[str, _Data]) -> _Data:
    return {
        "id": name,
        "title": name.capitalize(),
        "description": f"The {name} of the corpus.",
        "terms": [
            {"id": term, "label": term, "definition": f"What is called {term}.", **more}
            for term, more in terms.items()
        ],
    }


@dataclass(frozen=True)
class _Block:
    """One harbour: four actors, a ferry, a claim, five sources, two events and seven statements."""

    number: int
    chance: random.Random

    def files(self) -> Iterator[tuple[str, bytes]]:
        for kind, records in (
            (Kind.ACTOR, self._actors()),
            (Kind.SYSTEM, [self._system()]),
            (Kind.CLAIM, [self._claim()]),
            (Kind.SOURCE, [self._source(place) for place in range(5)]),
            (Kind.EVENT, [self._departure(), self._briefing()]),
            (Kind.STATEMENT, [self._statement(place) for place in range(7)]),
        ):
            for record in records:
                yield _path(kind, record["id"]), _yaml(kind, {**record, "added": _ADDED})

    @cached_property
    def day(self) -> datetime.date:
        return _FIRST_DAY + datetime.timedelta(days=self.number * 37 % _DAYS)

    @property
    def harbour(self) -> str:
        return f"harbour-{self.number}"

    @property
    def company(self) -> str:
        return f"ferry-company-{self.number}"

    @property
    def union(self) -> str:
        return f"passengers-union-{self.number}"

    @property
    def gazette(self) -> str:
        return f"gazette-{self.number}"

    @property
    def ferry(self) -> str:
        return f"ferry-{self.number}"

    @property
    def claim(self) -> str:
        return f"ferry-{self.number}-left-late"

    @property
    def departure(self) -> str:
        return f"{self.day}-departure-{self.number}"

    @property
    def briefing(self) -> str:
        return f"{self._after(1)}-briefing-{self.number}"

    def source(self, place: int) -> str:
        return f"{self._after(2 + place)}-gazette-{self.number}-report"

    def statement(self, place: int) -> str:
        return f"{self._after(1 + place)}-statement-{self.number}-{place}"

    def _after(self, days: int) -> datetime.date:
        return self.day + datetime.timedelta(days=days)

    def _prose(self, words: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=words)).capitalize() + "."

    def _actors(self) -> Iterator[_Data]:
        for actor, kind, name in (
            (self.harbour, "government-body", "Harbour Office"),
            (self.company, "company", "Ferry Company"),
            (self.union, "ngo", "Passengers' Union"),
            (self.gazette, "media", "Gazette"),
        ):
            media = {"affiliation": "independent", "affiliation_reason": self._prose(9)}
            yield {
                "id": actor,
                "type": kind,
                "names": [
                    {"text": f"{name} {self.number}", "lang": "en", "kind": "primary"},
                    {"text": f"{self._prose(2)[:-1]} {self.number}", "lang": "en", "kind": "alias"},
                    {"text": f"دفتر بندر {self.number}", "lang": "fa", "kind": "primary"},
                ],
                "country": self.chance.choice(["IS", "FO", "NO"]),
                **(media if kind == "media" else {}),
                "note": f"{self._prose(58)} {self._prose(58)}",
            }

    def _system(self) -> _Data:
        return {
            "id": self.ferry,
            "names": [{"text": f"Ferry {self.number}", "lang": "en", "kind": "primary"}],
            "category": "ferry",
            "developer": self.company,
            "note": f"{self._prose(70)} {self._prose(70)}",
        }

    def _claim(self) -> _Data:
        return {
            "id": self.claim,
            "text": f"Ferry {self.number} left late on {self.day}.",
            "question": f"Did ferry {self.number} leave late on {self.day}?",
            "topics": ["ferries"],
            "about": {
                "actors": [self.company],
                "systems": [self.ferry],
                "events": [self.departure],
            },
            "measure": "passengers",
            "note": f"{self._prose(70)} {self._prose(70)}",
        }

    def _source(self, place: int) -> _Data:
        made = self.source(place)
        url = f"https://gazette-{self.number}.example.org/{made}"
        return {
            "id": made,
            "type": "news-article",
            "title": f"{self._prose(8)[:-1]} {self.number}-{place}",
            "publisher": self.harbour if place % 2 else self.gazette,
            "authors": ["The harbour desk"],
            "published": str(self._after(2 + place)),
            "url": url,
            "archived": [
                {"url": f"https://example.org/archive/{made}", "captured": str(self._after(9))},
            ],
            "lang": "en",
            "accessed": _READ,
            "read": "full",
            **({"derived_from": [self.source(1)]} if place == 3 else {}),
            "note": f"{self._prose(54)} {self._prose(54)}",
        }

    def _departure(self) -> _Data:
        return {
            "id": self.departure,
            "type": "departure",
            "title": f"Ferry {self.number} leaves",
            "summary": f"The ferry left the harbour with {self._prose(8)}",
            "date": str(self.day),
            "standing": "disputed",
            "standing_reason": "The company says that it left on time; the harbour denies it.",
            "place": {"name": f"Harbour {self.number}", "country": "IS", "precision": "exact"},
            "participants": [
                {"actor": self.company, "role": "carrier"},
                {"actor": self.harbour, "role": "host"},
            ],
            "systems": [self.ferry],
            "topics": ["ferries"],
            "quantities": [self._passengers(self.harbour)],
            "claims": [self.claim],
            "citations": self._citations(0),
            "note": self._prose(40),
        }

    def _briefing(self) -> _Data:
        return {
            "id": self.briefing,
            "type": "press-conference",
            "title": f"The harbour office speaks on ferry {self.number}",
            "summary": f"The harbour office spoke to journalists of {self._prose(8)}",
            "date": str(self._after(1)),
            "standing": "undisputed",
            "place": {"name": f"Harbour {self.number}", "country": "IS", "precision": "city"},
            "participants": [{"actor": self.harbour, "role": "host"}],
            "topics": ["ferries"],
            "claims": [self.claim],
            "citations": self._citations(1),
            "note": f"{self._prose(54)} {self._prose(54)}",
        }

    def _statement(self, place: int) -> _Data:
        speaker = (self.harbour, self.company, self.union)[place % 3]
        stance = "denies" if speaker == self.company else "affirms"
        occasion = {"occasion": self.briefing} if place == 0 else {"medium": "press-release"}
        return {
            "id": self.statement(place),
            "speakers": [{"actor": speaker, "capacity": "The body itself"}],
            "date": str(self._after(1 + place)),
            **occasion,
            "audience": [self.union],
            "act": "denial" if stance == "denies" else "assertion",
            "summary": f"It said of ferry {self.number}, the {place + 1}. time, {self._prose(9)}",
            "stances": [{"claim": self.claim, "stance": stance}],
            "quantities": [self._passengers(speaker)],
            "quotes": [
                {"text": self._prose(14), "lang": "en", "source": self.source(min(place, 4))}
            ],
            "about": {"systems": [self.ferry], "events": [self.departure], "topics": ["ferries"]},
            **({"relations": [self._relation(place)]} if place else {}),
            "citations": self._citations(min(place, 4)),
            "note": self._prose(36),
        }

    def _relation(self, place: int) -> _Data:
        return {"type": "responds-to", "statement": self.statement(place - 1)}

    @cached_property
    def figures(self) -> dict[str, tuple[int, str]]:
        """What each body says whenever it is asked; no two of them need agree."""
        hedges = ["about", "over", "at-least", "exact"]
        return {
            body: (self.chance.randrange(20, 900), self.chance.choice(hedges))
            for body in (self.harbour, self.company, self.union)
        }

    def _passengers(self, body: str) -> _Data:
        count, hedge = self.figures[body]
        return {
            "measure": "passengers",
            "best": count,
            "unit": "item",
            "hedge": hedge,
            "period": str(self.day),
            "original": f"{count} passengers",
        }

    def _citations(self, place: int) -> list[_Data]:
        later = [{"source": self.source(place + 1), "mode": "mention"}] if place < 4 else []
        return [{"source": self.source(place), "locator": "paragraph 3", "mode": "quote"}, *later]


def _path(kind: Kind, record_id: str) -> str:
    dated = kind in (Kind.STATEMENT, Kind.EVENT, Kind.SOURCE)
    year = f"{record_id[:4]}/" if dated else ""
    return f"{kind.folder}/{year}{record_id}.yaml"
