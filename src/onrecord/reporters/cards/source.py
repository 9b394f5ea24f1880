"""The card of a source: what it is, where it is, whose text it carries, and what cites it."""

from __future__ import annotations

from onrecord.dataset import Dataset
from onrecord.models import Citation, Record, Source
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.page import Page

__all__ = ["card"]


def card(page: Page, source: Source, dataset: Dataset) -> None:
    """Lays out a source."""
    title = source.title or "(no title on the page as read)"
    english = [[source.title_translated]] if source.title_translated else []
    page.lead([("strong", title)], *english)
    page.field("type", [f"{source.type.value}: {source.type.meaning}"])
    page.field("publisher", parts.named(dataset, source.publisher))
    page.field("", *_affiliation(source, dataset))
    page.field("authors", *([author] for author in source.authors))
    published = [parts.dated(source.published)] if source.published else [["no date on the page"]]
    page.field("published", *published)
    page.field("url", *([url] for url in (source.url,) if url))
    page.field(
        "archived", *((f"{copy.url} ", ("faint", f"({copy.captured})")) for copy in source.archived)
    )
    page.field("language", [source.lang])
    page.field("read", [f"{source.read.value}, on {source.accessed}"])
    page.field("credits", *parts.names_of(dataset, source.via))
    originals = [dataset[each] for each in source.derived_from if each in dataset]
    parts.timeline(page, dataset, "Derived from", originals)
    uses = dataset.uses_of(source)
    copies = [use.record for use in uses if use.path[0] == "derived_from"]
    parts.timeline(page, dataset, "Copied or translated by", copies)
    _cited(page, source, dataset)
    parts.administration(page, source)


def _affiliation(source: Source, dataset: Dataset) -> list[list[str]]:
    publisher = dataset.actors.get(source.publisher)
    if publisher is None or publisher.affiliation is None:
        return []
    return [[f"affiliation: {publisher.affiliation.value}"]]


def _cited(page: Page, source: Source, dataset: Dataset) -> None:
    records = dataset.citing(source)
    if not records:
        return
    page.section("Cited by", len(records))
    modes = [_mode(record, source, dataset) for record in records]
    width = max(map(len, modes))
    for record, mode in zip(records, modes, strict=True):
        page.entry(("faint", mode), *parts.listed(dataset, record), width=width)


def _mode(record: Record, source: Source, dataset: Dataset) -> str:
    """How the record's citation says that the source carries it."""
    cited: tuple[Citation, ...] = getattr(record, "citations", ())
    return next(
        (each.mode.value for each in cited if dataset.sources.get(each.source) is source), "in part"
    )
