"""T: dates are dates, and what they say together can have happened in that order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from onrecord.diagnostics import Finding, RecordPath, Related, Severity
from onrecord.models import Actor, Event, Kind, Model, Record, Source, Statement
from onrecord.models.parts import Citation, OriginalDate
from onrecord.models.walk import dates
from onrecord.rules.fit import FieldError, Fit
from onrecord.rules.registry import Context, Stage, rule
from onrecord.values.calendars import CalendarError, agrees
from onrecord.values.edtf import Edtf
from onrecord.values.ids import date_prefix

__all__: list[str] = []

Findings = Iterator[Finding]

ZONES = datetime.timedelta(days=1)
"""The most that two places' days can be apart: something said on the 6th can be printed on the 5th."""


@rule("T001", "not-edtf", stage=Stage.STRUCTURE)
def not_edtf(fit: Fit) -> Findings:
    """A date is not written as EDTF, or uses a part of it that records do not use.

    Why:
        Dates are ordered and compared by program, with what is not known of them.
    Wrong:
        date: 5 November 2022
    Right:
        date: 2022-11-05
    """
    for error in (*fit.of_type("edtf"), *fit.of_type("day")):
        if not _no_such_day(error):
            yield _date_finding(fit, "T001", error)


@rule("T002", "no-such-day", stage=Stage.STRUCTURE)
def no_such_day(fit: Fit) -> Findings:
    """A date names a day that the calendar does not have.

    Why:
        It is a slip, and no other day may be guessed in its place.
    Wrong:
        date: 2023-02-30
    Right:
        date: 2023-02-28
    """
    for error in (*fit.of_type("edtf"), *fit.of_type("day")):
        if _no_such_day(error):
            yield _date_finding(fit, "T002", error)


@rule("T003", "interval-reversed")
def interval_reversed(record: Record, context: Context) -> Findings:
    """An interval ends before it begins.

    Why:
        Nothing lies in it, so the record would be found under no date.
    Wrong:
        date: 2022-10/2022-08
    Right:
        date: 2022-08/2022-10
    """
    for path, date in dates(record):
        if date.is_reversed:
            yield Finding(
                code="T003",
                record=record.id,
                path=path,
                message=f"the interval `{date}` ends before it begins",
                seen=str(date),
                expected=f"{date.end}/{date.start}",
                nearest=f"{date.end}/{date.start}",
            )


@rule("T004", "calendars-disagree", kinds=[Kind.STATEMENT, Kind.EVENT])
def calendars_disagree(record: Statement | Event, context: Context) -> Findings:
    """The date and the original date in another calendar are not the same day.

    Why:
        One of the two was converted or copied wrongly; the original decides.
    Wrong:
        date: 2023-11-12
        original_date: {text: 22 آبان 1402, calendar: solar-hijri}
    Right:
        date: 2023-11-13
        original_date: {text: 22 آبان 1402, calendar: solar-hijri}
    """
    if record.original_date is None:
        return
    problem = _calendar_problem(record.date, record.original_date)
    if problem:
        yield Finding(
            code="T004",
            record=record.id,
            path=("original_date", "text"),
            message=problem,
            seen=record.original_date.text,
            expected=f"the same time as `{record.date}`",
        )


@rule("T005", "said-after-published", kinds=[Kind.STATEMENT])
def said_after_published(record: Statement, context: Context) -> Findings:
    """A statement was made after every source that reports it was published.

    Why:
        Nobody can report what has not been said: a date is wrong, or a source belongs elsewhere.
    Wrong:
        date: 2023-11-20
        citations:
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
    Right:
        date: 2023-11-13
        citations:
          - source: 2023-11-13-iran-watch-arms-exports
            mode: paraphrase
    """
    yield from _after_sources("T005", "was said", record.date, record, context)


@rule("T006", "relation-to-later", kinds=[Kind.STATEMENT])
def relation_to_later(record: Statement, context: Context) -> Findings:
    """A statement answers, repeats or corrects something that came after it.

    Why:
        Ties lead back in time; the later record names the earlier one.
    Wrong:
        date: 2022-07-12
        relations:
          - type: responds-to
            statement: 2022-11-05-amir-abdollahian-limited-number-of-drones
    Right:
        date: 2022-11-06
        relations:
          - type: responds-to
            statement: 2022-11-05-amir-abdollahian-limited-number-of-drones
    """
    for position, relation in enumerate(record.relations):
        key = "statement" if relation.statement else "event"
        target = context.dataset.get(relation.statement or relation.event or "")
        if target is not None and target.when is not None and _later(target.when, record.date):
            yield Finding(
                code="T006",
                record=record.id,
                path=("relations", position, key),
                message=f"`{target.id}` is of {target.when}, after this statement of {record.date}",
                seen=target.id,
                expected="something earlier, or of the same day",
                related=(Related(record=target.id, path=("date",), message="its date"),),
            )


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
        if all(_surely_not_held(each, record.date) for each in actor.positions):
            yield Finding(
                code="T007",
                record=record.id,
                path=("speakers", position, "capacity"),
                message=f"`{actor.id}` held no office on record on {record.date}",
                seen=speaker.capacity,
                expected="an office of that day among the actor's `positions`",
                related=(Related(record=actor.id, path=("positions",), message="the offices"),),
            )


@rule("T008", "event-after-sources", kinds=[Kind.EVENT])
def event_after_sources(record: Event, context: Context) -> Findings:
    """An event happened after every source that reports it was published.

    Why:
        A source can announce what is to come, but that it came needs a later one.
    Wrong:
        date: 2023-10-18
        citations:
          - source: 2023-09-14-e3-statement
            mode: mention
    Right:
        date: 2023-10-18
        citations:
          - source: 2023-10-18-russia-mfa-statement
            mode: paraphrase
    """
    yield from _after_sources("T008", "happened", record.date, record, context)


@rule("T009", "future-date")
def future_date(record: Record, context: Context) -> Findings:
    """Something is dated after today.

    Why:
        The record holds what was said and done; what is announced has the day of its announcement.
    Wrong:
        date: 2125-11-05
    Right:
        date: 2025-11-05
    """
    limit = context.today + ZONES
    for path, date in _own_dates(record):
        earliest = date.earliest if isinstance(date, Edtf) else date
        if earliest is not None and earliest > limit:
            yield Finding(
                code="T009",
                record=record.id,
                path=path,
                message=f"{date} is in the future",
                seen=str(date),
                expected=f"a date up to {context.today}",
            )


@rule("T010", "part-outside-whole", kinds=[Kind.EVENT])
def part_outside_whole(record: Event, context: Context) -> Findings:
    """A part of an event lies outside the time of the whole.

    Why:
        One of the two dates is wrong, or the part belongs to something else.
    Wrong:
        # part_of an event of 2022-10
        date: 2022-12-14
    Right:
        # part_of an event of 2022-10/2022-12
        date: 2022-12-14
    """
    whole = context.dataset.get(record.part_of) if record.part_of else None
    if isinstance(whole, Event) and record.date.overlaps(whole.date) is False:
        yield Finding(
            code="T010",
            record=record.id,
            path=("date",),
            message=f"{record.date} lies outside `{whole.id}`, which is of {whole.date}",
            seen=str(record.date),
            expected=f"a time within {whole.date}",
            related=(Related(record=whole.id, path=("date",), message="the whole"),),
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
    published = record.published.earliest if record.published else None
    if published is None:
        return
    if record.accessed + ZONES < published:
        yield _out_of_order("T011", record, ("accessed",), record.accessed, record.published)
    for position, copy in enumerate(record.archived):
        captured = copy.captured.latest
        if captured is not None and captured + ZONES < published:
            path = ("archived", position, "captured")
            yield _out_of_order("T011", record, path, copy.captured, record.published)


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


@rule("T013", "id-of-another-date", kinds=[Kind.STATEMENT, Kind.EVENT, Kind.SOURCE])
def id_of_another_date(record: Record, context: Context) -> Findings:
    """The date in front of an id is not the date of the record.

    Why:
        Ids are read by people, who take the date in them for what it says.
    Wrong:
        id: 2022-11-04-amir-abdollahian-limited-number-of-drones
        date: 2022-11-05
    Right:
        id: 2022-11-05-amir-abdollahian-limited-number-of-drones
        date: 2022-11-05
    """
    said = date_prefix(record.id)
    if record.when is None:
        if said is not None:
            yield _id_finding(record, f"the id begins with {said}, but no date is given")
    elif said is None:
        yield _id_finding(record, f"the id does not begin with its date, {record.when}")
    elif Edtf.parse(said).overlaps(record.when) is False:
        yield _id_finding(record, f"the id begins with {said}, but the date is {record.when}")


def _no_such_day(error: FieldError) -> bool:
    if error.type == "edtf":
        return error.context.get("reason") == "no-such-day"
    text = str(error.value)
    return len(text) == 10 and [len(part) for part in text.split("-")] == [4, 2, 2] and (
        text.replace("-", "").isdigit()
    )


def _date_finding(fit: Fit, code: str, error: FieldError) -> Finding:
    return fit.finding(
        code,
        error.message,
        error.path,
        seen=str(error.value),
        expected=error.context.get("expected") or "a date such as 2022-11-05",
        nearest=error.context.get("nearest"),
    )


def _calendar_problem(date: Edtf, original: OriginalDate) -> str | None:
    try:
        agree = agrees(date, original.text)
    except CalendarError as error:
        return str(error)
    if agree is False:
        return f"`{original.text}` is not {date}"
    return None


def _citations(record: Model) -> tuple[Citation, ...]:
    found: tuple[Citation, ...] = getattr(record, "citations", ())
    return found


def _after_sources(
    code: str, what: str, date: Edtf, record: Record, context: Context
) -> Findings:
    earliest = date.earliest
    if earliest is None or date.is_uncertain or date.is_approximate:
        return
    published = [_published(citation, context) for citation in _citations(record)]
    known = [latest for latest in published if latest is not None]
    if not known or len(known) < len(published) or max(known) + ZONES >= earliest:
        return
    yield Finding(
        code=code,
        record=record.id,
        path=("date",),
        message=f"it {what} on {date}, but its last source is of {max(known)}",
        seen=str(date),
        expected=f"a date up to {max(known)}, or a source that is later",
        related=tuple(
            Related(record=citation.source, path=("published",), message="published")
            for citation in _citations(record)
        ),
    )


def _published(citation: Citation, context: Context) -> datetime.date | None:
    """The last day on which a cited source may have come out; none where that is not known."""
    source = context.dataset.get(citation.source)
    when = source.published if isinstance(source, Source) else None
    return when.latest if when else None


def _later(one: Edtf, other: Edtf) -> bool:
    """Whether ``one`` surely came after ``other``, beyond what time zones explain."""
    first, last = one.earliest, other.latest
    return first is not None and last is not None and first > last + ZONES


def _surely_not_held(position: Any, date: Edtf) -> bool:
    began, ended = position.from_, position.to
    too_early = began is not None and _later(began, date)
    return too_early or (ended is not None and _later(date, ended))


def _own_dates(record: Record) -> Iterator[tuple[RecordPath, Edtf | datetime.date]]:
    if record.when is not None:
        yield ("published" if record.kind is Kind.SOURCE else "date",), record.when
    yield ("added",), record.added
    if isinstance(record, Source):
        yield ("accessed",), record.accessed


def _out_of_order(
    code: str, record: Source, path: RecordPath, early: Any, published: Any
) -> Finding:
    return Finding(
        code=code,
        record=record.id,
        path=path,
        message=f"{early} is before the publication on {published}",
        seen=str(early),
        expected=f"{published} or later",
    )


def _id_finding(record: Record, message: str) -> Finding:
    when = record.when
    day = when.earliest if when else None
    return Finding(
        code="T013",
        record=record.id,
        path=("id",),
        message=message,
        seen=record.id,
        expected=f"an id that begins with {day}" if day else "an id without a date",
    )
