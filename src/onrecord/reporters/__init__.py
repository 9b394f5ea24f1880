"""What was found, as text: a report in every format, one module each.

A reporter is a pure function of a report and a look. It prints nothing and opens no file; to add a
format is to add a module here and one line in ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.diagnostics import Report
from onrecord.reporters import data, markdown, sarif, text, workflow
from onrecord.reporters.terminal import Look

__all__ = ["FORMATS", "Look", "Reporter", "render"]

Reporter = Callable[[Report, Look], str]
"""Turns a report into text that ends with a newline."""

FORMATS: dict[str, Reporter] = {
    "text": text.render,
    "json": data.render,
    "sarif": sarif.render,
    "github": workflow.render,
    "markdown": markdown.render,
}
"""The formats of reports by name; the first is the default."""


def render(report: Report, format: str = "text", look: Look | None = None) -> str:  # noqa: A002  what it is
    """The report in a format of ``FORMATS``; ``KeyError`` for a name that is none."""
    return FORMATS[format](report, look or Look())
