"""A record as a card that a person can read: one module a kind, laid out alike.

A card shows what the record says and what other records say of it, and never a verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onrecord.dataset import Dataset
from onrecord.models import Kind, Record
from onrecord.reporters.cards import actor, claim, event, source, statement, system
from onrecord.reporters.cards.page import Page
from onrecord.reporters.dates import in_words
from onrecord.reporters.terminal import Look
from onrecord.values.edtf import Edtf

__all__ = ["CARDS", "card_data", "render_card"]

CARDS: dict[Kind, Callable[[Page, Any, Dataset], None]] = {
    Kind.STATEMENT: statement.card,
    Kind.EVENT: event.card,
    Kind.SOURCE: source.card,
    Kind.CLAIM: claim.card,
    Kind.ACTOR: actor.card,
    Kind.SYSTEM: system.card,
}
"""What lays out a record of each kind."""


def render_card(record: Record, dataset: Dataset, look: Look) -> str:
    """The card of a record of this dataset, as text with a final newline."""
    page = Page(look)
    page.title(record.kind.value, record.id)
    if record.withdrawn is not None:
        day = in_words(Edtf.parse(str(record.withdrawn.date)))
        instead = record.withdrawn.replaced_by
        page.lead(
            [("error", f"Withdrawn on {day}: "), record.withdrawn.reason],
            *([("See ", ("name", instead))] if instead else []),
        )
    CARDS[record.kind](page, record, dataset)
    return page.text()


def card_data(record: Record, dataset: Dataset) -> dict[str, Any]:
    """The record as plain data, and every place in other records that names it."""
    return {
        "kind": record.kind.value,
        "record": record.to_dict(),
        "used_by": [
            {"kind": use.record.kind.value, "id": use.record.id, "path": list(use.path)}
            for use in dataset.uses_of(record)
        ],
    }
