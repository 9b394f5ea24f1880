"""A report as workflow commands of GitHub Actions: each finding shows at its line of a change.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions has their form.
"""

from __future__ import annotations

from onrecord.diagnostics import Diagnostic, Report, Severity
from onrecord.reporters.terminal import Look, visible

__all__ = ["render"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, look: Look) -> str:  # noqa: ARG001  every reporter takes a look
    """One command a finding, errors first: of each sort a step shows the first ten only."""
    ordered = sorted(report.diagnostics, key=lambda found: found.severity.rank)
    return "".join(f"{_command(found)}\n" for found in ordered)


def _command(found: Diagnostic) -> str:
    place = found.place
    properties = {"file": place.file, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # columns are read within one line only
        properties |= {"col": place.column, "endColumn": max(place.column, place.end_column - 1)}
    properties["title"] = f"{found.code} {found.rule}"
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[found.severity]} {said}::{_message(_words(found))}"


def _words(found: Diagnostic) -> str:
    lines = [found.message]
    if found.expected and found.expected not in found.message:
        lines.append(f"expected: {found.expected}")
    if found.nearest and found.nearest not in found.message and found.nearest != found.expected:
        lines.append(f"did you mean {found.nearest}?")
    return "\n".join("\n".join(map(visible, line.split("\n"))) for line in lines)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(visible(text)).replace(":", "%3A").replace(",", "%2C")
