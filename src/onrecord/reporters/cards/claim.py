"""The card of a claim: its history in order, and who took which stance on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from onrecord.dataset import Dataset
from onrecord.models import Claim, Event, Stance, Statement
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.cards.statement import STANCE_MARKS, stance_words

__all__ = ["card"]


def card(page: Page, claim: Claim, dataset: Dataset) -> None:
    """Lays out a claim."""
    page.lead([("strong", claim.text)], [claim.question])
    page.field("topics", *parts.topics_of(dataset, claim.topics))
    parts.about(page, dataset, claim.about)
    measure = [[parts.term(dataset, "measures", claim.measure)]] if claim.measure else []
    page.field("measures", *measure)
    page.field("implies", *parts.names_of(dataset, claim.broader))
    page.field("implied by", *parts.names_of(dataset, _using(dataset, claim, "broader")))
    excluded = dict.fromkeys((*claim.excludes, *_using(dataset, claim, "excludes")))
    page.field("excludes", *parts.names_of(dataset, excluded))
    _history(page, claim, dataset)
    parts.administration(page, claim)


def _using(dataset: Dataset, claim: Claim, field: str) -> list[str]:
    return [use.record.id for use in dataset.uses_of(claim) if use.path[0] == field]


def _history(page: Page, claim: Claim, dataset: Dataset) -> None:
    records = dataset.on(claim)
    if not records:
        return
    page.section("History", len(records))
    page.lead([("faint", _tally(claim, dataset, records))])
    width = min(max(len(record.date.text) for record in records), 21) + 3
    for record in records:
        mark = "".join(STANCE_MARKS[stance] for stance in _stances(record, claim, dataset)) or "•"
        head = f"{record.date.text:<{width - 2}}{mark}"
        page.entry(("figure", head), *_told(record, claim, dataset), width=width)


def _tally(claim: Claim, dataset: Dataset, records: tuple[Statement | Event, ...]) -> str:
    """How often each stance is taken; it serves as the legend of the marks too."""
    counts = Counter(each for record in records for each in _stances(record, claim, dataset))
    said = [
        f"{mark} {stance.value.replace('-', ' ')}: {counts[stance]}"
        for stance, mark in STANCE_MARKS.items()
        if counts[stance]
    ]
    events = sum(isinstance(record, Event) for record in records)
    return ", ".join([*said, *([f"• events: {events}"] if events else [])])


def _stances(record: Statement | Event, claim: Claim, dataset: Dataset) -> tuple[Stance, ...]:
    if isinstance(record, Event):
        return ()
    return tuple(each.stance for each in record.stances if dataset.claims.get(each.claim) is claim)


def _told(record: Statement | Event, claim: Claim, dataset: Dataset) -> Iterator[Line]:
    if isinstance(record, Event):
        yield from parts.listed(dataset, record)
        return
    who, capacity = parts.who(dataset, record), record.speakers[0].capacity
    yield [("strong", who), f", {capacity}" if capacity != who else ""]
    yield [record.summary]
    for stance in record.stances:
        if dataset.claims.get(stance.claim) is claim and stance.scope is not None:
            yield [("faint", stance_words(dataset, stance))]
    yield [("name", record.id)]
