"""What all formats of changes share: headings, and values and paths as short texts."""

from __future__ import annotations

import json
from typing import Any

from onrecord.diff import MISSING, Change, Consequence, FieldChange

__all__ = ["HEADINGS", "dotted", "other_end", "shown"]

HEADINGS: dict[Consequence, str] = {
    Consequence.REMOVED: "Removed: these ids lead nowhere now",
    Consequence.FACTS: "Facts changed",
    Consequence.ADDED: "Added",
    Consequence.WITHDRAWN: "Withdrawn",
    Consequence.REINSTATED: "Reinstated",
    Consequence.REDIRECTED: "Redirected",
    Consequence.WORDING: "Wording only",
}
"""What stands above the changes with each consequence."""


def dotted(change: FieldChange) -> str:
    """The path of a field as text: ``quantities.0.best``."""
    return ".".join(map(str, change.path))


def shown(value: Any) -> str:
    """A value as text; a dash where there is none."""
    if value is MISSING:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def other_end(change: Change, consequence: Consequence) -> str:
    """What is to be said of a change beside its fields: where an id leads, why it was withdrawn."""
    match consequence:
        case Consequence.REDIRECTED:
            before = change.before.id if change.before is not None else ""
            return f"{before} → {change.leads_to}"
        case Consequence.REMOVED:
            return f"lost: {', '.join(change.lost)}" if change.lost else ""
        case Consequence.WITHDRAWN:
            withdrawal = getattr(change.after, "withdrawn", None)
            return withdrawal.reason if withdrawal is not None else ""
        case _:
            return ""
