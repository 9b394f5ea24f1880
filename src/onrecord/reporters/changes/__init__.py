"""What changed between two datasets, as text: one format a module, for people and for programs.

A pure function of the changes; it adds nothing of its own to them.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.diff import Changes
from onrecord.reporters.changes import data, markdown, text
from onrecord.reporters.changes.data import changes_data
from onrecord.reporters.terminal import Look

__all__ = ["FORMATS", "changes_data", "render_changes"]

FORMATS: dict[str, Callable[[Changes, Look], str]] = {
    "text": text.render,
    "markdown": markdown.render,
    "json": data.render,
}
"""The formats by name; the first is the default."""


def render_changes(changes: Changes, format: str = "text", look: Look | None = None) -> str:  # noqa: A002  what it is
    """The changes in a format of ``FORMATS``; ``KeyError`` for a name that is none."""
    return FORMATS[format](changes, look or Look())
