"""T005, T006, T008–T010, T015: what is told to have happened can have happened in that order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from onrecord.diagnostics import Finding, RecordPath, Related
from onrecord.models import Citation, Event, Kind, Record, Source, Statement
from onrecord.rules.registry import Context, rule
from onrecord.values.edtf import Edtf

__all__ = ["ZONES", "surely_after"]

Findings = Iterator[Finding]

ZONES = datetime.timedelta(days=1)
"""The most that two places' days can be apart: what is said on a 6th can be printed on the 5th."""


def surely_after(one: Edtf, other: Edtf) -> bool:
    """Whether one date came after the other, whatever is not known of them and of time zones."""
    first, last = one.earliest, other.latest
    if one.after(other) is not True or first is None or last is None:
        return False
    return first > last + ZONES


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
    yield from _after_sources("T005", "was said", record, context)


@rule("T006", "relation-to-later", kinds=[Kind.STATEMENT], needs=["relations"])
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
        if target is None or target.when is None or not surely_after(target.when, record.date):
            continue
        yield Finding(
            code="T006",
            record=record.id,
            path=("relations", position, key),
            message=f"`{target.id}` is of {target.when}, after this statement of {record.date}",
            seen=target.id,
            expected="something earlier, or of the same day",
            related=(Related(record=target.id, path=("date",), message="its date"),),
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
    yield from _after_sources("T008", "happened", record, context)


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
    for path, date in _days(record):
        first = date.earliest if isinstance(date, Edtf) else date
        if first is not None and first > limit:
            yield Finding(
                code="T009",
                record=record.id,
                path=path,
                message=f"{date} is in the future",
                seen=str(date),
                expected=f"a date up to {context.today}",
            )


@rule(
    "T010", "part-outside-whole", kinds=[Kind.EVENT, Kind.STATEMENT], needs=["part_of", "occasion"]
)
def part_outside_whole(record: Event | Statement, context: Context) -> Findings:
    """A part of an event, or what was said at it, lies outside the time of the whole.

    Why:
        One of the two dates is wrong, or the part belongs to something else.
    Wrong:
        # the occasion is of 2023-11-13
        date: 2023-11-20
        occasion: 2023-11-13-rajaei-university-ceremony
    Right:
        date: 2023-11-13
        occasion: 2023-11-13-rajaei-university-ceremony
    """
    named = record.part_of if isinstance(record, Event) else record.occasion
    whole = context.dataset.get(named) if named else None
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


@rule("T015", "derived-before-original", kinds=[Kind.SOURCE], needs=["derived_from"])
def derived_before_original(record: Source, context: Context) -> Findings:
    """A source was published before the one that it derives from.

    Why:
        The earlier one is the original, and a date that is wrong by a day can turn them round.
    Wrong:
        # derived from a source of 2023-11-16
        published: 2023-11-13
        derived_from: [2023-11-16-ifmat-exports]
    Right:
        # derived from a source of 2023-11-13
        published: 2023-11-16
        derived_from: [2023-11-13-iran-watch-arms-exports]
    """
    for position, named in enumerate(record.derived_from):
        original = context.dataset.get(named)
        if not isinstance(original, Source) or not original.published or not record.published:
            continue
        if surely_after(original.published, record.published):
            yield Finding(
                code="T015",
                record=record.id,
                path=("derived_from", position),
                message=f"`{original.id}` is of {original.published}, after {record.published}",
                seen=named,
                expected="an original that is no later than what derives from it",
                related=(Related(record=original.id, path=("published",), message="the original"),),
            )


def _after_sources(code: str, what: str, record: Statement | Event, context: Context) -> Findings:
    published = [_published(citation, context) for citation in record.citations]
    known = [date for date in published if date is not None]
    if len(known) < len(published) or not all(surely_after(record.date, date) for date in known):
        return
    last = max(known, key=lambda date: date.latest or datetime.date.min)
    yield Finding(
        code=code,
        record=record.id,
        path=("date",),
        message=f"it {what} on {record.date}, but its last source is of {last}",
        seen=str(record.date),
        expected=f"a date up to {last}, or a source that is later",
        related=tuple(
            Related(record=citation.source, path=("published",), message="published")
            for citation in record.citations
        ),
    )


def _published(citation: Citation, context: Context) -> Edtf | None:
    source = context.dataset.get(citation.source)
    return source.published if isinstance(source, Source) else None


def _days(record: Record) -> Iterator[tuple[RecordPath, Edtf | datetime.date]]:
    """When things in a record happened, and when it was dealt with."""
    if record.when is not None:
        yield ("published" if record.kind is Kind.SOURCE else "date",), record.when
    yield ("added",), record.added
    if record.withdrawn is not None:
        yield ("withdrawn", "date"), record.withdrawn.date
    for position, correction in enumerate(record.corrections):
        yield ("corrections", position, "date"), correction.date
    if isinstance(record, Source):
        yield ("accessed",), record.accessed
        for position, copy in enumerate(record.archived):
            yield ("archived", position, "captured"), copy.captured
