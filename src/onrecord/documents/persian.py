"""Arabic letters in Persian text: ي and ك where Persian writes ی and ک.

Keyboards and old encodings put them there; they look alike and compare unequal. This module knows
that a mapping with ``lang`` tags its ``text`` and its ``title``, and nothing else of records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from onrecord.diagnostics import RecordPath
from onrecord.documents.source import Flaw
from onrecord.documents.survey import Span

__all__ = ["PERSIAN", "arabic_letters"]

_PERSIAN_TAG: Final = re.compile(r"(?:fa|fas|per|pes|prs)(?:-.*)?", re.IGNORECASE)
_ARABIC: Final = re.compile("[\N{ARABIC LETTER YEH}\N{ARABIC LETTER KAF}]")
PERSIAN: Final = {
    "\N{ARABIC LETTER YEH}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
}
"""The letter that Persian writes for each of the Arabic ones."""

_TAGGED: Final = ("text", "title")


def arabic_letters(
    data: Mapping[str, Any], spans: Mapping[RecordPath, Span], text: str
) -> Iterator[Flaw]:
    """A flaw for each Persian text with Arabic letters, at the first of them."""
    for path, mapping in _mappings(data, ()):
        tag = mapping.get("lang")
        if not isinstance(tag, str) or not _PERSIAN_TAG.fullmatch(tag):
            continue
        for key in _TAGGED:
            value = mapping.get(key)
            if isinstance(value, str) and _ARABIC.search(value):
                yield _flaw(spans[(*path, key)], value, text)


def _mappings(value: Any, path: RecordPath) -> Iterator[tuple[RecordPath, Mapping[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from _mappings(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _mappings(inner, (*path, position))


def _flaw(span: Span, value: str, text: str) -> Flaw:
    found = _ARABIC.search(text, span.start, span.end)
    start, end = found.span() if found else (span.start, span.end)
    seen = [letter for letter in PERSIAN if letter in value]
    points = " and ".join(f"{letter} (U+{ord(letter):04X})" for letter in seen)
    wanted = " and ".join(f"{PERSIAN[x]} (U+{ord(PERSIAN[x]):04X})" for x in seen)
    return Flaw(
        "Y019",
        start,
        end,
        f"the Arabic {points} in Persian text: write {wanted}",
        seen=", ".join(seen),
        expected=", ".join(PERSIAN[letter] for letter in seen),
    )
