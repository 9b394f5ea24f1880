"""What there is to go to: the records and terms of a folder by a word, the entries of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lsprotocol import types

from onrecord.diagnostics import RecordPath
from onrecord.documents import Document, parse
from onrecord.lsp.completing import rank
from onrecord.lsp.folder import Folder
from onrecord.lsp.positions import Lines, as_bytes
from onrecord.lsp.telling import value_at
from onrecord.models import Kind
from onrecord.rules.fit import kind_at

__all__ = ["MOST", "Named", "flat", "outline", "records"]

MOST: Final = 100
"""How many records and terms are told of at once."""

_KINDS: Final = {
    Kind.STATEMENT: types.SymbolKind.String,
    Kind.EVENT: types.SymbolKind.Event,
    Kind.SOURCE: types.SymbolKind.File,
    Kind.CLAIM: types.SymbolKind.Boolean,
    Kind.ACTOR: types.SymbolKind.Object,
    Kind.SYSTEM: types.SymbolKind.Struct,
}
_LONGEST: Final = 60
_NAMING: Final = ("actor", "source", "claim", "measure", "type", "text", "id", "label", "rule")
"""The keys whose value tells an entry of a list from the others, the first that it has."""

Named = tuple[str, str, types.SymbolKind, str, int]
"""Something that can be gone to: its name, what it is, its kind, its file, and the line there."""


def records(folder: Folder, query: str) -> Iterator[Named]:
    """The records and terms that have what was typed in their ids or labels, the best first."""
    view, word = folder.view, query.strip().casefold()
    if view is None:
        return
    ranked: list[tuple[int, str, str]] = []
    for id_, path in view.homes.items():
        if (found := rank(word, id_, folder.label)) is not None:
            ranked.append((found, id_, path))
    left = MOST
    for _, id_, path in sorted(ranked)[:MOST]:
        record = view.dataset.get(id_)
        if record is not None:
            left -= 1
            line = _line(folder.text(path), f"id: {id_}")
            yield f"{id_}: {record.label}", record.kind.value, _KINDS[record.kind], path, line
    yield from _terms(folder, word, left)


def _terms(folder: Folder, word: str, most: int) -> Iterator[Named]:
    assert folder.view is not None
    for vocabulary in folder.view.dataset.vocabularies.values():
        path = folder.view.homes[vocabulary.id]
        labels = {term.id: term.label for term in vocabulary.terms}
        for id_, label in labels.items():
            if most > 0 and rank(word, id_, labels.get) is not None:
                most -= 1
                line = _line(folder.text(path), f"- id: {id_}")
                yield f"{id_}: {label}", vocabulary.id, types.SymbolKind.EnumMember, path, line


def _line(text: str, wanted: str) -> int:
    """The line, from 0, on which these words stand alone; the first if they stand on none."""
    found = re.search(rf"(?m)^ *{re.escape(wanted)}\s*(?:#.*)?$", text)
    return text.count("\n", 0, found.start()) if found else 0


def outline(path: str, text: str, lines: Lines) -> list[types.DocumentSymbol]:
    """The keys and entries of a file, as deep as they go; as far as the text can be read."""
    document = parse(as_bytes(text), path)
    if kind_at(path) is None:
        return []
    below: dict[RecordPath, list[RecordPath]] = {}
    for where in document.spans():
        if where:
            below.setdefault(where[:-1], []).append(where)
    return [_symbol(document, where, below, lines) for where in below.get((), ())]


def _symbol(
    document: Document, where: RecordPath, below: dict[RecordPath, list[RecordPath]], lines: Lines
) -> types.DocumentSymbol:
    span, source = document.spans()[where], document.source()
    start = span.start if span.key_start is None else span.key_start
    end = span.end if span.key_end is None else span.key_end
    children = [_symbol(document, each, below, lines) for each in below.get(where, ())]
    value = value_at(document.data, where) if document.data is not None else None
    return types.DocumentSymbol(
        name=_name(where, value),
        detail=_shown(value) if isinstance(where[-1], str) and not children else None,
        kind=_kind(value),
        range=lines.range(source.place(start, max(span.end, end))),
        selection_range=lines.range(source.place(start, end)),
        children=children or None,
    )


def _name(where: RecordPath, value: Any) -> str:
    """The key, or what tells an entry of a list from the others; never empty."""
    if isinstance(where[-1], str):
        return where[-1] or "?"
    if isinstance(value, dict):
        value = next((value[key] for key in _NAMING if isinstance(value.get(key), str)), None)
    return _shown(value) or f"{where[-1] + 1}"


def _shown(value: Any) -> str:
    text = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _kind(value: Any) -> types.SymbolKind:
    match value:
        case bool():
            return types.SymbolKind.Boolean
        case int() | float():
            return types.SymbolKind.Number
        case dict():
            return types.SymbolKind.Object
        case list():
            return types.SymbolKind.Array
        case _:
            return types.SymbolKind.String


def flat(
    uri: str, symbols: list[types.DocumentSymbol], holder: str | None = None
) -> Iterator[types.SymbolInformation]:
    """The same for an editor that knows no entries within entries."""
    for each in symbols:
        location = types.Location(uri=uri, range=each.range)
        yield types.SymbolInformation(
            name=each.name, kind=each.kind, location=location, container_name=holder
        )
        yield from flat(uri, list(each.children or ()), each.name)
