"""Changes for programs: one JSON object with the same keys in the same order every time.

``layout`` is that of this object. ``from`` and ``to`` have the ``version`` and, in a release, the
``data_hash``; ``counts`` tells how many records each consequence concerns. ``metadata`` and the
``fields`` of a change are lists of ``path``, ``path_before``, ``before``, ``after``, ``fact`` and
``reordered``. A change has ``kind``, ``id``, ``consequences``, ``before`` and ``after`` (its ids),
``leads_to``, ``lost``, ``label`` and ``fields``. ``null`` is what is not there.
"""

from __future__ import annotations

from typing import Any

from onrecord.diff import MISSING, Change, Changes, FieldChange, is_wording
from onrecord.models import Kind
from onrecord.reporters.data import to_json
from onrecord.reporters.terminal import Look

__all__ = ["LAYOUT", "changes_data", "render"]

LAYOUT = 1
"""The version of the layout; it grows when a key is renamed, dropped or changes its meaning."""


def render(changes: Changes, look: Look) -> str:  # noqa: ARG001  every format takes a look
    """The changes as JSON."""
    return to_json(changes_data(changes))


def changes_data(
    changes: Changes, *, hash_from: str | None = None, hash_to: str | None = None
) -> dict[str, Any]:
    """The changes as plain data."""
    return {
        "layout": LAYOUT,
        "from": {"version": changes.before.version, "data_hash": hash_from},
        "to": {"version": changes.after.version, "data_hash": hash_to},
        "counts": {consequence.value: count for consequence, count in changes.counts.items()},
        "metadata": [
            _field(each, fact=not is_wording(Kind.DATASET, each.path)) for each in changes.metadata
        ],
        "changes": [_change(each) for each in changes.records],
    }


def _change(change: Change) -> dict[str, Any]:
    facts = set(map(id, change.facts))
    return {
        "kind": change.kind.value,
        "id": change.id,
        "consequences": [each.value for each in change.consequences],
        "before": change.before.id if change.before is not None else None,
        "after": change.after.id if change.after is not None else None,
        "leads_to": change.leads_to,
        "lost": list(change.lost),
        "label": change.entry.label,
        "fields": [_field(each, fact=id(each) in facts) for each in change.fields],
    }


def _field(change: FieldChange, *, fact: bool) -> dict[str, Any]:
    return {
        "path": list(change.path),
        "path_before": None if change.path_before is None else list(change.path_before),
        "before": None if change.before is MISSING else change.before,
        "after": None if change.after is MISSING else change.after,
        "fact": fact,
        "reordered": change.reordered,
    }
