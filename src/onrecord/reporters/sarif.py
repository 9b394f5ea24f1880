"""A report as SARIF 2.1.0, the format that code hosts and editors take findings in.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/ has its form: columns count from 1 in Unicode
characters, and the end of a region is exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from onrecord.diagnostics import Diagnostic, Fix, Place, Report, Severity
from onrecord.reporters.data import to_json
from onrecord.reporters.terminal import Look

if TYPE_CHECKING:
    from onrecord.rules import Rule

__all__ = ["render", "sarif_data"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render(report: Report, look: Look) -> str:  # noqa: ARG001  every reporter takes a look
    """The report as a SARIF log with one run."""
    return to_json(sarif_data(report))


def sarif_data(report: Report) -> dict[str, Any]:
    """The report as plain data of SARIF; the rules are those of which something was found."""
    from importlib.metadata import version

    from onrecord.rules import all_rules

    codes = sorted({found.code for found in report.diagnostics})
    rules = all_rules()
    known = [code for code in codes if code in rules]
    driver = {
        "name": "onrecord",
        "version": version("onrecord"),
        "rules": [_rule(rules[code]) for code in known],
    }
    places = {code: place for place, code in enumerate(known)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, places) for found in report.diagnostics],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    """What a rule says of itself, from its docstring."""
    title, why = " ".join(rule.title.split()), " ".join(rule.why.split())
    example = f"Wrong:\n\n```yaml\n{rule.wrong}\n```\n\nRight:\n\n```yaml\n{rule.right}\n```"
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": f"{title}\n\n{why}", "markdown": f"{title}\n\n{why}\n\n{example}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _result(found: Diagnostic, places: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {"ruleId": found.code}
    if found.code in places:
        result["ruleIndex"] = places[found.code]
    result |= {
        "level": _LEVELS[found.severity],
        "message": {"text": _words(found)},
        "locations": [_location(found)],
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(place), "message": {"text": said}}
            for number, (place, said) in enumerate(found.related, start=1)
        ]
    if found.fix is not None and found.fix.edits:
        result["fixes"] = [_fix(found.place.file, found.fix)]
    return result


def _words(found: Diagnostic) -> str:
    words = found.message
    if found.expected and found.expected not in words:
        words += f"; expected: {found.expected}"
    if found.nearest and found.nearest not in words:
        words += f"; did you mean {found.nearest}?"
    return words


def _location(found: Diagnostic) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(found.place)}
    if found.record:
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in found.path)
        name = {"name": found.record, "fullyQualifiedName": f"{found.record}{path}"}
        location["logicalLocations"] = [{**name, "kind": "object"}]
    return location


def _physical(place: Place) -> dict[str, Any]:
    return {"artifactLocation": {"uri": quote(place.file)}, "region": _region(place)}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(file: str, fix: Fix) -> dict[str, Any]:
    # A byte order mark has no columns: only offsets in bytes can name it.
    replacements = [
        {
            "deletedRegion": _region(edit.place)
            if edit.place.line != edit.place.end_line
            or edit.place.column != edit.place.end_column
            or edit.start == edit.end
            else {"byteOffset": edit.start, "byteLength": edit.end - edit.start},
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": quote(file)}, "replacements": replacements}
    return {"description": {"text": fix.description}, "artifactChanges": [change]}
