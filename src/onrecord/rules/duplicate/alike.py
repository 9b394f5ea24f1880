"""D001, D002: statements and events that are nearly the same; told by the package RapidFuzz.

Without that package (extra ``cli``) neither rule says anything. Only what could be the same is
compared, so that the work grows with the number of records and not with its square.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from onrecord.diagnostics import Finding, Related, Severity
from onrecord.models import Event, Kind, Statement
from onrecord.rules.registry import Context, Stage, rule
from onrecord.values.edtf import Edtf

__all__: list[str] = []

Findings = Iterator[Finding]
Likeness = Callable[[str, str], float]

ALIKE = 85
"""From which likeness on, of 100, two sentences may be one."""

_DAYS = datetime.timedelta(days=3)
"""How far apart reports date the same words."""

_NEXT_DAY = datetime.timedelta(days=1)

_FIGURES = re.compile(r"[0-9][0-9.,:]*")


def _said(statement: Statement) -> dict[str, Any] | None:
    day = statement.date.earliest
    if day is None or not statement.is_active:
        return None
    return {
        "day": day.isoformat(),
        "text": statement.summary,
        "speakers": list(statement.speaker_ids),
        "ties": [each.statement for each in statement.relations if each.statement],
    }


@rule(
    "D001",
    "statement-twice",
    stage=Stage.DATASET,
    severity=Severity.WARNING,
    kinds=[Kind.STATEMENT],
    gather=_said,
)
def statement_twice(context: Context) -> Findings:
    """Two statements of one speaker, within days, say nearly the same.

    Why:
        Two pages on one occasion are two citations of one statement; as two records they count
        twice. What was said again on another day is tied to the first by `repeats`. Needs the
        package RapidFuzz (extra `cli`).
    Wrong:
        # the same speaker, a day before: that Iran had sent no arms to Russia
        summary: Iran's spokesman said that Iran had sent no arms at all to Russia.
    Right:
        # one record with both pages among its citations, or this one, if it was said again
        summary: Iran's spokesman said that Iran had sent no arms at all to Russia.
        relations:
          - type: repeats
            statement: 2022-10-17-kanaani-no-weaponry-to-any-side
    """
    resolve = context.dataset.resolve
    groups: dict[Any, list[_Told]] = defaultdict(list)
    for id_, kept in context.gathered("D001").items():
        speakers = frozenset(map(resolve, kept["speakers"]))
        groups[speakers, _figures(kept["text"])].append(_told(id_, kept))
    for group in groups.values():
        for earlier, later in _alike(group, _DAYS):
            # One that names the other is meant to be there.
            if later.id not in map(resolve, earlier.kept["ties"]) and earlier.id not in map(
                resolve, later.kept["ties"]
            ):
                yield _finding("D001", later, earlier, "summary")


def _happened(event: Event) -> dict[str, Any] | None:
    day = event.date.earliest
    if day is None or not event.is_active:
        return None
    return {
        "day": day.isoformat(),
        "text": event.title,
        "type": event.type,
        "date": str(event.date),
        "place": event.place.name if event.place else "",
        "actors": [part.actor for part in event.participants],
        "whole": event.part_of or "",
    }


@rule(
    "D002",
    "event-twice",
    stage=Stage.DATASET,
    severity=Severity.WARNING,
    kinds=[Kind.EVENT],
    gather=_happened,
)
def event_twice(context: Context) -> Findings:
    """Two events of one type and time have nearly the same title and nobody else taking part.

    Why:
        What several pages tell of one occasion is one event; as two it is counted twice. Needs the
        package RapidFuzz (extra `cli`).
    Wrong:
        # another event of the same type and day: US Treasury lists nine over parts for drones
        title: US Treasury lists nine over the parts for drones
    Right:
        # one event with all of the citations, or titles that tell the two apart
        title: US Treasury lists nine in Hong Kong over engines for drones
    """
    groups: dict[Any, list[_Told]] = defaultdict(list)
    for id_, kept in context.gathered("D002").items():
        groups[kept["type"], _figures(kept["text"])].append(_told(id_, kept))
    for group in groups.values():
        for earlier, later in _alike(group, _NEXT_DAY):
            if _may_be_one(earlier, later, context):
                yield _finding("D002", later, earlier, "title")


class _Told(NamedTuple):
    """A record with what was kept of it; in order of its first day."""

    day: datetime.date
    id: str
    kept: dict[str, Any]


def _told(record: str, kept: dict[str, Any]) -> _Told:
    return _Told(datetime.date.fromisoformat(kept["day"]), record, kept)


def _alike(told: list[_Told], days: datetime.timedelta) -> Iterator[tuple[_Told, _Told]]:
    """Every two, the earlier first, that begin within some days and say nearly the same."""
    likeness = measure()
    if likeness is None or len(told) < 2:
        return
    told.sort(key=lambda each: each[:2])
    first = 0
    for place, later in enumerate(told):
        while told[first].day < later.day - days:
            first += 1
        for earlier in told[first:place]:
            if likeness(earlier.kept["text"], later.kept["text"]) >= ALIKE:
                yield earlier, later


@cache
def measure() -> Likeness | None:
    """How alike two sentences are, from 0 to 100, in whatever order their words come."""
    try:
        from rapidfuzz.fuzz import token_sort_ratio
    except ModuleNotFoundError:
        return None

    def likeness(one: str, other: str) -> float:
        return token_sort_ratio(one, other, score_cutoff=ALIKE)

    return likeness


def _figures(text: str) -> tuple[str, ...]:
    """The figures in a text: two that differ in them are not the same."""
    return tuple(sorted(found.rstrip(".,:") for found in _FIGURES.findall(text)))


def _finding(code: str, later: _Told, earlier: _Told, key: str) -> Finding:
    return Finding(
        code=code,
        record=later.id,
        path=(key,),
        message=f"nearly the same as `{earlier.id}`",
        seen=later.kept["text"],
        expected="one record with the citations of both, or what tells the two apart",
        related=(Related(record=earlier.id, path=(key,), message="nearly the same"),),
    )


def _may_be_one(one: _Told, other: _Told, context: Context) -> bool:
    resolve = context.dataset.resolve
    if one.id == resolve(other.kept["whole"]) or other.id == resolve(one.kept["whole"]):
        return False
    if one.kept["place"] and other.kept["place"] and one.kept["place"] != other.kept["place"]:
        return False
    ours, theirs = (set(map(resolve, each.kept["actors"])) for each in (one, other))
    if ours and theirs and ours != theirs:
        return False
    dates = (Edtf.parse(each.kept["date"]) for each in (one, other))
    return next(dates).overlaps(next(dates)) is not False
