"""What is cited, in the terms that all styles share: a source itself, or a record with its version.

It is taken from fields alone, and names stand as they are printed: which part of a name is the
family's is nowhere on record.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.models import Record, Source, SourceType
from onrecord.values.edtf import Edtf, Precision

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["Sort", "Work", "day_parts", "work_of"]

Sort = SourceType | None
"""The type of a source; none for a record of the dataset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A source, or a record of the dataset, as it is cited.

    ``title`` is as printed, or none; ``container`` the outlet or body that published a source, or
    the dataset. ``accessed`` and ``archived`` are for sources, ``version`` is for records.
    """

    id: str
    sort: Sort
    title: str | None
    title_translated: str | None = None
    authors: tuple[str, ...] = ()
    container: str
    date: Edtf | None
    lang: str | None = None
    url: str | None = None
    accessed: datetime.date | None = None
    archived: tuple[str, Edtf] | None = None
    version: str | None = None

    @property
    def by(self) -> tuple[str, ...]:
        """The authors, or who published it where none is named."""
        return self.authors or (self.container,)

    @property
    def what(self) -> str:
        """What sort of thing it is, in words."""
        return self.sort.value.replace("-", " ") if self.sort else "data set record"


def work_of(record: Record, dataset: Dataset) -> Work:
    """What is to be cited for a record: of a source the source, else the record and the version."""
    if isinstance(record, Source):
        return _of_source(record, dataset)
    metadata = dataset.metadata
    return Work(
        id=record.id,
        sort=None,
        title=record.label,
        authors=tuple(each.name for each in metadata.maintainers),
        container=metadata.title,
        date=Edtf.parse(metadata.version.partition(".")[0]),
        lang="en",
        version=metadata.version,
    )


def _of_source(source: Source, dataset: Dataset) -> Work:
    publisher = dataset.actors.get(source.publisher)
    copy = source.archived[0] if source.archived else None
    return Work(
        id=source.id,
        sort=source.type,
        title=source.title,
        title_translated=source.title_translated,
        authors=source.authors,
        container=publisher.label if publisher else source.publisher,
        date=source.published,
        lang=source.lang,
        url=source.url,
        accessed=source.accessed,
        archived=(copy.url, copy.captured) if copy else None,
    )


_LENGTHS = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3, Precision.TIME: 3}


def day_parts(date: Edtf | None) -> tuple[tuple[int, ...], ...]:
    """Year, month and day, as many as are known; two of them for an interval; none for the rest."""
    if date is None or date.is_masked or date.is_set:
        return ()
    if date.is_interval:
        ends = (date.start, date.end)
        parts = tuple(part for end in ends for part in day_parts(end))
        return parts if len(parts) == len(ends) else ()
    length, day = _LENGTHS.get(date.precision), date.earliest
    return ((day.year, day.month, day.day)[:length],) if length and day else ()
