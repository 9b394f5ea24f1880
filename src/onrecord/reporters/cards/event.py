"""The card of an event: what happened, according to whom, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dataset import Dataset
from onrecord.models import Event, Legal, Place
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.figures import figures
from onrecord.reporters.cards.origins import origins
from onrecord.reporters.cards.page import Line, Page
from onrecord.values.codes import COUNTRIES

__all__ = ["card"]


def card(page: Page, event: Event, dataset: Dataset) -> None:
    """Lays out an event."""
    page.lead([("strong", event.title)], [event.summary])
    page.field("type", [parts.term(dataset, "event-types", event.type)])
    page.field("date", *parts.when(event.date, event.original_date))
    page.field("standing", [f"{event.standing.value}: {event.standing.meaning}"])
    page.field("", *([reason] for reason in (event.standing_reason,) if reason))
    page.field("place", *_place(event.place))
    page.field("who", *_participants(event, dataset))
    page.field("systems", *parts.names_of(dataset, event.systems))
    page.field("topics", *parts.topics_of(dataset, event.topics))
    page.field("part of", *parts.names_of(dataset, [event.part_of] if event.part_of else []))
    _legal(page, dataset, event.legal)
    if event.claims:
        page.section("Bears on")
    for claim in event.claims:
        page.entry("•", [parts.label_of(dataset, claim)], [("name", claim)])
    figures(page, dataset, event.quantities)
    parts.timeline(page, dataset, "Parts", dataset.parts_of(event))
    parts.timeline(page, dataset, "Said there", dataset.said_at(event))
    parts.answers(page, dataset, event)
    parts.citations(page, dataset, event.citations)
    origins(page, dataset, event)
    parts.administration(page, event)


def _place(place: Place | None) -> Iterator[Line]:
    if place is None:
        return
    country = COUNTRIES.get(place.country or "", "")
    name = place.name if country in ("", place.name) else f"{place.name}, {country}"
    yield [f"{name} ", ("faint", f"({place.precision.value})")]
    if place.coordinates:
        yield [f"{place.coordinates.lat}, {place.coordinates.lon}"]
    if place.wikidata:
        yield [f"Wikidata {place.wikidata}"]


def _participants(event: Event, dataset: Dataset) -> Iterator[Line]:
    for part in event.participants:
        role = parts.term(dataset, "participant-roles", part.role)
        yield [f"{role}: ", *parts.named(dataset, part.actor)]


def _legal(page: Page, dataset: Dataset, legal: Legal | None) -> None:
    if legal is None:
        return
    page.field("authority", *parts.names_of(dataset, [legal.authority] if legal.authority else []))
    for label, text in (
        ("programme", legal.programme),
        ("legal basis", legal.legal_basis),
        ("instrument", legal.instrument),
    ):
        page.field(label, *([text] for _ in (text,) if text))
