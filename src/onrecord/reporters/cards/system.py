"""The card of a system: the names it goes by and where records speak of it."""

from __future__ import annotations

from onrecord.dataset import Dataset
from onrecord.models import System
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.actor import identifiers, names
from onrecord.reporters.cards.page import Page

__all__ = ["card"]


def card(page: Page, system: System, dataset: Dataset) -> None:
    """Lays out a system."""
    page.lead([("strong", system.label)])
    names(page, system.names)
    page.field("category", [parts.term(dataset, "system-categories", system.category)])
    for label, other in (("developer", system.developer), ("variant of", system.variant_of)):
        page.field(label, *parts.names_of(dataset, [other] if other else []))
    uses = dataset.uses_of(system)
    variants = dict.fromkeys(use.record.id for use in uses if use.path == ("variant_of",))
    page.field("variants", *parts.names_of(dataset, variants))
    identifiers(page, system.identifiers.to_dict() if system.identifiers else {})
    more = f": onrecord list statements --system {system.id}"
    where = parts.by_kind(use.record for use in uses if use.record.id not in variants)
    for kind, records in where.items():
        parts.timeline(page, dataset, f"In {kind.folder}", records, rest=more)
    parts.administration(page, system)
