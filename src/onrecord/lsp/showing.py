"""Findings as the protocol has them, each place counted in the text of the file it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from lsprotocol import types

from onrecord.diagnostics import Diagnostic, Severity
from onrecord.lsp.positions import Lines

__all__ = ["shown"]

_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}


def shown(
    found: Iterable[Diagnostic], lines_of: Callable[[str], Lines], uri_of: Callable[[str], str]
) -> list[types.Diagnostic]:
    """The findings of one file; the lines and the address of a file are asked for by its path."""
    return [_shown(one, lines_of, uri_of) for one in found]


def _shown(
    one: Diagnostic, lines_of: Callable[[str], Lines], uri_of: Callable[[str], str]
) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(
            location=types.Location(
                uri=uri_of(place.file), range=lines_of(place.file).range(place)
            ),
            message=said,
        )
        for place, said in one.related
    ]
    return types.Diagnostic(
        range=lines_of(one.place.file).range(one.place),
        message=f"{one.message} ({one.rule})",
        severity=_SEVERITIES[one.severity],
        code=one.code,
        source="onrecord",
        related_information=related or None,
    )
