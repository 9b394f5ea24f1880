"""What was there by a day: said, happened or published (the world's clock), or added (our own).

The clocks are never mixed: a statement counts from the day on which it was said, a source from that
of its publication, an event from that on which it had begun.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.models import Event, Record, Source, Statement, Status
from onrecord.values.edtf import Edtf

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["day_of", "surely_by", "there_by", "whole"]


def day_of(day: str | Edtf | datetime.date) -> datetime.date:
    """The day that is meant; the last one of a month, a year or an interval.

    Raises ``ValueError`` for text that is not EDTF or has no last day, ``TypeError`` for what is no
    date.
    """
    date = Edtf.of(day)
    if date.latest is None:
        message = f"{date} has no last day"
        raise ValueError(message)
    return date.latest


@lru_cache(maxsize=4096)  # few periods are given, and each is asked for again and again
def whole(period: Edtf) -> Edtf:
    """All days of a period: ``2022-10/2022-12`` goes from 1 October to 31 December.

    What does not name its days for sure (a doubtful one, a set, ``2022-XX-05``) stays as it is.
    """
    parts = period.text.split("/")
    has_gap = any("X" in part.rstrip("X-") for part in parts)
    if period.is_set or period.is_reversed or _is_doubtful(period) or has_gap or "T" in period.text:
        return period
    return Edtf.parse(f"{_end(parts[0], is_start=True)}/{_end(parts[-1], is_start=False)}")


def _end(part: str, *, is_start: bool) -> str:
    """The day on which a period begins or ends; one that is open, unknown or far off as it is."""
    if part in ("", ".."):
        return part
    date = Edtf.parse(part)
    day = date.earliest if is_start else date.latest
    return part if day is None else day.isoformat()


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


Date = str | Edtf | datetime.date


def there_by(
    dataset: Dataset, *, said: Date | None, added: Date | None, possibly: bool
) -> Iterable[Record]:
    """The records that were there by the end of a day on the world's clock, our own, or both."""
    records: Iterable[Record] = dataset
    if added is not None:
        records = _added_by(records, day_of(added))
    if said is not None:
        records = _said_by(dataset, records, day_of(said), possibly=possibly)
    return records


def _said_by(
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


def _added_by(records: Iterable[Record], day: datetime.date) -> Iterator[Record]:
    """Those that had entered the dataset by a day; one withdrawn later still counts then."""
    for record in records:
        if record.added > day:
            continue
        withdrawn = record.withdrawn
        if withdrawn is not None and withdrawn.date > day:
            yield record.model_copy(update={"status": Status.ACTIVE, "withdrawn": None})
        else:
            yield record
