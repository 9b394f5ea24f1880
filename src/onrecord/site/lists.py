"""A long list of records as pages of a size that a phone can take, each with its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from onrecord.models import Record
from onrecord.site.frame import Frame

__all__ = ["MOST", "Listed", "list_pages"]

MOST: Final = 120
"""How many records stand on one page: with the theme around it, it stays below 150 kB."""


class Listed(NamedTuple):
    """A record in a list, the heading that it stands under, and what it is there, if that is said.

    An empty heading stands for none.
    """

    record: Record
    heading: str = ""
    word: str = ""


class _Section(NamedTuple):
    heading: str
    entries: tuple[Listed, ...]


def list_pages(
    frame: Frame,
    slug: str,
    title: str,
    entries: Sequence[Listed],
    *,
    above: Iterable[tuple[str, str]] = (),
    lead: str = "",
    of: str = "",
) -> Iterator[tuple[str, bytes]]:
    """The pages of a list in the folder ``browse``: ``slug.md``, ``slug-2.md`` and so on.

    ``above`` are pages that lead here, as (address, words); ``lead`` is a sentence before the list;
    ``of`` the id of the record whose list it is, which need not be named in each line.
    """
    parts = [entries[at : at + MOST] for at in range(0, len(entries), MOST)] or [()]
    names = [slug, *(f"{slug}-{number}" for number in range(2, len(parts) + 1))]
    for place, (name, part) in enumerate(zip(names, parts, strict=True)):
        sections = [
            _Section(heading, tuple(found))
            for heading, found in groupby(part, key=lambda each: each.heading)
        ]
        head = title if place == 0 else f"{title}, part {place + 1}"
        page = frame.page(
            "list.jinja",
            title=head,
            description=lead or f"{title}: {len(entries):,} records, in a plain list.",
            heading=title,
            sections=sections,
            count=len(entries),
            names=names,
            place=place,
            above=[("index.html", "All lists"), *above],
            lead=lead,
            of=of,
        )
        yield f"browse/{name}.md", page
