"""A report as Markdown, for a comment on a pull request: what is found, record by record.

Texts of records stand in code or escaped: none of them can add a heading, a link or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from onrecord.diagnostics import Diagnostic, Report, Severity
from onrecord.reporters.terminal import Look, visible
from onrecord.reporters.text import summary

__all__ = ["render"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!@&])")
_WORDS = {Severity.ERROR: "**error**", Severity.WARNING: "warning", Severity.NOTE: "note"}
_LONGEST = 200


def render(report: Report, look: Look) -> str:  # noqa: ARG001  every reporter takes a look
    """What the run came to, then a list of findings under the file of each record."""
    parts = [f"{_escaped(summary(report, Look()))}"]
    for file, found in groupby(report.diagnostics, key=lambda each: each.place.file):
        some = list(found)
        parts.append(f"### {_heading(file, some)}")
        parts.append("\n".join(line for one in some for line in _item(one)))
    return "\n\n".join(parts) + "\n"


def _heading(file: str, found: list[Diagnostic]) -> str:
    record = next((one.record for one in found if one.record), None)
    return f"{_code(record)} in {_code(file)}" if record else _code(file)


def _item(found: Diagnostic) -> Iterator[str]:
    head = f"{_WORDS[found.severity]} {found.code} {found.rule}"
    yield f"- {head}, line {found.place.line}: {_said(found.message)}"
    if found.source_line.strip():
        yield f"  - {_code(found.source_line.strip())}"
    if found.expected and found.expected not in found.message:
        yield f"  - expected: {_said(found.expected)}"
    if found.fix is not None:
        yield f"  - fix ({found.fix.safety}): {_said(found.fix.description)}"
    elif found.nearest and found.nearest not in found.message:
        yield f"  - did you mean {_code(found.nearest)}?"
    for place, message in found.related:
        yield f"  - {_code(str(place))}: {_said(message)}"


def _said(text: str) -> str:
    """A sentence in which what stands between backticks is code, and all else is text."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return _escaped("".join(parts))
    return "".join(
        _code(part) if position % 2 else _escaped(part) for position, part in enumerate(parts)
    )


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _code(text: str) -> str:
    """A text as code, between more backticks than it has in a row itself."""
    shown = visible(text) if len(text) <= _LONGEST else visible(text[: _LONGEST - 1]) + "…"
    if not shown:
        return ""
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence, pad = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
