"""Who answers whom on a claim: statements one below the other, each party in a lane of its own.

Geometry for a drawing whose time runs down, a row a statement; no markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.dataset import Dataset, Entry, History
from onrecord.models import Event, RelationType, Statement

__all__ = ["Answer", "Answers", "Row", "answers_of"]

_ROW = 34.0
_LANE = 13.0
_BEND = 0.55
_MOST = 50

_EVENTS = ""
"""The lane of events, which no party speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry that answers or is answered: its lane, and where its mark stands."""

    entry: Entry
    party: str
    lane: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A line from a statement up to the one that it answers, as an SVG path's data."""

    type: RelationType
    later: Row
    earlier: Row
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The whole drawing: rows in order of time, the lines between them, the parties by lane.

    ``left_out`` are earlier entries, of very many.
    """

    width: float
    height: float
    row: float
    rows: tuple[Row, ...]
    answers: tuple[Answer, ...]
    parties: tuple[str, ...]
    left_out: int

    @property
    def types(self) -> tuple[RelationType, ...]:
        """The types of tie that occur, in the library's order."""
        found = {answer.type for answer in self.answers}
        return tuple(each for each in RelationType if each in found)


def answers_of(dataset: Dataset, history: History) -> Answers | None:
    """The drawing of who answers whom; none where nobody answers anybody."""
    entries = {entry.record.id: entry for entry in history.entries}
    ties = [
        (type_, later, earlier)
        for later, type_, earlier in _ties(dataset, history.entries)
        if earlier in entries
    ]
    named = {each for _, later, earlier in ties for each in (later, earlier)}
    tied = [entry for entry in history.entries if entry.record.id in named]
    rows = _rows(tied[-_MOST:])
    if not rows:
        return None
    by_id = {row.entry.record.id: row for row in rows}
    lanes = {row.party: row.lane for row in rows}
    return Answers(
        width=_LANE * (len(lanes) + 1),
        height=_ROW * len(rows),
        row=_ROW,
        rows=rows,
        answers=tuple(
            _answer(type_, by_id[later], by_id[earlier])
            for type_, later, earlier in ties
            if later in by_id and earlier in by_id
        ),
        left_out=len(tied) - len(rows),
        parties=tuple(sorted(lanes, key=lambda party: lanes[party])),
    )


def _ties(dataset: Dataset, entries: Sequence[Entry]) -> Iterator[tuple[str, RelationType, str]]:
    for entry in entries:
        relations = entry.record.relations if isinstance(entry.record, Statement) else ()
        for relation in relations:
            target = dataset.resolve(relation.statement or relation.event or "")
            if target != entry.record.id:
                yield entry.record.id, relation.type, target


def _rows(entries: Sequence[Entry]) -> tuple[Row, ...]:
    """Those who have most rows stand outermost on the left, so that lines cross little."""
    counts = Counter(_party(entry) for entry in entries)
    order = sorted(counts, key=lambda party: (party == _EVENTS, -counts[party], party))
    lanes = {party: lane for lane, party in enumerate(order)}
    return tuple(
        Row(
            entry=entry,
            party=_party(entry),
            lane=lanes[_party(entry)],
            x=_LANE * (lanes[_party(entry)] + 1) - _LANE / 4,
            y=_ROW * (place + 0.5),
        )
        for place, entry in enumerate(entries)
    )


def _party(entry: Entry) -> str:
    """The party that speaks; the first, where several speak together."""
    return _EVENTS if isinstance(entry.record, Event) else entry.parties[0].id


def _answer(type_: RelationType, later: Row, earlier: Row) -> Answer:
    return Answer(type=type_, later=later, earlier=earlier, path=_path(later, earlier))


def _path(later: Row, earlier: Row) -> str:
    """A curve upwards; within a lane it bows out to the side, past the marks between."""
    rise = (later.y - earlier.y) * _BEND
    bow = -_LANE * 0.7 if later.lane == earlier.lane and later.y - earlier.y > _ROW else 0.0
    points = (
        (later.x, later.y),
        (later.x + bow, later.y - rise),
        (earlier.x + bow, earlier.y + rise),
        (earlier.x, earlier.y),
    )
    start, *rest = (f"{x:g} {y:g}" for x, y in points)
    return f"M{start}C{','.join(rest)}"
