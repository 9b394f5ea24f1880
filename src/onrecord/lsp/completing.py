"""What can be written at the cursor: keys of the mapping, ids, words of closed lists, terms.

It offers what the models and the records know, and judges nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Final

from lsprotocol import types

from onrecord.documents import dump
from onrecord.lsp.cursor import Cursor, cursor_at
from onrecord.lsp.fields import Field, field_at, fields_at
from onrecord.lsp.folder import Folder
from onrecord.lsp.positions import Lines
from onrecord.models import Kind
from onrecord.rules import all_rules
from onrecord.rules.fit import kind_at
from onrecord.rules.quantity.figures import UNITS
from onrecord.values.codes import CURRENCIES

__all__ = ["MOST", "complete", "rank"]

MOST: Final = 100
"""How many ids are offered at once; the editor asks again as more is typed."""

_DATED: Final = (Kind.STATEMENT, Kind.EVENT, Kind.SOURCE)

Item = types.CompletionItem


def complete(
    folder: Folder, path: str, lines: Lines, position: types.Position
) -> types.CompletionList:
    """What can be written at a position of a file of this folder."""
    kind = kind_at(path)
    cursor = cursor_at(lines.all, *lines.place(position))
    if kind is None or cursor is None:
        return types.CompletionList(is_incomplete=False, items=[])
    where = types.Range(
        start=lines.position(position.line + 1, cursor.start),
        end=lines.position(position.line + 1, cursor.end),
    )
    keys = fields_at(kind, cursor.path) if cursor.is_bare else {}
    if keys:
        items = [item for place in enumerate(keys.values()) for item in _key(*place, cursor, where)]
        return types.CompletionList(is_incomplete=False, items=items)
    field = field_at(kind, cursor.path)
    if field is None:
        return types.CompletionList(is_incomplete=False, items=[])
    found = list(_values(folder, field, cursor, where))
    if field.many and not cursor.is_bare and not cursor.in_flow:
        for item in found:
            item.text_edit = types.TextEdit(range=where, new_text=f"[{_text_of(item)}]")
    return types.CompletionList(is_incomplete=bool(field.kinds), items=found)


def _key(place: int, field: Field, cursor: Cursor, where: types.Range) -> Iterator[Item]:
    if field.key in cursor.others and not cursor.has_colon:
        return
    yield Item(
        label=field.key,
        kind=types.CompletionItemKind.Property,
        detail="required" if field.is_required else None,
        documentation=_markdown(_of_key(field)),
        sort_text=f"{0 if field.is_required else 1}{place:03}",
        text_edit=types.TextEdit(range=where, new_text=_written(field, cursor)),
        insert_text_mode=types.InsertTextMode.AsIs,
    )


def _of_key(field: Field) -> str:
    example = f"\n\n```yaml\n{field.example}\n```" if field.example else ""
    return field.description + example


def _written(field: Field, cursor: Cursor) -> str:
    """The key, and what begins its value."""
    if cursor.has_colon:
        return field.key
    if cursor.in_flow or not field.is_mapping:
        return f"{field.key}: "
    inner = " " * (cursor.indent + 2)
    return f"{field.key}:\n{inner}- " if field.many else f"{field.key}:\n{inner}"


def _values(folder: Folder, field: Field, cursor: Cursor, where: types.Range) -> Iterator[Item]:
    if field.kinds:
        yield from _ids(folder, field, cursor, where)
    elif field.vocabulary is not None:
        yield from _terms(folder, field.vocabulary, where)
    elif field.takes_rule:
        for code, rule in all_rules().items():
            yield _item(where, code, rule.name, rule.title, types.CompletionItemKind.Constant)
    elif field.key == "unit" and "measure" in cursor.others:
        for unit, meaning in _units(folder, cursor.others["measure"]):
            yield _item(where, unit, meaning, "", types.CompletionItemKind.Unit)
    elif field.is_day:
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        yield _item(where, today, "today", "", types.CompletionItemKind.Value)
    for word, meaning in field.words.items():
        yield _item(where, word, meaning, "", types.CompletionItemKind.EnumMember)


def _terms(folder: Folder, vocabulary: str, where: types.Range) -> Iterator[Item]:
    found = folder.view.dataset.vocabularies.get(vocabulary) if folder.view else None
    for term in found.terms if found else ():
        yield _item(
            where, term.id, term.label, term.definition, types.CompletionItemKind.EnumMember
        )


def _units(folder: Folder, measure: str) -> Iterator[tuple[str, str]]:
    """The units that a figure of this measure may have, each with its name."""
    found = folder.view.dataset.vocabularies.get("measures") if folder.view else None
    terms = [term for term in found.terms if term.id == measure] if found else []
    for unit in terms[0].units if terms else (*UNITS, "currency"):
        yield from CURRENCIES.items() if unit == "currency" else [(unit, UNITS.get(unit, ""))]


def _ids(folder: Folder, field: Field, cursor: Cursor, where: types.Range) -> Iterator[Item]:
    """The ids that have what was typed in them or in their labels, the best first."""
    view = folder.view
    if view is None:
        return
    word = cursor.word.casefold()
    ranked: list[tuple[int, int, str]] = []
    for kind in field.kinds:
        latest_first = -1 if kind in _DATED else 1
        for place, id_ in enumerate(view.dataset.of_kind(kind)):
            found = rank(word, id_, folder.label)
            if found is not None:
                ranked.append((found, latest_first * place, id_))
    for place, (_, _, id_) in enumerate(sorted(ranked)[:MOST]):
        record = view.dataset[id_]
        item = _item(where, id_, record.label, "", types.CompletionItemKind.Reference)
        # What was typed may be a part of the label: the editor is to leave the choice to us.
        item.filter_text = cursor.word or id_
        item.sort_text = f"{place:04}"
        if not record.is_active:
            item.tags = [types.CompletionItemTag.Deprecated]
        yield item


def rank(word: str, id_: str, label: Callable[[str], str | None]) -> int | None:
    """How well an id or its label has a word in it, 0 for best; ``None`` where neither has."""
    if id_.startswith(word):
        return 0
    if word in id_:
        return 1
    said = (label(id_) or "").casefold()
    words = word.split()
    return 2 if words and all(each in said or each in id_ for each in words) else None


def _item(
    where: types.Range, value: str, detail: str, more: str, kind: types.CompletionItemKind
) -> Item:
    return Item(
        label=value,
        kind=kind,
        detail=detail or None,
        documentation=_markdown(more) if more else None,
        text_edit=types.TextEdit(range=where, new_text=_scalar(value, kind)),
    )


def _scalar(value: str, kind: types.CompletionItemKind) -> str:
    """A value as a file has it: in quotes where the bare word would be read as something else."""
    if kind is types.CompletionItemKind.EnumMember and value in ("true", "false"):
        return value
    return dump({"x": value}).removeprefix("x: ").rstrip("\n")


def _text_of(item: Item) -> str:
    return item.text_edit.new_text if item.text_edit is not None else item.label


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(kind=types.MarkupKind.Markdown, value=text)
