"""A report for programs: one JSON object with the same keys in the same order every time.

``version`` is that of this layout; ``summary`` has ``ok``, ``files``, ``records`` (a count by
kind), ``errors``, ``warnings`` and ``notes``; ``diagnostics`` is a list in the order of the report.
A diagnostic has ``code``, ``rule``, ``severity``, ``message``, ``file``, ``line``, ``column``,
``end_line``, ``end_column`` (from 1, in characters, the end exclusive), ``record``, ``path``,
``seen``, ``expected``, ``nearest`` (each ``null`` where there is none), ``related`` and
``fix``: its ``description``, ``safety``, ``edits`` (the ``text`` to put in a span) and ``move_to``.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from onrecord.diagnostics import Diagnostic, Fix, Report, Severity
from onrecord.reporters.terminal import HARMFUL, Look

__all__ = ["LAYOUT", "render", "report_data", "to_json"]

LAYOUT = 1
"""The version of the layout; it grows when a key is renamed, dropped or changes its meaning."""


def render(report: Report, look: Look) -> str:  # noqa: ARG001  every reporter takes a look
    """The report as JSON."""
    return to_json(report_data(report))


def to_json(data: object) -> str:
    """Plain data as indented JSON with a final newline, harmless in a terminal.

    Every script stands as it is; what could disturb a terminal is escaped, as JSON allows.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(HARMFUL.sub(_escaped, line) for line in text.split("\n")) + "\n"


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0]).strip('"')


def report_data(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "version": LAYOUT,
        "summary": {
            "ok": report.ok,
            "files": report.files,
            "records": dict(report.records),
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "notes": report.count(Severity.NOTE),
        },
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **asdict(diagnostic.place),
        "record": diagnostic.record,
        "path": list(diagnostic.path),
        "seen": diagnostic.seen,
        "expected": diagnostic.expected,
        "nearest": diagnostic.nearest,
        "related": [{**asdict(place), "message": message} for place, message in diagnostic.related],
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "description": fix.description,
        "safety": fix.safety.value,
        "edits": [{**asdict(edit.place), "text": edit.text} for edit in fix.edits],
        "move_to": fix.move_to,
    }
