"""What was there by a day: said, happened or published (the world's clock), or added (our own).

The clocks are never mixed: a statement counts from the day on which it was said, a source from that
of its publication, an event from that on which it had begun.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.models import Event, Record, Source, Statement, Status
from onrecord.values.edtf import Edtf

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["added_by", "date_of", "day_of", "said_by", "surely_by"]


def date_of(date: str | Edtf | datetime.date) -> Edtf:
    """The date that is meant; of a time of day, the day as it is there.

    Raises ``EdtfError`` for text that is not EDTF.
    """
    if isinstance(date, Edtf):
        return date
    if isinstance(date, datetime.datetime):
        date = date.date()
    return Edtf.parse(date.isoformat() if isinstance(date, datetime.date) else date)


def day_of(day: str | Edtf | datetime.date) -> datetime.date:
    """The day that is meant; the last one of a month, a year or an interval.

    Raises ``ValueError`` for text that is not EDTF or has no last day.
    """
    date = date_of(day)
    if date.latest is None:
        message = f"{date} has no last day"
        raise ValueError(message)
    return date.latest


def surely_by(record: Record, dataset: Dataset) -> datetime.date | None:
    """The first day by which it surely was said, had begun or was published; none for other kinds.

    Where its date is doubtful or has no end, that is the day by which a source that it cites was
    published (never before the last day that the date itself allows), and at the latest the day on
    which it was added to the dataset.
    """
    match record:
        case Source():
            return _published(record)
        case Statement() | Event():
            date = _decisive(record)
            if date.latest is not None and not _is_doubtful(date):
                return date.latest
            cited = (dataset.sources.get(each.source) for each in record.citations)
            days = [_published(source) for source in cited if source is not None]
            return max(min(days, default=record.added), date.latest or datetime.date.min)
        case _:
            return None


def _decisive(record: Statement | Event) -> Edtf:
    """The date that counts: of an event that lasts, the one on which it began."""
    date = record.date
    return (date.start or date) if isinstance(record, Event) else date


def _published(source: Source) -> datetime.date:
    date = source.published
    if date is not None and date.latest is not None and not _is_doubtful(date):
        return date.latest
    copies = [copy.captured for copy in source.archived if not _is_doubtful(copy.captured)]
    days = [copy.latest for copy in copies if copy.latest is not None]
    return min([*days, source.accessed])


def _is_doubtful(date: Edtf) -> bool:
    return date.is_uncertain or date.is_approximate


def said_by(
    dataset: Dataset, records: Iterable[Record], day: datetime.date, *, possibly: bool
) -> Iterator[Record]:
    """Those that were there by a day on the world's clock; kinds without a date always are.

    ``possibly`` keeps what may have been there too.
    """
    for record in records:
        by = surely_by(record, dataset)
        if by is None or by <= day or (possibly and _may_be_by(record, day)):
            yield record


def _may_be_by(record: Record, day: datetime.date) -> bool:
    date = record.when
    if date is None or _is_doubtful(date) or date.earliest is None:
        return True
    return date.earliest <= day


def added_by(records: Iterable[Record], day: datetime.date) -> Iterator[Record]:
    """Those that had entered the dataset by a day; one withdrawn later still counts then."""
    for record in records:
        if record.added > day:
            continue
        withdrawn = record.withdrawn
        if withdrawn is not None and withdrawn.date > day:
            yield record.model_copy(update={"status": Status.ACTIVE, "withdrawn": None})
        else:
            yield record
