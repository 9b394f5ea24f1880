"""T007, T011, T012, T014, T016: how long offices were held, and when records were dealt with."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from onrecord.diagnostics import Finding, RecordPath, Related, Severity
from onrecord.models import Actor, Kind, Position, Record, Source, Statement
from onrecord.rules.registry import Context, rule
from onrecord.rules.time.order import ZONES, surely_after
from onrecord.values.edtf import Edtf

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("T007", "position-not-held", severity=Severity.WARNING, kinds=[Kind.STATEMENT])
def position_not_held(record: Statement, context: Context) -> Findings:
    """A person spoke on a day for which the record of offices has none.

    Why:
        The capacity is that of the day; a title from before or after makes a statement another's.
    Wrong:
        # the actor held one office on record, from 2024-08-21
        date: 2022-11-05
    Right:
        # the actor's offices on record include one from 2021-08-25 to 2024-05-19
        date: 2022-11-05
    """
    for position, speaker in enumerate(record.speakers):
        actor = context.dataset.get(speaker.actor)
        if not isinstance(actor, Actor) or not actor.positions:
            continue
        held = [each for each in actor.positions if not _not_held(each, record.date)]
        if held or _is_former(speaker.capacity):
            continue
        yield Finding(
            code="T007",
            record=record.id,
            path=("speakers", position, "capacity"),
            message=f"`{actor.id}` held no office on record on {record.date}",
            seen=speaker.capacity,
            expected="an office of that day among the actor's `positions`",
            related=(Related(record=actor.id, path=("positions",), message="the offices"),),
        )


@rule("T011", "read-before-published", kinds=[Kind.SOURCE])
def read_before_published(record: Source, context: Context) -> Findings:
    """A source was read, or a copy of it made, before it was published.

    Why:
        One of the dates is a slip.
    Wrong:
        published: 2026-12-01
        accessed: 2026-11-25
    Right:
        published: 2023-11-13
        accessed: 2026-11-25
    """
    published = record.published
    if published is None or published.is_uncertain or published.is_approximate:
        return
    first = published.earliest
    for path, read in _readings(record):
        last = read.latest if isinstance(read, Edtf) else read
        if first is not None and last is not None and last + ZONES < first:
            yield Finding(
                code="T011",
                record=record.id,
                path=path,
                message=f"{read} is before the publication on {published}",
                seen=str(read),
                expected=f"{published} or later",
            )


@rule("T012", "added-before-read", kinds=[Kind.SOURCE])
def added_before_read(record: Source, context: Context) -> Findings:
    """A source entered the dataset before it was read.

    Why:
        Nothing is recorded from a source that nobody has read.
    Wrong:
        accessed: 2026-11-25
        added: 2026-11-20
    Right:
        accessed: 2026-11-20
        added: 2026-11-25
    """
    if record.added < record.accessed and not record.corrections:
        yield Finding(
            code="T012",
            record=record.id,
            path=("added",),
            message=f"added on {record.added}, but read on {record.accessed}",
            seen=str(record.added),
            expected=f"{record.accessed} or later",
        )


@rule("T014", "office-ends-before-it-begins", kinds=[Kind.ACTOR], needs=["positions"])
def office_ends_before_it_begins(record: Actor, context: Context) -> Findings:
    """An office ends before it begins.

    Why:
        Whoever asks who held it on a day is told that nobody did.
    Wrong:
        positions:
          - title: Minister of Foreign Affairs
            from: 2024-05-19
            to: 2021-08-25
    Right:
        positions:
          - title: Minister of Foreign Affairs
            from: 2021-08-25
            to: 2024-05-19
    """
    for position, office in enumerate(record.positions):
        if office.from_ is None or office.to is None or office.from_.after(office.to) is not True:
            continue
        yield Finding(
            code="T014",
            record=record.id,
            path=("positions", position, "to"),
            message=f"“{office.title}” ends on {office.to}, before it begins on {office.from_}",
            seen=str(office.to),
            expected=f"{office.from_} or later",
        )


@rule("T016", "changed-before-added", needs=["withdrawn", "corrections"])
def changed_before_added(record: Record, context: Context) -> Findings:
    """A record was withdrawn or corrected before it entered the dataset.

    Why:
        Corrections tell users of a release what changed since; before it was added none could.
    Wrong:
        corrections:
          - date: 2026-11-20
            field: date
            was: 2022-11-04
            why: The interview was broadcast a day later.
        added: 2026-11-25
    Right:
        corrections:
          - date: 2026-11-28
            field: date
            was: 2022-11-04
            why: The interview was broadcast a day later.
        added: 2026-11-25
    """
    for path, day in _changes(record):
        if day < record.added:
            yield Finding(
                code="T016",
                record=record.id,
                path=path,
                message=f"changed on {day}, but added on {record.added}",
                seen=str(day),
                expected=f"{record.added} or later",
            )


def _not_held(office: Position, date: Edtf) -> bool:
    """Whether an office surely had not begun, or was over."""
    if office.from_ is not None and surely_after(office.from_, date):
        return True
    return office.to is not None and surely_after(date, office.to)


def _is_former(capacity: str) -> bool:
    """Whether somebody spoke as one who had held an office, which is over then."""
    return not {"former", "ex", "retired"}.isdisjoint(capacity.casefold().replace("-", " ").split())


def _readings(record: Source) -> Iterator[tuple[RecordPath, Edtf | datetime.date]]:
    """When the source was read, and when copies of it were made."""
    yield ("accessed",), record.accessed
    for position, copy in enumerate(record.archived):
        yield ("archived", position, "captured"), copy.captured


def _changes(record: Record) -> Iterator[tuple[RecordPath, datetime.date]]:
    if record.withdrawn is not None:
        yield ("withdrawn", "date"), record.withdrawn.date
    for position, correction in enumerate(record.corrections):
        yield ("corrections", position, "date"), correction.date
