"""What was found, as text: a report in every format, one module each.

A reporter is a pure function of a report and a look. It prints nothing and opens no file; to add a
format is to add a module here and one line in ``FORMATS``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from onrecord.diagnostics import Report
from onrecord.reporters.terminal import Look

__all__ = ["FORMATS", "Look", "render"]

FORMATS: Final = {
    "text": "text",
    "json": "data",
    "sarif": "sarif",
    "github": "workflow",
    "markdown": "markdown",
}
"""The formats of reports by name, with the module of each; the first is the default."""


def render(report: Report, format: str = "text", look: Look | None = None) -> str:  # noqa: A002  what it is
    """The report in a format of ``FORMATS``; ``KeyError`` for a name that is none."""
    reporter = import_module(f"{__name__}.{FORMATS[format]}")
    text: str = reporter.render(report, look or Look())
    return text
