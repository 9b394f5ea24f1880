"""What was found out about each file, kept as JSON for the next run.

It knows how an entry is written and read, not when one still holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any, Final

from pydantic_core import from_json

from onrecord.diagnostics import Diagnostic, read_diagnostics, write_diagnostics
from onrecord.models import Kind

__all__ = ["Entry", "Ledger", "Ruling", "read_ledger"]

_LAYOUT: Final = 2


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
    gathered from it, by their codes, is ``gathered`` as a line of JSON, read when it is asked for.
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
        """The ledger with these entries in their order.

        The first line has all but what was gathered, which takes more room and is rarely read: it
        follows in lines of its own.
        """
        kept = list(entries)
        data = {
            "layout": _LAYOUT,
            "day": self.day,
            "texts": list(self.numbers),
            "columns": list(zip(*map(_row, kept), strict=True)),
            "rare": [(at, said) for at, entry in enumerate(kept) if (said := _rare_of(entry))],
            "rulings": {code: _plain_ruling(each) for code, each in self.rulings.items()},
        }
        head = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        gathered = b"".join(entry.gathered for entry in kept)
        return b"\n".join([head.encode("utf-8", "surrogatepass"), gathered])


def read_ledger(content: bytes | None) -> Ledger:
    """The ledger in some bytes; an empty one where they hold none that can be used."""
    if content is None:
        return Ledger()
    head, _, rest = content.partition(b"\n")
    try:
        return _ledger(from_json(head), memoryview(rest))
    except (ValueError, TypeError, LookupError, AttributeError):
        return Ledger()


def _ledger(data: Mapping[str, Any], rest: memoryview) -> Ledger:
    if data["layout"] != _LAYOUT:
        return Ledger()
    texts = data["texts"]
    entries = _entries(texts, rest, *data["columns"])
    for at, said in data["rare"]:
        _add_rare(entries[at], said)
    return Ledger(
        day=data["day"],
        entries={entry.path: entry for entry in entries},
        rulings={code: _ruling(each) for code, each in data["rulings"].items()},
        numbers={text: number for number, text in enumerate(texts)},
    )


# There is an entry for each file, and a change asks for few: columns are written and read as lists
# of what is alike, and what most entries have not got stands apart.


def _row(entry: Entry) -> tuple[Any, ...]:
    kind = entry.kind.value if entry.kind else None
    asked = None if entry.ruling is None else entry.ruling.asked
    by_itself = (entry.path, entry.digest, entry.number, kind, entry.whole)
    return (*by_itself, entry.names, entry.order, len(entry.gathered), asked)


def _entries(
    texts: list[str],
    rest: memoryview,
    paths: list[str],
    digests: list[str],
    numbers: list[int],
    kinds: list[str | None],
    whole: list[bool],
    names: list[list[int]],
    orders: list[list[Any]],
    sizes: list[int],
    asked: list[list[int] | None],
) -> list[Entry]:
    if sum(sizes) != len(rest):
        raise ValueError(len(rest))
    ids, of_kinds = map(texts.__getitem__, numbers), map(_KINDS.__getitem__, kinds)
    gathered = (rest[start:end] for start, end in pairwise(accumulate(sizes, initial=0)))
    rulings = (None if each is None else Ruling(each) for each in asked)
    known = (paths, digests, ids, numbers, of_kinds, whole, names, orders, gathered, rulings)
    return list(map(Entry, *known))


_KINDS: Final = {None: None} | {kind.value: kind for kind in Kind}
_RARE: Final = ("waived", "waives", "former", "state")


def _rare_of(entry: Entry) -> dict[str, Any]:
    rare = {name: value for name in _RARE if (value := getattr(entry, name))}
    if entry.found:
        rare["found"] = write_diagnostics(entry.found)
    if entry.ruling is not None and entry.ruling.found:
        rare["ruled"] = write_diagnostics(entry.ruling.found)
    return rare


def _add_rare(entry: Entry, rare: dict[str, Any]) -> None:
    entry.found = read_diagnostics(rare.pop("found", ()))
    ruled = read_diagnostics(rare.pop("ruled", ()))
    if entry.ruling is not None:
        entry.ruling.found = ruled
    for name, value in rare.items():
        setattr(entry, name, value)


def _plain_ruling(ruling: Ruling) -> list[Any]:
    return [ruling.asked, write_diagnostics(ruling.found)]


def _ruling(plain: list[Any]) -> Ruling:
    return Ruling(plain[0], read_diagnostics(plain[1]))
