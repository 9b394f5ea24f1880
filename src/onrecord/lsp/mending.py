"""Quick fixes and the canonical form, as edits of the text in the editor.

A fix is what ``onrecord validate --fix`` would do, and beside it what is nearest where that is not
sure enough to be done unasked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lsprotocol import types

from onrecord.diagnostics import Diagnostic, Edit, Safety
from onrecord.documents import Document, parse, replace_key, replace_value, rewrite
from onrecord.lsp.positions import Lines, as_bytes
from onrecord.lsp.telling import value_at
from onrecord.models import MODELS
from onrecord.models.walk import key_order
from onrecord.rules import Mend, all_rules
from onrecord.rules.fit import kind_at

__all__ = ["Action", "actions", "formatting"]


_NAMING: Final = (Mend.REPLACE, Mend.REMOVE_ITEM)
"""How those rules mend whose nearest word may stand in the place of what they found."""


class Action(NamedTuple):
    """What mends a finding: edits of its file, or another place for it; said in ``title``.

    ``is_safe`` tells that it changes how something is written, and nothing that it says.
    """

    title: str
    found: Diagnostic
    edits: list[types.TextEdit]
    is_safe: bool = False
    move_to: str | None = None


def formatting(path: str, text: str, lines: Lines) -> list[types.TextEdit]:
    """What brings a text into canonical form; nothing where it cannot be read whole."""
    kind = kind_at(path)
    document = parse(as_bytes(text), path)
    if kind is None or document.data is None:
        return []
    return list(_edits(rewrite(document, key_order(MODELS[kind])), lines))


def actions(text: str, found: Iterable[Diagnostic], lines: Lines) -> Iterator[Action]:
    """What mends findings in a text, which is the one that they were found in."""
    document = parse(as_bytes(text), "")
    for one in found:
        fix = one.fix
        if fix is not None:
            edits = list(_edits(fix.edits, lines))
            if edits or fix.move_to:
                safe = fix.safety is Safety.SAFE
                yield Action(_sentence(fix.description), one, edits, safe, fix.move_to)
        elif one.nearest and all_rules()[one.code].by in _NAMING:
            near = list(_edits(_nearest(document, one), lines))
            if near:
                yield Action(f"Write `{one.nearest}` for `{one.seen}`", one, near)


def _nearest(document: Document, found: Diagnostic) -> tuple[Edit, ...]:
    """What puts the nearest word in the place of the key or the value that was seen."""
    if document.data is None or not found.nearest or not found.path:
        return ()
    if found.path[-1] == found.seen:
        return replace_key(document, found.path, found.nearest)
    if value_at(document.data, found.path) == found.seen:
        return replace_value(document, found.path, found.nearest)
    return ()


def _edits(edits: Iterable[Edit], lines: Lines) -> Iterator[types.TextEdit]:
    for edit in edits:
        where = lines.range(edit.place)
        if edit.end > edit.start and where.start == where.end:
            # A byte order mark, which has no place of its own; most editors do not show it.
            if not lines.has_mark:
                continue
            where.start = types.Position(line=0, character=0)
        yield types.TextEdit(range=where, new_text=edit.text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
