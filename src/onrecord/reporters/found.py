"""What a search found, for people and for programs: each record with the words that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.dataset import Dataset, Hit, Match
from onrecord.models import Record, Statement
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.terminal import Look, Text

__all__ = ["hits_data", "render_hits"]

_AROUND = 60
_MOST = 3
_NAMES = ("speakers", "participants", "publisher", "act", "type")
"""Fields whose words the heading of a hit shows already."""


def render_hits(hits: Sequence[Hit], dataset: Dataset, look: Look) -> str:
    """The records in order, each with up to three passages in which words were found."""
    page = Page(look)
    for hit in hits:
        date = hit.record.when.text if hit.record.when else ""
        kind = hit.record.kind.value
        page.entry(("faint", kind), [*_head(dataset, hit.record, date)], width=len("statement"))
        for match in _shown(hit):
            line = [("faint", f"{_field(match)} "), *_words(match, look)]
            page.entry("", line, width=len("statement"))
    return page.text() if hits else ""


def _head(dataset: Dataset, record: Record, date: str) -> Iterator[Text]:
    yield ("name", record.id)
    if isinstance(record, Statement):
        yield f"  {parts.who(dataset, record)}, {record.act.value}"
    elif date:
        yield f"  {date}"


def _shown(hit: Hit) -> list[Match]:
    """The passages worth showing: those with the most words, without the names of who spoke."""
    telling = [match for match in hit.matches if match.path[0] not in _NAMES] or list(hit.matches)
    return sorted(telling, key=lambda match: -len(match.spans))[:_MOST]


def _field(match: Match) -> str:
    name = next(str(step) for step in match.path if isinstance(step, str))
    return f"{name} ({match.lang})" if match.lang not in ("en", "und") else name


def _words(match: Match, look: Look) -> Line:
    """The text around what was found, with that in a colour or else in brackets."""
    first, last = match.spans[0][0], match.spans[-1][1]
    start = max(0, first - _AROUND)
    end = min(len(match.text), max(last, first + _AROUND) + _AROUND)
    start = match.text.rfind(" ", 0, start) + 1
    end = len(match.text) if (after := match.text.find(" ", end)) < 0 else after
    pieces: list[Text] = ["… "] if start else []
    at = start
    for begin, stop in match.spans:
        word = match.text[begin:stop]
        pieces += [match.text[at:begin], ("figure", word) if look.colour else f"[{word}]"]
        at = stop
    return [*pieces, match.text[at:end], *([" …"] if end < len(match.text) else [])]


def hits_data(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """What was found as plain data: spans are in characters from 0, the end exclusive."""
    return [
        {
            "kind": hit.record.kind.value,
            "id": hit.record.id,
            "label": hit.record.label,
            "score": round(hit.score, 3),
            "matches": [
                {
                    "path": list(match.path),
                    "lang": match.lang,
                    "text": match.text,
                    "spans": [list(span) for span in match.spans],
                }
                for match in hit.matches
            ],
        }
        for hit in hits
    ]
