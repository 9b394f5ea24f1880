"""The card of an actor: names, offices, what it said, did and published."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dataset import Dataset
from onrecord.models import Actor, Kind, Name, Position
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.dates import as_period
from onrecord.values.codes import COUNTRIES

__all__ = ["card", "identifiers", "names"]


def card(page: Page, actor: Actor, dataset: Dataset) -> None:
    """Lays out an actor."""
    page.lead([("strong", actor.label)])
    page.field("type", [f"{actor.type.value}: {actor.type.meaning}"])
    names(page, actor.names)
    country = actor.country
    page.field("country", *([f"{COUNTRIES[code]} ({code})"] for code in (country,) if code))
    page.field("part of", *parts.names_of(dataset, [actor.parent] if actor.parent else []))
    uses = dataset.uses_of(actor)
    bodies = [use.record.id for use in uses if use.path == ("parent",)]
    page.field("has", *parts.names_of(dataset, bodies))
    if actor.affiliation:
        page.field("affiliation", [f"{actor.affiliation.value}: {actor.affiliation.meaning}"])
    page.field("", *([reason] for reason in (actor.affiliation_reason,) if reason))
    identifiers(page, actor.identifiers.to_dict() if actor.identifiers else {})
    _positions(page, dataset, actor.positions)
    more = f": onrecord list statements --speaker {actor.id}"
    said = dataset.statements_by(actor)
    parts.timeline(page, dataset, "Said", said, rest=more, above=actor.label)
    among = parts.by_kind(use.record for use in uses if use.path[0] == "participants")
    parts.timeline(page, dataset, "Took part in", among.get(Kind.EVENT, []))
    published = dataset.publications_of(actor)
    parts.timeline(page, dataset, "Published", published, above=actor.label)
    parts.administration(page, actor)


def names(page: Page, found: tuple[Name, ...]) -> None:
    """Every name with its language and sort."""
    page.field("names", *((f"{name.text} ", ("faint", f"({_sort(name)})")) for name in found))


def _sort(name: Name) -> str:
    return f"{name.lang}, {name.kind.value}" if name.kind != "primary" else name.lang


def identifiers(page: Page, known: dict[str, str]) -> None:
    """The ids in other registers."""
    page.field("elsewhere", *([f"{register} {number}"] for register, number in known.items()))


def _positions(page: Page, dataset: Dataset, positions: tuple[Position, ...]) -> None:
    if not positions:
        return
    page.section("Offices")
    for position in positions:
        page.entry("•", *_office(dataset, position))


def _office(dataset: Dataset, position: Position) -> Iterator[Line]:
    body = [", ", *parts.named(dataset, position.body)] if position.body else []
    yield [("strong", position.title), *body]
    held = [
        *([f"from {as_period(position.from_)}"] if position.from_ else []),
        *([f"to {as_period(position.to)}"] if position.to else []),
    ]
    if held:
        yield [" ".join(held)]
    if position.citations:
        yield ["see ", ("name", ", ".join(cited.source for cited in position.citations))]
