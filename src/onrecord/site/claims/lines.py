"""The lines of a timeline: entries in order, and between them years, turns and what is left out.

It puts them in order and in rows; how they look is for a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from onrecord.dataset import ClaimStatus, Dataset, Entry, History
from onrecord.site.claims.entries import EntryView, entry_view
from onrecord.site.claims.layout import Place, places
from onrecord.site.claims.sides import Side
from onrecord.site.claims.story import status_word

__all__ = ["Line", "LineKind", "Lines"]


class LineKind(StrEnum):
    """What a line of a timeline is."""

    ENTRY = "entry"
    """A statement or an event."""

    YEAR = "year"
    """The heading of a year."""

    TURN = "turn"
    """The claim's status becomes another one."""

    LEFT_OUT = "left-out"
    """Entries that stand on another page."""


_NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its rows, the status by then, and an entry, or a text that may lead elsewhere."""

    kind: LineKind
    status: ClaimStatus
    place: Place = _NOWHERE
    view: EntryView | None = None
    text: str = ""
    href: str = ""

    @property
    def side(self) -> Side:
        """The side of the axis on which it stands."""
        return self.view.side if self.view else Side.BETWEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Makes lines of a history's entries; ``where`` gives the address of a record's own place."""

    dataset: Dataset
    history: History
    where: Callable[[str], str]

    def of(self, entries: Sequence[Entry], *, from_start: bool = True) -> tuple[Line, ...]:
        """The lines of these entries; with ``from_start``, what is left out before the first."""
        made = list(self._made(entries, from_start=from_start))
        rows = places([line.side for line in made])
        return tuple(replace(line, place=place) for line, place in zip(made, rows, strict=True))

    def _made(self, entries: Sequence[Entry], *, from_start: bool) -> Iterator[Line]:
        every = self.history.entries
        positions = {entry.record.id: place for place, entry in enumerate(every)}
        expected = 0 if from_start or not entries else positions[entries[0].record.id]
        year = 0
        for entry in entries:
            place = positions[entry.record.id]
            yield from self._before(entry, every[expected:place], is_new=entry.by.year != year)
            year, expected = entry.by.year, place + 1
            yield self._entry(entry)
            if entry.changed:
                text = status_word(entry.standing)
                yield Line(kind=LineKind.TURN, status=entry.standing.status, text=text)

    def _before(self, entry: Entry, left_out: Sequence[Entry], *, is_new: bool) -> Iterator[Line]:
        status = entry.standing.status
        if left_out:
            href = self.where(left_out[0].record.id)
            text = f"{len(left_out):,} more"
            yield Line(kind=LineKind.LEFT_OUT, status=status, text=text, href=href)
        if is_new:
            yield Line(kind=LineKind.YEAR, status=status, text=str(entry.by.year))

    def _entry(self, entry: Entry) -> Line:
        measure = self.history.claim.measure
        view = entry_view(self.dataset, entry, measure=measure, where=self.where)
        return Line(kind=LineKind.ENTRY, status=entry.standing.status, view=view)
