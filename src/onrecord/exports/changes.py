"""``changes.atom``: what changed in the dataset, by the days that the records themselves have.

A feed (RFC 4287) with an entry for each day and kind of which records were added, and for each
correction and withdrawal. It knows no clock: a day is what ``added`` or a correction says.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET

from onrecord.exports.snapshot import Part, Snapshot
from onrecord.models import Correction, Kind, Record

__all__ = ["NAME", "Change", "changes", "files", "last_change"]

NAME: Final = "changes.atom"

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"

_SHOWN: Final = 100
"""How many records of one day and kind an entry names: a feed is read, not searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed on one day: ``key`` names it for good within the day."""

    day: datetime.date
    key: str
    title: str
    text: str


def changes(snapshot: Snapshot) -> tuple[Change, ...]:
    """Every change, the newest first."""
    found = [*_additions(snapshot)]
    for record in snapshot.dataset:
        found += _of_record(record)
    return tuple(sorted(found, key=lambda change: (-change.day.toordinal(), change.key)))


def last_change(snapshot: Snapshot) -> datetime.date:
    """The day of the newest change; the first day of the version's month if there is none."""
    found = snapshot.once(changes)
    if found:
        return found[0].day
    year, month, _ = snapshot.dataset.version.split(".")
    return datetime.date(int(year), int(month), 1)


def files(snapshot: Snapshot) -> dict[str, Part]:
    """The feed."""
    metadata = snapshot.dataset.metadata
    feed = ET.Element("feed", xmlns=_NAMESPACE)
    _add(feed, "id", "urn:onrecord:changes")
    _add(feed, "title", metadata.title)
    _add(feed, "updated", _moment(last_change(snapshot)))
    _add(feed, "rights", metadata.license)
    for maintainer in metadata.maintainers:
        author = ET.SubElement(feed, "author")
        _add(author, "name", maintainer.name)
        if maintainer.url:
            _add(author, "uri", maintainer.url)
    for change in snapshot.once(changes):
        feed.append(_entry(change))
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    whole = f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'
    return {NAME: Part(content=whole.encode("utf-8"), rows=len(snapshot.once(changes)))}


def _additions(snapshot: Snapshot) -> Iterator[Change]:
    order = sorted(snapshot.dataset, key=lambda record: (record.added, record.kind.value))
    for (day, kind), group in groupby(order, key=lambda record: (record.added, record.kind)):
        records = list(group)
        yield Change(
            day=day,
            key=f"added-{kind.folder}",
            title=f"{len(records)} {_named(kind, len(records))} added",
            text=_listed(records),
        )


def _listed(records: list[Record]) -> str:
    lines = [f"{record.id}: {record.label}" for record in records[:_SHOWN]]
    if len(records) > _SHOWN:
        lines.append(f"and {len(records) - _SHOWN} more")
    return "\n".join(lines)


def _named(kind: Kind, count: int) -> str:
    return kind.value if count == 1 else kind.folder


def _of_record(record: Record) -> Iterator[Change]:
    for number, correction in enumerate(record.corrections):
        yield Change(
            day=correction.date,
            key=f"corrected-{record.id}-{number}",
            title=f"Corrected: {record.label}",
            text=_corrected(record, correction),
        )
    if record.withdrawn is not None:
        instead = record.withdrawn.replaced_by
        yield Change(
            day=record.withdrawn.date,
            key=f"withdrawn-{record.id}",
            title=f"Withdrawn: {record.label}",
            text=f"{record.id}: {record.withdrawn.reason}"
            + (f" In its place: {instead}." if instead else ""),
        )


def _corrected(record: Record, correction: Correction) -> str:
    was = "" if correction.was is None else f" Before: {correction.was}"
    return f"{record.id}, {correction.field}: {correction.why}{was}"


def _entry(change: Change) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", f"urn:onrecord:change:{change.day.isoformat()}:{change.key}")
    _add(entry, "title", change.title)
    _add(entry, "updated", _moment(change.day))
    _add(entry, "content", change.text).set("type", "text")
    return entry


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, name)
    made.text = text
    return made


def _moment(day: datetime.date) -> str:
    """A day as the moment that Atom needs: its beginning, in UTC."""
    return f"{day.isoformat()}T00:00:00Z"
