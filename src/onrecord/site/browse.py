"""Lists of all records, for reading without a search: by kind and year, by topic, by country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from onrecord.dataset import Dataset
from onrecord.dataset.facets import Facets
from onrecord.models import Actor, Claim, Kind, Record, System
from onrecord.reporters.cards import parts
from onrecord.reporters.dates import as_period
from onrecord.site import uses, views
from onrecord.site.frame import Frame
from onrecord.site.lists import Listed, list_pages
from onrecord.values.codes import COUNTRIES
from onrecord.values.edtf import Edtf, Precision

__all__ = ["pages"]

_DATED: Final = (Kind.STATEMENT, Kind.EVENT, Kind.SOURCE)
_ACTING: Final = (Kind.STATEMENT, Kind.EVENT, Kind.ACTOR)

Years = Mapping[str, Sequence[Listed]]


def pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """A page that leads to all lists, and the lists."""
    years = {kind: _by_year(frame.dataset, kind) for kind in _DATED}
    countries = _by_country(frame.dataset)
    index = frame.page(
        "browse.jinja",
        title="Browse",
        description="Every record in lists: by kind and year, by topic, by country.",
        years=years,
        countries={code: len(found) for code, found in countries.items()},
    )
    yield "browse/index.md", index
    for kind, found in years.items():
        yield from _of_years(frame, kind, found)
    for kind, group in _GROUPS.items():
        yield from _of_kind(frame, kind, group)
    for code, records in countries.items():
        yield from _of_country(frame, code, records)
    for record in frame.dataset:
        yield from _of_record(frame, record)


def _by_year(dataset: Dataset, kind: Kind) -> Years:
    """The records of a kind by the year in which their date begins, in order of date."""
    found: dict[str, list[Listed]] = defaultdict(list)
    for record in dataset.of_kind(kind).values():
        day = record.when and (record.when.earliest or record.when.latest)
        found[f"{day.year:04}" if day else ""].append(Listed(record, _month(record.when)))
    return {year: found[year] for year in sorted(found, key=lambda year: (not year, year))}


def _month(date: Edtf | None) -> str:
    """The month that a date begins in, in words; for one that says less, that no month is known.

    A date of which only the end is known stands in the list at its end, and so under that month.
    """
    if date is None:
        return ""
    day = date.earliest or date.latest
    if day is None:
        return ""
    coarse = not date.is_interval and date.precision not in (
        Precision.MONTH, Precision.DAY, Precision.TIME,
    )  # fmt: skip
    if coarse:
        return f"{day.year}, month not known"
    return as_period(Edtf.parse(f"{day:%Y-%m}"))


def _of_years(frame: Frame, kind: Kind, years: Years) -> Iterator[tuple[str, bytes]]:
    """A page that leads to the years of a kind, and a list for each year."""
    name = kind.folder.capitalize()
    described = f"{name} on record, a list for each year."
    index = frame.page(
        "years.jinja", title=name, description=described, name=name, kind=kind, years=years
    )
    yield f"browse/{kind.folder}.md", index
    for year, entries in years.items():
        slug, title = f"{kind.folder}-{year or 'undated'}", f"{name} of {year}"
        yield from list_pages(
            frame,
            slug,
            title if year else f"{name} without a date",
            entries,
            above=[(f"{kind.folder}.html", name)],
        )


def _of_kind(
    frame: Frame, kind: Kind, group: Callable[[Dataset, Record], str]
) -> Iterator[tuple[str, bytes]]:
    """The list of a kind without dates, under headings."""
    records = frame.dataset.of_kind(kind).values()
    listed = [Listed(record, group(frame.dataset, record)) for record in records]
    listed.sort(key=lambda each: (each.heading, each.record.label.casefold(), each.record.id))
    yield from list_pages(frame, kind.folder, kind.folder.capitalize(), listed)


def _topic(dataset: Dataset, record: Record) -> str:
    topics = record.topics if isinstance(record, Claim) else ()
    return parts.term(dataset, "topics", topics[0]) if topics else ""


def _type(_: Dataset, record: Record) -> str:
    word = record.type.value if isinstance(record, Actor) else ""
    return word.replace("-", " ").capitalize()


def _category(dataset: Dataset, record: Record) -> str:
    category = record.category if isinstance(record, System) else ""
    return parts.term(dataset, "system-categories", category)


_GROUPS: Final[dict[Kind, Callable[[Dataset, Record], str]]] = {
    Kind.CLAIM: _topic,
    Kind.ACTOR: _type,
    Kind.SYSTEM: _category,
}
"""The heading under which a record of each kind without dates stands."""


def _by_country(dataset: Dataset) -> Mapping[str, Sequence[Record]]:
    """The actors of each country, and what they said and did, by the country's code."""
    facets = Facets(dataset)
    found: dict[str, list[Record]] = defaultdict(list)
    for kind in _ACTING:
        for record in dataset.of_kind(kind).values():
            for code in facets.countries(record):
                found[code].append(record)
    return {code: found[code] for code in sorted(found, key=_name_of)}


def _name_of(code: str) -> str:
    return COUNTRIES.get(code, code)


def _of_country(frame: Frame, code: str, records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    listed = [Listed(record, record.kind.folder.capitalize()) for record in records]
    yield from list_pages(
        frame,
        f"country-{code.lower()}",
        _name_of(code),
        listed,
        lead="What those of this country said and did, and who they are.",
    )


def _of_record(frame: Frame, record: Record) -> Iterator[tuple[str, bytes]]:
    """What does not fit on a record's own page: each of its long lists whole."""
    above = [(frame.href(record, "browse"), record.label)]
    for group in uses.groups_of(frame.dataset, record):
        if len(group.records) > uses.MOST:
            listed = [Listed(each) for each in group.records]
            slug, title = f"{record.id}--{group.slug}", f"{record.label}: {group.title}"
            yield from list_pages(frame, slug, title, listed, above=above, of=record.id)
    answers = tuple(views.answers(frame.dataset, record))
    if len(answers) > uses.MOST:
        listed = [Listed(each.statement, word=each.word) for each in answers]
        title = f"{record.label}: answered by"
        yield from list_pages(frame, f"{record.id}--answers", title, listed, above=above)
