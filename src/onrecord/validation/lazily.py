"""What need not be made again: ids by number, records made when they are asked for, known places.

These are the small parts of a run that keeps what it found out; they know nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.diagnostics import Diagnostic, Finding
from onrecord.validation.ledger import Ledger, Ruling

__all__ = ["Gathered", "Placed", "Texts", "Unmade"]


class Texts:
    """The ids and notes by their numbers, as they are given out."""

    def __init__(self, ledger: Ledger) -> None:
        self._numbers = ledger.numbers
        self._texts = list(ledger.numbers)

    def __getitem__(self, number: int) -> str:
        if number >= len(self._texts):
            self._texts = list(self._numbers)
        return self._texts[number]

    def of(self, numbers: Iterable[int]) -> Iterator[str]:
        """The texts of several numbers."""
        return map(self.__getitem__, numbers)


class Gathered(dict[str, Mapping[str, Any]]):
    """What rules gathered from records, by the rules' codes, put together when it is asked for."""

    def __init__(self, gather: Callable[[str], Mapping[str, Any]]) -> None:
        super().__init__()
        self._gather = gather

    def __contains__(self, code: object) -> bool:
        return True

    def __missing__(self, code: str) -> Mapping[str, Any]:
        self[code] = self._gather(code)
        return self[code]


class Unmade(Mapping[str, Any]):
    """Records of one kind by id, in order, each made when it is asked for."""

    def __init__(self, ids: Sequence[str], make: Callable[[str], Any]) -> None:
        self._ids = dict.fromkeys(ids)
        self._make = make

    def __getitem__(self, id_: str) -> Any:
        if id_ not in self._ids:
            raise KeyError(id_)
        return self._make(id_)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class Placed:
    """What a rule found before, to be used again where the files that it stands in are as before.

    To find a place costs more than to find most of what stands there.
    """

    def __init__(
        self, ruling: Ruling | None, changed: set[int] | None, numbers: Mapping[str, int]
    ) -> None:
        self._changed = changed or set()
        self._numbers = numbers
        found = ruling.found if ruling is not None and changed is not None else ()
        self._found = {_said(one, [said for _, said in one.related]): one for one in found}

    def get(self, finding: Finding) -> Diagnostic | None:
        """What was made of the same finding."""
        records = (finding.record, *(other.record for other in finding.related))
        if any(self._numbers.get(record) in self._changed for record in records):
            return None
        return self._found.get(_said(finding, [other.message for other in finding.related]))


def _said(found: Finding | Diagnostic, related: Iterable[str]) -> tuple[object, ...]:
    parts = (found.record, found.path, found.message, found.seen, found.expected, found.nearest)
    return (*parts, *found.of, *related)
