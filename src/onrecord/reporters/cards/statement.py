"""The card of a statement: who said what, when, in which words, on which claims; who answered."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dataset import Dataset
from onrecord.models import Quote, Relation, Scope, Speaker, Stance, StanceOnClaim, Statement
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.figures import figures
from onrecord.reporters.cards.origins import origins
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.dates import in_words

__all__ = ["STANCE_MARKS", "card", "stance_words"]

STANCE_MARKS = {
    Stance.AFFIRMS: "+",
    Stance.DENIES: "−",
    Stance.PARTLY_AFFIRMS: "±",
    Stance.LEAVES_OPEN: "○",
    Stance.DECLINES_TO_COMMENT: "?",
    Stance.RETRACTS: "×",
}
"""The sign of each stance, for a column one cell wide."""


def card(page: Page, statement: Statement, dataset: Dataset) -> None:
    """Lays out a statement."""
    page.lead([("strong", statement.summary)])
    page.field("said by", *_speakers(dataset, statement.speakers))
    page.field("said on", *parts.when(statement.date, statement.original_date))
    occasion = (statement.occasion,) if statement.occasion else ()
    page.field("at", *parts.names_of(dataset, occasion))
    medium = [[f"{m.value}: {m.meaning}"] for m in (statement.medium,) if m]
    page.field("medium", *medium)
    page.field("to", *parts.names_of(dataset, statement.audience))
    page.field("act", [f"{statement.act.value}: {statement.act.meaning}"])
    parts.about(page, dataset, statement.about)
    _stances(page, dataset, statement)
    _quotes(page, statement)
    figures(page, dataset, statement.quantities)
    _relations(page, dataset, statement)
    parts.citations(page, dataset, statement.citations)
    origins(page, dataset, statement)
    parts.administration(page, statement)


def _speakers(dataset: Dataset, speakers: tuple[Speaker, ...]) -> Iterator[Line]:
    for speaker in speakers:
        name, capacity = parts.label_of(dataset, speaker.actor), speaker.capacity
        office = "" if capacity == name else f", {capacity}"
        line: list[str | tuple[str, str]] = [
            ("strong", name), f"{office} (", ("name", speaker.actor), ")"
        ]  # fmt: skip
        if speaker.on_behalf_of:
            line.append(f" for {parts.label_of(dataset, speaker.on_behalf_of)}")
        yield line


def stance_words(dataset: Dataset, stance: StanceOnClaim) -> str:
    """The stance and its scope in words: ``denies, for up to 23 February 2022``."""
    word = stance.stance.value.replace("-", " ")
    return f"{word}{''.join(_scope(dataset, stance.scope))}"


def _scope(dataset: Dataset, scope: Scope | None) -> Iterator[str]:
    if scope is None:
        return
    if scope.period:
        yield f", for the time: {parts.lasting(scope.period)}"
    if scope.systems:
        yield f", for {', '.join(parts.label_of(dataset, system) for system in scope.systems)}"
    if scope.note:
        yield f"; note: {scope.note}"


def _stances(page: Page, dataset: Dataset, statement: Statement) -> None:
    if not statement.stances:
        return
    page.section("Claims")
    for stance in statement.stances:
        page.entry(
            ("figure", STANCE_MARKS[stance.stance]),
            [parts.label_of(dataset, stance.claim)],
            [stance_words(dataset, stance)],
            [("name", stance.claim)],
        )


def _quotes(page: Page, statement: Statement) -> None:
    """The words said, then the translations of them."""
    if not statement.quotes:
        return
    page.section("Words")
    width = max(len(quote.lang) for quote in statement.quotes)
    for quote in sorted(statement.quotes, key=lambda quote: quote.translation_of is not None):
        page.entry(
            ("faint", quote.lang),
            [quote.text],
            [("faint", _translated(quote)), ("name", quote.source)],
            width=width,
        )


def _translated(quote: Quote) -> str:
    if quote.translation_of is None:
        return "as said, in "
    by = f" ({quote.translator.value})" if quote.translator else ""
    return f"translated from {quote.translation_of}{by}, in "


def _relations(page: Page, dataset: Dataset, statement: Statement) -> None:
    if statement.relations:
        page.section("Answers")
    for relation in statement.relations:
        page.entry("←", *_tied(dataset, relation))
    parts.answers(page, dataset, statement)


def _tied(dataset: Dataset, relation: Relation) -> Iterator[Line]:
    target = dataset.get(relation.statement or relation.event or "")
    head = f"{relation.type.value.replace('-', ' ')} "
    if target is None:
        return
    day = f"{in_words(target.when)}, " if target.when else ""
    first, *rest = parts.listed(dataset, target)
    yield [f"{head}", ("faint", day), *first]
    yield from rest
    if relation.note:
        yield [relation.note]
