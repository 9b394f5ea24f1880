"""What was found out about each file, kept as JSON for the next run.

It knows how an entry is written and read, not when one still holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic_core import from_json

from onrecord.diagnostics import Diagnostic, read_diagnostics, write_diagnostics
from onrecord.models import Kind

__all__ = ["Entry", "Ledger", "Ruling", "read_ledger"]

_LAYOUT: Final = 1


@dataclass(slots=True)
class Ruling:
    """What was found in a record, or by a rule on the whole dataset, and what that rests on.

    ``asked`` has the notes of what was asked for, by their numbers.
    """

    asked: list[int]
    found: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class Entry:
    """One file: what its content came to, by itself.

    ``digest`` is of its content; ``number`` is that of its ``id``. ``whole`` tells whether there is
    a record in it; then ``names`` has the numbers of the ids that it names, ``order`` is what puts
    it in its place in the dataset, and ``ruling`` is given once its record was judged. What rules
    gathered from it, by their codes, is ``gathered`` as JSON, which is read when it is asked for.
    """

    path: str
    digest: str
    id: str
    number: int
    kind: Kind | None
    whole: bool
    names: list[int]
    order: list[Any]
    gathered: bytes | memoryview = b""
    ruling: Ruling | None = None
    found: tuple[Diagnostic, ...] = ()
    waived: Sequence[tuple[str, Sequence[str]]] = ()
    waives: bool = False
    former: Sequence[str] = ()
    state: str | None = None
    _facts: dict[str, Any] | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What rules gathered from the record, by their codes."""
        if self._facts is None:
            self._facts = from_json(bytes(self.gathered)) if self.gathered else {}
        return self._facts


@dataclass(slots=True)
class Ledger:
    """All entries by path, in the dataset's order, and what the rules on the whole found.

    Ids and notes have numbers, given out in ``numbers``. ``day`` is the day of the run.
    """

    day: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    rulings: dict[str, Ruling] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number of an id or a note."""
        return self.numbers.setdefault(text, len(self.numbers))

    def to_bytes(self, entries: Iterable[Entry]) -> bytes:
        """The ledger as lines of JSON, with these entries in their order.

        The first line has all but what was gathered, which takes more room and is rarely read.
        """
        listed, lines, at = [], [], 0
        for entry in entries:
            listed.append([*_plain_entry(entry), at, len(entry.gathered)])
            if entry.gathered:
                lines.append(bytes(entry.gathered))
                at += len(entry.gathered) + 1
        data = {
            "layout": _LAYOUT,
            "day": self.day,
            "texts": list(self.numbers),
            "entries": listed,
            "rulings": {code: _plain_ruling(each) for code, each in self.rulings.items()},
        }
        head = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return b"\n".join([head.encode("utf-8", "surrogatepass"), *lines, b""])


def read_ledger(content: bytes | None) -> Ledger:
    """The ledger in some bytes; an empty one where they hold none that can be used."""
    if content is None:
        return Ledger()
    head, _, rest = content.partition(b"\n")
    try:
        return _ledger(from_json(head), memoryview(rest))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Ledger()


def _ledger(data: Mapping[str, Any], rest: memoryview) -> Ledger:
    if data["layout"] != _LAYOUT:
        return Ledger()
    if max((start + size for *_, start, size in data["entries"]), default=0) > len(rest):
        return Ledger()
    texts = data["texts"]
    entries = (_entry(texts, rest, *each) for each in data["entries"])
    return Ledger(
        day=data["day"],
        entries={entry.path: entry for entry in entries},
        rulings={code: _ruling(each) for code, each in data["rulings"].items()},
        numbers={text: number for number, text in enumerate(texts)},
    )


_RARE: Final = ("waived", "waives", "former", "state")


def _plain_entry(entry: Entry) -> list[Any]:
    rare = {name: value for name in _RARE if (value := getattr(entry, name))}
    if entry.found:
        rare["found"] = write_diagnostics(entry.found)
    ruling = None if entry.ruling is None else _plain_ruling(entry.ruling)
    kind = entry.kind.value if entry.kind else None
    plain = [entry.path, entry.digest, entry.number, kind, entry.whole, entry.names, entry.order]
    return [*plain, ruling, rare or None]


def _entry(
    texts: list[str],
    rest: memoryview,
    path: str,
    digest: str,
    number: int,
    kind: str | None,
    whole: bool,
    names: list[int],
    order: list[Any],
    ruling: Any,
    rare: dict[str, Any] | None,
    start: int,
    size: int,
) -> Entry:
    made = None if ruling is None else _ruling(ruling)
    of_kind = _KINDS[kind] if kind is not None else None
    gathered = rest[start : start + size] if size else b""
    entry = Entry(path, digest, texts[number], number, of_kind, whole, names, order, gathered, made)
    if rare is not None:
        found = rare.pop("found", None)
        entry.found = read_diagnostics(found) if found else ()
        for name, value in rare.items():
            setattr(entry, name, value)
    return entry


_KINDS: Final = {kind.value: kind for kind in Kind}


def _plain_ruling(ruling: Ruling) -> list[Any]:
    found = write_diagnostics(ruling.found)
    return [ruling.asked, found] if found else ruling.asked


def _ruling(plain: list[Any]) -> Ruling:
    if plain and isinstance(plain[0], list):
        return Ruling(plain[0], read_diagnostics(plain[1]))
    return Ruling(plain)
