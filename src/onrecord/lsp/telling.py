"""What stands under the cursor, and what it is: keys by their fields, ids by short cards, terms.

It knows what a record says, not what is wrong with it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types

from onrecord.diagnostics import RecordPath
from onrecord.documents import Document, parse
from onrecord.lsp.fields import Field, field_at
from onrecord.lsp.folder import Folder
from onrecord.lsp.positions import Lines, as_bytes
from onrecord.models import Kind, Record
from onrecord.reporters.dates import in_words
from onrecord.reporters.listing import HEADS, rows_of
from onrecord.rules.fit import kind_at
from onrecord.values.edtf import Edtf
from onrecord.values.edtf_error import EdtfError

__all__ = ["Under", "hover", "under", "value_at"]


class Under(NamedTuple):
    """What is under the cursor: a key or a scalar, from where to where, and what its field takes.

    ``value`` is the text of the scalar; none of a key.
    """

    document: Document
    path: RecordPath
    start: int
    end: int
    value: str | None
    field: Field | None


def under(path: str, text: str, lines: Lines, position: types.Position) -> Under | None:
    """What is under a position of a file, as far as its text can be read."""
    kind = kind_at(path)
    document = parse(as_bytes(text), path)
    spans = document.spans()
    if kind is None or not spans:
        return None
    at = document.source().offset(*lines.place(position))
    found = None
    for where, span in spans.items():
        start, end = span.key_start, span.key_end
        if start is not None and end is not None and start <= at <= end:
            return Under(document, where, start, end, None, _field(kind, where))
        if where and span.start <= at <= span.end:
            found = where, span
    if found is None:
        return None
    where, span = found
    value = _text_at(document, where)
    if value is None:
        return None
    return Under(document, where, span.start, span.end, value, _field(kind, where))


def _text_at(document: Document, path: RecordPath) -> str | None:
    """The scalar at a path as text; of a document that cannot be read whole, as it is written."""
    span = document.spans()[path]
    if document.data is None:
        written = document.source().text[span.start : span.end].strip("\"'")
        return written if "\n" not in written else None
    value = value_at(document.data, path)
    return str(value) if isinstance(value, str | int | float) else None


def value_at(data: Any, path: RecordPath) -> Any:
    """What stands at a path in plain data; ``None`` where there is no such path."""
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError):
            return None
    return data


def _field(kind: Kind, path: RecordPath) -> Field | None:
    return field_at(kind, [step for step in path if isinstance(step, str)])


def hover(folder: Folder, path: str, lines: Lines, position: types.Position) -> types.Hover | None:
    """What is to be told of the key or the value at a position; or nothing."""
    found = under(path, folder.text(path), lines, position)
    if found is None or found.field is None:
        return None
    said = _of_key(found.field) if found.value is None else _of_value(folder, found)
    if said is None:
        return None
    place = found.document.source().place(found.start, found.end)
    content = types.MarkupContent(kind=types.MarkupKind.Markdown, value=said)
    return types.Hover(contents=content, range=lines.range(place))


def _of_key(field: Field) -> str:
    parts = [f"**{field.key}**" + (" (required)" if field.is_required else "")]
    parts.append(field.description)
    if field.kinds:
        parts.append(f"Takes the id of a record: {', '.join(field.kinds)}.")
    if field.vocabulary is not None:
        parts.append(f"Takes a term of the vocabulary `{field.vocabulary}`.")
    if field.words and any(field.words.values()) and len(field.words) < _MANY:
        parts.append("\n".join(f"- `{word}`: {said}" for word, said in field.words.items()))
    if field.example:
        parts.append(f"```yaml\n{field.example}\n```")
    return "\n\n".join(parts)


_MANY = 40


def _of_value(folder: Folder, found: Under) -> str | None:
    field, value = found.field, found.value
    if folder.view is None or field is None or value is None:
        return None
    dataset = folder.view.dataset
    if field.kinds:
        record = dataset.get(value)
        return _card(folder, record) if record is not None else None
    if field.vocabulary is not None:
        vocabulary = dataset.vocabularies.get(field.vocabulary)
        terms = [term for term in vocabulary.terms if term.id == value] if vocabulary else []
        return f"**{_plain(terms[0].label)}**\n\n{_plain(terms[0].definition)}" if terms else None
    if field.is_date:
        return _date(value)
    meaning = field.words.get(value)
    return f"`{value}`: {meaning}" if meaning else None


def _date(text: str) -> str | None:
    """A date in words, with the days that it may be."""
    try:
        date = Edtf.parse(text)
    except EdtfError:
        return None
    said = f"**{_plain(in_words(date))}**"
    if date.earliest == date.latest:
        return said
    first, last = (str(day) if day else "open" for day in (date.earliest, date.latest))
    return f"{said}\n\nthe first day it can be: {first}, the last: {last}"


def _card(folder: Folder, record: Record) -> str:
    """A record in a few lines: its label, and what a list shows of it."""
    assert folder.view is not None
    (row,) = rows_of([record], folder.view.dataset)
    lines = [f"**{_plain(record.label)}**", f"{record.kind.value} `{record.id}`"]
    told = dict(zip(HEADS[record.kind], row, strict=True))
    shown = [
        f"- {head}: {_plain(cell)}"
        for head, cell in told.items()
        if cell not in ("", "-", record.id, record.label)
    ]
    if record.withdrawn is not None:
        shown.insert(0, f"- withdrawn: {_plain(record.withdrawn.reason)}")
    if record.note is not None:
        shown.append(f"- note: {_plain(record.note)}")
    return "\n\n".join([*lines, "\n".join(shown)] if shown else lines)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in text)
